"""``/recommend``: films for the member who asks."""
