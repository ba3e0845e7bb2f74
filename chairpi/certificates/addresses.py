"""The machine's own addresses on the home network, as the kernel tells them."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path

Address = IPv4Address | IPv6Address

HOME_NETWORKS = tuple(
    ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)
"""Addresses that mean something in one house only: RFC 1918, RFC 3927, RFC 4193, RFC 4291."""
LINK_LOCAL_6 = ip_network("fe80::/10")
"""No browser opens these, for they need the name of an interface; they are in no certificate."""

_LOCAL_4 = re.compile(r"\|-- ([\d.]+)\n\s+/32 host LOCAL")


def decode_fib_trie(text: str) -> list[Address]:
    r"""IPv4 addresses that are this machine's, from `/proc/net/fib_trie`.

    >>> decode_fib_trie("     |-- 192.168.1.6\n        /32 host LOCAL\n     |-- 192.168.1.255\n        /32 link BROADCAST\n")
    [IPv4Address('192.168.1.6')]
    """
    return [IPv4Address(found) for found in _LOCAL_4.findall(text)]


def decode_if_inet6(text: str) -> list[Address]:
    r"""IPv6 addresses that are this machine's, from `/proc/net/if_inet6`.

    >>> decode_if_inet6("fd000000000000000000000000000006 02 40 00 80     wlan0\n")
    [IPv6Address('fd00::6')]
    """
    return [IPv6Address(int(line.split()[0], 16)) for line in text.splitlines() if line.strip()]


def home_addresses(root: Path = Path("/")) -> tuple[Address, ...]:
    """Those of this machine that a browser in the house can open, sorted; each once. `proc` is below `root`."""
    found = {*decode_fib_trie(_text(root / "proc/net/fib_trie")), *decode_if_inet6(_text(root / "proc/net/if_inet6"))}
    kept = (
        address
        for address in found
        if address not in LINK_LOCAL_6 and any(address in network for network in HOME_NETWORKS)
    )
    return tuple(sorted(kept, key=lambda address: (address.version, int(address))))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # no IPv6, or a kernel that does not say
        return ""
