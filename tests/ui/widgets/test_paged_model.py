"""Rows come a page at a time, once each, and only for the newest question."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex

from pos_app.domain.errors import ShopBusy
from pos_app.ui.tasks import Tasks
from pos_app.ui.widgets.paged_model import FIRST_PAGE, LARGEST_PAGE, Column, PagedModel


@dataclass(frozen=True)
class Item:
    id: int
    name: str
    price: int = 100


COLUMNS = (
    Column[Item]("Name", lambda item: item.name, sort_key="name"),
    Column[Item]("Price", lambda item: str(item.price), width=90, align="right", sort_key="price"),
)


class Shelf:
    """A source of rows that notes what it was asked for."""

    def __init__(self, count: int) -> None:
        self.items = [Item(n, f"Item {n:06}") for n in range(1, count + 1)]
        self.asked: list[tuple[int | None, int, str, bool]] = []
        self.open = threading.Event()
        self.open.set()
        self.error: Exception | None = None

    def load(self, after: Item | None, limit: int, sort: str, descending: bool) -> Sequence[Item]:
        self.asked.append((after.id if after else None, limit, sort, descending))
        assert self.open.wait(10)
        if self.error is not None:
            raise self.error
        items = sorted(self.items, key=lambda item: getattr(item, sort), reverse=descending)
        start = [item.id for item in items].index(after.id) + 1 if after else 0
        return items[start : start + limit]


@pytest.fixture
def tasks(qapp) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def model_of(tasks: Tasks, qtbot) -> Callable[[Shelf], PagedModel[Item]]:
    def make(shelf: Shelf) -> PagedModel[Item]:
        model = PagedModel(COLUMNS, shelf.load, tasks.office, sort="name")
        with qtbot.waitSignal(model.filled):
            model.ask()
        return model

    return make


def ids(model: PagedModel[Item]) -> list[int]:
    return [model.row(place).id for place in range(model.rowCount())]


def read_all(model: PagedModel[Item], qtbot) -> None:
    while not model.complete:
        with qtbot.waitSignal(model.filled):
            model.fetchMore()  # nothing when a page is on its way already


def test_keeps_the_rules_of_qt_models(qtmodeltester, model_of, qtbot) -> None:
    model = model_of(Shelf(250))
    qtmodeltester.check(model)
    read_all(model, qtbot)
    assert model.rowCount() == 250


def test_an_empty_model_asks_nothing_by_itself(qtmodeltester, tasks: Tasks) -> None:
    shelf = Shelf(10)
    model = PagedModel(COLUMNS, shelf.load, tasks.office)
    qtmodeltester.check(model)
    assert not model.canFetchMore()
    assert shelf.asked == []


def test_pages_grow_and_bring_every_row_once_in_order(model_of, qtbot) -> None:
    shelf = Shelf(2500)
    model = model_of(shelf)
    assert model.rowCount() == FIRST_PAGE
    read_all(model, qtbot)
    assert ids(model) == list(range(1, 2501))
    limits = [limit for _, limit, _, _ in shelf.asked]
    assert limits[:4] == [100, 100, 200, 400]
    assert set(limits[4:]) == {LARGEST_PAGE}
    assert model.complete


def test_a_second_ask_for_the_same_page_is_no_question(model_of, qtbot) -> None:
    shelf = Shelf(300)
    model = model_of(shelf)
    # As the view does: from inside beginInsertRows and again while the answer is under way.
    model.rowsAboutToBeInserted.connect(lambda *_: model.fetchMore())
    with qtbot.waitSignal(model.filled):
        model.fetchMore()
        model.fetchMore()
        assert not model.canFetchMore()
    assert ids(model) == list(range(1, 201))
    assert len(shelf.asked) == 2


def test_only_the_newest_question_is_answered(model_of, qtbot) -> None:
    slow, quick = Shelf(50), Shelf(3)
    model = model_of(Shelf(1))
    slow.open.clear()
    model.ask(slow.load)
    model.ask(quick.load)
    slow.open.set()
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    assert not model.busy


def test_old_rows_stay_until_the_answer_is_there(model_of, qtbot) -> None:
    shelf = Shelf(5)
    model = model_of(shelf)
    shelf.open.clear()
    model.ask()
    assert model.rowCount() == 5
    assert model.busy
    with qtbot.waitSignal(model.filled):
        shelf.open.set()


def test_a_row_that_moved_between_pages_is_shown_once(model_of, qtbot) -> None:
    shelf = Shelf(150)
    model = model_of(shelf)
    # Row 5 gets a name that sorts behind the first page before the second is read.
    shelf.items[4] = replace(shelf.items[4], name="Item 000120b")
    read_all(model, qtbot)
    assert sorted(ids(model)) == list(range(1, 151))


def test_refresh_shows_newer_rows_in_place(model_of, qtbot) -> None:
    shelf = Shelf(20)
    model = model_of(shelf)
    resets, changed = [], []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    shelf.items[6] = replace(shelf.items[6], price=250)
    with qtbot.waitSignal(model.filled):
        model.refresh()
    assert model.data(model.index(6, 1)) == "250"
    assert changed == [(6, 6)]
    assert resets == []


def test_refresh_reads_as_deep_as_it_is_told(model_of, qtbot) -> None:
    shelf = Shelf(3000)
    model = model_of(shelf)
    read_all(model, qtbot)
    shelf.items.insert(0, Item(9999, "Item 000000"))
    with qtbot.waitSignal(model.filled):
        model.refresh(1500)
    assert ids(model)[:3] == [9999, 1, 2]
    assert model.rowCount() == 1500
    assert model.canFetchMore()


def test_refresh_goes_on_to_a_row_that_is_wanted(model_of, qtbot) -> None:
    model = model_of(Shelf(3000))
    assert not model.knows(2222)
    with qtbot.waitSignal(model.filled):
        model.refresh(until=2222)
    assert model.place_of(2222) == 2221
    assert model.rowCount() < 3000


def test_a_wanted_row_that_is_nowhere_ends_the_reading(model_of, qtbot) -> None:
    model = model_of(Shelf(1000))
    with qtbot.waitSignal(model.filled):
        model.refresh(until=5555)
    assert model.place_of(5555) == -1
    assert model.complete


def test_replace_touches_only_what_differs(model_of) -> None:
    shelf = Shelf(10)
    model = model_of(shelf)
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append(first.row()))
    model.replace([shelf.items[1], replace(shelf.items[3], price=7), Item(77, "Unknown")])
    assert changed == [3]
    assert model.row(3).price == 7
    assert model.rowCount() == 10


def test_sorting_is_the_loaders_work(model_of, qtbot) -> None:
    shelf = Shelf(5)
    shelf.items[2] = replace(shelf.items[2], price=1)
    model = model_of(shelf)
    with qtbot.waitSignal(model.filled):
        model.ask(sort="price", descending=False)
    assert ids(model)[0] == 3
    assert shelf.asked[-1] == (None, FIRST_PAGE, "price", False)
    assert (model.sort_key, model.descending) == ("price", False)


def test_a_question_that_fails_says_so_and_can_be_asked_again(model_of, qtbot) -> None:
    shelf = Shelf(5)
    model = model_of(shelf)
    shelf.error = ShopBusy("corner.db")
    with qtbot.waitSignal(model.failed) as failed:
        model.ask()
    assert failed.args == [shelf.error, True]
    assert not model.busy
    assert not model.canFetchMore()
    shelf.error = None
    with qtbot.waitSignal(model.filled):
        model.ask()
    assert model.rowCount() == 5


def test_a_next_page_that_fails_is_not_asked_for_ever(model_of, qtbot) -> None:
    shelf = Shelf(300)
    model = model_of(shelf)
    shelf.error = ShopBusy("corner.db")
    with qtbot.waitSignal(model.failed) as failed:
        model.fetchMore()
    assert failed.args == [shelf.error, False]
    assert not model.canFetchMore()
    assert model.rowCount() == FIRST_PAGE
    shelf.error = None
    with qtbot.waitSignal(model.filled):
        model.read_on()
    assert model.rowCount() == 2 * FIRST_PAGE


def test_a_row_has_no_rows_below_it(model_of) -> None:
    model = model_of(Shelf(3))
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0
    assert not model.canFetchMore(model.index(0, 0))
    assert model.data(QModelIndex()) is None


def test_busy_is_told_once_for_a_long_read(model_of, qtbot) -> None:
    model = model_of(Shelf(3000))
    told: list[bool] = []
    model.busy_changed.connect(told.append)
    with qtbot.waitSignal(model.filled):
        model.refresh(2500)
    assert told == [True, False]


def test_a_part_is_renewed_without_reading_the_rest(model_of, qtbot) -> None:
    shelf = Shelf(1000)
    model = model_of(shelf)
    read_all(model, qtbot)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    gone = shelf.items[505]
    shelf.items[500] = replace(shelf.items[500], price=7)
    shelf.items.remove(gone)
    shelf.items.append(Item(9999, "Item 000503b"))
    shelf.items[900] = replace(shelf.items[900], price=8)
    shelf.asked.clear()
    with qtbot.waitSignal(model.filled):
        model.refresh_part(495, 20)
    assert [limit for _, limit, _, _ in shelf.asked] == [20]
    assert ids(model)[499:508] == [500, 501, 502, 503, 9999, 504, 505, 507, 508]
    assert model.row(model.place_of(501)).price == 7
    assert model.place_of(gone.id) == -1
    assert model.row(model.place_of(902)).price == 100, "not in the part that was read"
    assert all(model.row(model.place_of(n)).id == n for n in ids(model))
    assert resets == []
