"""Pictures that the shop keeps of its own."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored: media_type is "image/png" or "image/jpeg"."""

    media_type: str
    data: bytes
