"""What each room says of itself, as pure data: a file a room, listed in order in rooms.py."""
