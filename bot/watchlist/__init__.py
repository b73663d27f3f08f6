"""``/watchlist``: the films that a member wants to watch."""
