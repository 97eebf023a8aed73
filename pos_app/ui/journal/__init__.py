"""The journal in the window: every entry for who may see it, verified and given away."""

from pos_app.ui.journal.sheet import JournalSheet, open_journal

__all__ = ["JournalSheet", "open_journal"]
