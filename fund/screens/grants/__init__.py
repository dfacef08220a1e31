"""What pages draw of  calls, applications, reviews and papers."""
