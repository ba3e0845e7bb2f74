"""What the forms of this room hold."""

from __future__ import annotations

from flask import request

from chairpi.language.words import _
from chairpi.store.access import PAIRED, Role, Scope

LONGEST_NAME = 40


def name_of_form() -> str:
    """What a browser or a program is to be called.

    Raises
    ------
    ValueError
        There is nothing to read in it, or it is too long; the text is for the person.
    """
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in request.form.get("name", "")).split())
    if not name:
        raise ValueError(_("Please give it a name, such as “Anna's phone”."))
    if len(name) > LONGEST_NAME:
        raise ValueError(_("That name is long: %(most)s signs are enough.", most=LONGEST_NAME))
    return name


def role_of_form() -> Role:
    """The role that was chosen.

    Raises
    ------
    ValueError
        It is none that a browser can have.
    """
    chosen = request.form.get("role", "")
    if chosen not in PAIRED:
        raise ValueError(_("Please choose one of the roles."))
    return Role(chosen)


def scope_of_form() -> Scope:
    """What a key is to be for.

    Raises
    ------
    ValueError
        It is none of the scopes.
    """
    chosen = request.form.get("scope", "")
    if chosen not in list(Scope):
        raise ValueError(_("Please choose what the key may do."))
    return Scope(chosen)
