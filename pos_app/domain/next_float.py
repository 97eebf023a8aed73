"""What of a counted drawer stays for the next shift: coins to give change with, not large notes."""

from collections.abc import Mapping


def kept(counts: Mapping[int, int], wanted: int) -> dict[int, int]:
    """The pieces (value in minor units -> how many) that stay so that `wanted` stays, or as little
    more as the pieces there are let it be; all of them where there is less.

    The large ones go first, as they do into a bank's bag: what must go is taken from the largest
    down, each only as far as it fits.
    """
    left = {value: pieces for value, pieces in counts.items() if pieces}
    goes = sum(value * pieces for value, pieces in left.items()) - max(0, wanted)
    for value in sorted(left, reverse=True):
        taken = min(left[value], max(0, goes) // value)
        left[value] -= taken
        goes -= taken * value
    return {value: pieces for value, pieces in left.items() if pieces}


def banked(counts: Mapping[int, int], stays: Mapping[int, int]) -> dict[int, int]:
    """The pieces that are taken out when these stay, the largest first."""
    found = {value: pieces - stays.get(value, 0) for value, pieces in counts.items()}
    return {value: found[value] for value in sorted(found, reverse=True) if found[value]}
