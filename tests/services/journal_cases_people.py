"""What the journal writes of people, drawers and what leaves the shop."""

import shutil
from contextlib import suppress

from pos_app.domain.errors import NotEnoughCash, SignInRefused
from pos_app.domain.rights import DEFAULT_RIGHTS, Permission
from pos_app.domain.rows import Clerk, UserRow
from tests.services.journal_world import PIN, Act, World, writes

# --- staff -------------------------------------------------------------------------------------


def bob(w: World) -> UserRow:
    return w.shop.staff.add_user(username="bob", name="Bob", pin="731946", by=w.by)


def signed_in(w: World) -> Clerk:
    return w.shop.staff.sign_in("ann", pin=PIN)


@writes("staff._add_user", "staff")
def a_clerk(w: World) -> Act:
    return lambda: bob(w)


@writes("staff.update_user", "staff")
def a_supervisor(w: World) -> Act:
    user = bob(w)
    return lambda: w.shop.staff.update_user(user.id, role="supervisor", by=w.by)


@writes("staff._set_secret", "staff")
def another_pin(w: World) -> Act:
    user = bob(w)
    return lambda: w.shop.staff.set_secret(user.id, pin="846213", by=w.by)


@writes("staff.set_badge", "staff")
def a_badge(w: World) -> Act:
    user = bob(w)
    return lambda: w.shop.staff.set_badge(user.id, "STAFF-000-1234567", by=w.by)


@writes("roles.set_permissions", "rights")
def one_right_less(w: World) -> Act:
    wanted = DEFAULT_RIGHTS["clerk"] - {Permission.DISCOUNT}
    return lambda: w.shop.roles.set_permissions("clerk", wanted, by=w.by)


@writes("staff.sign_in", "sign_in", whole=False)
def by_pin(w: World) -> Act:
    return lambda: signed_in(w)


@writes("staff.sign_in", "sign_in_failed", whole=False)
def by_a_wrong_pin(w: World) -> Act:
    def act() -> None:
        with suppress(SignInRefused):
            w.shop.staff.sign_in("ann", pin="111222")

    return act


@writes("staff.sign_out", "sign_out", whole=False)
def at_the_end(w: World) -> Act:
    ann = signed_in(w)
    return lambda: w.shop.staff.sign_out(by=ann)


@writes("staff.lock", "lock", whole=False)
def untouched(w: World) -> Act:
    ann = signed_in(w)
    return lambda: w.shop.staff.lock(by=ann)


@writes("staff.approve", "approval", whole=False)
def by_the_owner(w: World) -> Act:
    bob(w)
    clerk = w.shop.staff.sign_in("bob", pin="731946")
    return lambda: w.shop.staff.approve(
        Permission.OPEN_DRAWER, by=clerk, username="ann", pin=PIN, about="change"
    )


# --- shifts ------------------------------------------------------------------------------------


def opened(w: World) -> None:
    w.shop.shifts.open({10_000: 2, 100: 5}, by=w.by)


@writes("shifts.open", "shift_open")
def a_shift(w: World) -> Act:
    return lambda: opened(w)


@writes("shifts.cash_in", "cash_in")
def coins(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.cash_in(2000, reason="change", by=w.by)


@writes("shifts.cash_out", "cash_out")
def the_window_cleaner(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.cash_out(1500, reason="window cleaner", by=w.by)


@writes("shifts.drop", "cash_drop")
def to_the_safe(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.drop(10_000, reason="safe", by=w.by)


@writes("shifts.drop", "cash_refused", whole=False)
def more_than_there_is(w: World) -> Act:
    opened(w)

    def act() -> None:
        with suppress(NotEnoughCash):
            w.shop.shifts.drop(20_501, reason="safe", by=w.by)

    return act


@writes("shifts.open_to_count", "drawer")
def to_count(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.open_to_count(by=w.by)


@writes("shifts.x_report", "x_report")
def in_between(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.x_report(by=w.by)


@writes("shifts.correct_tender", "tender_correction")
def it_was_a_card(w: World) -> Act:
    opened(w)
    order = w.order(w.sold().order_id)
    return lambda: w.shop.shifts.correct_tender(
        order.id, payment_id=order.payments[0].id, to_method="card", reason="was a card", by=w.by
    )


@writes("shifts.close", "shift_count", "shift_close")
def counted_right(w: World) -> Act:
    opened(w)
    return lambda: w.shop.shifts.close({10_000: 2, 100: 5}, next_float=20_000, by=w.by)


@writes("shifts.print_report", "reprint")
def a_z_once_more(w: World) -> Act:
    opened(w)
    w.shop.shifts.close({10_000: 2, 100: 5}, next_float=20_000, paper=True, by=w.by)
    shift = w.shop.shifts.page(by=w.by)[0]
    return lambda: w.shop.shifts.print_report(shift.id, by=w.by)


@writes("journal.new_key", "key", whole=False)
def a_new_key(w: World) -> Act:
    w.shop.drawer.open(reason="the chain has begun", by=w.by)
    journal = w.shop._books.journal
    own = w.folder / "key.pem"
    shutil.copyfile(journal.key_file, own)
    journal.key_file = own
    return lambda: w.shop.journal.new_key(by=w.by)


# --- what leaves the shop, and what is forgotten -----------------------------------------------


@writes("customers._note_export", "export")
def all_that_is_kept(w: World) -> Act:
    customer, file = w.customer, str(w.folder / "quimby.json")
    return lambda: w.shop.customers.export_personal_data(customer.id, file, by=w.by)


@writes("customers._erase", "erase")
def somebody_forgotten(w: World) -> Act:
    w.sold(customer=True)
    customer = w.customer
    return lambda: w.shop.customers.erase(customer.id, by=w.by)


@writes("exports.products", "export", whole=False)
def products_out(w: World) -> Act:
    file = str(w.folder / "out.csv")
    return lambda: w.shop.exports.products(file, by=w.by)


@writes("exports.customers", "export", whole=False)
def customers_out(w: World) -> Act:
    customer, file = w.customer, str(w.folder / "out.csv")
    return lambda: (customer, w.shop.exports.customers(file, by=w.by))


@writes("exports.orders", "export", whole=False)
def orders_out(w: World) -> Act:
    file = str(w.folder / "out.csv")
    return lambda: w.shop.exports.orders(file, by=w.by)


@writes("exports.returns", "export", whole=False)
def returns_out(w: World) -> Act:
    file = str(w.folder / "out.csv")
    return lambda: w.shop.exports.returns(file, by=w.by)
