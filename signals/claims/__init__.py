"""Macro claims in prose: what a sentence says in the normal form, and whether it held on its own day."""
