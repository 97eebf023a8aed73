"""The shop's file can't be used as wanted."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)
class StorageError(PosError):
    """Something about the shop's file; nothing was replaced."""

    path: str


class ShopNotFound(StorageError):
    """There is no file at this place."""


class ShopExists(StorageError):
    """A new shop would stand on an existing file."""


class NotAShop(StorageError):
    """A file, but not a shop of this program."""


class ShopReadOnly(StorageError):
    """The file or its folder can't be written."""


class ShopBusy(StorageError):
    """Another process held the file for longer than we may wait."""


class DiskFull(StorageError):
    """No room left on the disk; the change was taken back."""


class ShopMoved(StorageError):
    """The file was moved, removed or replaced while it was open; the change was taken back."""


class DiskTrouble(StorageError):
    """The disk did not do what it was asked to; the change was taken back."""


@dataclass(eq=False)
class NewerShop(StorageError):
    """The file was made by a newer version of the program (schema numbers)."""

    found: int
    known: int


@dataclass(eq=False)
class ShopDamaged(StorageError):
    """The file is not sound; detail is SQLite's own finding."""

    detail: str


@dataclass(eq=False)
class WindowOpen(StorageError):
    """A window has this shop open already, in the process with this id."""

    pid: int


class TrainingCopy(StorageError):
    """The file is a copy to practise on: it and a real shop never take each other's place."""


@dataclass(eq=False)
class NoSuchBackend(StorageError):
    """A location this version can't open (a database server)."""


@dataclass(eq=False)
class NotWritten(StorageError):
    """A file that was to be written (a list, not the shop) can't be; detail is the system's own
    finding."""

    detail: str
