"""What pages draw of what other buyers and funders published: taking it in, classifying it."""
