"""Files and folders as rows of text, whatever their format."""
