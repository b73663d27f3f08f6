"""``/profile``: a member's verdicts, and what they say about their taste."""
