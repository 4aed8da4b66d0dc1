"""Published figures of prices and activity."""
