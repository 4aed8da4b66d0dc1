"""US inflation: trend, odds, the year's end, and what the last print changed."""
