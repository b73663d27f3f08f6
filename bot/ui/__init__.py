"""What every feature is made of: controls, messages, Discord's limits, pages and times."""
