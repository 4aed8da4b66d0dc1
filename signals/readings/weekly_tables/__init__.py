"""The weekly's own tables as facts: what a group of companies costs, whether sites grow."""
