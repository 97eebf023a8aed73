"""All that is kept on a customer as one page of HTML for them to read, with nothing beside it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

from pos_app.documents import wording
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import ShopInfo

Record = dict[str, Any]

_STYLE = """
body { margin: 0; padding: 32px 16px; background: #f4f5f7; color: #15181d;
  font: 15px/22px Inter, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 860px; margin: 0 auto; padding: 32px; background: #fff }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px }
h2 { margin: 32px 0 8px; font-size: 18px; line-height: 24px }
h3 { margin: 20px 0 4px; font-size: 15px }
p { margin: 0 0 8px; color: #4a5360 }
table { width: 100%; border-collapse: collapse; margin: 4px 0 12px }
th, td { padding: 4px 12px 4px 0; text-align: left; vertical-align: top;
  border-bottom: 1px solid #e3e6ea; overflow-wrap: anywhere }
th { color: #4a5360; font-weight: 500 }
td.figure, th.figure { text-align: right; white-space: nowrap }
@media print { body { background: #fff; padding: 0 } main { padding: 0 } }
"""

_AMOUNTS = frozenset(
    "price list_total discount total tax gross amount subtotal net rounding credit_limit tendered "
    "change balance".split()
)
_LABELS = {
    "at": "Time",
    "booked_at": "Written down",
    "created_at": "Since",
    "erased_at": "Erased",
    "done_at": "Done",
    "id": "Number in the books",
    "username": "User name",
    "email": "E-mail",
    "card": "Customer card",
    "line1": "Address line 1",
    "line2": "Address line 2",
    "zip": "ZIP or postal code",
    "shared_with": "Others with this address",
    "last4": "Card ends in",
    "clerk": "By",
    "sku": "Article",
}
_ADVICE = (
    "Amounts are in {currency}, times are those of the shop's clock. The journal is what guards "
    "the shop's books: its entries hold no name, only a number and a hash that stand for you."
)


def personal_page(record: Record, shop: ShopInfo, money: MoneyFormat) -> str:
    """The page of what `services.personal_data.gather` gave."""
    words = _Words(shop, money)
    customer = record["customer"]
    name = f"{customer['first_name']} {customer['last_name']}".strip() or customer["username"]
    made = words.moment(record["made_at"])
    parts = [
        f"<h1>What {escape(shop.name)} keeps about {escape(name)}</h1>",
        f"<p>As of {escape(made)}. {escape(_ADVICE.format(currency=money.currency))}</p>",
        "<h2>Person</h2>",
        words.facts(customer),
        _section("Addresses", record["addresses"], words.table),
        _section("Orders", record["orders"], words.documents),
        _section("Returns", record["returns"], words.documents),
        _section("Balances", record["ledgers"], words.documents),
        _section("Discount codes used", record["codes_used"], words.table),
        _section("Carts", record["carts"], words.documents),
        _section("Receipts on paper", record["printed"], words.table),
        _section("Entries of the journal", record["journal"], words.table),
    ]
    title = f"Data of {escape(name)}"
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><main>\n{chr(10).join(parts)}\n</main></body></html>\n"
    )


def _section(title: str, records: Sequence[Record], told: Callable[[Sequence[Record]], str]) -> str:
    return f"<h2>{title}</h2>\n{told(records) if records else '<p>Nothing.</p>'}"


class _Words:
    """Writes values as this shop does."""

    def __init__(self, shop: ShopInfo, money: MoneyFormat) -> None:
        self._shop = shop
        self._money = money

    def facts(self, record: Record) -> str:
        """One record, a fact to a row; what is not known is left out."""
        return _rows(
            f"<tr><th>{_label(name)}</th><td>{self._value(name, value)}</td></tr>"
            for name, value in record.items()
            if value not in (None, "", []) and not isinstance(value, list)
        )

    def table(self, records: Sequence[Record]) -> str:
        """Records of one kind, one to a row; a column that says nothing is left out."""
        names = [
            name for name in records[0] if any(record[name] not in (None, "") for record in records)
        ]
        heads = "".join(f"<th{_figure(name)}>{_label(name)}</th>" for name in names)
        return _rows(
            (
                f"<tr>{heads}</tr>",
                *(
                    "<tr>"
                    + "".join(
                        f"<td{_figure(name)}>{self._value(name, record[name])}</td>"
                        for name in names
                    )
                    + "</tr>"
                    for record in records
                ),
            )
        )

    def documents(self, records: Sequence[Record]) -> str:
        """Records with lists in them, each under a heading of its own."""
        told = []
        for record in records:
            name = record.get("number") or str(record["kind"]).replace("_", " ").capitalize()
            told += [f"<h3>{escape(name)}</h3>", self.facts(record)]
            for label, value in record.items():
                if isinstance(value, list) and value:
                    told += [f"<p>{_label(label)}</p>", self.table(value)]
        return "\n".join(told)

    def moment(self, text: str) -> str:
        """A time in the record's own form."""
        return wording.moment(datetime.fromisoformat(text), self._shop)

    def _value(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name in _AMOUNTS:
            return escape(self._money.format(value))
        if name.endswith("at"):
            return escape(self.moment(value))
        if name == "day":
            return escape(wording.day(date.fromisoformat(value), self._shop))
        if name == "phone":
            return escape(wording.phone(value, self._shop.country))
        return escape(str(value).replace("_", " ") if name in ("kind", "method") else str(value))


def _rows(rows: Iterable[str]) -> str:
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _label(name: str) -> str:
    return escape(_LABELS.get(name, name.replace("_", " ").capitalize()))


def _figure(name: str) -> str:
    return ' class="figure"' if name in _AMOUNTS or name == "quantity" else ""
