"""What people sign in with: PINs and passwords, and the argon2id hashes that are kept of them."""

import unicodedata
from itertools import groupby, pairwise

from pos_app.domain.errors import BadValue
from pos_app.domain.people import MIN_PASSWORD
from pos_app.domain.rights import Role

NO_PIN = "!"
"""Stands in place of a hash; no PIN opens it."""

LONGEST_PASSWORD = 128

PIN, PASSWORD = "pin", "password"
"""The kinds of secrets, as `users.secret` names them."""

WITH_PASSWORD = frozenset({Role.MANAGER, Role.OWNER})
"""Who may sign in with a password: at the counter a PIN is faster, and seen by fewer eyes."""


def chosen_secret(pin: str, password: str, role: str) -> tuple[str, str]:
    """What somebody of a role will sign in with: ("pin" or "password", the secret itself).

    Raises BadValue without the secret in it: "empty" for neither, "pin_or_password" for both,
    "needs_pin" for a password where the role has none, and as the two checks do.
    """
    if password and pin:
        raise BadValue("password", "", "pin_or_password")
    if not password:
        return PIN, check_pin(pin)
    if role not in WITH_PASSWORD:
        raise BadValue("password", "", "needs_pin")
    return PASSWORD, check_password(password)


def check_typed(field: str, typed: object) -> str:
    """What somebody typed to be let in, as it is. Raises BadValue ("empty") for what is no text."""
    if not isinstance(typed, str):
        raise BadValue(field, "", "empty")
    return typed


def check_pin(pin: str) -> str:
    """The PIN itself, six to twelve digits; raises BadValue ("empty", "not_digits", "too_short",
    "too_long", "too_easy")."""
    if not check_typed("pin", pin):
        raise BadValue("pin", "", "empty")
    if not (pin.isascii() and pin.isdigit()):
        raise BadValue("pin", "", "not_digits")
    if len(pin) < 6:
        raise BadValue("pin", "", "too_short")
    if len(pin) > 12:
        raise BadValue("pin", "", "too_long")
    if _is_easy(pin):
        raise BadValue("pin", "", "too_easy")
    return pin


def check_password(password: str) -> str:
    """The password in NFC, 8 to 128 characters of any kind; raises BadValue ("too_short",
    "too_long", and "control_character" for half a surrogate pair)."""
    known = unicodedata.normalize("NFC", check_typed("password", password))
    if len(known) < MIN_PASSWORD:
        raise BadValue("password", "", "too_short")
    if len(known) > LONGEST_PASSWORD:
        raise BadValue("password", "", "too_long")
    if any("\ud800" <= each <= "\udfff" for each in known):
        raise BadValue("password", "", "control_character")
    return known


def _is_easy(pin: str) -> bool:
    """Whether a PIN is among the first that anybody would try: one or two digits over and over, a
    run up or down (also 7890, and with each digit doubled), or one half twice."""
    half = len(pin) // 2
    if len(set(pin)) <= 2 or pin == 2 * pin[:half]:
        return True
    digits = [int(digit) for digit, _ in groupby(pin)]
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return steps in ({1}, {9})


def hash_secret(secret: str) -> str:
    """argon2id of a PIN or password with the library's defaults (RFC 9106, the low-memory
    profile). Takes some 50 ms on purpose: never while the writer's lock is held."""
    from argon2 import PasswordHasher  # loads C code that only sign-in needs

    return PasswordHasher().hash(secret)


def secret_matches(kept: str, typed: str) -> bool:
    """True when what was typed belongs to the hash; as slow as `hash_secret`."""
    # Late, as above.
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, _hashable(typed))
    except (VerificationError, InvalidHashError):
        return False


def pretend_to_look(typed: str) -> None:
    """Take as long as a look at a hash does, so that names can't be told apart by the time."""
    hash_secret(typed[:LONGEST_PASSWORD].encode(errors="replace").decode())


def _hashable(typed: str) -> bytes:
    # No secret is longer, and nobody makes the till hash a whole book.
    known = unicodedata.normalize("NFC", typed[: 4 * LONGEST_PASSWORD])
    return known[: LONGEST_PASSWORD + 1].encode(errors="replace")
