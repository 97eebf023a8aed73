"""A shift whole: its Z says to the cent what a book by hand says and what the orders come to, its
journal has every entry with both names, and the stand-alone script finds whatever is tampered with
in the file, in the archive and in the copy that was kept."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.documents.shift_slip import compose_report
from pos_app.documents.slip_text import slip_text
from pos_app.domain.journal import canonical
from pos_app.services.journal_sources import manifest_of
from pos_app.shop import Shop
from tests.journals import ENTRY, SIGNATURE, Bench, Forged, Row, hashed, key_row, rechain, renumber
from tests.services.shift_day import (
    CARD,
    COUNTED,
    HIGH,
    LOW,
    NONE,
    OPENED_WITH,
    STAYS,
    ShiftDay,
)

VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_journal.py"
SPOILED = "T1-9"
"""The sale that a forger would like to have been another."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShiftDay]:
    """The shift, done once; every test only looks at it."""
    folder = tmp_path_factory.mktemp("shift")
    day = ShiftDay(folder)
    day.open()
    day.each_tender()
    day.too_much_off()
    day.wrong_tender()
    day.orders_for_later()
    day.goods_come_back()
    day.cash_moves()
    day.never_sold()
    day.close()
    day.after_it(folder)
    yield day
    day.shop.close()


# --- what the Z says -----------------------------------------------------------------------------


def test_the_z_is_the_book_to_the_cent(day: ShiftDay) -> None:
    z, book = day.z, day.book
    for kind in ("sales", "refunds", "voids", "exchanges", "cancelled"):
        tally = getattr(z, kind)
        assert (tally.count, tally.amount) == (book.count[kind], book.amount[kind]), kind
    assert z.revenue == 33_676 - 2_070 - 1_200 - 4_990 - 1_200 == 24_216
    assert (z.rounding, z.gift_cards, z.paid_in, z.unpaid) == (4, 5_000, 2_000, 1_200)
    assert [(row.kind, row.count, row.amount) for row in z.discounts] == [("line", 1, 1_497)]
    assert (z.corrections.count, z.corrections.amount) == (1, 435)
    taxes = {row.rate_ppm: (row.net, row.tax, row.gross) for row in z.taxes}
    assert taxes == {
        rate: (book.net[rate], book.tax[rate], book.net[rate] + book.tax[rate])
        for rate in (LOW, HIGH)
    }
    assert taxes == {
        LOW: (3_444, 89, 3_533),
        HIGH: (14_507, 1_176, 15_683),
    }
    assert z.gift_cards is not None
    # What is put on a gift card bears no tax and is no turnover yet.
    assert (book.net[NONE], book.tax[NONE]) == (z.gift_cards, 0)
    assert sum(row.gross for row in z.taxes) == z.revenue - z.gift_cards
    tenders = {row.method: (row.received, row.given_back) for row in z.tenders}
    assert tenders == {
        method: (amount, book.went[method]) for method, amount in book.came.items() if amount
    }


def test_the_drawer_is_the_book_to_the_cent(day: ShiftDay) -> None:
    z, book = day.z, day.book
    cash = z.cash
    assert cash is not None
    came = (cash.opening_float, cash.sales, cash.paid_in, cash.cash_in)
    went = (cash.refunds, cash.cancelled, cash.cash_out, cash.drops)
    assert came == (OPENED_WITH, 6_995, 2_000, 5_000)
    assert went == (2_070, 0, 1_250, 16_000)
    assert cash.expected == sum(came) - sum(went) == book.cash == 13_875
    assert (cash.counted, cash.difference) == (13_575, -300)
    assert (cash.next_float, cash.banked) == (STAYS, 3_575)
    assert dict(z.counts) == COUNTED
    moves = [(move.kind, move.amount, move.by, move.approver) for move in z.cash_moves]
    assert moves == [
        ("in", 5_000, "Tom", ""),
        ("out", 1_250, "Tom", "Sue"),
        ("drop", 10_000, "Tom", ""),
        ("drop", 6_000, "Tom", ""),
    ]
    assert (z.by, z.approver, z.reason, z.opened_by) == ("Tom", "Sue", "Wrong change", "Tom")


