"""Approval in place: what the person at the till may not do goes on once somebody who may has
typed their PIN or scanned their badge; nobody is signed out."""

from pos_app.ui.approving.allowed import Allowed
from pos_app.ui.approving.asking import (
    approval_sheet,
    ask,
    ask_each,
    ask_for_cart,
    before,
    before_reading,
)
from pos_app.ui.approving.needed import needed

__all__ = [
    "Allowed",
    "approval_sheet",
    "ask",
    "ask_each",
    "ask_for_cart",
    "before",
    "before_reading",
    "needed",
]
