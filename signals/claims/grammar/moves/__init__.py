"""What markets price of the moves to come."""
