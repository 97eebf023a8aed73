"""Gift cards, store credits and accounts: who holds what, and what changed it."""

from pos_app.ui.ledgers.sheet import LedgersSheet

__all__ = ["LedgersSheet"]
