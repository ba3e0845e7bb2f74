"""ChairPi: a Raspberry Pi in an office chair that knows how a person sits, and says so kindly."""

__version__ = "0.1.0"
