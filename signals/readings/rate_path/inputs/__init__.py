"""What the path is read from: strips of prices, fixings, and the target range."""
