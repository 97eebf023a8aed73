"""The journal's entry of a sale, written by hand for the twin: the same bytes, signed by the same
key, in the same chain."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from pos_app import paths

_LAST = "SELECT sequence, entry FROM journal WHERE id < ? ORDER BY id DESC LIMIT 1"
_ACTING = (
    "SELECT u.id, u.name, u.username, s.origin FROM sessions AS s "
    "JOIN users AS u ON u.id = s.user_id WHERE s.id = ?"
)
_ENTRY = (
    "INSERT INTO journal (id, till_id, sequence, kind, document, business_date, user_id, entry, "
    "signature, created_at) VALUES (?, 1, ?, 'sale', ?, ?, ?, ?, ?, ?)"
)

_CHAIN = 2**40
"""What a till's number is shifted by in the id of an entry."""

Execute = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Sold:
    """What the entry tells of a sale; a line is SKU, name, unit, thousandths, price, total, tax."""

    uuid: str
    number: str
    lines: Sequence[tuple[str, str, str, int, int, int, int]]
    total: int
    taxes: int
    rate: int
    tendered: int
    day: str
    at: datetime
    micros: int
    offset: int


class TwinChain:
    """Where the first till's chain stands; it goes on within one day, by one person and one key.

    The chain must have begun, and its last entry be of that day and key.
    """

    def __init__(self, execute: Execute, session_id: int) -> None:
        self._execute = execute
        self._sequence, text = execute(_LAST, (2 * _CHAIN,)).fetchone()
        self._link = hashlib.sha256(text.encode()).hexdigest()
        last = json.loads(text)
        self._period, self._perpetual = last["period"], last["perpetual"]
        self._user_id, name, username, origin = execute(_ACTING, (session_id,)).fetchone()
        user = {"id": self._user_id, "name": name, "origin": origin, "username": username}
        if not origin:
            del user["origin"]
        spelled = json.dumps(user, ensure_ascii=False, separators=(",", ":"))
        self._key = f'"key":"{last["key"]}","kind":"sale","offset":'
        self._program = f'"program":"{last["program"]}","seq":'
        self._tail = f'"till":"{last["till"]}","user":{spelled},"v":{last["v"]}}}'
        key = load_pem_private_key(paths.key_file().read_bytes(), password=None)
        assert isinstance(key, Ed25519PrivateKey)
        self._sign = key.sign

    def write(self, sold: Sold) -> None:
        """Write the entry of a sale, inside its transaction."""
        execute, total = self._execute, sold.total
        period, perpetual = self._period, self._perpetual
        lines = ",".join(
            [
                f'{{"gross":{gross},"name":{encode_basestring(name)},'
                f'"price":{price},"quantity":{quantity},"rate":{sold.rate},'
                f'"sku":{encode_basestring(sku)},"tax":{tax},"unit":"{unit}"}}'
                for sku, name, unit, quantity, price, gross, tax in sold.lines
            ]
        )
        at = sold.at.isoformat()
        written = sold.at.isoformat(timespec="microseconds")[:-6]
        number = encode_basestring(sold.number)
        text = (
            f'{{"approver":null,"at":"{written}Z","day":"{sold.day}","document":{number},'
            f'"facts":{{"at":"{at}","customer":null,"day":"{sold.day}","discount":0,'
            f'"discount_code":"","drawer":false,"lines":[{lines}],"net":{total - sold.taxes},'
            f'"number":{number},"payments":[{{"amount":{total},"change":{sold.tendered - total},'
            f'"method":"cash","tendered":{sold.tendered}}}],"rounding":0,"source":"counter",'
            f'"status":"delivered","subtotal":{total},"tax":{sold.taxes},"tax_exempt":false,'
            f'"tax_included":true,"taxes":[{{"amount":0,"name":"Tax","net":{total - sold.taxes},'
            f'"rate":{sold.rate},"tax":{sold.taxes}}}],"total":{total},'
            f'"uuid":{encode_basestring(sold.uuid)}}},{self._key}{sold.offset},'
            f'"period":{{"cancellations":{period["cancellations"]},'
            f'"cancelled":{period["cancelled"]},"day":"{period["day"]}",'
            f'"refunded":{period["refunded"]},"refunds":{period["refunds"]},'
            f'"sales":{period["sales"] + 1},"sold":{period["sold"] + total}}},'
            f'"perpetual":{{"cancellations":{perpetual["cancellations"]},'
            f'"cancelled":{perpetual["cancelled"]},"refunded":{perpetual["refunded"]},'
            f'"refunds":{perpetual["refunds"]},"sales":{perpetual["sales"] + 1},'
            f'"sold":{perpetual["sold"] + total}}},"prev":"{self._link}",'
            f"{self._program}{self._sequence + 1},{self._tail}"
        )
        raw = text.encode()
        hashed = hashlib.sha256(raw)
        sequence, link = self._sequence + 1, hashed.hexdigest()
        row = (_CHAIN + sequence, sequence, sold.number, sold.day, self._user_id, text)
        execute(_ENTRY, (*row, self._sign(hashed.digest()), sold.micros))
        for sums in (period, perpetual):
            sums["sales"] += 1
            sums["sold"] += total
        self._sequence, self._link = sequence, link
