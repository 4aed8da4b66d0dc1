"""Published calendars: Fed, price releases, exchanges, the LPR; each with the newest word known on a day."""
