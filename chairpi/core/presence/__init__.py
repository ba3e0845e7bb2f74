"""Who or what is on the seat, since when, and how long they have been away."""
