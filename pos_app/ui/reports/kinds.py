"""The reports there are, in the order they are offered."""

from pos_app.ui.reports import answers
from pos_app.ui.reports.report import Head, Report

_MONEY = 124

REPORTS = (
    Report(
        "daily-sales",
        "Daily sales",
        "chart-column",
        "Orders that stand, with tax. What was given back is taken off on the day it came back. "
        "Gift cards are left out: what is bought with them counts.",
        (
            Head("Day"),
            Head("Orders", 96, figure=True, muted=True),
            Head("Sold", _MONEY, figure=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Revenue", _MONEY, figure=True, strong=True),
        ),
        answers.daily,
        "Nothing was sold on these days.",
    ),
    Report(
        "taxes",
        "Taxes",
        "percent",
        "By rate; what was given back is taken off on its own day, and gift cards are left out. "
        "The total of gross is the revenue of Daily sales. Where goods bear two rates they stand "
        "under both, and only the tax is added up.",
        (
            Head("Tax"),
            Head("Rate", 112, figure=True, muted=True),
            Head("Net", _MONEY, figure=True),
            Head("Tax", _MONEY, figure=True, strong=True),
            Head("Gross", _MONEY, figure=True),
        ),
        answers.taxes,
        "Nothing was taxed on these days.",
    ),
    Report(
        "discounts",
        "Discounts",
        "ticket-percent",
        "What was taken off, by reason and by who sold it; also where goods came back later.",
        (
            Head("Reason"),
            Head("Kind", 168, muted=True, hide_below=620),
            Head("By", 140, muted=True),
            Head("Orders", 84, figure=True, muted=True),
            Head("Taken off", 112, figure=True, strong=True),
        ),
        answers.discounts,
        "Nothing was taken off on these days.",
    ),
    Report(
        "takings",
        "Takings",
        "banknote",
        "What came in and was given back by each way to pay. What is no revenue is taken off "
        "again: gift cards sold, and what was paid in on accounts. So the total is the revenue of "
        "Daily sales, as cash was rounded, less what is not paid yet. Rounding to cash is in the "
        "cash already and not added up again.",
        (
            Head("Way to pay"),
            Head("Received", _MONEY, figure=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Left", _MONEY, figure=True, strong=True),
        ),
        answers.takings,
        "Nothing was taken in on these days.",
    ),
    Report(
        "top-customers",
        "Top customers",
        "users",
        "Who bought most, less what they gave back. Walk-in sales and gift cards are left out.",
        (
            Head("Customer"),
            Head("Orders", 96, figure=True, muted=True),
            Head("Given back", _MONEY, figure=True, muted=True),
            Head("Revenue", _MONEY, figure=True, strong=True),
        ),
        answers.customers,
        "No customer with a name bought anything on these days.",
    ),
    Report(
        "low-stock",
        "Low stock",
        "package-minus",
        "Products below the level they are ordered at, as of now, the emptiest first.",
        (
            Head("SKU", 132, muted=True),
            Head("Product"),
            Head("On hand", 104, figure=True, strong=True),
            Head("Low below", 104, figure=True, muted=True),
        ),
        answers.low,
        "Every shelf is filled as it should be.",
        dated=False,
    ),
)
