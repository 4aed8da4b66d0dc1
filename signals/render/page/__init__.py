"""The page: one self-contained HTML file, or Markdown, made from allocation documents alone."""