def test_what_never_became_a_sale_is_on_the_z(day: ShiftDay) -> None:
    z, book = day.z, day.book
    assert (z.lines_removed.count, z.lines_removed.amount) == (1, book.amount["removed"])
    assert (z.carts_cleared.count, z.carts_cleared.amount) == (1, book.amount["cleared"])
    assert (z.drawer_with_sale, z.drawer_without_sale) == (book.count["with"], 3)
    assert z.reprints == book.count["reprints"]
    assert (z.first_order, z.last_order) == ("T1-1", "T1-14")
    assert (z.first_return, z.last_return) == ("T1-R1", "T1-R5")
    assert z.perpetual == {
        "sales": 14,
        "sold": 33_676,
        "refunds": 5,
        "refunded": 2_070 + 1_200 + 4_990,
        "cancellations": 1,
        "cancelled": 1_200,
    }
    assert [cart.name for cart in day.shop.carts.parked()] == ["Blue coat"]


def test_the_z_adds_up_against_the_orders(day: ShiftDay) -> None:
    """Read one by one through the shop, and summed here."""
    shop, z, book = day.shop, day.z, day.book
    rows = [row for row in shop.orders.page(limit=100) if row.number != "T1-15"]
    orders = [shop.orders.get(row.id) for row in rows]
    assert {order.number: (order.total, order.rounding) for order in orders} == book.orders
    returns = [shop.returns.get(place) for place in range(1, 6)]
    assert {back.number: (back.total, back.rounding) for back in returns} == book.returns
    gone = [order for order in orders if order.status == "cancelled"]
    assert z.sales.amount == sum(order.total for order in orders)
    revenue = sum(order.total for order in orders if order not in gone)
    assert z.revenue == revenue - sum(back.total for back in returns)
    taxes: Counter[int] = Counter()
    for sign, documents in ((1, orders), (-1, gone), (-1, returns)):
        for document in documents:
            for part in document.taxes:
                taxes[part.rate_ppm] += sign * part.tax
    assert {row.rate_ppm: row.tax for row in z.taxes if row.tax} == {
        rate: tax for rate, tax in taxes.items() if tax
    }
    came: Counter[str] = Counter()
    for order in orders:
        for payment in order.payments:
            came.update(payment.came_by)
    assert z.cash is not None
    assert z.cash.sales == came["cash"]
    assert came["cash"] + z.cash.paid_in == {row.method: row.received for row in z.tenders}["cash"]
    received = sum(row.received for row in z.tenders)
    back = sum(row.given_back for row in z.tenders)
    assert z.revenue is not None
    assert received - back == z.revenue + 4 + 2_000 - 1_200  # rounding, paid in, unpaid


def test_x_was_blind_and_z_stays_what_it_was(day: ShiftDay) -> None:
    assert day.x.blind
    assert (day.x.sales.count, day.x.sales.amount, day.x.cash, day.x.revenue) == (
        14,
        None,
        None,
        None,
    )
    assert "cash" not in {row.method for row in day.x.tenders}
    assert day.shop.shifts.report(day.z.shift_id, by=day.sue) == day.z


def paper_of(day: ShiftDay) -> list[str]:
    """The Z as it comes out of the printer, a line without its blanks."""
    (job,) = [job for job in day.shop.papers.waiting() if job.number == "T1-Z1"]
    *_, copy, report = day.shop.papers.document(job.id)
    assert report is not None
    slip = compose_report(report, day.shop.info, day.shop.money, copy=copy)
    return [" ".join(line.split()) for line in slip_text(slip, 48).splitlines()]


def test_the_z_waits_for_the_printer_with_these_figures(day: ShiftDay) -> None:
    paper = paper_of(day)
    for line in (
        "Sales: 14 336.76",
        "Returns: 3 −20.70",
        "Voids: 1 −12.00",
        "Exchanged: 1 −49.90",
        "Cancelled orders: 1 −12.00",
        "Opening float 192.00",
        "Cash sales 69.95",
        "To the safe −160.00",
        "Should be there 138.75",
        "Counted 135.75",
        "Difference −3.00",
        "Stays in the drawer 100.00",
        "Approved by Sue",
        "Lines removed 1 (12.00)",
        "Printed again 1",
        f"Journal entry {day.z.sequence}",
    ):
        assert line in paper, "\n".join(paper)


# --- what the journal says -----------------------------------------------------------------------


def test_the_journal_has_every_entry_in_order_with_both_names(day: ShiftDay) -> None:
    rows = day.shop.journal.page(by=day.sue, limit=1000)
    new = [row for row in reversed(rows) if row.sequence > day.before]
    assert [row.sequence for row in new] == [day.before + place for place in range(1, len(new) + 1)]
    told = [(row.kind, row.user, row.approver, row.document) for row in new]
    assert told == day.book.entries
    closed = next(row for row in new if row.kind == "shift_close")
    assert closed.sequence == day.z.sequence
    assert day.shop.journal.entry("T1", closed.sequence, by=day.sue).hash == day.z.hash


