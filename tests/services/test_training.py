"""A copy of the shop to practise on: nothing done in it is ever in the books of the real one."""

import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import apsw
import pytest

from pos_app.domain.cart import Cart
from pos_app.domain.errors import (
    BadValue,
    Cancelled,
    NotSignedIn,
    ShopDamaged,
    ShopExists,
    ShopNotFound,
    TrainingCopy,
    UnknownTill,
)
from pos_app.domain.payment import Payment
from pos_app.domain.rows import Clerk, ProductRow, ReturnLine
from pos_app.shop import Shop, restore
from tests.conftest import OWNER_PIN

Rows = dict[str, list[tuple[Any, ...]]]


def everything(path: Path | str) -> Rows:
    """Every row of every table."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    rows = {
        name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for name in tables
    }
    connection.close()
    return rows


def sell(shop: Shop, product: ProductRow, quantity: int = 1, by: Clerk | None = None) -> Any:
    return shop.checkout.sell(
        Cart().add(product, quantity), [Payment("cash", 10_000)], by=by or shop.staff.terminal()
    )


@pytest.fixture
def copy(shop: Shop, milk: ProductRow) -> Iterator[Shop]:
    """The training copy of a shop that has sold one milk."""
    sell(shop, milk)
    opened = Shop.practise(shop.path)
    yield opened
    opened.close()


def test_it_says_what_it_is_and_lies_beside_the_shop(shop: Shop, copy: Shop) -> None:
    assert copy.info.training
    assert not shop.info.training
    assert copy.path == str(Path(shop.path).with_name("corner.training.db"))
    assert stat.S_IMODE(Path(copy.path).stat().st_mode) == 0o600
    assert copy.info.name == shop.info.name
    assert copy.check(by=copy.staff.terminal()) == ()


def test_a_day_of_practice_changes_nothing_in_the_shop(
    shop: Shop, copy: Shop, milk: ProductRow, owner: Clerk
) -> None:
    before = everything(shop.path)
    ann = copy.staff.sign_in("ann", pin=OWNER_PIN)
    sold = [sell(copy, milk, 2, ann) for _ in range(5)]
    item = copy.orders.get(sold[0].order_id).items[0]
    copy.returns.give_back(sold[0].order_id, [ReturnLine(item.id, 1)], reason="Broken", by=ann)
    copy.carts.park(Cart().add(milk), name="Mrs Lee", by=ann)
    copy.stock.receive(milk.id, 12, by=ann)
    copy.catalog.update_product(milk.id, price=999, by=ann)
    copy.settings.update(name="Another name", by=ann)
    assert copy.check(by=copy.staff.terminal()) == ()
    copy.checkpoint()
    copy.close()
    assert everything(shop.path) == before
    assert sell(shop, milk, by=owner).number == "T1-2"
    assert shop.check(by=owner) == ()


def test_its_numbers_are_never_those_of_the_shop(shop: Shop, copy: Shop, milk: ProductRow) -> None:
    practised = sell(copy, milk)
    assert practised.number == "TR-T1-2"
    assert [row.id for row in copy.orders.page(number=practised.number)] == [practised.order_id]
    assert sell(shop, milk).number == "T1-2"
    assert shop.orders.page(number=practised.number) == ()


def test_a_till_goes_on_under_its_own_code(shop: Shop, copy: Shop, milk: ProductRow) -> None:
    by = copy.staff.terminal()
    sold = copy.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by, till="T1")
    assert sold.number == "TR-T1-2"
    with pytest.raises(UnknownTill):
        copy.checkout.sell(Cart().add(milk), [Payment("cash", 129)], by=by, till="T9")
    with pytest.raises(UnknownTill):
        shop.checkout.sell(
            Cart().add(milk), [Payment("cash", 129)], by=shop.staff.terminal(), till="TR-T1"
        )


def test_parked_sales_come_along_and_sessions_end(
    shop: Shop, milk: ProductRow, owner: Clerk
) -> None:
    shop.carts.park(Cart().add(milk), name="Mrs Lee", by=owner)
    shop.carts.keep_current(Cart().add(milk, 3), by=owner)
    copy = Shop.practise(shop.path)
    with pytest.raises(NotSignedIn):
        copy.carts.park(Cart().add(milk), name="Mr Lee", by=owner)
    ann = copy.staff.sign_in("ann", pin=OWNER_PIN)
    [parked] = copy.carts.parked()
    copy.carts.recall(parked.id, by=ann)
    copy.close()
    assert [each.name for each in shop.carts.parked()] == ["Mrs Lee"]
    assert shop.carts.current(by=owner).lines[0].quantity == 3


def test_no_paper_of_the_shop_is_printed_from_the_copy(
    shop: Shop, milk: ProductRow, owner: Clerk
) -> None:
    shop.papers.ask(order_id=sell(shop, milk).order_id, by=owner)
    copy = Shop.practise(shop.path)
    assert copy.papers.waiting() == ()
    copy.close()
    assert len(shop.papers.waiting()) == 1


def test_practising_goes_on_until_somebody_starts_over(
    shop: Shop, copy: Shop, milk: ProductRow
) -> None:
    sell(copy, milk)
    copy.close()
    again = Shop.practise(shop.path)
    assert again.orders.page()[0].number == "TR-T1-2"
    sell(again, milk)  # its log is there when the copy is made anew
    fresh = Shop.practise(shop.path, fresh=True)
    assert fresh.orders.page()[0].number == "TR-T1-1"
    assert fresh.check(by=fresh.staff.terminal()) == ()
    again.close()
    fresh.close()
    assert sorted(path.name for path in Path(shop.path).parent.glob("*training*")) == [
        "corner.training.db"
    ]


def test_it_is_told_how_far_the_copy_is_and_stopped(shop: Shop) -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Cancelled

    with pytest.raises(Cancelled):
        shop.training_copy(progress=stop, by=shop.staff.terminal())
    assert told
    assert list(Path(shop.path).parent.glob("*training*")) == []


def test_a_real_shop_of_that_name_is_left_alone(shop: Shop, template: Path) -> None:
    stranger = Path(shop.path).with_name("corner.training.db")
    stranger.write_bytes(template.read_bytes())
    with pytest.raises(ShopExists):
        shop.training_copy(by=shop.staff.terminal())
    with pytest.raises(ShopExists):
        Shop.practise(shop.path)
    assert stranger.read_bytes() == template.read_bytes()


def test_what_can_not_be_practised_on_is_put_aside(shop: Shop) -> None:
    broken = Path(shop.path).with_name("corner.training.db")
    broken.write_bytes(b"SQLite format 3\x00" + b"\xff" * 8000)
    with pytest.raises(ShopDamaged):
        Shop.practise(shop.path)
    copy = Shop.practise(shop.path, fresh=True)
    assert copy.info.training
    copy.close()
    [aside] = broken.parent.glob("corner.training.db.before-training.*")
    assert aside.read_bytes()[16:] == b"\xff" * 8000


def test_a_folder_of_that_name_is_in_the_way(shop: Shop) -> None:
    Path(shop.path).with_name("corner.training.db").mkdir()
    with pytest.raises(ShopExists):
        shop.training_copy(by=shop.staff.terminal())


def test_a_copy_has_no_copy(copy: Shop) -> None:
    with pytest.raises(TrainingCopy):
        copy.training_copy(by=copy.staff.terminal())


def test_without_the_shop_there_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(ShopNotFound):
        Shop.practise(tmp_path / "none.db")


def test_nobody_turns_it_into_a_shop(copy: Shop) -> None:
    with pytest.raises(BadValue):
        copy.settings.update(training=False, by=copy.staff.terminal())
    copy.settings.update(name="Renamed", by=copy.staff.terminal())
    assert copy.info.training


class TestRestoring:
    def test_a_copy_never_takes_the_shops_place(
        self, shop: Shop, copy: Shop, tmp_path: Path
    ) -> None:
        backup = tmp_path / "backup.db"
        copy.backup(backup, by=copy.staff.terminal())
        before = everything(shop.path)
        with pytest.raises(TrainingCopy) as refused:
            restore(backup, shop.path)
        assert refused.value.path == str(backup)
        with pytest.raises(TrainingCopy):
            restore(backup, tmp_path / "gone.db")
        assert not (tmp_path / "gone.db").exists()
        assert everything(shop.path) == before

    def test_nor_the_shop_that_of_the_copy(self, shop: Shop, copy: Shop, tmp_path: Path) -> None:
        shop.backup(tmp_path / "backup.db", by=shop.staff.terminal())
        with pytest.raises(TrainingCopy) as refused:
            restore(tmp_path / "backup.db", copy.path)
        assert refused.value.path == copy.path

    def test_a_copy_takes_the_place_of_a_copy(
        self, copy: Shop, tmp_path: Path, milk: ProductRow
    ) -> None:
        copy.backup(tmp_path / "backup.db", by=copy.staff.terminal())
        sell(copy, milk)
        restore(tmp_path / "backup.db", copy.path)
        assert Shop.open(copy.path).orders.page()[0].number == "TR-T1-1"


@pytest.fixture
def lists(copy: Shop, milk: ProductRow) -> dict[str, Callable[[str], int]]:
    """What the copy gives out, after a sale and a return."""
    sold = sell(copy, milk)
    item = copy.orders.get(sold.order_id).items[0]
    by = copy.staff.terminal()
    copy.returns.give_back(sold.order_id, [ReturnLine(item.id, 1)], reason="Broken", by=by)
    copy.customers.add(first_name="Mia", by=by)
    names = ("products", "customers", "orders", "returns")
    return {name: partial(getattr(copy.exports, name), by=by) for name in names}


@pytest.mark.parametrize("name", ["products", "customers", "orders", "returns"])
def test_every_row_that_goes_out_says_training(
    lists: dict[str, Callable[[str], int]], shop: Shop, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.csv"
    assert lists[name](str(file)) > 0
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    assert head.endswith(",training")
    assert all(row.endswith(",TRAINING") for row in rows)
    getattr(shop.exports, name)(str(file), by=shop.staff.terminal())
    assert "TRAINING" not in file.read_text(encoding="utf-8").upper()


def test_a_list_of_the_copy_can_be_read_again(
    lists: dict[str, Callable[[str], int]], copy: Shop, tmp_path: Path
) -> None:
    lists["products"](str(tmp_path / "products.csv"))
    result = copy.imports.products(str(tmp_path / "products.csv"), by=copy.staff.terminal())
    assert (result.added, result.changed, result.faults) == (0, 0, ())
