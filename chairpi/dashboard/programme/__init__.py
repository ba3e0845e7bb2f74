"""The pages of the programme: today's card, the questions it asks, and the way so far."""
