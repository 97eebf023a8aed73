"""The two kinds of public method: a command changes the shop, a query only reads it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from pos_app.domain.errors import PosError
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Clerk
from pos_app.services.books import Books

P = ParamSpec("P")
T = TypeVar("T")


class Activity(Protocol):
    """A service: it works with the books of one shop."""

    _books: Books


S = TypeVar("S", bound=Activity)


class KeptRefusal(Exception):
    """A command refuses, and what it wrote until then stays: that it was tried is in the journal.
    Whoever called the command gets the refusal itself."""

    def __init__(self, refusal: PosError) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def command(
    permission: Permission,
) -> Callable[[Callable[Concatenate[S, P], T]], Callable[Concatenate[S, P], T]]:
    """A method that changes the shop: opens the one transaction, checks the right of `by` in it,
    and announces what changed after the commit.

    Beside its own refusals it raises NotSignedIn, NotAllowed, ApprovalRefused, NoSigningKey,
    DiskFull, DiskTrouble, ShopBusy, ShopReadOnly, ShopMoved and ShopDamaged; after any of them
    nothing was changed, and after its own only what `KeptRefusal` keeps. The method carries its
    permission as `permission`.
    """

    def decorate(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
        @wraps(method)
        def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            by = kwargs.get("by")
            if not isinstance(by, Clerk):
                raise TypeError(f"{method.__name__}() needs by=, the person who acts")
            books = self._books
            books.begin_command()
            try:
                with books.database.transaction():
                    books.authorise(by, permission)
                    try:
                        result: T | KeptRefusal = method(self, *args, **kwargs)
                    except KeptRefusal as kept:
                        result = kept
                    books.end_command()
            except BaseException:
                books.forget_changes()
                raise
            books.announce()
            if isinstance(result, KeptRefusal):
                raise result.refusal
            return result

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def reading(
    permission: Permission,
) -> Callable[[Callable[Concatenate[S, P], T]], Callable[Concatenate[S, P], T]]:
    """A query that shows what not everybody may see: as `query`, and it checks the right of `by`.

    Beside its own refusals it raises NotSignedIn, NotAllowed, ShopBusy and ShopDamaged. The method
    carries its permission as `permission`.
    """

    def decorate(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
        @wraps(method)
        def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            by = kwargs.get("by")
            if not isinstance(by, Clerk):
                raise TypeError(f"{method.__name__}() needs by=, the person who asks")
            with self._books.database.snapshot():
                self._books.authorise(by, permission)
                return method(self, *args, **kwargs)

        run.permission = permission  # type: ignore[attr-defined]
        return run

    return decorate


def query(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method that only reads: all it reads is of one moment, and it never waits for a writer.

    Beside its own refusals it raises ShopBusy and ShopDamaged.
    """

    @wraps(method)
    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._books.database.snapshot():
            return method(self, *args, **kwargs)

    return run
