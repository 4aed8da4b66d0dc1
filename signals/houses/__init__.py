"""Houses: which strategies make one book, and within which limits."""
