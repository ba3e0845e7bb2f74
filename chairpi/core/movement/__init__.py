"""How much a sitter moves: weight shifts, lifts, still spells, left-right balance, and how many places they sit in."""
