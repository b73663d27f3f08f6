"""``/watchlist``: the films that a member means to watch."""
