"""The Prompts page: what the chair asked for, what became of it, and how it asks."""
