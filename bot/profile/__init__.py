"""``/profile``: what a member told the bot, and the taste that it shows."""
