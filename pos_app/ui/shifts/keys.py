"""The key of the shift, wherever in the window it is shown."""

SHIFT_KEY = "Ctrl+D"
"""The shift and its drawer: open, count, cash in and out, reports, close."""
