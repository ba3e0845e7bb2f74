"""The pages that are stretched with: routines, exercises, the player, and the checks by the seat."""
