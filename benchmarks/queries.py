"""What people type into the search field: a mix drawn from the goods themselves."""

import random
from collections.abc import Callable, Sequence

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slip(word: str, chance: random.Random) -> str:
    """The word with one typing error: a letter left out, doubled, changed or swapped."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("left out", "added", "changed", "swapped"))
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "added":
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == "changed":
        return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def mix(
    names: Sequence[str], codes: Sequence[str], skus: Sequence[str], seed: int
) -> dict[str, list[str]]:
    """Queries by kind, 200 of each: what a search field sees while a word is typed, and after."""
    chance = random.Random(seed)

    def word(longest: int = 30, shortest: int = 1) -> str:
        while True:
            words = [w for w in chance.choice(names).lower().split() if w.isalpha()]
            fitting = [w for w in words if shortest <= len(w) <= longest]
            if fitting:
                return chance.choice(fitting)

    def letters(count: int) -> Callable[[], str]:
        return lambda: word(shortest=count)[:count]

    kinds: dict[str, Callable[[], str]] = {f"{n} letters": letters(n) for n in range(1, 7)}
    kinds |= {
        "a whole word": word,
        "two words": lambda: f"{word(shortest=3)} {word(shortest=3)}",
        "two beginnings": lambda: f"{word(shortest=4)[:3]} {word(shortest=4)[:2]}",
        "words of one name": lambda: " ".join(chance.choice(names).split()[:3]),
        "a typing error": lambda: slip(word(shortest=5), chance),
        "an error in the second word": lambda: (
            f"{word(shortest=4)} {slip(word(shortest=5), chance)}"
        ),
        "nothing like it": lambda: "".join(chance.choice("qxzjkvw") for _ in range(7)),
        "a code": lambda: chance.choice(codes),
        "a code's beginning": lambda: chance.choice(codes)[: chance.randrange(4, 11)],
        "a SKU": lambda: chance.choice(skus),
        "an unknown code": lambda: f"49{chance.randrange(10**11):011}",
    }
    return {kind: [make() for _ in range(200)] for kind, make in kinds.items()}
