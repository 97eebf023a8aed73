"""Small fields of the rules of price: what is typed in many ways is read in one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.errors import BadValue
from pos_app.domain.promotions import DAY
from pos_app.domain.rows import ProductRow
from pos_app.shop import Shop
from pos_app.ui.desk import Desk
from pos_app.ui.prices.fields import CountEdit, MaybeMoment, PercentEdit, TimeEdit
from pos_app.ui.prices.pickers import CategoryPicker, Rows
from pos_app.ui.products.product_picker import ProductPicker
from pos_app.ui.widgets.picker import Picker


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("16:00", 960),
        ("16.30", 990),
        ("1600", 960),
        ("4 pm", 960),
        ("4:05 P.M.", 965),
        ("12am", 0),
        ("12 pm", 720),
        ("9", 540),
        ("24:00", DAY),
        ("", None),
    ],
)
def test_times(qtbot: QtBot, typed: str, minutes: int | None) -> None:
    edit = TimeEdit("Begins at", "en_US")
    qtbot.addWidget(edit)
    edit.setText(typed)
    assert edit.minutes() == minutes


@pytest.mark.parametrize("typed", ["25:00", "24:01", "16:60", "13 pm", "0 am", "soon", "1:2:3"])
def test_times_that_are_none(qtbot: QtBot, typed: str) -> None:
    edit = TimeEdit("Begins at", "en_US")
    qtbot.addWidget(edit)
    edit.setText(typed)
    with pytest.raises(BadValue) as refusal:
        edit.minutes()
    assert refusal.value.field == "hours"


@pytest.mark.parametrize(
    "locale", "en_US en_CA de_DE fr_CA es_US bg_BG ko_KR zh_TW ar_EG hi_IN".split()
)
def test_what_a_field_shows_it_reads_in_any_locale(qtbot: QtBot, locale: str) -> None:
    edit = TimeEdit("Begins at", locale)
    qtbot.addWidget(edit)
    for minutes in (0, 59, 12 * 60, 13 * 60 + 5, DAY - 1, DAY):
        edit.set_minutes(minutes)
        assert edit.minutes() == minutes, edit.text()


def test_per_cents_are_exact(qtbot: QtBot, shop: Shop) -> None:
    edit = PercentEdit(shop.money, "rate_ppm")
    qtbot.addWidget(edit)
    for rate in (0, 1, 88_750, 1_000_000, 333_333):
        edit.set_rate(rate)
        assert edit.rate() == rate
    edit.set_rate(88_750)
    assert edit.text() == "8.875"
    edit.set_rate(None)
    assert (edit.text(), edit.rate()) == ("", 0)


def test_counts(qtbot: QtBot) -> None:
    edit, signed = CountEdit("buy"), CountEdit("priority", signed=True)
    for each in (edit, signed):
        qtbot.addWidget(each)
        each.setText("−3")
    assert signed.number() == -3
    for typed in ("−3", "2.5", "two"):
        edit.setText(typed)
        with pytest.raises(BadValue):
            edit.number()


def test_a_moment_ends_with_its_minute(qtbot: QtBot, shop: Shop) -> None:
    edit = MaybeMoment("on", "valid_until", DAY - 1, shop.info)
    qtbot.addWidget(edit)
    assert edit.moment() is None
    edit.set_day(date(2026, 7, 4))
    moment = edit.moment()
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2026, 7, 5, 3, 59, 59, tzinfo=UTC)
    edit.set_moment(moment)
    assert edit.moment() == moment
    edit.time.setText("24:00")
    with pytest.raises(BadValue) as refusal:
        edit.moment()
    assert refusal.value.field == "valid_until"


def test_pages_go_on_behind_a_row_that_was_read_anew() -> None:
    first = [ProductRow(n, str(n), "A", 1, Decimal(0), 1, "G") for n in range(250)]
    rows = Rows(rows=first)
    page = rows(None, 100)
    rows.show([ProductRow(n, str(n), "B", 1, Decimal(0), 1, "G") for n in range(250)])
    assert [row.id for row in rows(page[-1], 100)] == list(range(100, 200))
    assert len(rows(rows(None, 250)[-1], 100)) == 0


def test_pickers_keep_the_rules_of_qt_models(
    desk: Desk,
    window: QWidget,
    add_product: Callable[..., ProductRow],
    qtbot: QtBot,
    qtmodeltester: Any,
) -> None:
    for number in range(120):
        add_product(f"Milk {number}", category=f"Dairy > Kind {number % 7}")
    window.show()
    categories = desk.shop.catalog.categories()
    pickers: tuple[Picker, ...] = (
        ProductPicker(desk, window),
        CategoryPicker(desk, window, categories, "Choose a category"),
    )
    for picker in pickers:
        with qtbot.waitSignal(picker.model.filled):
            picker.open()
        assert picker.model.rowCount() > 0
        qtmodeltester.check(picker.model, force_py=True)
