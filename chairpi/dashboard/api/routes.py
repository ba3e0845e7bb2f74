"""All routes of the interface under one name: importing them is what gives the blueprint its routes."""

from __future__ import annotations

from chairpi.dashboard.api import document, health, live, requests
from chairpi.dashboard.api.blueprint import blueprint

ROUTES = (live, requests, health, document)

__all__ = ["ROUTES", "blueprint"]
