"""Weights, volumes and lengths: from the unit of a label to the one goods are sold by."""

from dataclasses import dataclass

from pos_app.domain.money import divide_half_up

# Each unit in the smallest whole number of its kind: nanograms (a pound is 0.453 592 37 kg, NIST
# Handbook 44, appendix C), millilitres, millimetres.
_KINDS = (
    {
        "kg": 1_000_000_000_000,
        "g": 1_000_000_000,
        "lb": 453_592_370_000,
        "oz": 28_349_523_125,
    },
    {"l": 1_000, "ml": 1},
    {"m": 1_000},
)

LABEL_UNITS = {
    "kg": "kg",
    "g": "kg",
    "lb": "lb",
    "oz": "lb",
    "l": "l",
    "ml": "l",
    "m": "m",
}
"""In what unit a scale prints the labels of goods that are sold by each unit; pieces have none."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of something: amount in thousandths of unit, one of `quantity.UNITS`."""

    amount: int
    unit: str

    def in_unit(self, unit: str) -> int | None:
        """The same in thousandths of another unit, half up; None where it is no such measure."""
        for kind in _KINDS:
            if self.unit in kind and unit in kind:
                return divide_half_up(self.amount * kind[self.unit], kind[unit])
        return None


def scaled(value: int, decimals: int) -> int:
    """A number with so many decimals in thousandths, half up: (12345, 4) -> 1235."""
    if decimals <= 3:
        return int(value * 10 ** (3 - decimals))
    return divide_half_up(value, int(10 ** (decimals - 3)))
