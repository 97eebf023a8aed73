"""The approvals that a form was given before it opened."""

from collections.abc import Iterable

from pos_app.domain.rows import Approval, Clerk


class Allowed:
    """Each is good for one command, for some minutes, and only in the session it was given in: one
    that is no good any more is asked for again when the form is saved."""

    def __init__(self, approvals: Iterable[Approval] = ()) -> None:
        self._approvals = list(approvals)

    def renew(self, approvals: Iterable[Approval] = ()) -> None:
        """There are new ones, or none; older ones are of no use."""
        self._approvals = list(approvals)

    def clerk(self, clerk: Clerk) -> Clerk:
        """The person for the next command, with an approval where one is left."""
        return clerk.approved(self._approvals[0]) if self._approvals else clerk

    def used(self) -> None:
        """The command has run."""
        del self._approvals[:1]
