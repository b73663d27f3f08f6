"""``/privacy``: what is kept about a member, who sees it, and how to delete it."""
