"""The till's settings survive a restart, a crash while writing, and a broken file."""

import json
import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app import config
from pos_app.config import Config
from pos_app.documents.slip_text import NARROWEST


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "config.json"


def test_the_first_start_finds_defaults_and_writes_nothing(path: Path) -> None:
    assert config.load(path) == Config()
    assert not path.exists()


def test_what_is_saved_is_loaded_again(path: Path) -> None:
    kept = Config("/home/ann/Läden/corner.db", "dark", "AdnQywADAAA=", "T2", sounds=False)
    config.save(kept, path)
    assert config.load(path) == kept


def test_a_change_keeps_what_another_window_wrote(path: Path) -> None:
    config.update(path, theme="dark")
    config.update(path, last_shop="corner.db")
    assert config.load(path) == Config(last_shop="corner.db", theme="dark")


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"\xff\xfe{}", b"[1, 2]", b'"theme"', b"null", b"[" * 100_000],
    ids=["empty", "cut off", "not utf-8", "a list", "a text", "null", "deeply nested"],
)
def test_a_broken_file_is_set_aside_and_defaults_are_used(
    path: Path, broken: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.mkdir()
    path.write_bytes(broken)
    with caplog.at_level(logging.WARNING):
        assert config.load(path) == Config()
    assert path.with_name("config.broken.json").read_bytes() == broken
    assert not path.exists()
    assert "set aside" in caplog.text


def test_one_value_out_of_place_falls_back_alone(path: Path) -> None:
    path.parent.mkdir()
    kept = {"theme": "blue", "till": 7, "sounds": "yes", "last_shop": "a.db", "from_tomorrow": 1}
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert config.load(path) == Config(last_shop="a.db")


@pytest.mark.parametrize("gap", [0, -5, 10**9, True, 35.0, "35"])
def test_a_pause_that_no_scanner_makes_holds_no_typing_back(path: Path, gap: object) -> None:
    path.parent.mkdir()
    kept = {"scanner_gap_ms": gap, "scanner_min_length": 10**9, "columns": 48}
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert config.load(path) == Config()


@pytest.mark.parametrize(("kept", "columns"), [(24, 24), (96, 96), (23, 48), (97, 48)])
def test_paper_has_room_for_a_receipt(path: Path, kept: int, columns: int) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"columns": kept}), encoding="utf-8")
    assert config.load(path).columns == columns >= NARROWEST


def test_a_theme_that_is_no_text_falls_back(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"theme": ["dark"]}', encoding="utf-8")
    assert config.load(path) == Config()


def test_a_save_that_fails_leaves_the_old_settings_and_no_debris(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.save(Config(theme="dark"), path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        config.save(replace(config.load(path), theme="light"), path)
    assert config.load(path) == Config(theme="dark")
    assert [entry.name for entry in path.parent.iterdir()] == ["config.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nobody_else_can_read_the_settings(path: Path) -> None:
    config.save(Config(), path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_settings_that_are_a_folder_do_not_stop_the_till(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        assert config.load(path) == Config()
    assert "can't be read" in caplog.text
