"""What pages draw of  the list, one target, its levers and sources, changing it."""
