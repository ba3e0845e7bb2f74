"""The pages of pairing, devices and keys are one group: their addresses begin with `access.`."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("access", __name__)
