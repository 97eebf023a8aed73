"""Cuts the sample shop out of the full data: python tools/make_sample.py.

Baskets stay whole, so that a sample sale is a real one; what is chosen is which baskets. Of all
that were sold in the second half of the year, the ones that need the most goods nobody else bought
are left out, one after the other, until the wanted number of products is enough for the rest. The
same input always gives the same files.
"""

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FULL = ROOT / "tests" / "data" / "journey"
SAMPLE = ROOT / "resources" / "sample_shop"

PRODUCTS = 500
SOLD_FROM = "2017-07-01"
SAME_NAME = 2  # the data tells sizes and flavours apart by sku only; a clerk can't
LOW = 10
CASE = 12
LEFT_OUT = ("Cigarette",)  # nothing to greet a visitor with
FRESH = ("Produce", "Meat", "Seafood", "Grocery > Fluid Milk Products", "Grocery > Eggs")
TAX_CLASSES = ("Fresh food", "Standard")  # the sample shop knows both

Row = dict[str, str]

FIRST_NAMES = (
    "Jennifer Amir Grace Mateo Priya Henry Jessica Tomás Leila Oscar Hannah Kofi Emma Jerome "
    "Chloé Samuel Aisha Victor Zoë Daniel Mei Jean Renée Walter Nadia Lucas Irene Jeremy Sofia "
    "Bruno Fatima Arthur Yuki Jenna Malik Clara Diego Ruth Ethan Ingrid Omar Alice José Naomi "
    "Felix Teresa Ivan Jeanette Simon Lucía Ahmed Esther Noah Beatriz Jesse Paula Kenji Martha "
    "Liam Anneliese Rafael Joan Dmitri Helen Caleb Rosa Anton Miriam Jelena Patrick Thandi Leo"
).split()
LAST_NAMES = (
    "Alvarez Bennett Chowdhury Dubois Eriksen Fischer Grant Haddad Ito Jensen Kowalski Lindqvist "
    "Moreau Nakamura O'Brien Patel Quinn Rossi Schäfer Tran Ueda Vasquez Weber Xu Young Zielinski "
    "Abbott Blackwood Castillo Donovan Estrada Fitzgerald Goldberg Hughes Ibrahim Johansson Keller "
    "Lambert Mbeki Novak Osei Petrov Ramirez Sato Thornton Underwood Vargas Whitfield Yamada "
    "Zimmermann"
).split()
STREETS = (
    "Maple Street|Oak Avenue|Mill Lane|River Road|Church Street|Station Road|Orchard Way|Elm Court|"
    "Harbor Drive|Prospect Street|Cedar Lane|Washington Avenue|Garden Street|Hillside Road"
).split("|")
PLACES = (
    ("Cincinnati", "OH", "45202"),
    ("Norwood", "OH", "45212"),
    ("Cincinnati", "OH", "45208"),
    ("Covington", "KY", "41011"),
    ("Newport", "KY", "41071"),
)


def main() -> None:
    """Read the full data, cut, write three files."""
    products = read("products.csv.gz")
    lines = read("baskets.csv.gz")
    skus, basket_ids = cut(products, lines)
    kept_lines = [line for line in lines if line["basket_id"] in basket_ids]
    customers = sorted({line["customer"] for line in kept_lines}, key=int)
    SAMPLE.mkdir(parents=True, exist_ok=True)
    shelves = stocked([row for row in products if row["sku"] in skus], kept_lines)
    write("products.csv", [{**row, "tax_class": tax_class(row["category"])} for row in shelves])
    write("baskets.csv", kept_lines)
    write("customers.csv", [person(customer, index) for index, customer in enumerate(customers)])
    print(
        f"{len(skus)} products, {len(basket_ids)} baskets of {len(kept_lines)} lines, "
        f"{len(customers)} customers"
    )


