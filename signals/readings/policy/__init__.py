"""Policy: what was decided, when, and what is still inside the windows."""
