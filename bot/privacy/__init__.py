"""``/privacy``: what is stored about a member, who sees it, and how to delete it."""
