"""How long does it take to verify a million entries, by the program and by the script alone?"""

from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.journal_making import KEY, make_journal
from benchmarks.making import cached
from benchmarks.measuring import Times, Verdicts
from pos_app.domain.errors import Cancelled
from pos_app.domain.journal import FORMAT
from pos_app.services.journal_sources import ShopSource
from pos_app.services.journal_verifying import verify_file
from pos_app.shop import Shop
from pos_app.storage.keys import load_key
from pos_app.storage.reading import reading_file
from tools import verify_journal as tool

SECOND = 1000
MINUTE = 60 * SECOND


@pytest.fixture(scope="module")
def journal(folder: Path, history: Path) -> Path:
    """A shop's file with a million sales and their entries."""
    name = f"journal-{FORMAT}"
    return cached(folder / "cache", name, lambda path: make_journal(path, history))


@pytest.fixture(scope="module")
def public(journal: Path) -> bytes:
    return load_key(journal.with_name(KEY)).public


def test_hashes_of_a_million_entries(
    benchmark: BenchmarkFixture, journal: Path, public: bytes, verdicts: Verdicts
) -> None:
    times = Times()
    told: list[int] = []

    def work() -> None:
        report = times.take(
            lambda: verify_file(
                journal, own=public, signatures=False, progress=lambda done, _: told.append(done)
            )
        )
        assert report.faults == ()
        assert report.entries > 1_000_000

    benchmark.pedantic(work, rounds=2)
    assert len(told) > 500
    verdicts.within("hashes, totals, anchors and head of 1M entries", times, 1.0, 30 * SECOND)


def test_signatures_of_a_million_entries(
    benchmark: BenchmarkFixture, journal: Path, public: bytes, verdicts: Verdicts
) -> None:
    times = Times()

    def work() -> None:
        report = times.take(lambda: verify_file(journal, own=public))
        assert report.faults == ()

    benchmark.pedantic(work, rounds=1)
    verdicts.within("every signature of 1M entries", times, 1.0, 4 * MINUTE)


def test_the_script_alone(
    benchmark: BenchmarkFixture, journal: Path, public: bytes, verdicts: Verdicts
) -> None:
    times = Times()

    def work() -> None:
        faults, _, _ = times.take(lambda: tool.check(journal, [public], signatures=False))
        assert faults == []

    benchmark.pedantic(work, rounds=1)
    verdicts.within("hashes of 1M entries, by the script in tools/", times, 1.0, 60 * SECOND)


def test_stopping_in_the_midst(journal: Path, public: bytes, verdicts: Verdicts) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= 50_000:
            raise Cancelled

    with pytest.raises(Cancelled):
        verify_file(journal, own=public, signatures=False, progress=stop)


def test_a_page_of_a_million_entries(
    benchmark: BenchmarkFixture, journal: Path, verdicts: Verdicts
) -> None:
    with reading_file(str(journal)) as file:
        assert len(ShopSource(file).chains()) == 1
    shop = Shop.open(journal, key_file=journal.with_name(KEY))
    by = shop.staff.terminal()
    times = Times()
    last = None
    for _ in range(20):
        last = shop.journal.page(by=by, before=last)[-1]

    benchmark.pedantic(
        lambda: times.take(lambda: shop.journal.page(by=by, before=last)), rounds=200
    )
    shop.close()
    verdicts.within("a page of 100 entries, 2,000 deep", times, 0.95, 20)
