"""What the sensor process tells, and what it may be asked: JSON messages over Unix seqpacket sockets.

`live.sock` tells: one `hello` on connecting, then `now` messages and every `event`; a client that sends `{"want": "frames"}` gets each
`frame` instead of `now`. A slow reader loses messages; the sensor process never waits for one. `command.sock` takes one request
a connection and answers it. Nothing listens on the network.
"""

from __future__ import annotations

import json

Message = dict[str, object]
LIVE = "live.sock"
COMMAND = "command.sock"

LONGEST_MESSAGE_BYTES = 65_536
"""Longer requests are cut, and then refused as no JSON: far above any message of ours."""


def encode(message: Message) -> bytes:
    """One message as it goes over the socket: compact JSON, in which NaN is an error and not a number."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
