"""What pages draw of  the registry, a centre, its report, its review."""
