"""A report whose claims were checked: on the screen, and as a page of its own sentences with the evidence beside them."""
