"""One film in Discord: found by title, shown as a card, rated by command, button or reaction."""
