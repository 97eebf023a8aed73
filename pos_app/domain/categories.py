"""The tree of categories as rules see it: whoever names a category means all below it too."""

from collections.abc import Iterable, Mapping

Below = Mapping[int, frozenset[int]]
"""Each category with all below it."""


def subtrees(parents: Mapping[int, int | None]) -> dict[int, frozenset[int]]:
    """Each category with all below it; parents has the one above each, None at the top."""
    found = {key: {key} for key in parents}
    for key in parents:
        above = parents[key]
        while above is not None and above in found and key not in found[above]:
            found[above].add(key)
            above = parents[above]
    return {key: frozenset(ids) for key, ids in found.items()}


def widened(category_ids: Iterable[int], below: Below) -> frozenset[int]:
    """Categories with all below them; one that is not known is itself alone."""
    wide = (below.get(key, frozenset({key})) for key in category_ids)
    return frozenset().union(*wide)
