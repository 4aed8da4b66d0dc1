"""Screens of the data: what came, what is held, what is lacking."""
