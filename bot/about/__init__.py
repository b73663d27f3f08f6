"""``/about`` and ``/help``."""
