"""``/list``: the films that a server wants to watch."""
