"""Light and dark, type and icons: what is asked for is what is seen."""

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui import theme
from pos_app.ui.tokens import DARK, LIGHT, Palette


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
class TestContrast:
    """WCAG 2.1 AA, success criterion 1.4.3: 4.5 for text of this size."""

    def test_words_can_be_read_on_every_ground(self, palette: Palette) -> None:
        for ground in (palette.bg, palette.surface, palette.raised, palette.accent_soft):
            assert contrast(palette.text, ground) >= 4.5
            assert contrast(palette.muted, ground) >= 4.5, ground

    def test_words_on_strong_colours_can_be_read(self, palette: Palette) -> None:
        assert contrast(palette.on_accent, palette.accent) >= 4.5
        assert contrast(palette.on_ink, palette.ink) >= 4.5
        assert contrast(palette.accent, palette.surface) >= 4.5

    @pytest.mark.parametrize("tone", ["good", "warn", "bad"])
    def test_states_can_be_read_on_their_soft_ground(self, palette: Palette, tone: str) -> None:
        strong, soft = getattr(palette, tone), getattr(palette, f"{tone}_soft")
        assert contrast(strong, soft) >= 4.5
        assert contrast(strong, palette.surface) >= 4.5


def test_a_change_of_theme_dresses_everything(dressed: QApplication, qtbot: QtBot) -> None:
    page = QWidget()
    page.setProperty("kind", "page")
    qtbot.addWidget(page)
    page.resize(400, 300)
    label = QLabel("Total", page)
    page.show()
    before = page.grab().toImage().pixelColor(200, 100).name()
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(dressed, theme.DARK_MODE)
    after = page.grab().toImage().pixelColor(200, 100).name()
    assert (before, after) == (LIGHT.bg.lower(), DARK.bg.lower())
    assert label.palette().text().color().name() == DARK.text.lower()


def test_the_type_is_the_one_that_ships(dressed: QApplication) -> None:
    for weight in (theme.REGULAR, theme.MEDIUM, theme.SEMIBOLD, theme.BOLD):
        asked = theme.font(theme.BODY, weight)
        assert QFontInfo(asked).family() == "Inter"
        assert QFontInfo(asked).weight() == weight


def test_figures_are_of_equal_width(dressed: QApplication, qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    widths = {label.fontMetrics().horizontalAdvance(digit * 8) for digit in "0123456789"}
    assert len(widths) == 1


def test_an_icon_takes_the_colour_of_its_tone(dressed: QApplication) -> None:
    picture = theme.pixmap("package", "bad", 40).toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert colours == {LIGHT.bad.lower()}


def test_an_icon_that_is_not_there_is_empty_and_no_error(dressed: QApplication) -> None:
    assert theme.pixmap("no-such-icon").toImage().allGray()
