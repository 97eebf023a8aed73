"""Practising in the window: the copy of the shop, the frame around it, and the way back."""

from pos_app.ui.training.practice import TRAINING_KEY, Practice

__all__ = ["TRAINING_KEY", "Practice"]