def test_nobody_who_bought_is_named_and_no_card_in_full(day: ShiftDay) -> None:
    lines = day.archive.read_text(encoding="utf-8").splitlines()
    text = "".join(json.dumps(json.loads(line)["entry"], ensure_ascii=False) for line in lines)
    # Digits alone may stand in a hash by chance: as a value they would have their quotes.
    told = ("Quimby", "Bea", CARD, '"4242"', "Blue coat")
    assert [word for word in told if word in text] == []


def test_the_books_are_clean_and_so_is_the_copy(day: ShiftDay, tmp_path: Path) -> None:
    assert day.shop.check(by=day.sue) == ()
    report = day.shop.journal.verify(by=day.sue)
    assert (report.faults, report.entries) == ((), day.before + len(day.book.entries))
    copy = Shop.open(shutil.copyfile(day.kept, tmp_path / "kept.db"))
    try:
        assert copy.shifts.report(day.z.shift_id, by=copy.staff.terminal()) == day.z
        assert copy.check(by=copy.staff.terminal()) == ()
    finally:
        copy.close()


# --- what the stand-alone script says ------------------------------------------------------------


def verify(file: Path, *more: object, plain: bool = False) -> tuple[int, list[str]]:
    """Exit code and faults of the script, run as somebody would who has Python and no program;
    plain without any package beside it."""
    flags = ["-I", "-S"] if plain else ["-I"]
    done = subprocess.run(
        [sys.executable, *flags, str(VERIFIER), str(file), *map(str, more)],
        capture_output=True,
        text=True,
        check=False,
        cwd=file.parent,
    )
    assert done.returncode in (0, 1), done.stderr
    assert (done.stdout.splitlines()[-1] == "All is well.") is (done.returncode == 0)
    found = re.findall(
        r"^FAULT: (?:(?:T1|any till) entry (\d+): )?(\w+):", done.stdout, re.MULTILINE
    )
    return done.returncode, [f"{number or 0} {kind}" for number, kind in found]


@pytest.fixture(scope="module")
def copies(day: ShiftDay) -> Callable[[Path], Path]:
    """Makes a copy of the shop's file in a folder; the key and the manifest are left outside."""

    def copy(folder: Path) -> Path:
        return Path(shutil.copyfile(day.shop.path, folder / "copy.db"))

    return copy


def public_key(day: ShiftDay) -> Path:
    return day.kept.with_suffix(".pub")


def test_the_script_agrees_that_all_is_well(day: ShiftDay) -> None:
    key = ("--key", public_key(day))
    anchor = f"T1:{day.z.sequence}:{day.z.hash}"
    told = day.kept.with_suffix(".json")
    assert verify(Path(day.shop.path), *key, "--anchor", anchor) == (0, [])
    assert verify(day.kept, *key, "--manifest", told) == (0, [])
    assert verify(day.archive, *key, "--manifest", told, "--anchor", anchor) == (0, [])


def test_without_any_package_it_says_the_same(day: ShiftDay, tmp_path: Path) -> None:
    key = ("--key", public_key(day))
    assert verify(day.archive, *key, plain=True) == (0, [])
    archive = copy_of(day, tmp_path)
    lines = archive.read_bytes().splitlines(keepends=True)
    place = day.z.sequence - 1
    lines[place] = lines[place].replace(b'"counted":13575', b'"counted":13875')
    write(archive, lines)
    assert verify(archive, *key, plain=True) == (1, [f"{day.z.sequence} edited"])


def test_the_anchor_can_be_typed_from_the_paper(
    day: ShiftDay, copies: Callable[[Path], Path], tmp_path: Path
) -> None:
    """A forger has the file, the key and the report in it; the paper is in a drawer."""
    paper = paper_of(day)
    at = paper.index(f"Journal entry {day.z.sequence}")
    anchor = f"{paper[at].split()[-1]}:{paper[at + 1]}{paper[at + 2]}"
    file = copies(tmp_path)
    assert verify(file, "--anchor", anchor) == (0, [])
    signer = Ed25519PrivateKey.generate()
    forge(file, lambda forged: own_key(forged, 0, signer))
    assert verify(file) == (0, [])  # a chain of its own, told by nobody else
    code, faults = verify(file, "--anchor", anchor)
    assert (code, faults) == (1, [f"{day.z.sequence} anchor"])
    assert verify(file, "--key", public_key(day)) == (1, ["1 key"])


