"""How a sentence is read: words, clauses, and one reader a subject."""
