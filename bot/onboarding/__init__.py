"""What newcomers do first: tell the bot their taste, or bring it with them."""
