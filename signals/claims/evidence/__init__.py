"""What the data of one day say of a claim."""
