"""What the numbers mean: readings, facts, rules and the allocation document."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("macro-signals")
except PackageNotFoundError:  # run from a tree that was never installed
    __version__ = "0+unknown"
