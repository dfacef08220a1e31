"""Both lights on screen: of one grant or contract on its page, of everything that runs."""
