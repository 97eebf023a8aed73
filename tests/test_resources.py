"""What ships beside the program is whole: fonts, icons and their licences."""

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
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


def test_each_font_is_named_in_a_licence_beside_it() -> None:
    fonts = RESOURCES / "fonts"
    licences = {"Inter": "LICENSE.txt", "Noto": "LICENSE-Noto.txt", "DejaVu": "LICENSE-DejaVu.txt"}
    for font in fonts.glob("*.ttf"):
        (file,) = [file for name, file in licences.items() if font.name.startswith(name)]
        text = (fonts / file).read_text(encoding="utf-8")
        assert "Copyright" in text
        assert "Permission is hereby granted" in text or "PERMISSION & CONDITIONS" in text
    assert sum(font.stat().st_size for font in fonts.glob("*.ttf")) < 2_500_000


def icons_named_in(tree: ast.Module) -> Iterator[str]:
    """The names given as icon="..." or as the first argument of icon(), pixmap(), set_empty()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            named = [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
            if called in {"icon", "pixmap", "set_empty"}:
                named += node.args[:1]
            for value in named:
                for part in ast.walk(value):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_icon_that_the_window_names_is_there() -> None:
    ui = Path(__file__).resolve().parent.parent / "pos_app" / "ui"
    named = {
        name
        for path in ui.rglob("*.py")
        for name in icons_named_in(ast.parse(path.read_text(encoding="utf-8")))
        if name
    }
    there = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    assert len(named) > 10
    assert named - there == set()


def test_figures_of_one_width_leave_words_alone(qtbot: QtBot) -> None:
    QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / "Inter-Regular.ttf"))
    plain, tabular = QFont("Inter"), QFont("Inter")
    tabular.setFeature(QFont.Tag("tnum"), 1)
    words = "Walk-in, Mlt-Pk (Excp) a b"
    assert QFontMetricsF(tabular).horizontalAdvance(words) == QFontMetricsF(
        plain
    ).horizontalAdvance(words)
