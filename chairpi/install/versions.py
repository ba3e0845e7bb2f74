"""Which of two versions is the newer one."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

from chairpi.errors import InstallError


def version_of(text: str) -> Version:
    """A version as Python packages have them.

    Raises
    ------
    InstallError
        It is none.

    >>> version_of("0.9.0") < version_of("0.10.0")
    True
    """
    try:
        found = Version(text)
    except InvalidVersion:
        raise InstallError(f"{text!r} is no version; expected one such as 1.4.0") from None
    if str(found) != text:  # a folder is named after it: one way to write each
        raise InstallError(f"{text!r} is not how this version is written; expected {str(found)!r}")
    return found
