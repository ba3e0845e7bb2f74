"""One archive for somebody who helps: what the chair and its machine are like, and nothing of the people who sit on it."""
