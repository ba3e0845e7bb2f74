"""The first run: one path from a chair that was just switched on to one that prompts."""
