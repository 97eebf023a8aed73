"""The shop's logo: put on, shared by every process, taken off, and only with the right."""

from dataclasses import replace

import pytest

from pos_app.domain.errors import BadValue, NotAllowed
from pos_app.domain.rows import Clerk
from pos_app.shop import Shop
from tests.documents.papers import LOGO, drawing


def test_a_new_shop_has_none(shop: Shop) -> None:
    assert shop.settings.logo() is None


def test_it_is_there_in_another_process_and_after_a_change(shop: Shop, owner: Clerk) -> None:
    heard: list[str] = []
    shop.on_change(lambda topic, _ids: heard.append(topic))
    assert shop.settings.set_logo(drawing(), by=owner) == LOGO
    assert heard == ["settings"]
    other = Shop.open(shop.path)
    assert other.settings.logo() == LOGO
    other.close()
    second = shop.settings.set_logo(drawing(100, 90), by=owner)
    assert shop.settings.logo() == second != LOGO
    assert shop.settings.set_logo(None, by=owner) is None
    assert shop.settings.logo() is None
    assert shop.check(by=owner) == ()


def test_what_is_no_picture_changes_nothing(shop: Shop, owner: Clerk) -> None:
    shop.settings.set_logo(drawing(), by=owner)
    with pytest.raises(BadValue) as refusal:
        shop.settings.set_logo(b"no picture", by=owner)
    assert (refusal.value.field, refusal.value.reason) == ("logo", "not_a_picture")
    assert shop.settings.logo() == LOGO


def test_a_clerk_leaves_it_alone(shop: Shop, owner: Clerk) -> None:
    shop.staff.add_user(username="bo", name="Bo", pin="551234", by=owner)
    bo = shop.staff.sign_in("bo", pin="551234")
    with pytest.raises(NotAllowed):
        shop.settings.set_logo(drawing(), by=bo)
    assert shop.settings.logo() is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"receipt_header": "\n".join("x" * 13)}, "receipt_header"),
        ({"receipt_footer": "x" * 121}, "receipt_footer"),
        ({"receipt_footer": "a\x1bp"}, "receipt_footer"),
        ({"tax_number": "x" * 41}, "tax_number"),
        ({"tax_number": "1\n2\n3\n4"}, "tax_number"),
        ({"receipt_qr": "yes"}, "receipt_qr"),
        ({"training": True}, "training"),
    ],
)
def test_lines_that_no_receipt_takes(
    shop: Shop, owner: Clerk, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(BadValue) as refusal:
        shop.settings.update(**changes, by=owner)
    assert refusal.value.field == field


def test_the_shops_lines_are_kept_tidied(shop: Shop, owner: Clerk) -> None:
    before = shop.info
    info = shop.settings.update(
        receipt_header="  Open  daily \n\n8 to 20\n\n",
        tax_number="\nDE123456789 \n\n 12/345/67890\nEORI: DE1\n",
        receipt_qr=True,
        by=owner,
    )
    assert info == replace(
        before,
        receipt_header="Open daily\n\n8 to 20",
        tax_number="DE123456789\n12/345/67890\nEORI: DE1",
        receipt_qr=True,
    )
    other = Shop.open(shop.path)
    assert other.info.tax_number == info.tax_number
    other.close()
