"""What data there are: their rows, their health, what is lacking, and how files come in."""
