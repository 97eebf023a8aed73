"""How the pay sheet is laid out: what is typed and pressed at the left, what it comes to beside."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.ui import theme


def pay_columns(
    heads: Sequence[QWidget], keys: Sequence[QWidget], sums: QWidget, end: QWidget
) -> QHBoxLayout:
    """Heads above keys at the left; the sums at the right, which take all room, above the end."""
    left = QVBoxLayout()
    left.setSpacing(2 * theme.GRID)
    for part in heads:
        left.addWidget(part)
    left.addSpacing(theme.GRID)
    for part in keys:
        left.addWidget(part)
    right = QVBoxLayout()
    right.setSpacing(3 * theme.GRID)
    right.addWidget(sums, 1)
    right.addWidget(end)
    both = QHBoxLayout()
    both.setSpacing(6 * theme.GRID)
    both.addLayout(left, 10)
    both.addLayout(right, 7)
    return both
