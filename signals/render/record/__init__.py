"""Screens and pictures of the record."""
