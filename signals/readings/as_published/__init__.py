"""Series whose newest value is itself a fact: the catalogue says which."""
