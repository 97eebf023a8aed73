"""The lanes: nothing waits for them, and no answer comes to whoever has stopped asking."""

import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from pos_app.domain.errors import Cancelled, EmptyCart
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from pos_app.ui.tasks import Changes, Lane, Progress, Tasks


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What reaches the excepthook."""
    errors: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: errors.append(error))
    return errors


class Gate:
    """Holds a lane's thread until it is opened."""

    def __init__(self, lane: Lane) -> None:
        self._open = threading.Event()
        self.entered = threading.Event()
        lane.run(self._wait)
        assert self.entered.wait(5)

    def _wait(self) -> None:
        self.entered.set()
        assert self._open.wait(10)

    def open(self) -> None:
        self._open.set()


def settled(qtbot: QtBot, lane: Lane) -> None:
    qtbot.waitUntil(lambda: not lane.busy)


class TestAnswers:
    def test_work_is_done_elsewhere_and_answered_here(self, tasks: Tasks, qtbot: QtBot) -> None:
        threads: list[object] = []
        tasks.counter.run(
            lambda: threading.current_thread().name,
            lambda name: threads.extend([name, QThread.currentThread()]),
        )
        settled(qtbot, tasks.counter)
        assert threads == ["counter-1", tasks.thread()]

    def test_the_counter_keeps_its_order(self, tasks: Tasks, qtbot: QtBot) -> None:
        answers: list[int] = []
        for number in range(50):
            tasks.counter.run(lambda number=number: number, answers.append)  # type: ignore[misc]
        settled(qtbot, tasks.counter)
        assert answers == list(range(50))

    def test_the_office_does_two_things_at_once(self, tasks: Tasks, qtbot: QtBot) -> None:
        both = threading.Barrier(2, timeout=5)
        met: list[int] = []
        for _ in range(2):
            tasks.office.run(both.wait, met.append)
        settled(qtbot, tasks.office)
        assert sorted(met) == [0, 1]

    def test_only_the_newest_answer_to_a_question_comes(self, tasks: Tasks, qtbot: QtBot) -> None:
        gate = Gate(tasks.counter)
        asked: list[str] = []
        answers: list[str] = []

        def search(text: str) -> str:
            asked.append(text)
            return text

        for text in ("m", "mi", "milk"):
            tasks.counter.run(partial(search, text), answers.append, latest="search")
        gate.open()
        settled(qtbot, tasks.counter)
        assert answers == ["milk"]
        assert asked == ["milk"], "what had not begun was done for nobody"

    def test_two_views_may_ask_a_question_of_one_name(self, tasks: Tasks, qtbot: QtBot) -> None:
        first, second = QObject(), QObject()
        answers: list[int] = []
        gate = Gate(tasks.counter)
        tasks.counter.run(lambda: 1, answers.append, latest="page", owner=first)
        tasks.counter.run(lambda: 2, answers.append, latest="page", owner=second)
        gate.open()
        settled(qtbot, tasks.counter)
        assert answers == [1, 2]

    def test_nobody_is_answered_who_is_gone(self, tasks: Tasks, qtbot: QtBot) -> None:
        class View(QObject):
            answers: list[int] = []

            def show(self, answer: int) -> None:
                View.answers.append(answer)

        view, gate = View(), Gate(tasks.counter)
        tasks.counter.run(lambda: 1, view.show)
        delete(view)
        gate.open()
        settled(qtbot, tasks.counter)
        assert View.answers == []


