"""The key that signs the journal: one per machine and person, in a file of its own, never in the
shop's."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.domain.errors import NoSigningKey
from pos_app.domain.journal import fingerprint
from pos_app.storage.copying import sync

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SigningKey:
    """An Ed25519 key (RFC 8032): public is its 32 raw bytes, fingerprint how it is called."""

    def __init__(self, private: "Ed25519PrivateKey") -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.fingerprint = fingerprint(self.public)
        self.sign = private.sign
        """The 64 bytes of a signature."""

    def pem(self) -> bytes:
        """As it is kept in a file (PKCS #8, not encrypted)."""
        # Loads C code that nothing else needs.
        from cryptography.hazmat.primitives import serialization

        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def make_key() -> SigningKey:
    """A new key, which no file holds yet."""
    # Loads C code that nothing else needs.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return SigningKey(Ed25519PrivateKey.generate())


def load_key(path: Path) -> SigningKey:
    """The key kept at path, made where there is none.

    The file is readable by its owner only, and grows under another name: two programs that start
    at once get the same key. Raises NoSigningKey when it can't be read or written, or is no key.
    """
    # Loads C code that nothing else needs.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not os.path.lexists(path):
        _keep(path, make_key(), _name)
    try:
        kept = path.read_bytes()
        key = serialization.load_pem_private_key(kept, password=None)
    except OSError as error:
        raise NoSigningKey(str(path), "unreadable") from error
    except (ValueError, TypeError) as error:
        raise NoSigningKey(str(path), "no_key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey(str(path), "no_key")
    return SigningKey(key)


def replace_key(path: Path, key: SigningKey) -> None:
    """Put a key in the place of the one kept at path. Raises NoSigningKey."""
    _keep(path, key, os.replace)


def is_private(path: Path) -> bool:
    """False for a key's file that others than its owner may read or write. Systems without such
    modes keep it in a folder of the person's own."""
    if os.name == "nt":
        return True
    try:
        return not stat.S_IMODE(path.stat().st_mode) & 0o077
    except OSError:
        return True  # who signs next says what is wrong with it


def _keep(path: Path, key: SigningKey, name: Callable[[str, Path], None]) -> None:
    """Write a key down beside its place, and give it its name."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes files that only their owner may read.
        handle, beside = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(key.pem())
                out.flush()
                os.fsync(out.fileno())
            with contextlib.suppress(FileExistsError):  # another program was faster
                name(beside, path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(beside).unlink()
        sync(str(path.parent))
    except OSError as error:
        raise NoSigningKey(str(path), "unwritable") from error


def _name(beside: str, path: Path) -> None:
    """Give a file its name, never over another. Raises FileExistsError."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        os.rename(beside, path)
