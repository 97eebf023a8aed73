"""Refusals on the screen: the words are tested in test_words.py, here where and how they stand."""

import pytest
from PySide6.QtWidgets import QWidget

from pos_app.domain.errors import Cancelled, EmptyCart, ShopBusy, Underpaid
from pos_app.domain.money import MoneyFormat
from pos_app.ui import messages
from pos_app.ui.widgets.notice import NoticeStack


@pytest.fixture
def notices(window: QWidget) -> NoticeStack:
    stack = NoticeStack(window)
    messages.say_through(stack, MoneyFormat("USD", 2, prefix="$"))
    return stack


def test_a_refusal_is_said_in_the_shops_money(notices: NoticeStack) -> None:
    messages.show(Underpaid(1580, 1000))
    assert [notice.text for notice in notices.notices] == ["$5.80 is missing."]
    assert not notices.notices[0].sticky


def test_what_concerns_the_file_stays_until_it_is_dealt_with(notices: NoticeStack) -> None:
    messages.show(ShopBusy("/shop.db"))
    assert notices.notices[0].sticky


def test_who_stopped_something_knows_it(notices: NoticeStack) -> None:
    messages.show(Cancelled())
    assert notices.notices == ()


def test_a_fault_is_no_refusal(notices: NoticeStack) -> None:
    with pytest.raises(ZeroDivisionError):
        messages.show(ZeroDivisionError())


def test_without_a_window_a_refusal_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    messages.say_through(None, None)
    messages.show(EmptyCart())
    assert [record.getMessage() for record in caplog.records] == [
        "a refusal came while no window was there: EmptyCart"
    ]
