"""Countertop: a point of sale for real shops."""

__version__ = "0.1.0"
