"""Resources are found wherever the program runs from; a person's files lie where they belong."""

import sys
from pathlib import Path

import pytest

from pos_app import config, paths


def test_the_tree_has_its_resources() -> None:
    assert paths.resources() == Path(__file__).resolve().parent.parent / "resources"


def test_a_frozen_program_takes_its_own_resources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"


def test_a_program_without_resources_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_HERE", tmp_path / "lib" / "pos_app")
    with pytest.raises(FileNotFoundError, match="resources"):
        paths.resources()


def test_one_folder_can_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERTOP_HOME", str(tmp_path))
    assert paths.default_shop() == tmp_path / "shop.db"
    assert config.file() == tmp_path / "config.json"
    assert paths.log_dir() == tmp_path / "log"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's")
def test_linux_keeps_to_the_places_people_expect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COUNTERTOP_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert paths.default_shop() == tmp_path / "data" / "countertop" / "shop.db"
    assert paths.config_dir() == tmp_path / "config" / "countertop"
    assert tmp_path / "state" in paths.log_dir().parents
