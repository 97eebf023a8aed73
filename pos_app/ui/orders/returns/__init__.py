"""Goods that come back: the sheet that books a return, and the slips of those that were."""
