"""The two tables of a sell-side weekly: valuation by company, weekly traffic by site.

``columns`` says how they look, ``table`` reads a file, ``cells`` one cell, ``checks`` holds rows against each other
and against the week before, ``judged`` does so for every row of a store as of the day on which it became known.
"""
