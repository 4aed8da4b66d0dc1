"""Risk appetite, market by market: it is never one number for two markets."""
