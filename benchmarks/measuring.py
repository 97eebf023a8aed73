"""How a figure is taken and judged: medians and high percentiles of interleaved rounds."""

import gc
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

from pos_app.storage.database import Database, Transaction

T = TypeVar("T")

MS = 1_000_000
"""Nanoseconds in a millisecond."""


def percentile(times: Sequence[int], share: float) -> int:
    """The nanoseconds that this share of rounds stayed within: the nearest-rank percentile."""
    return sorted(times)[max(0, math.ceil(len(times) * share) - 1)]


def ms(nanoseconds: float) -> str:
    """Nanoseconds for people: "0.612 ms"."""
    return f"{nanoseconds / MS:.3f} ms"


Moment = tuple[int, int]
"""Nanoseconds of the clock on the wall, and of this thread's processor time."""


def now() -> Moment:
    """This moment by both clocks."""
    return time.perf_counter_ns(), time.thread_time_ns()


class Times(list[int]):
    """Nanoseconds that one side took, round by round.

    processor holds the same rounds without the waiting: for the disk, and for other programs on
    the same machine. It tells a slow path from a busy computer.
    """

    def __init__(self, times: Iterable[int] = ()) -> None:
        super().__init__(times)
        self.processor: list[int] = []

    def span(self, start: Moment, end: Moment) -> None:
        """Take in one round."""
        self.append(end[0] - start[0])
        self.processor.append(end[1] - start[1])

    def take(self, work: Callable[[], T]) -> T:
        """Run work as one round."""
        start = now()
        result = work()
        self.span(start, now())
        return result

    def clear(self) -> None:
        """Forget every round."""
        super().clear()
        self.processor.clear()

    @property
    def median(self) -> float:
        """The middle of all rounds, in nanoseconds."""
        return median(self)

    def __str__(self) -> str:
        return f"median {ms(self.median)}, p99 {ms(percentile(self, 0.99))}"


@dataclass(frozen=True)
class Verdict:
    """One figure with the bound it is held to; holds is None for a figure that has no bound."""

    question: str
    found: str
    bound: str = ""
    holds: bool | None = None


class Verdicts(list[Verdict]):
    """The figures of one run."""

    def ratio(
        self, question: str, ours: Times, twin: Times, *, bound: float, aim: float | None = None
    ) -> None:
        """Judge our median against the twin's."""
        ratio = ours.median / twin.median
        limit = f"<= {bound:.2f}" + (f" (aim {aim:.2f})" if aim else "")
        processor = median(ours.processor) / median(twin.processor)
        found = (
            f"{ratio:.3f} x twin ({processor:.3f} in processor time)   ours {ours}   twin {twin}"
        )
        self.append(Verdict(question, found, limit, ratio <= bound))

    def compare(self, question: str, ours: Times, other: Times, names: tuple[str, str]) -> None:
        """Note how two sides compare, without a bound."""
        processor = median(ours.processor) / median(other.processor)
        self.note(
            question,
            f"{ours.median / other.median:.3f} ({processor:.3f} in processor time)   "
            f"{names[0]} {ours}   {names[1]} {other}",
        )

    def within(self, question: str, times: Times, share: float, limit_ms: float) -> None:
        """Judge a percentile against milliseconds."""
        found = percentile(times, share)
        text = f"p{share * 100:g} {ms(found)}   median {ms(times.median)}   {len(times)} rounds"
        if times.processor:
            text += f"   processor time p{share * 100:g} {ms(percentile(times.processor, share))}"
        self.append(Verdict(question, text, f"< {limit_ms:g} ms", found < limit_ms * MS))

    def note(self, question: str, found: str) -> None:
        """Keep a figure that has no bound."""
        self.append(Verdict(question, found))


def interleaved(
    benchmark: BenchmarkFixture,
    ours: Callable[[T], object],
    twins: Sequence[Callable[[T], object]],
    supply: Iterator[T],
    rounds: int,
    idle: Callable[[], object] = lambda: None,
) -> Times:
    """Give the next of supply to ours and to each twin in turn, another one first each round, so
    that noise hits all alike; returns the times of ours. Twins keep their own times.

    idle runs untimed after every twentieth round.
    """
    turns = len(twins) + 1
    number = -1

    def before() -> tuple[tuple[T], dict[str, object]]:
        nonlocal number
        number += 1
        given = next(supply)
        for twin in twins[: number % turns]:
            twin(given)
        return (given,), {}

    def after(given: T) -> None:
        for twin in twins[number % turns :]:
            twin(given)
        if number % 20 == 0:
            idle()

    times = Times()
    gc.collect()
    gc.freeze()  # what is kept for the measuring itself is no work for the collector
    benchmark.pedantic(
        lambda given: times.take(lambda: ours(given)), setup=before, teardown=after, rounds=rounds
    )
    return times


class TimedTransactions:
    """Times every writing transaction of a database from before BEGIN to after COMMIT."""

    def __init__(self, database: Database) -> None:
        self.times = times = Times()

        class Timed(Transaction):
            def __enter__(self):
                self.start = now()
                return super().__enter__()

            def __exit__(self, *error):
                super().__exit__(*error)
                times.span(self.start, now())

        database.transaction = lambda: Timed(database)  # type: ignore[method-assign]
