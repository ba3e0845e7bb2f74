"""The days that `prompts.py` simulates: habits, agendas, reminders, and what truly happened."""
