"""What every refusal is."""


class PosError(Exception):
    """Something the shop refuses, on purpose; nothing was changed."""
