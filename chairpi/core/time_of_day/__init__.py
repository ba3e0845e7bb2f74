"""The time of day at which somebody sits: the clock on their wall, and hours and days as people write them."""
