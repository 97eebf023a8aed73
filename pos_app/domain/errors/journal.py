"""Refusals of the journal."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class NoSigningKey(PosError):
    """The key that signs the journal can't be had: reason is "unreadable", "unwritable" or
    "no_key". Without it nothing may be written."""

    path: str
    reason: str


@dataclass(eq=False)
class NotAnArchive(PosError):
    """A file that is no archive of a journal, or whose manifest is missing; detail says more."""

    path: str
    detail: str


@dataclass(eq=False)
class NotAKey(PosError):
    """What was given is no public key (64 hex digits, a PEM file)."""

    given: str


@dataclass(eq=False)
class NotAnAnchor(PosError):
    """What was given is no SEQUENCE:HASH, with a till's code before it or not."""

    given: str


@dataclass(eq=False)
class UnknownEntry(PosError):
    """A till's chain has no such entry."""

    till: str
    sequence: int
