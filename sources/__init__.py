"""The outside world, made honest: adapters, tables and the point-in-time store."""
