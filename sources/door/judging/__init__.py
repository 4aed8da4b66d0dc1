"""What is said for and against a row, out of nothing but what was known when it was released.

One module for each kind of evidence; `reader` puts them together. A verdict is
never kept: it is reckoned when a series is opened, so that the order in which
rows came cannot matter.
"""
