"""How a product's name stands on a tile: what it is, and its size on a line of its own."""

import re
from functools import lru_cache

_SIZE = re.compile(
    r"\s+((?:[0-9.,/-]*[0-9]|per)\s*"
    r"(?:fl oz|oz|lbs?|ct|pk|gal?|qt|pt|ft|sq ft|ml|cl|dl|lt?|gm?|gr|kg|m|mm|cm|in|pcs?|doz|dz"
    r"|stem|loads?|ld)(?:[ /][0-9.,/-]*[0-9] ?[a-z]{0,4})?)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def split_size(name: str) -> tuple[str, str]:
    """("Baked beans", "15.75 oz") of "Baked beans 15.75 oz"; no size known gives ("...", "")."""
    match = _SIZE.search(name)
    if match is None or match.start() == 0:
        return name, ""
    return name[: match.start()].rstrip(" ,-("), " ".join(match.group(1).split())


def leaf(category: str) -> str:
    """The last step of a category's path: "Grocery > Cold Cereal" gives "Cold Cereal"."""
    return category.rsplit(" > ", 1)[-1]


def initials(name: str) -> str:
    """Up to two letters that stand for a person."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
