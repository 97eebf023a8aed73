"""A badge on paper: the shop, the name, and the code as bars to be cut out."""

from pos_app.documents.slip_form import Slip


def badge_pdf(shop: str, name: str, code: str) -> bytes:
    """The badge as a PDF; for a lane, as its fonts take a moment."""
    # Heavy, and only where a badge is made.
    from pos_app.documents.slip_pdf import slip_pdf

    return slip_pdf(badge_slip(shop, name, code))


def badge_slip(shop: str, name: str, code: str) -> Slip:
    """The badge as a slip that sells nothing."""
    return Slip(
        shop=shop,
        address=(),
        number="",
        moment="",
        facts=(),
        lines=(),
        sums=(),
        total="",
        taxes=(),
        payments=(),
        header=(name,),
        closing=("Cut out, and keep it as you keep a key.",),
        code=code,
    )
