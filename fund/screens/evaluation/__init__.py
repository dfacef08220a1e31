"""What pages draw of  the years, the form, writing it and answering it."""
