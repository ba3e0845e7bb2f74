"""All pages of this room under one name: importing them is what gives the blueprint its routes."""

from __future__ import annotations

from chairpi.dashboard.access import devices, keys, pair
from chairpi.dashboard.access.blueprint import blueprint

PAGES = (pair, devices, keys)

__all__ = ["PAGES", "blueprint"]