# --- tampering -----------------------------------------------------------------------------------


def forge(file: Path, change: Callable[[Forged], object]) -> None:
    """Change the journal in a file, whose triggers are gone."""
    bench = Bench(file)
    forged = bench.fresh()
    change(forged)
    bench.put(forged)
    bench.close()


def place_of(chain: list[Row], document: str = SPOILED) -> int:
    """Where a sale's entry stands, 0 for the first one."""
    (place,) = [place for place, row in enumerate(chain) if row[3] == "sale" and row[4] == document]
    return place


def cheaper(entry: str) -> str:
    """The sale as if 1.00 less had been taken."""
    assert entry.count("3493") > 1
    return canonical(json.loads(entry.replace("3493", "3393")))


def put_back(forged: Forged, chain: list[Row]) -> None:
    """The chain in its place, with a head and reports that say what it says."""
    renumber(chain, 1)
    forged.replace(1, chain)
    forged.mend_head(1)
    for report in forged.rows["shift_reports"]:
        report[5] = hashed(chain[report[4] - 1][ENTRY])


def edit(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][ENTRY] = cheaper(chain[place][ENTRY])
    return f"{place + 1} edited"


def delete(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    del chain[place]
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} deleted"


def swap(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain[place], chain[place + 1] = chain[place + 1], chain[place]
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} swapped"


def insert(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    chain.insert(place, list(chain[place_of(chain, "T1-1")]))
    renumber(chain, 1)
    forged.replace(1, chain)
    return f"{place + 1} inserted"


def chain_anew(forged: Forged) -> str:
    """Every hash is right again, the signatures are those of what was."""
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][ENTRY] = cheaper(chain[place][ENTRY])
    rechain(chain, place, None)
    put_back(forged, chain)
    return f"{place + 1} rechained"


def own_key(forged: Forged, place: int, signer: Ed25519PrivateKey) -> str:
    """A key of the forger's own takes over from an entry on (0: it was there from the first)."""
    name = hashlib.sha256(signer.public_key().public_bytes_raw()).hexdigest()[:16]
    chain = forged.of(1)
    if place:
        chain.insert(place, key_row(chain[place - 1], json.loads(chain[0][ENTRY])["key"], signer))
    else:
        chain[0] = key_row(chain[0], "", signer)
    renumber(chain, 1)
    rechain(chain, place, signer.sign, name)
    put_back(forged, chain)
    return f"{place + 1} key"


def new_key(forged: Forged) -> str:
    return own_key(forged, place_of(forged.of(1)), Ed25519PrivateKey.generate())


def cut(forged: Forged) -> str:
    """All that came behind the Z report."""
    chain = forged.of(1)
    closed = next(place for place, row in enumerate(chain) if row[3] == "shift_close")
    forged.replace(1, chain[: closed + 1])
    return f"{closed + 2} cut"


def cut_with_head(forged: Forged) -> str:
    """As `cut`, and the head says so: the till's own count tells that a sale is missing."""
    expected = cut(forged)
    forged.mend_head(1)
    return expected


def cut_with_the_z(forged: Forged) -> str:
    """The Z report's own entry too: the report in the file is anchored there."""
    chain = forged.of(1)
    closed = next(place for place, row in enumerate(chain) if row[3] == "shift_close")
    forged.replace(1, chain[:closed])
    forged.mend_head(1)
    return f"{closed + 1} cut"


def head(forged: Forged) -> str:
    kept = forged.rows["journal_heads"][0]
    kept[2] = kept[2][::-1]
    return f"{kept[1]} head"


def anchor(forged: Forged) -> str:
    (report,) = [row for row in forged.rows["shift_reports"] if row[2] == "z"]
    report[5] = report[5][::-1]
    return f"{report[4]} anchor"


def column(forged: Forged) -> str:
    """The row is found under another day; what is signed stays."""
    chain = forged.of(1)
    place = place_of(chain)
    chain[place][5] = "2026-11-25"
    return f"{place + 1} column"


def signature(forged: Forged) -> str:
    chain = forged.of(1)
    place = place_of(chain)
    raw = chain[place][SIGNATURE]
    chain[place][SIGNATURE] = raw[:-1] + bytes([raw[-1] ^ 1])
    return f"{place + 1} signature"


