"""Futures prices as witnesses of one another."""
