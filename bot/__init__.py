"""Matinee's Discord bot: members' verdicts in, films with reasons out."""