class TestFailures:
    def test_a_refusal_nobody_answers_is_shown(self, tasks: Tasks, qtbot: QtBot) -> None:
        def refuse() -> None:
            raise EmptyCart

        with qtbot.waitSignal(tasks.refused) as shown:
            tasks.counter.run(refuse)
        assert isinstance(shown.args[0], EmptyCart)

    def test_a_refusal_goes_to_who_answers_it(
        self, tasks: Tasks, qtbot: QtBot, caught: list[BaseException]
    ) -> None:
        def refuse() -> None:
            raise EmptyCart

        failures: list[Exception] = []
        with qtbot.assertNotEmitted(tasks.refused):
            tasks.counter.run(refuse, None, failures.append)
            settled(qtbot, tasks.counter)
        assert [type(failure) for failure in failures] == [EmptyCart]
        assert caught == []

    def test_a_fault_reaches_the_hook_and_the_view(
        self, tasks: Tasks, qtbot: QtBot, caught: list[BaseException]
    ) -> None:
        failures: list[Exception] = []
        tasks.counter.run(lambda: 1 // 0, None, failures.append)
        settled(qtbot, tasks.counter)
        assert [type(error) for error in caught] == [ZeroDivisionError]
        assert failures == caught

    def test_a_fault_in_an_answer_reaches_the_hook_and_ends_nothing(
        self, tasks: Tasks, qtbot: QtBot, caught: list[BaseException]
    ) -> None:
        answers: list[int] = []
        tasks.counter.run(lambda: 0, lambda nothing: 1 // nothing)  # type: ignore[arg-type]
        tasks.counter.run(lambda: 2, answers.append)
        settled(qtbot, tasks.counter)
        assert [type(error) for error in caught] == [ZeroDivisionError]
        assert answers == [2]


class TestLongWork:
    def test_progress_is_thinned_and_its_end_always_told(self, tasks: Tasks, qtbot: QtBot) -> None:
        seen: list[tuple[int, int]] = []

        def count(progress: Progress) -> str:
            for done in range(10_001):
                progress(done, 10_000)
            return "done"

        with qtbot.waitCallback() as then:
            tasks.office.run_long(count, then, progress=lambda *at: seen.append(at))
        assert then.args == ["done"]
        assert seen[-1] == (10_000, 10_000)
        assert len(seen) < 1_000

    def test_cancelling_stops_it_at_its_next_report(self, tasks: Tasks, qtbot: QtBot) -> None:
        begun, go_on = threading.Event(), threading.Event()

        def work(progress: Progress) -> None:
            begun.set()
            assert go_on.wait(5)
            progress(1, 2)

        failures: list[Exception] = []
        job = tasks.office.run_long(work, None, failures.append)
        assert begun.wait(5)
        job.cancel()
        go_on.set()
        settled(qtbot, tasks.office)
        assert [type(failure) for failure in failures] == [Cancelled]

    def test_closing_asks_long_work_to_stop(self, qapp: object) -> None:
        tasks, begun = Tasks(), threading.Event()

        def forever(progress: Progress) -> None:
            while True:
                begun.set()
                progress(0, 1)

        tasks.office.run_long(forever)
        assert begun.wait(5)
        assert tasks.close()

    def test_what_was_told_to_the_counter_is_done_before_the_end(self, qapp: object) -> None:
        tasks, done = Tasks(), []
        gate = Gate(tasks.counter)
        for number in range(3):
            tasks.counter.run(lambda number=number: done.append(number))  # type: ignore[misc]
        gate.open()
        assert tasks.close()
        assert done == [0, 1, 2]


class TestChanges:
    def test_own_commits_are_told_by_topic_with_their_ids(
        self, tasks: Tasks, shop: Shop, owner: Clerk, qtbot: QtBot
    ) -> None:
        tasks.watch(shop)
        with qtbot.waitSignal(tasks.changes.products) as told:
            tasks.counter.run(lambda: shop.catalog.add_product(name="Tea", price=299, by=owner))
        assert told.args[0] == (shop.catalog.search("tea")[0].id,)

    def test_own_commits_are_not_taken_for_another_process(
        self, tasks: Tasks, shop: Shop, owner: Clerk, qtbot: QtBot
    ) -> None:
        tasks.watch(shop)
        settled(qtbot, tasks.counter)
        tasks.counter.run(lambda: shop.catalog.add_product(name="Tea", price=299, by=owner))
        settled(qtbot, tasks.counter)
        told: list[object] = []
        tasks.changes.settings.connect(told.append)
        tasks._look()
        settled(qtbot, tasks.counter)
        assert told == []

    def test_what_another_process_commits_is_told_within_a_second_or_so(
        self, tasks: Tasks, shop: Shop, shop_path: Path, qtbot: QtBot
    ) -> None:
        tasks.watch(shop)
        settled(qtbot, tasks.counter)
        script = (
            "import sys; from pos_app.shop import Shop; shop = Shop.open(sys.argv[1]);"
            "shop.catalog.add_product(name='Tea', price=299, by=shop.staff.terminal());"
            "shop.close()"
        )
        with qtbot.waitSignal(tasks.changes.products, timeout=10_000) as told:
            subprocess.run([sys.executable, "-c", script, str(shop_path)], check=True)
        assert told.args[0] == ()

    def test_there_is_a_signal_for_every_topic(self) -> None:
        for topic in Changes.TOPICS:
            assert hasattr(Changes, topic)


def test_the_idle_till_folds_its_log_back(
    tasks: Tasks, shop: Shop, owner: Clerk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[bool] = []
    checkpoint: Callable[[], bool] = shop.checkpoint
    monkeypatch.setattr(shop, "checkpoint", lambda: folded.append(checkpoint()))
    tasks._idle.setInterval(1)
    tasks.watch(shop)
    tasks.counter.run(lambda: shop.catalog.add_product(name="Tea", price=299, by=owner))
    qtbot.waitUntil(lambda: folded != [])
    assert folded == [True]


def test_the_idle_till_counts_what_sells_now_and_then(
    tasks: Tasks, shop: Shop, owner: Clerk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[bool] = []
    monkeypatch.setattr(shop.catalog, "update_ranks", lambda: counted.append(True))
    folded: list[bool] = []
    checkpoint: Callable[[], bool] = shop.checkpoint
    monkeypatch.setattr(shop, "checkpoint", lambda: folded.append(checkpoint()))
    tasks._idle.setInterval(1)
    tasks.watch(shop)
    tasks.counter.run(lambda: shop.catalog.add_product(name="Tea", price=299, by=owner))
    qtbot.waitUntil(lambda: len(counted) == len(folded) == 1)
    tasks.counter.run(lambda: shop.catalog.add_product(name="Rum", price=299, by=owner))
    qtbot.waitUntil(lambda: len(folded) == 2)
    assert len(counted) == 1
