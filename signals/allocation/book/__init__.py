"""From a score to active weights: one call, and several as one book."""
