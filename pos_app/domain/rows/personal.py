"""What becomes of a customer who wants to be forgotten."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Erased:
    """A customer who was erased. username is the one that stands for them now; with traces old
    bytes may still lie in unused corners of the shop's file, until it is written anew."""

    customer_id: int
    username: str
    traces: bool
