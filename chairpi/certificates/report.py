"""The certificates in words, for the command line."""

from __future__ import annotations

from collections.abc import Iterator

from chairpi.certificates.kept import AUTHORITY_KEY_FILE, Certificates
from chairpi.clock import rfc_3339


def lines(certificates: Certificates) -> Iterator[str]:
    """Where the certificates are, what they are for, until when they last, and by what a person knows them again."""
    authority, leaf = certificates.authority(), certificates.leaf()
    if authority is None or leaf is None:
        yield f"There are no certificates in {certificates.directory} yet."
        return
    yield "The chair's certificate authority, which your devices are told to trust"
    yield f"  file         {certificates.authority_path}"
    yield f"  key          {certificates.directory / AUTHORITY_KEY_FILE}"
    yield f"  fingerprint  {certificates.fingerprint()}"
    yield f"  may vouch    for {', '.join(authority.names)} and for addresses of home networks"
    yield f"  ends         {rfc_3339(authority.ends_utc_s)}"
    yield "The dashboard's certificate, renewed by itself"
    yield f"  file         {certificates.leaf_path}"
    yield f"  is for       {', '.join((*leaf.names, *leaf.addresses))}"
    yield f"  ends         {rfc_3339(leaf.ends_utc_s)}"
    for name in certificates.names_left_out():
        yield (
            f"{name} is left out: the authority was made before the chair had this name. `chairpi certificates --new-authority` makes one "
            "that may vouch for it, and each device has to trust that one anew."
        )
