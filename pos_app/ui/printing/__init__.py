"""Receipts on their way to paper: the till's printers, what waits for them, and the drawer."""