TAMPERING = (edit, delete, swap, insert, chain_anew, new_key, cut, cut_with_head, cut_with_the_z)


@pytest.mark.parametrize(
    "change", [*TAMPERING, head, anchor, column, signature], ids=lambda change: change.__name__
)
def test_each_kind_of_tampering_with_the_file_is_named(
    day: ShiftDay,
    copies: Callable[[Path], Path],
    tmp_path: Path,
    change: Callable[[Forged], str],
) -> None:
    file, expected = copies(tmp_path), []
    forge(file, lambda forged: expected.append(change(forged)))
    assert verify(file, "--key", public_key(day)) == (1, expected)


def test_a_tail_cut_behind_the_z_is_known_to_whoever_kept_the_archive(
    day: ShiftDay, copies: Callable[[Path], Path], tmp_path: Path
) -> None:
    """Nothing but what was written down behind the last document is gone: the file alone has
    nothing against it."""

    def last_entry(forged: Forged) -> None:
        forged.replace(1, forged.of(1)[:-1])
        forged.mend_head(1)

    file = copies(tmp_path)
    forge(file, last_entry)
    assert verify(file, "--key", public_key(day)) == (0, [])
    last = day.archive.read_bytes().count(b"\n")
    told = ("--manifest", manifest_of(day.archive))
    assert verify(file, "--key", public_key(day), *told) == (1, [f"{last} cut"])


def test_a_copy_that_was_kept_is_held_against_its_manifest(day: ShiftDay, tmp_path: Path) -> None:
    file = Path(shutil.copyfile(day.kept, tmp_path / "kept.db"))
    told = ("--key", public_key(day), "--manifest", day.kept.with_suffix(".json"))
    assert verify(file, *told) == (0, [])
    expected: list[str] = []
    forge(file, lambda forged: expected.append(edit(forged)))
    assert verify(file, *told) == (1, expected)


# --- an archive ----------------------------------------------------------------------------------


def copy_of(day: ShiftDay, folder: Path) -> Path:
    """The archive with its manifest, for a forger."""
    copy = Path(shutil.copyfile(day.archive, folder / "forged.jsonl"))
    shutil.copyfile(manifest_of(day.archive), manifest_of(copy))
    return copy


def write(archive: Path, lines: list[bytes], *, last: bool = False) -> None:
    """Other lines, with a manifest that names them; last says so of its end too."""
    archive.write_bytes(b"".join(lines))
    told = json.loads(manifest_of(archive).read_text(encoding="utf-8"))
    told["sha256"] = hashlib.sha256(archive.read_bytes()).hexdigest()
    if last:
        raw = lines[-1].rpartition(b',"signature":"')[0][len(b'{"entry":') :]
        told["tills"][0]["last"] = {"sequence": len(lines), "hash": hashed(raw)}
    manifest_of(archive).write_text(json.dumps(told), encoding="utf-8")


def test_each_kind_of_tampering_with_the_archive_is_named(day: ShiftDay, tmp_path: Path) -> None:
    archive, key = copy_of(day, tmp_path), ("--key", public_key(day))
    lines = archive.read_bytes().splitlines(keepends=True)
    place = next(
        place
        for place, line in enumerate(lines)
        if b'"document":"T1-9"' in line and b'"kind":"sale"' in line
    )
    at, z = place + 1, day.z.sequence
    cheap = lines[place].replace(b"3493", b"3393")
    trials = {
        f"{at} edited": [*lines[:place], cheap, *lines[at:]],
        f"{at} deleted": [*lines[:place], *lines[at:]],
        f"{at} swapped": [*lines[:place], lines[at], lines[place], *lines[at + 1 :]],
        f"{at} inserted": [*lines[:place], lines[place - 1], *lines[place:]],
        f"{z + 1} cut": lines[:z],
    }
    for expected, forged in trials.items():
        write(archive, forged)
        assert verify(archive, *key) == (1, [expected])
    archive.write_bytes(b"".join(lines[:-1]))
    assert verify(archive, *key) == (1, [f"{len(lines)} cut", "0 archive"])
    write(archive, [*lines[:place], cheap, *lines[at:]], last=True)
    assert verify(archive, *key) == (1, [f"{at} edited"])
    write(archive, lines[:z], last=True)  # cut behind the Z, and its manifest says so too
    assert verify(archive, *key) == (0, [])
    kept = ("--manifest", manifest_of(day.archive))
    assert verify(archive, *key, *kept) == (1, [f"{z + 1} cut"])
