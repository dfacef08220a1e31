"""What pages draw of guarantees: what is held by kind, one guarantee, lodging and what follows."""
