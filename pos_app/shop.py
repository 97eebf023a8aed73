"""The shop: opens its database and hands out the services that work on it."""

import os
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app import paths
from pos_app.domain.errors import NoSuchBackend, ShopExists, TrainingCopy
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rights import Permission
from pos_app.domain.rows import Breach, Clerk, JournalReport, ShopInfo
from pos_app.domain.training import copy_path
from pos_app.services.books import Books, Listener
from pos_app.services.carts import Carts
from pos_app.services.catalog import Catalog
from pos_app.services.checking import check_books
from pos_app.services.checkout import Checkout
from pos_app.services.closing_backup import closing_backup
from pos_app.services.codes import Codes
from pos_app.services.customers import Customers
from pos_app.services.discounts import Discounts
from pos_app.services.drawer import Drawer
from pos_app.services.facts import load
from pos_app.services.given_paths import given_path
from pos_app.services.groups import Groups
from pos_app.services.journal import JournalBook
from pos_app.services.journal_verifying import verify_file, with_open_key
from pos_app.services.leaving import ask_leave, note_copy
from pos_app.services.ledgers import Ledgers
from pos_app.services.orders import Orders
from pos_app.services.papers import Papers
from pos_app.services.promotions import Promotions
from pos_app.services.reports import Reports
from pos_app.services.restored import heads_in, prepare_key, record_restored
from pos_app.services.returns import Returns
from pos_app.services.roles import Roles
from pos_app.services.settings import Settings
from pos_app.services.setup import ShopSetup, create_shop
from pos_app.services.shifts import Shifts
from pos_app.services.staff import Staff
from pos_app.services.stock import Stock
from pos_app.services.taxes import Taxes
from pos_app.storage.copying import Progress, copy_to, open_backup, restore_over
from pos_app.storage.database import Database
from pos_app.storage.keys import load_key
from pos_app.storage.training import is_training, is_training_file, make_training_copy

if TYPE_CHECKING:
    from pos_app.services.exports import Exports
    from pos_app.services.imports import Imports

Clock = Callable[[], datetime]
"""Tells the time, in aware UTC."""

