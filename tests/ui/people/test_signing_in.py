"""The screen to sign in: by keys, by touch, by badge; wrong tries and their waiting."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt

from pos_app.domain.rows import Clerk, SignInName
from pos_app.shop import Shop
from pos_app.ui.people_list import PeopleList
from pos_app.ui.person_button import PersonButton
from tests.ui.people.conftest import (
    BEN_PIN,
    MIA_PASSWORD,
    MILK,
    SHORT_BADGE,
    SUE_BADGE,
    SUE_PIN,
    Place,
)

Open = Callable[..., Place]


def test_arrows_choose_and_digits_go_to_the_pin(open_place: Open) -> None:
    place = open_place()
    assert [button.user.username for button in place.screen.people._buttons()] == [
        *("ann", "ben", "mia", "sue"),
    ]
    place.press("Down")
    place.write(BEN_PIN)
    assert place.screen.pad.field.text() == BEN_PIN
    place.press("Return")
    place.until(lambda: place.who == "ben")
    assert place.front is place.tab


def test_letters_choose_and_are_no_pin(open_place: Open) -> None:
    place = open_place()
    place.write("su")
    assert place.screen.pad.field.text() == ""
    place.write(SUE_PIN)
    place.press("Return")
    place.until(lambda: place.who == "sue")


def test_thumbs_do_it_all(open_place: Open) -> None:
    place = open_place()
    place.touch("Ben, ben")
    for digit in BEN_PIN:
        place.touch(digit)
    place.touch("Sign in")
    place.until(lambda: place.who == "ben")
    assert place.front is place.tab


def test_who_has_a_password_is_asked_for_it(open_place: Open) -> None:
    place = open_place()
    place.touch("Mia, mia")
    assert place.screen.entry.password.isVisible()
    assert not place.screen.pad.isVisible()
    place.write(MIA_PASSWORD)
    place.press("Return")
    place.until(lambda: place.who == "mia")


def test_a_badge_signs_in_at_once(open_place: Open) -> None:
    place = open_place()
    assert "Scanning a badge signs in." in place.seen(place.screen)
    place.scan(SUE_BADGE)
    place.until(lambda: place.who == "sue")


def test_a_short_badge_chooses_and_the_pin_is_asked_for(open_place: Open) -> None:
    def shorten(shop: Shop, owner: Clerk) -> None:
        sue = next(user for user in shop.staff.users(by=owner) if user.username == "sue")
        shop.staff.set_badge(sue.id, SHORT_BADGE, by=owner)

    place = open_place(shorten)
    place.scan(SHORT_BADGE)
    assert place.who == ""
    chosen = place.screen.chosen()
    assert chosen is not None
    assert chosen.username == "sue"
    place.write(SUE_PIN)
    place.press("Return")
    place.until(lambda: place.who == "sue")


def test_a_wrong_pin_waits_longer_each_time_and_never_for_others(open_place: Open) -> None:
    place = open_place()
    place.touch("Ben, ben")
    for _ in range(5):
        assert not place.screen.entry.waits
        place.write("999999")
        place.press("Return")
    assert place.screen.fault == "Too many wrong tries. Try again in 1 second."
    place.write(BEN_PIN)
    place.press("Return")  # not even sent while he waits
    assert place.who == ""
    assert place.screen.pad.field.text() == BEN_PIN
    assert not place.screen.entry.button.isEnabled()
    place.touch("Sue, sue")
    assert not place.screen.entry.waits
    assert place.screen.fault == ""
    place.touch("Ben, ben")
    place.until(lambda: not place.screen.entry.waits)
    assert place.screen.fault == "That was not right. You can try again now."
    place.write("999999")
    place.press("Return")
    assert place.screen.fault.startswith("Too many wrong tries. Try again in 2 seconds")
    place.until(lambda: not place.screen.entry.waits)
    place.write("9")
    assert place.screen.fault == ""
    place.screen.start()
    place.write(BEN_PIN)
    place.press("Return")
    place.until(lambda: place.who == "ben")
    assert len(place.entries("sign_in_failed")) == 6


def test_unknown_badges_count_too(open_place: Open) -> None:
    place = open_place()
    for number in range(5):
        place.scan(f"NOBODYS-BADGE-{number}")
    assert len(place.entries("sign_in_failed")) == 5
    place.scan(SUE_BADGE)
    assert place.who == ""  # the till waits, whose ever badge it is
    assert place.screen.fault.startswith("Too many badges that nobody has. Use your PIN")


def test_unknown_badges_make_no_pin_wait(open_place: Open) -> None:
    place = open_place()
    place.touch("Ben, ben")
    for number in range(8):
        place.scan(f"NOBODYS-BADGE-{number}")
    assert not place.screen.entry.waits
    place.write(BEN_PIN)
    place.press("Return")
    place.until(lambda: place.who == "ben")


def test_a_letter_that_leads_nowhere_begins_another_name(open_place: Open) -> None:
    place = open_place()
    place.write("b" + "s")  # as fast as that, nobody is called "bs"
    chosen = place.screen.chosen()
    assert chosen is not None
    assert chosen.username == "sue"


def test_goods_at_the_screen_are_no_try(open_place: Open) -> None:
    place = open_place()
    place.scan(MILK)
    assert place.notices == ["Milk was not taken."]
    assert place.entries("sign_in_failed") == []


def test_the_window_goes_on_while_a_pin_is_looked_at(open_place: Open) -> None:
    place, gate = open_place(), threading.Event()
    place.desk.tasks.counter.run(gate.wait)
    place.write(BEN_PIN)
    place.bot.keyClick(place.screen.pad.field, Qt.Key.Key_Return)
    assert place.screen.entry.busy
    assert not place.screen.pad.isEnabled()
    place.bot.waitUntil(lambda: place.screen.entry._bar.running)  # it paints meanwhile
    gate.set()
    place.until(lambda: not place.screen.entry.busy)
    assert "not right" in place.screen.fault  # it was Ann who was chosen


def test_news_from_another_till_takes_no_digit_away(open_place: Open) -> None:
    place = open_place()
    place.write("1357")
    place.desk.tasks.changes.staff.emit(())
    place.rest()
    assert place.screen.pad.field.text() == "1357"


def test_somebody_new_stands_there_at_once(open_place: Open) -> None:
    place = open_place()
    by = place.shop.staff.terminal()
    place.shop.staff.add_user(username="zoe", name="Zoe", pin="402817", by=by)
    place.until(lambda: any(each.name == "Zoe" for each in place.screen._people))
    assert place.who == ""


def test_sixty_people_are_searched_by_name(qtbot, window) -> None:
    people = [SignInName(n, f"u{n}", f"{chr(65 + n % 26)}ster {n}") for n in range(1, 61)]
    shown = PeopleList("", window)
    window.show()
    shown.show_people(people)
    assert shown.search.isVisible()
    assert len(shown.findChildren(PersonButton)) >= 60
    shown.search.setText("dster 55")
    current = shown.current()
    assert current is not None
    assert current.id == 55
    shown.search.setText("nobody")
    assert shown.current() is None
    shown.search.setText("")
    assert len(shown._buttons()) == 60