def cut(products: list[Row], lines: list[Row]) -> tuple[set[str], set[str]]:
    """The skus and the basket ids of the sample."""
    offered = shelf(products, Counter(line["sku"] for line in lines))
    baskets: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        if line["sold_at"] >= SOLD_FROM:
            baskets[line["basket_id"]].add(line["sku"])
    baskets = {basket: skus for basket, skus in baskets.items() if skus <= offered}
    buyers: dict[str, set[str]] = defaultdict(set)
    for basket, skus in baskets.items():
        for sku in skus:
            buyers[sku].add(basket)

    def lonely(basket: str) -> tuple[float, str]:
        """How much of its own a basket needs; the root keeps long baskets in."""
        skus = baskets[basket]
        return sum(len(buyers[sku]) == 1 for sku in skus) / len(skus) ** 0.5, basket

    while len(buyers) > PRODUCTS:
        loneliest = max(baskets, key=lonely)
        for sku in baskets.pop(loneliest):
            buyers[sku].discard(loneliest)
            if not buyers[sku]:
                del buyers[sku]
    return set(buyers), set(baskets)


def shelf(products: list[Row], bought: Counter[str]) -> set[str]:
    """The skus that may be in the sample: bought at all, and few under one name."""
    per_name: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    offered = set()
    for product in sorted(products, key=lambda product: (-bought[product["sku"]], product["sku"])):
        name, look = product["name"], (product["name"], product["price"])
        if not bought[product["sku"]] or look in seen or per_name[name] >= SAME_NAME:
            continue
        seen.add(look)
        per_name[name] += 1
        if not any(word in product["category"] for word in LEFT_OUT):
            offered.add(product["sku"])
    return offered


def stocked(products: list[Row], lines: list[Row]) -> list[Row]:
    """The products with opening stock for a shop one likes to look at.

    The full data opens most products with just over what a year sells, so that half of the sample
    would end low. Most get a case of twelve more; some stay low, and a few sell out.
    """
    sold: Counter[str] = Counter()
    for line in lines:
        sold[line["sku"]] += int(line["quantity"])
    short = 0
    rows = []
    for product in products:
        left = int(product["stock"]) - sold[product["sku"]]
        if left < LOW:
            short += 1
            if short % 80 == 40:
                left = 0
            elif short % 12:
                left += CASE
        rows.append({**product, "stock": str(sold[product["sku"]] + left)})
    return rows


def tax_class(category: str) -> str:
    """What is fresh bears no tax; all else has the shop's standard rate."""
    fresh, standard = TAX_CLASSES
    return fresh if any(f"{category} >".startswith(f"{path} >") for path in FRESH) else standard


def person(customer: str, index: int) -> Row:
    """A made-up customer: a name and address of no one, an e-mail and a phone that reach no one.

    example.com is kept for examples by RFC 2606; 555-0100 to 555-0199 are kept for fiction by the
    North American Numbering Plan.
    """
    first = FIRST_NAMES[index % len(FIRST_NAMES)]
    last = LAST_NAMES[(index * 7 + index // len(LAST_NAMES)) % len(LAST_NAMES)]
    city, state, code = PLACES[index % len(PLACES)]
    plain = f"{first}.{last}".lower().translate(str.maketrans("áäéëíóöúü", "aaeeioouu", "'"))
    if index >= 100:
        raise ValueError("there are 100 numbers for fiction, one per customer")
    return {
        "customer": customer,
        "first_name": first,
        "last_name": last,
        "email": f"{plain}@example.com",
        "phone": f"+12025550{100 + index}",
        "line1": f"{12 + index * 17 % 480} {STREETS[index % len(STREETS)]}",
        "line2": f"Apt {index % 9 + 1}" if index % 5 == 3 else "",
        "city": city,
        "state": state,
        "country": "US",
        "zip": code,
    }


def read(name: str) -> list[Row]:
    """The rows of a packed file."""
    with gzip.open(FULL / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterable[Row]) -> None:
    """Write rows as the full files are written: UTF-8, a heading, lines that end in a newline."""
    rows = list(rows)
    text = io.StringIO()
    out = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
    (SAMPLE / name).write_bytes(text.getvalue().encode())


if __name__ == "__main__":
    main()
