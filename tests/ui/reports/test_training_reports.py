"""What leaves a training copy by the Reports tab says where it comes from."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.reports import ReportsTab


@pytest.fixture
def shop(shop_path: Path) -> Iterator[Shop]:
    """The training copy of a shop that sold one cheese."""
    real = Shop.open(shop_path)
    by = real.staff.terminal()
    cheese = real.catalog.add_product(name="Cheese", price=1050, stock=11, by=by)
    real.checkout.sell(Cart().add(cheese), [Payment("cash", 1050)], by=by)
    real.close()
    copy = Shop.practise(shop_path)
    yield copy
    copy.close()


@pytest.fixture
def tab(desk: Desk, window: QWidget, qtbot: QtBot) -> ReportsTab:
    """The tab with the sale in its first report."""
    made = ReportsTab(desk)
    QVBoxLayout(window).addWidget(made)
    with qtbot.waitActive(window):
        window.show()
    made.focus_start()
    made.show_report(0)
    qtbot.waitUntil(lambda: made.view.model.rowCount() == 1)
    return made


def test_the_file_says_so_in_each_row_and_in_its_name(
    tab: ReportsTab, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    tab.save_to(str(tmp_path / "daily"))
    qtbot.waitUntil(lambda: bool(desk.notices.notices))
    with (tmp_path / "daily.csv").open(newline="", encoding="utf-8") as file:
        head, row = csv.reader(file)
    assert (head[-1], row[-1]) == ("training", "TRAINING")
    qtbot.keyClick(tab, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    [dialog] = tab.window().findChildren(QFileDialog)
    assert [Path(name).name.split("-")[0] for name in dialog.selectedFiles()] == ["training"]
    dialog.reject()


def test_so_does_the_clipboard(tab: ReportsTab, qtbot: QtBot) -> None:
    qtbot.keyClick(tab, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head, row = QGuiApplication.clipboard().text().splitlines()
    assert head.endswith("\ttraining")
    assert row.endswith("\tTRAINING")
