"""From a job of the print queue to the bytes for a printer; safe in a lane."""

from typing import TYPE_CHECKING

from pos_app.config import Config
from pos_app.documents.printer_letters import named_pages
from pos_app.documents.shift_slip import compose_report
from pos_app.documents.slip import compose, compose_exchange, compose_return
from pos_app.documents.slip_escpos import escpos_bytes
from pos_app.documents.slip_form import Slip
from pos_app.domain.rows import OrderDetail, ReturnDetail, ShiftReport

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage.
    from pos_app.shop import Shop


def slip_of(
    shop: "Shop",
    order: OrderDetail | None,
    given_back: ReturnDetail | None,
    copy: str,
    report: ShiftReport | None = None,
) -> Slip:
    """The slip of a sale, a return, or with both of an exchange; or that of a shift's report."""
    info, money, logo = shop.info, shop.money, shop.settings.logo()
    if report is not None:
        return compose_report(report, info, money, copy=copy, logo=logo)
    if order is not None and given_back is not None and copy != "gift":
        return compose_exchange(order, given_back, info, money, copy=copy, logo=logo)
    if order is not None:
        return compose(order, info, money, copy=copy, logo=logo)
    assert given_back is not None, "a job is of a sale, a return or a report"
    return compose_return(given_back, info, money, copy=copy, logo=logo)


def paper(shop: "Shop", job_id: int, config: Config) -> bytes:
    """What the printer is sent for a job. Raises UnknownPaper."""
    slip = slip_of(shop, *shop.papers.document(job_id))
    return printable(slip, config)


def printable(slip: Slip, config: Config) -> bytes:
    """A slip as this till's printer is set; a table that it can't have is left out."""
    return escpos_bytes(
        slip,
        columns=config.columns,
        code_pages=named_pages(config.code_pages),
        drawn=None if config.print_drawn else False,
    )
