"""From the rows of a recognised sheet to observations, prices and events."""
