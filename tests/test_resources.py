"""What ships beside the program is whole: fonts, icons and their licences."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from pytestqt.qtbot import QtBot

from pos_app import paths

RESOURCES = paths.resources()
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}


@pytest.mark.parametrize("name", WEIGHTS)
def test_qt_loads_each_weight_and_its_figures_have_one_width(qtbot: QtBot, name: str) -> None:
    loaded = QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"Inter-{name}.ttf"))
    assert "Inter" in QFontDatabase.applicationFontFamilies(loaded)
    font = QFont("Inter")
    font.setPixelSize(28)
    font.setWeight(QFont.Weight(WEIGHTS[name]))
    font.setFeature(QFont.Tag("tnum"), 1)
    metrics = QFontMetricsF(font)
    widths = {metrics.horizontalAdvance(figure * 8) for figure in "0123456789"}
    assert max(widths) - min(widths) < 0.01


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_is_one_stroke_that_takes_the_themes_colour(path: Path) -> None:
    root = ET.parse(path).getroot()
    assert (root.get("viewBox"), root.get("stroke")) == ("0 0 24 24", "currentColor")
    assert root.get("stroke-width") == "1.75"
    assert len(root) > 0


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_what_others_made_ships_with_its_licence(folder: str) -> None:
    assert "Copyright" in (RESOURCES / folder / "LICENSE.txt").read_text(encoding="utf-8")
