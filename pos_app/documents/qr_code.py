"""Squares of a QR code (ISO/IEC 18004), for the number of a receipt."""

QUIET = 4
"""Squares that stay white on each side."""


def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of a text's code from top to bottom, True is dark, without the white around."""
    # Heavy, and only where a shop wants one.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())
