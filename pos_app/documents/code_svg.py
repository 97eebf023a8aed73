"""Codes of a receipt as SVG that stands inside a page."""

from html import escape

from pos_app.documents import code128, qr_code

_TALL = 40
"""Height of the bars, in modules of their width."""


def bars_svg(text: str) -> str:
    """The Code 128 of a text; raises what `code128.bars` does."""
    path, left = [], code128.QUIET
    for place, width in enumerate(code128.bars(text)):
        if place % 2 == 0:
            path.append(f"M{left} 0h{width}v{_TALL}h-{width}z")
        left += width
    return _svg("bars", text, left + code128.QUIET, _TALL, "".join(path))


def qr_svg(text: str) -> str:
    """The QR code of a text."""
    rows = qr_code.squares(text)
    edge = qr_code.QUIET
    path = (
        f"M{x + edge} {y + edge}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    side = len(rows) + 2 * edge
    return _svg("qr", text, side, side, "".join(path))


def _svg(kind: str, text: str, width: int, height: int, path: str) -> str:
    return (
        f'<svg class="{kind}" role="img" aria-label="{escape(text)}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<path fill="#000" d="{path}"/></svg>'
    )
