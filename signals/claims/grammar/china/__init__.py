"""What authorities in China did: rates and rules."""
