"""The blueprint of the JSON interface: its endpoints are `api.now`, `api.live`, `api.requests`, `api.health` and `api.document`."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("api", __name__)
