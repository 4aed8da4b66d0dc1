"""The grammar: from the words of a sentence to the claims that it makes.

`tokens` finds words, figures and times; `clauses` cuts them into clauses with their `outcomes`, and `scope` says
who speaks in each and whether it is asserted; `cells` gives each figure its own words; `line` holds the sentence
and what the ones before it left open. Then a room for each kind of claim reads clause after clause: `odds`,
`moves`, `facts` of the Fed, `prints`, `china` and `markets`, each beginning in its ``claims`` (rates and steps in
`china`).
"""
