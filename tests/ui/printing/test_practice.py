"""The till's devices while somebody practises: paper says so, the drawer stays closed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos_app.shop import Shop
from pos_app.ui.widgets.ask_sheet import AskSheet
from tests.ui.printing.conftest import Window


@pytest.fixture
def shop_path(shop_path: Path) -> Path:
    """The training copy of a shop."""
    shop = Shop.open(shop_path)
    path = Path(shop.training_copy(by=shop.staff.terminal()))
    shop.close()
    return path


@pytest.fixture
def shop(shop_path: Path) -> Shop:
    """The copy, while the goods are put in."""
    return Shop.open(shop_path)


def test_paper_says_training_and_the_drawer_stays_closed(
    open_window: Callable[..., Window],
) -> None:
    window = open_window()
    number = window.sell()
    window.until(lambda: window.printer.papers)
    paper = window.printer.papers[0].upper()
    assert number.encode() in paper
    assert paper.count(b"TRAINING: NOT A RECEIPT") == 2
    window.until(lambda: not window.station.printing.queue.waiting)
    window.key(Qt.Key.Key_Return)
    window.ctrl(Qt.Key.Key_O)
    window.sheet(AskSheet)
    window.key("Count", Qt.Key.Key_Return)
    window.until(lambda: "The drawer stays closed in training." in window.notices)
    assert window.printer.pulses == 0


def test_a_drawer_of_its_own_stays_closed_too(open_window: Callable[..., Window]) -> None:
    window = open_window(drawer="serial:///dev/ttyUSB3")
    window.sell()
    window.until(lambda: window.printer.papers)
    window.station.printing.pulse()
    assert "The drawer stays closed in training." in window.notices
    assert [drawer.openings for drawer in window.devices.drawers.values()] in ([], [0])
