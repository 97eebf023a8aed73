"""Scans: whatever read them and whatever has the focus, they come in one by one, in order."""

WANTS_SCANS = "wants_scans"
"""Property of a text field that takes a scan as its text, and its ending as a key pressed there.
A scan that nobody wants so is looked up and goes into the sale."""
