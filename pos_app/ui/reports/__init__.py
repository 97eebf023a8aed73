"""The Reports tab: what was sold, taxed, taken off and taken in, by days."""

from pos_app.ui.reports.tab import ReportsTab

__all__ = ["ReportsTab"]
