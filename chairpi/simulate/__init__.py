"""What the demo and the tests use instead of a chair: the HX711 at its pins, a sitter, and days of sitting."""
