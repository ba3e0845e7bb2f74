"""How much a first load of the Now page takes over the wire, in how many requests, and how soon a phone shows something.

    python tests/bench/dashboard_wire.py

Chromium, its processor slowed down four times (as Lighthouse does for a phone), on a network of 10 Mbit/s each way with 20 ms more for
each answer: a poor Wi-Fi at home. Bytes are those of Chromium's own count, headers included. The event stream is counted until the page
has been open for a second.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from dashboard_live import chromium, swaying_house

GOAL_BYTES = 100_000
GOAL_S = 0.5
SLOWER = 4
LATENCY_MS = 20
BYTES_PER_S = 10_000_000 / 8
N_LOADS = 5


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page.

    Parameters
    ----------
    n_requests
        Answers that came over the network, and not out of the browser's cache.
    wire_bytes
        Of all of them, with their headers.
    first_paint_s
        Until the first text or picture is on the screen [s]: first contentful paint.
    """

    n_requests: int
    wire_bytes: int
    first_paint_s: float


def load(context: Any, address: str) -> Load:
    """Load a page in a browser's context as a phone in a home Wi-Fi would."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    received: dict[str, int] = {}
    session.on("Network.dataReceived", lambda told: _add(received, told["requestId"], told["encodedDataLength"]))
    session.on(
        "Network.responseReceived",
        lambda told: _add(received, told["requestId"], told["response"]["encodedDataLength"]),
    )
    from_cache: set[str] = set()
    session.on("Network.requestServedFromCache", lambda told: from_cache.add(told["requestId"]))
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_S,
            "uploadThroughput": BYTES_PER_S,
        },
    )
    page.goto(address)
    page.wait_for_timeout(1000)
    painted_ms = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    page.close()
    fetched = [n_bytes for request, n_bytes in received.items() if request not in from_cache and n_bytes]
    return Load(len(fetched), sum(fetched), painted_ms / 1000)


def _add(received: dict[str, int], request: str, n_bytes: int) -> None:
    received[request] = received.get(request, 0) + n_bytes


def cold_and_warm(browser: Any, address: str, n_loads: int = N_LOADS) -> list[tuple[Load, Load]]:
    """Each time a first load in a fresh browser profile, and a second one after it.

    One that is not told goes before them: it starts parts of the browser, and fills the server's cache of templates.
    """
    found = []
    for _ in range(1 + n_loads):
        context = browser.new_context(viewport={"width": 390, "height": 844})
        found.append((load(context, address), load(context, address)))
        context.close()
    return found[1:]


def main() -> None:
    """Measure and print."""
    with swaying_house() as address, chromium() as browser:
        loads = cold_and_warm(browser, address)
    for name, some in (("cold", [pair[0] for pair in loads]), ("warm", [pair[1] for pair in loads])):
        wire_bytes, paints_s = max(one.wire_bytes for one in some), sorted(one.first_paint_s for one in some)
        print(
            f"{name}: {max(one.n_requests for one in some)} requests, {wire_bytes / 1000:.1f} kB (goal {GOAL_BYTES / 1000:.0f}), "
            f"first paint {paints_s[len(paints_s) // 2]:.2f} s, slowest {paints_s[-1]:.2f} s (goal {GOAL_S:g})"
        )


if __name__ == "__main__":
    main()
