"""The person may not, or is not who they say."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class NotAllowed(PosError):
    """The person may not do this. permission is a `domain.rights.Permission` value."""

    permission: str
    name: str


class NotSignedIn(PosError):
    """The session has ended or never was; someone must sign in again."""


@dataclass(eq=False)
class SignInRefused(PosError):
    """Wrong name or PIN (which of the two is never told), or locked for some seconds."""

    username: str
    wait_seconds: int = 0