__all__ = ["Shop", "ShopSetup", "restore", "verify_journal"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Shop:
    """An open shop. Made by `Shop.open` or `Shop.create`; may be used from any thread."""

    def __init__(self, database: Database, clock: Clock, key_file: Path | None = None) -> None:
        info, money = load(database)
        self._database = database
        self._seen = threading.local()
        self._books = books = Books(database, info, money, clock, key_file)
        self.staff = Staff(books)
        self.roles = Roles(books)
        self.catalog = Catalog(books)
        self.codes = Codes(books)
        self.stock = Stock(books)
        self.customers = Customers(books)
        self.carts = Carts(books)
        self.checkout = Checkout(books)
        self.orders = Orders(books)
        self.reports = Reports(books)
        self.settings = Settings(books)
        self.taxes = Taxes(books)
        self.promotions = Promotions(books)
        self.discounts = Discounts(books)
        self.groups = Groups(books)
        self.returns = Returns(books)
        self.ledgers = Ledgers(books)
        self.papers = Papers(books)
        self.drawer = Drawer(books)
        self.shifts = Shifts(books)
        self.journal = JournalBook(books)

    @classmethod
    def open(
        cls,
        location: str | os.PathLike[str],
        *,
        clock: Clock = _utc_now,
        key_file: str | os.PathLike[str] | None = None,
    ) -> "Shop":
        """Open the shop kept in the file at location; clock tells the time of what is done, and
        key_file holds the key that signs the journal (this machine's own; made where there is
        none).

        Raises ShopNotFound, NotAShop, NewerShop, ShopReadOnly, ShopBusy, ShopDamaged, DiskFull,
        NoSigningKey, and NoSuchBackend for the address of a database server.
        """
        path = _path(location)
        database = Database.open(path)
        try:
            shop = cls(database, clock, None if key_file is None else Path(key_file))
            shop._books.journal.prepare()
            return shop
        except BaseException:
            database.close()
            raise

    @classmethod
    def create(
        cls, location: str | os.PathLike[str], setup: ShopSetup, *, clock: Clock = _utc_now
    ) -> "Shop":
        """Make a new shop in a new file and open it. Raises ShopExists, BadValue, and as open."""
        path = _path(location)
        create_shop(path, setup)
        return cls.open(path, clock=clock)

    @classmethod
    def practise(
        cls,
        location: str | os.PathLike[str],
        *,
        fresh: bool = False,
        progress: Progress | None = None,
        clock: Clock = _utc_now,
    ) -> "Shop":
        """Open the training copy of the shop at location, made before where there is none.

        With fresh the one there is goes, and practising begins with the shop as it is now. Whoever
        learns may: the copy lies beside the shop, and asks for the same PINs. Raises as
        `training_copy` and `open` do.
        """
        path = copy_path(_path(location))
        if fresh or not os.path.lexists(path):
            shop = cls.open(location, clock=clock)
            try:
                shop.training_copy(path, progress, by=shop.staff.terminal())
            finally:
                shop.close()
        copy = cls.open(path, clock=clock)
        if not copy.info.training:
            copy.close()
            raise ShopExists(path)
        return copy

    # Lists are loaded late on purpose: a till begins to sell without them.

    @cached_property
    def imports(self) -> "Imports":
        """Lists that come in."""
        from pos_app.services.imports import Imports

        return Imports(self._books)

    @cached_property
    def exports(self) -> "Exports":
        """Lists that go out."""
        from pos_app.services.exports import Exports

        return Exports(self._books)

    @property
    def path(self) -> str:
        """The shop's file."""
        return self._database.path

    @property
    def info(self) -> ShopInfo:
        """The shop's own facts, as last set here or seen by `data_version`."""
        return self._books.info

    @property
    def money(self) -> MoneyFormat:
        """How this shop writes and reads amounts."""
        return self._books.money

    def on_change(self, listener: Listener) -> None:
        """Call listener(topic, ids) after each commit made through this object.

        In the committing thread, once per topic: "products", "stock", "customers", "orders",
        "carts", "staff", "settings", "prices", "ledgers", "returns", "papers", "codes", "shifts";
        ids is () where many changed.
        """
        self._books.listen(listener)

    def data_version(self) -> int:
        """A number that changes when another process or thread has committed; compare numbers
        of one thread only. Settings that changed so are taken over."""
        version = self._database.data_version()
        if version != getattr(self._seen, "version", version):
            facts = load(self._database)
            if facts != (self.info, self.money):
                self._books.renew(*facts)
        self._seen.version = version
        return version

    def checkpoint(self) -> bool:
        """Fold the log back into the file; for when the till is idle. Raises DiskFull."""
        return self._database.checkpoint()

    def check(
        self, progress: Callable[[int, int], None] | None = None, *, by: Clerk
    ) -> tuple[Breach, ...]:
        """Verify every invariant of the books; each breach is named, none means all is well.

        progress(done, total) is called between the rules and may raise Cancelled. Raises
        NotSignedIn, NotAllowed.
        """
        ask_leave(self._books, by, Permission.CHECK_BOOKS)
        return check_books(self._database, progress)

    def backup(
        self, target: str | os.PathLike[str], progress: Progress | None = None, *, by: Clerk
    ) -> None:
        """Copy the shop to a new file while it is in use, and verify the copy.

        Raises ShopExists when target exists, ShopDamaged, ShopReadOnly, DiskFull, NotSignedIn,
        NotAllowed, BadValue ("file").
        """
        leave = ask_leave(self._books, by, Permission.BACKUP)
        copied = given_path("file", target)
        copy_to(self._database.connection, str(copied), progress)
        note_copy(self._books, leave, "backup", {"file": copied.name}, copied=copied)

    def closing_backup(
        self,
        folder: str | os.PathLike[str],
        *,
        by: Clerk,
        progress: Progress | None = None,
    ) -> Path:
        """Keep a copy of the shop in a new folder in folder, made after a shift was closed: the
        shop's file (which holds its pictures too), verified and opened again, the public keys of
        its journal (.pub) and a manifest (.json) with the SHA-256 of the file and the heads of all
        chains. Returns the file, such as corner-2026-11-26-T1-Z5/corner-2026-11-26-T1-Z5.db.

        Older copies are kept, all of them. A kill leaves nothing that could be taken for a copy.
        Whoever may run a shift may, or who may make backups. Raises ShopDamaged, ShopReadOnly,
        DiskFull, DiskTrouble, NotSignedIn, NotAllowed, BadValue ("folder").
        """
        return closing_backup(self._books, folder, by=by, progress=progress)

    def training_copy(
        self,
        target: str | os.PathLike[str] | None = None,
        progress: Progress | None = None,
        *,
        by: Clerk,
    ) -> str:
        """Make a copy of the shop to practise on, while it is in use; returns where it lies.

        Without target that is `domain.training.copy_path`. It is verified, people sign in to it
        as they do here, and nothing done in it touches this shop. An older training copy there is
        removed once the new one is whole, any other shop stays: ShopExists. Names stay in it, so
        it is readable by its owner only. Raises also TrainingCopy for a copy of a copy, ShopBusy
        where the old one can't be removed, ShopDamaged, ShopReadOnly, DiskFull, NotSignedIn,
        NotAllowed, BadValue ("file").
        """
        leave = ask_leave(self._books, by, Permission.BACKUP)
        if self.info.training:
            raise TrainingCopy(self.path)
        path = copy_path(self.path) if target is None else str(given_path("file", target))
        make_training_copy(self._database.connection, path, progress)
        copied = Path(path)
        note_copy(self._books, leave, "training", {"file": copied.name}, copied=copied)
        return path

    def close(self) -> None:
        """Close the file. No thread may be using the shop."""
        self._database.close()


def restore(
    backup: str | os.PathLike[str],
    location: str | os.PathLike[str],
    progress: Progress | None = None,
    *,
    clock: Clock = _utc_now,
    key_file: str | os.PathLike[str] | None = None,
) -> str | None:
    """Put the shop in the file backup in the place of the one at location.

    The backup is verified first; a shop that stands there is copied aside and its place taken in
    one step, so that a kill leaves the old one or the new one. Then each till's journal says where
    the backup stood, and the shop that it took the place of. Returns the path of the copy that was
    put aside, None when there was no shop yet. Raises ShopNotFound, NotAShop, NewerShop,
    ShopDamaged, ShopBusy, DiskFull, NoSigningKey, and TrainingCopy where one of the two is a copy
    to practise on and the other is not.
    """
    path = _path(location)
    prepare_key(key_file)  # what can't be written down does not happen
    source = open_backup(_path(backup))
    try:
        if is_training(source) != is_training_file(path):
            raise TrainingCopy(os.fspath(backup) if is_training(source) else path)
        restored = heads_in(source)
        aside = restore_over(source, path, progress)
    finally:
        source.close()
    shop = Shop.open(path, clock=clock, key_file=key_file)
    try:
        record_restored(shop._books, os.fspath(backup), restored, aside)
    finally:
        shop.close()
    return aside


def verify_journal(
    location: str | os.PathLike[str],
    *,
    keys: Sequence[str] = (),
    anchors: Sequence[str] = (),
    manifests: Sequence[str | os.PathLike[str]] = (),
    signatures: bool = True,
    progress: Progress | None = None,
    key_file: str | os.PathLike[str] | None = None,
) -> JournalReport:
    """Verify the journal in a file: a shop's, a backup, or an archive that was exported, and name
    the first bad entry of each till. Nothing is written, and nobody signs in: an entry of today
    would vouch for what is to be verified.

    Known keys are this machine's own, where there is one, and keys (64 hex digits, or PEM);
    anchors are "[TILL:]SEQUENCE:HASH" as on a Z report, manifests those of backups and archives.
    progress(entries done, entries) may raise Cancelled. Raises NotAKey, NotAnAnchor, NotAnArchive,
    NotAShop, ShopNotFound, ShopDamaged, NoSigningKey.
    """
    own = paths.key_file() if key_file is None else Path(key_file)
    report = verify_file(
        Path(_path(location)),
        keys=keys,
        own=load_key(own).public if os.path.lexists(own) else b"",
        anchors=anchors,
        manifests=[given_path("file", manifest) for manifest in manifests],
        signatures=signatures,
        progress=progress,
    )
    return with_open_key(report, own)


def _path(location: str | os.PathLike[str]) -> str:
    text = str(os.fspath(location))
    if "://" in text:
        raise NoSuchBackend(text)
    given_path("file", text, needed=False)
    return text
