"""How ChairPi comes onto a machine, is brought to a newer release, and goes again."""
