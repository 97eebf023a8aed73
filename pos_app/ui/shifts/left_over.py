"""What is not paid for when a shift ends: parked sales and the open one. All of it stays."""

from dataclasses import dataclass

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class LeftOver:
    """names of parked sales, and how many lines stand in the open cart."""

    names: tuple[str, ...] = ()
    lines: int = 0


def left_over_words(left: LeftOver) -> str:
    """One or two sentences; "" where nothing is left."""
    said = []
    if left.names:
        shown = ", ".join(f"“{name}”" for name in left.names[:_MOST_NAMES])
        more = len(left.names) - _MOST_NAMES
        shown += f" and {more} more" if more > 0 else ""
        one = len(left.names) == 1
        said.append(f"{'A sale is' if one else f'{len(left.names)} sales are'} parked: {shown}.")
        said.append(f"{'It stays' if one else 'They stay'} for the next shift.")
    if left.lines:
        lines = "1 line" if left.lines == 1 else f"{left.lines} lines"
        said.append(f"The open sale has {lines}: it stays in the cart.")
    return " ".join(said)
