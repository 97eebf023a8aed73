"""A file is known again by what it is, not by what it is called, and looking costs it nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pos_app.storage import standing as module
from pos_app.storage.standing import Standing


def remove(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replace(path: Path) -> None:
    path.with_name("other").write_bytes(b"log")
    path.with_name("other").replace(path)


def make_again(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.write_bytes(b"log")


@pytest.fixture(params=["by its name", "by its number"])
def log(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "by its number":  # as on a Mac
        monkeypatch.delattr(os, "O_PATH", raising=False)
    path = tmp_path / "corner.db-wal"
    path.write_bytes(b"log")
    return path


@pytest.mark.parametrize("happens", [remove, move, replace, make_again])
def test_another_file_is_not_this_one(log: Path, happens: Callable[[Path], None]) -> None:
    standing = Standing(str(log))
    assert standing.holds()
    happens(log)
    assert not standing.holds()


def test_a_file_that_is_put_back_stands_again(log: Path) -> None:
    standing = Standing(str(log))
    move(log)
    log.with_name("elsewhere").rename(log)
    assert standing.holds()


def test_writing_and_truncating_change_nothing(log: Path) -> None:
    standing = Standing(str(log))
    log.write_bytes(b"")
    log.write_bytes(b"longer than before")
    assert standing.holds()


def test_what_was_never_there_does_not_stand(log: Path) -> None:
    log.unlink()
    standing = Standing(str(log))
    assert not standing.holds()
    log.write_bytes(b"log")
    assert not standing.holds()


def test_nothing_is_left_open(log: Path) -> None:
    standing = Standing(str(log))
    descriptor = standing._descriptor
    del standing
    if descriptor >= 0:
        with pytest.raises(OSError):
            os.fstat(descriptor)


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="Linux only")
def test_the_files_times_are_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "corner.db-wal"
    log.write_bytes(b"log")
    standing = Standing(str(log))
    monkeypatch.setattr(module, "identity_of", lambda _: pytest.fail("asked for the times"))
    assert standing.holds()


@pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="Linux only")
def test_without_a_list_of_descriptors_it_is_known_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "corner.db-wal"
    log.write_bytes(b"log")

    def no_such_file(*_: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(os, "readlink", no_such_file)
    standing = Standing(str(log))
    assert standing.holds()
    remove(log)
    assert not standing.holds()
