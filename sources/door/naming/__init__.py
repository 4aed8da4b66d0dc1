"""Which series or contract is meant."""
