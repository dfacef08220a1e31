"""What pages draw of holdings: the headline, one holding with its facts, the forms, the desk."""
