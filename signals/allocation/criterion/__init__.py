"""When a call will have been right, on which days, and how often that came without any call."""
