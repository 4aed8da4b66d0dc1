"""How results look on a screen: text in, tables out; nothing is computed here."""
