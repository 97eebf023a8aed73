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
    """Wrong name, PIN or badge (which is never told), or locked for some seconds."""

    username: str
    wait_seconds: int = 0


@dataclass(eq=False)
class ApprovalRefused(PosError):
    """An approval that can't be used: reason is "used", "late", "other" (it was given for
    something else) or "own" (nobody approves what they may not do)."""

    reason: str


@dataclass(eq=False)
class LastOwner(PosError):
    """The last owner who can sign in would go: nobody could give rights any more."""

    name: str


@dataclass(eq=False)
class RightNeeded(PosError):
    """A right that can't be taken from a role: somebody must be able to give rights back."""

    permission: str
    role: str
