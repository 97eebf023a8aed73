"""Refusals of the journal."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class NoSigningKey(PosError):
    """The key that signs the journal can't be had: reason is "unreadable", "unwritable" or
    "no_key". Without it nothing may be written."""

    path: str
    reason: str
