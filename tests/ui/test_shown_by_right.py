"""What the window shows to whom: figures, balances, costs and codes only to who may see them."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.cart import Cart
from pos_app.domain.payment import Payment
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission
from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.approving.sheet import ApprovalSheet
from pos_app.ui.backup_sheet import ask_for_backup
from pos_app.ui.check_sheet import CheckSheet, check_the_books
from pos_app.ui.desk import Desk
from pos_app.ui.ledgers import LedgersSheet
from pos_app.ui.prices import PricesPage
from pos_app.ui.products import ProductsTab
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.reports import ReportsTab
from pos_app.ui.widgets.paged_table import PagedTable
from tests.conftest import OWNER_PIN

S = TypeVar("S", bound=QWidget)

CARD = "CARD-7421"
DAILY, LOW = 0, 5
STOCK_MOVES, PRICES = 0, 1


@pytest.fixture
def people(shop: Shop, owner: Clerk) -> dict[str, int]:
    """A clerk and a manager, by their ids."""
    found = {}
    for role, name in (("clerk", "Cleo"), ("manager", "Max")):
        made = shop.staff.add_user(username=role, name=name, pin=OWNER_PIN, role=role, by=owner)
        found[role] = made.id
    return found


@pytest.fixture
def lamp(shop: Shop, owner: Clerk, add_product: Callable[..., ProductRow]) -> ProductRow:
    """A lamp of 10.00 that cost 4.00; one was sold, and a gift card of 25.00."""
    made = add_product("Lamp", 1000, cost=400)
    shop.checkout.sell(Cart().add(made), [Payment("card", 1000)], by=owner)
    card = shop.ledgers.gift_card_line(CARD, 2500, by=owner)
    shop.checkout.sell(Cart().add_line(card), [Payment("card", 2500)], by=owner)
    return made


class Till:
    """A desk at which people take turns."""

    def __init__(self, desk: Desk, window: QWidget, bot: QtBot, people: dict[str, int]) -> None:
        self.desk, self.window, self.bot, self.people = desk, window, bot, people

    def take(self, role: str) -> None:
        """This person acts from now on."""
        self.desk.session.take(self.desk.shop.staff.sign_in(role, pin=OWNER_PIN))
        self.rest()

    def show(self, widget: QWidget) -> None:
        """Put a tab into the window."""
        QVBoxLayout(self.window).addWidget(widget)
        with self.bot.waitActive(self.window):
            self.window.show()

    def rest(self) -> None:
        """Wait until nothing is under way."""
        tasks = self.desk.tasks
        for _ in range(3):
            self.bot.wait(80)  # a panel waits for the choice to rest before it reads more
            self.bot.waitUntil(lambda: not (tasks.counter.busy or tasks.office.busy))

    def sheet(self, kind: type[S]) -> S:
        """The open sheet of this kind."""
        self.bot.waitUntil(lambda: any(s.isVisible() for s in self.window.findChildren(kind)))
        self.rest()
        return next(s for s in self.window.findChildren(kind) if s.isVisible())

    def approve(self) -> None:
        """The manager types a PIN on the sheet that is open."""
        sheet = self.sheet(ApprovalSheet)
        assert sheet.people.choose(self.people["manager"])
        sheet.entry.entered.emit(OWNER_PIN)
        self.rest()


@pytest.fixture
def till(
    desk: Desk, window: QWidget, qtbot: QtBot, people: dict[str, int], lamp: ProductRow
) -> Till:
    return Till(desk, window, qtbot, people)


def says(table: PagedTable) -> str:
    """What stands in the place of the rows."""
    assert table._error.isVisible()
    return " ".join(label.text() for label in table._error.findChildren(QLabel)).strip()


def test_a_clerk_sees_what_runs_low_and_has_the_rest_approved(till: Till) -> None:
    till.take("clerk")
    tab = ReportsTab(till.desk)
    till.show(tab)
    tab.show_report(DAILY)
    till.rest()
    assert says(tab.view.table).startswith("Cleo may not see reports.")
    assert tab.view.model.rowCount() == 0
    assert not tab._save.isEnabled()
    tab.view.table._error.button.click()
    till.approve()
    assert tab.view.model.rowCount() == 1
    assert till.desk.session.acting().name == "Cleo"
    tab.show_report(LOW)
    till.rest()
    assert not tab.view.table._error.isVisible()


def test_a_report_that_was_read_is_gone_with_who_read_it(till: Till) -> None:
    till.take("manager")
    tab = ReportsTab(till.desk)
    till.show(tab)
    tab.show_report(DAILY)
    till.rest()
    assert tab.view.answer.rows
    till.take("clerk")
    assert not tab.view.answer.rows
    assert tab.view.model.rowCount() == 0
    assert says(tab.view.table).startswith("Cleo may not see reports.")


def test_a_clerk_looks_a_card_up_and_sees_no_other(till: Till) -> None:
    till.take("clerk")
    till.window.show()
    sheet = LedgersSheet(till.desk, till.window)
    sheet.open()
    till.rest()
    assert says(sheet.table).startswith("Cleo may not")
    assert sheet.model.rowCount() == 0
    assert {figure.text for figure in sheet.figures.values()} == {"–"}
    sheet._look_up(CARD)
    till.rest()
    assert sheet.moves.ledger is not None
    assert sheet.moves.ledger.balance == 2500
    sheet.table._error.button.click()
    till.approve()
    assert sheet.model.rowCount() == 1
    assert sheet.figures["gift_card"].text == "$25.00"


def test_cost_margin_and_moves_are_for_who_may_see_them(till: Till, lamp: ProductRow) -> None:
    till.take("manager")
    tab = ProductsTab(till.desk)
    till.show(tab)
    tab.refresh()
    till.rest()
    panel, lists = tab._panel, tab._panel._lists
    tab._table.choose(lamp.id)
    till.rest()
    hidden = (panel._cost, panel._margin, panel._sold, lists.sections.button(STOCK_MOVES))
    assert panel._cost.text == "$4.00"
    assert all(part.isVisible() for part in hidden)
    assert lists.moves.rowCount() == 2

    till.take("clerk")
    assert panel._product is not None
    assert panel._product.cost is None
    assert panel._price.text == "$10.00"
    assert panel._cost.text == "–"
    assert not any(part.isVisible() for part in hidden)
    assert lists.moves.rowCount() == 0
    assert lists.sections.checkedId() == PRICES
    assert lists.prices.rowCount() == 1

    till.take("manager")
    assert all(part.isVisible() for part in hidden)
    assert panel._cost.text == "$4.00"
    assert lists.moves.rowCount() == 2
    assert lists.sections.checkedId() == STOCK_MOVES
    lists.sections.button(PRICES).click()
    till.take("clerk")
    till.take("manager")
    assert lists.sections.checkedId() == PRICES  # it was chosen by hand


def test_who_may_not_see_the_cost_can_change_the_rest(
    till: Till, shop: Shop, owner: Clerk, lamp: ProductRow
) -> None:
    rights = DEFAULT_RIGHTS["manager"] - {Permission.SEE_COST}
    shop.roles.set_permissions("manager", rights, by=owner)
    till.take("manager")
    till.window.show()
    editor = ProductEditor(till.desk, till.window, lamp)
    editor.open()
    till.rest()
    assert not editor.form.cost.isVisible()
    assert not editor.form.margin.isVisible()
    editor.form.name.setText("Desk lamp")
    editor._save()
    till.rest()
    kept = shop.catalog.get(lamp.id, by=shop.staff.terminal())
    assert (kept.name, kept.cost) == ("Desk lamp", 400)


def test_discount_codes_are_for_who_manages_prices(till: Till, shop: Shop, owner: Clerk) -> None:
    shop.discounts.add_code("TEN", rate_ppm=100_000, by=owner)
    till.take("clerk")
    page = PricesPage(till.desk)
    till.show(page)
    page.refresh()
    till.rest()
    codes = page.show_section(2)
    till.rest()
    assert codes.model.rowCount() == 0
    assert not codes.new.isVisible()
    words = [label.text() for label in codes.table._empty.findChildren(QLabel)]
    assert "Discount codes are for who manages prices" in words
    till.take("manager")
    page.refresh()
    till.rest()
    assert codes.model.rowCount() == 1
    assert codes.new.isVisible()


def test_a_check_and_a_backup_are_approved(till: Till) -> None:
    till.take("clerk")
    till.window.show()
    check_the_books(till.desk, till.window)
    till.approve()
    sheet = till.sheet(CheckSheet)
    till.bot.waitUntil(lambda: "in order" in sheet.words.text())
    sheet.accept()
    ask_for_backup(till.desk, till.window)
    assert till.sheet(ApprovalSheet).isVisible()
