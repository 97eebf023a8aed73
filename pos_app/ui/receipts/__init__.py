"""What stands on every receipt, with a look at it."""

from pos_app.ui.receipts.sheet import ReceiptsSheet

__all__ = ["ReceiptsSheet"]
