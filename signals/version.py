"""The version of the program; that of the allocation contract is its own."""

__version__ = "0.1.0"
