"""Rules for labels and cards on the page of prices, by keys."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.code_rules import CodeRule
from pos_app.domain.money import MoneyFormat
from pos_app.shop import Shop
from pos_app.ui.prices.label_words import rule_sentence, spaced, trial_words
from pos_app.ui.prices.page import LABELS

Open = Callable[[], Any]
DOLLARS = MoneyFormat("USD", 2, prefix="$")
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


def test_a_rule_is_added_tried_switched_off_and_deleted(open_page: Open, shop: Shop) -> None:
    manager = open_page()
    section = manager.go(LABELS)
    assert manager.names(section) == ["Weight in grams", "Price"]
    manager.control(Qt.Key.Key_N)
    manager.key("Rolls", ENTER)
    section.editor.kind.setCurrentIndex(2)
    section.editor.pattern.setFocus()
    manager.key("23IIIIIVVVVVC")
    section.editor.trial.setText(CodeRule("x", "pieces", "23IIIIIVVVVVC").spell("8", 6))
    hint = section.editor.form._rows["trial"]._line
    assert hint.text() == "This is article 8, 6 pieces."
    manager.save()
    assert manager.names(section) == ["Weight in grams", "Price", "Rolls"]
    assert shop.codes.rules()[-1].pattern == "23IIIIIVVVVVC"
    assert section.panel.sentence.text().startswith("2312345012")
    section.editor.active.setChecked(False)
    manager.save()
    assert not shop.codes.rules()[-1].active
    manager.key(Qt.Key.Key_F8)
    manager.answer(yes=True)
    manager.bot.waitUntil(lambda: manager.names(section) == ["Weight in grams", "Price"])


def test_a_faulty_pattern_is_said_under_it(open_page: Open, shop: Shop) -> None:
    manager = open_page()
    section = manager.go(LABELS)
    manager.control(Qt.Key.Key_N)
    manager.key("All")
    section.editor.pattern.setText("IIIIIVVVVV")
    manager.save()
    line = section.editor.form._rows["pattern"]._line.text()
    assert line.startswith("Pattern needs a letter or digit that is always the same")
    assert len(shop.codes.rules()) == 2


def test_a_rule_of_another_till_is_shown(open_page: Open, shop: Shop) -> None:
    manager = open_page()
    section = manager.go(LABELS)
    shop.codes.save_rule(CodeRule("Cards", "customer", "99I*"), by=shop.staff.terminal())
    manager.bot.waitUntil(lambda: manager.names(section)[-1] == "Cards")
    assert manager.names(section) == ["Weight in grams", "Price", "Cards"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            CodeRule("x", "weight", "21IIIIIVVVVVC", 3),
            "2112345012346 is article 12345, 1.234 kg (lb where it is sold by the pound).",
        ),
        (CodeRule("x", "price", "02IIIIKVVVVVC", 2), "0212341012349 is article 1234 for $12.34."),
        (CodeRule("x", "pieces", "23IIIIIVV"), "231234501 is article 12345, 1 piece."),
        (
            CodeRule("x", "customer", "2900IIIIIIIIC"),
            "2900123456785 is the customer with the card 12345678.",
        ),
        (CodeRule("x", "coupon", "99I*"), "99AB-1234 is the discount code AB-1234."),
        (CodeRule("x", "staff", "S-III"), "S-123 is the person with the badge 123."),
    ],
)
def test_what_a_rule_says_of_itself(rule: CodeRule, said: str) -> None:
    assert rule_sentence(rule, DOLLARS).startswith(said)


def test_a_pattern_can_be_counted() -> None:
    assert spaced("21IIIIIKVVVVC") == "21 IIIII K VVVV C"
    assert spaced("99I*") == "99 I*"


def test_a_code_to_try() -> None:
    rule = CodeRule("x", "price", "22IIIIIVVVVVC", 3)
    assert trial_words(rule, "", DOLLARS).startswith("Scan or type")
    assert trial_words(None, "123", DOLLARS).startswith("The rule does not read")
    label = rule.spell("7", 1230)
    assert trial_words(rule, label, DOLLARS) == "This is article 7 for $1.23."
    assert "parts of a coin" in trial_words(rule, rule.spell("7", 1235), DOLLARS)
