"""Receipts as most tests want them: text for narrow paper, and a page of HTML."""

from pos_app.documents.slip import compose, compose_return
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_text import slip_text
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail, ReturnDetail, ShopInfo


def receipt_text(order: OrderDetail, shop: ShopInfo, money: MoneyFormat, width: int = 42) -> str:
    """The receipt of an order in rows of at most width cells; see `slip_text`."""
    return slip_text(compose(order, shop, money), width)


def receipt_html(order: OrderDetail, shop: ShopInfo, money: MoneyFormat) -> str:
    """The receipt of an order as one page of HTML; see `slip_html`."""
    return slip_html(compose(order, shop, money))


def return_text(detail: ReturnDetail, shop: ShopInfo, money: MoneyFormat, width: int = 42) -> str:
    """The receipt of a return in rows of at most width cells; see `slip_text`."""
    return slip_text(compose_return(detail, shop, money), width)


def return_html(detail: ReturnDetail, shop: ShopInfo, money: MoneyFormat) -> str:
    """The receipt of a return as one page of HTML; see `slip_html`."""
    return slip_html(compose_return(detail, shop, money))
