"""How people write numbers and days, and what a cell proves of it."""
