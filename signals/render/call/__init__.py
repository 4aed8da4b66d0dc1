"""Screens of a call."""
