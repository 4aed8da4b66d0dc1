"""What the numbers mean: readings, facts, rules and the allocation document."""

__version__ = "0.1.0"
