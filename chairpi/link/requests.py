"""A request as it comes over a socket."""

from __future__ import annotations

from chairpi.core.requests import REQUEST_TYPES, Request
from chairpi.link.request_fields import fields_of


def request_from(message: object, t_s: float) -> Request:
    """The request that a message asks for, made at `t_s` [s].

    Raises
    ------
    ValueError
        It names no known request, or its fields are not as they should be; the message says what was found.
    """
    if not isinstance(message, dict):
        raise ValueError("a request is a JSON object")
    name = message.get("request")
    if not isinstance(name, str) or name not in REQUEST_TYPES:
        raise ValueError(f"unknown request {str(name)[:64]!r}; known are {', '.join(REQUEST_TYPES)}")
    kind = REQUEST_TYPES[name]
    fields = fields_of(name, kind, {key: value for key, value in message.items() if key != "request"})
    request: Request = kind(t_s, **fields)
    return request
