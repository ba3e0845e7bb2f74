"""The cells' zeros, followed while the seat is empty, and the first minutes in which they are not believed yet."""
