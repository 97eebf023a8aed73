"""A journal of two tills with its key and its archive, before its judges."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.services import journal_verifying
from pos_app.services.journal_sources import manifest_of
from pos_app.shop import Shop
from pos_app.storage.keys import load_key
from tests.journals import make_busy
from tests.tampering.judges import Archive, Judges, known


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a shop, its key, and an archive of its journal."""
    folder = tmp_path_factory.mktemp("journal")
    make_busy(folder / "corner.db", folder / "key.pem")
    shop = Shop.open(folder / "corner.db", key_file=folder / "key.pem")
    archive = shop.journal.export(folder, by=shop.staff.terminal())
    shop.checkpoint()
    shop.close()
    archive.rename(folder / "journal.jsonl")
    manifest_of(archive).rename(folder / "journal.manifest.json")
    return folder


@pytest.fixture(scope="session")
def public(made: Path) -> bytes:
    return load_key(made / "key.pem").public


@pytest.fixture(scope="module")
def judges(made: Path, public: bytes) -> Iterator[Judges]:
    opened = Judges(made / "corner.db", public)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def seen_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_verifying, "genuine", known)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)


@pytest.fixture(scope="module")
def archive(made: Path, public: bytes) -> Archive:
    return Archive(made, public)
