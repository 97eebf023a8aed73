"""Codes that nobody knows yet: the list of them, and what a manager makes of one."""

from pos_app.ui.codes.making import make_product
from pos_app.ui.codes.unknown_sheet import UnknownCodesSheet

__all__ = ["UnknownCodesSheet", "make_product"]
