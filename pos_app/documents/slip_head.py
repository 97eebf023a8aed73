"""The head and foot of every receipt: whose it is, when and where it was made, what it is worth."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from pos_app.documents import wording
from pos_app.documents.slip_form import TRAINING, Entry, Slip
from pos_app.domain.rows import (
    WALK_IN_CUSTOMER_ID,
    OrderDetail,
    Picture,
    ReturnDetail,
    ShopInfo,
)

# Where a shop's number is that of the value added tax (EU 2006/112, article 226, and its
# neighbours); elsewhere it is only called the tax number.
_VAT_COUNTRIES = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI "
    "SK".split()
)


def blank(
    shop: ShopInfo,
    number: str,
    at: datetime,
    stamps: Iterable[str],
    logo: Picture | None,
) -> Slip:
    """A slip with its head and foot, and nothing between them yet; empty stamps are left out."""
    first = (TRAINING,) if shop.training else ()
    # Code 128 spells ASCII; a till with a name of other letters has its number in words alone.
    code = number if number.isascii() and number.isprintable() else ""
    return Slip(
        shop=shop.name,
        address=_address(shop),
        header=_lines(shop.receipt_header),
        number=number,
        moment=wording.moment(at, shop),
        facts=(),
        lines=(),
        sums=(),
        total="",
        taxes=(),
        payments=(),
        stamps=(*first, *(stamp for stamp in stamps if stamp)),
        closing=_lines(shop.receipt_footer),
        language=shop.locale.replace("_", "-") or "en",
        training=shop.training,
        code=code,
        qr=number if shop.receipt_qr else "",
        logo=logo,
    )


def copy_stamps(copy: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """What a copy is stamped with; a ValueError for one that isn't allowed."""
    if copy not in allowed:
        raise ValueError(f"no copy is called {copy!r}")
    return {"duplicate": ("Duplicate",), "gift": ("Gift receipt",)}.get(copy, ())


def people(document: OrderDetail | ReturnDetail, *, named: bool = True) -> tuple[Entry, ...]:
    """At which till who served whom, where that is known and may be told."""
    told = named and document.customer_id != WALK_IN_CUSTOMER_ID
    entries = (
        Entry("Till", document.till),
        Entry("Served by", document.clerk),
        Entry("Customer", document.customer if told else ""),
    )
    return tuple(entry for entry in entries if entry.figure)


def _address(shop: ShopInfo) -> tuple[str, ...]:
    place = wording.place_words(shop.city, "", shop.zip, shop.country)
    phone = wording.phone(shop.phone, shop.country)
    return tuple(line for line in (shop.line1, place, phone, *_tax_numbers(shop)) if line)


def _tax_numbers(shop: ShopInfo) -> Iterator[str]:
    """The shop's numbers with what each is; one that was typed with its own words keeps them."""
    words = "VAT ID" if shop.country in _VAT_COUNTRIES else "Tax ID"
    for number in shop.tax_number.split("\n"):
        if number.strip():
            yield number.strip() if ":" in number else f"{words} {number.strip()}"
            words = "Tax number"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.splitlines())
