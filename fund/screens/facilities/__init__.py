"""What pages draw of facilities, requests and bookings."""
