"""Odds of what a meeting decides."""
