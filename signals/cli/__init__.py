"""The command line. Imports nothing heavy: each command imports what it needs when it runs."""

from signals.cli.app import app, main

__all__ = ["app", "main"]
