"""The key that signs the journal: one per machine and person, in a file of its own, never in the
shop's."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.domain.errors import NoSigningKey
from pos_app.domain.journal import fingerprint

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SigningKey:
    """An Ed25519 key (RFC 8032): public is its 32 raw bytes, fingerprint how it is called."""

    def __init__(self, private: "Ed25519PrivateKey") -> None:
        self.public = private.public_key().public_bytes_raw()
        self.fingerprint = fingerprint(self.public)
        self.sign = private.sign
        """The 64 bytes of a signature."""


def load_key(path: Path) -> SigningKey:
    """The key kept at path, made where there is none.

    The file is readable by its owner only, and grows under another name: two programs that start
    at once get the same key. Raises NoSigningKey when it can't be read or written, or is no key.
    """
    # Loads C code that nothing else needs.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not os.path.lexists(path):
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _keep(path, made)
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


def _keep(path: Path, key: bytes) -> None:
    """Write a new key down, unless another program was faster."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes files that only their owner may read.
        handle, beside = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(key)
                out.flush()
                os.fsync(out.fileno())
            with contextlib.suppress(FileExistsError):
                _name(beside, path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(beside).unlink()
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
