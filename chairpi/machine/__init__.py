"""Facts about the machine: pure decoders, and thin readers of `/sys` and `/proc`. What it does not tell is `None`, never a guess."""
