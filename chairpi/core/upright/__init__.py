"""The sitter's own upright reference: what it is, how it is captured, which one is in use, and whether it still holds."""
