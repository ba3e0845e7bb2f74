"""The chair as a whole: its only door, and what joins the other rooms behind it."""
