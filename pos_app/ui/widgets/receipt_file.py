"""A receipt on its way out of the window: to the clipboard, or into a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from pos_app.documents.slip import Slip, compose, compose_exchange, compose_return
from pos_app.documents.slip_html import slip_html
from pos_app.documents.slip_text import slip_text
from pos_app.domain.money import MoneyFormat
from pos_app.domain.rows import OrderDetail, Picture, ReturnDetail, ShopInfo

_ROLL = "80mm"
_A4 = "PDF on A4 (*.pdf)"
_KINDS = {
    "PDF (*.pdf)": ".pdf",
    _A4: ".pdf",
    "Web page (*.html)": ".html",
    "Text (*.txt)": ".txt",
}


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A slip that leaves the window, as it was composed."""

    slip: Slip

    @property
    def text(self) -> str:
        """The receipt for a clipboard or a printer of plain text."""
        return slip_text(self.slip)

    def content(self, suffix: str, paper: str = _ROLL) -> bytes:
        """The receipt as a file of this kind: ".pdf", ".html", anything else is text. paper is
        what a PDF is laid out for, "80mm" or "A4".

        For a lane: the fonts of a PDF take a moment.
        """
        if suffix == ".pdf":
            # Heavy, and only where a file is saved.
            from pos_app.documents.slip_pdf import slip_pdf

            return slip_pdf(self.slip, paper)
        if suffix == ".html":
            return slip_html(self.slip).encode()
        return self.text.encode()


@dataclass(frozen=True, slots=True)
class Paper(SlipPaper):
    """An order with its slip; back is what came back for it in an exchange."""

    order: OrderDetail
    back: ReturnDetail | None = None


@dataclass(frozen=True, slots=True)
class ReturnPaper(SlipPaper):
    """Goods given back, with the slip of it."""

    detail: ReturnDetail


def paper_of(
    order: OrderDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    logo: Picture | None = None,
    back: ReturnDetail | None = None,
    *,
    copy: str = "original",
) -> Paper:
    """Compose the slip of an order, with back the ticket of an exchange; safe in a lane.

    copy is "original", or "duplicate" for what was printed before.
    """
    if back is not None:
        slip = compose_exchange(order, back, shop, money, copy=copy, logo=logo)
        return Paper(slip, order, back)
    return Paper(compose(order, shop, money, copy=copy, logo=logo), order)


def paper_of_return(
    detail: ReturnDetail,
    shop: ShopInfo,
    money: MoneyFormat,
    logo: Picture | None = None,
    *,
    copy: str = "original",
) -> ReturnPaper:
    """Compose the slip of a return, copy as in `paper_of`; safe in a lane."""
    return ReturnPaper(compose_return(detail, shop, money, copy=copy, logo=logo), detail)


def write(path: Path, slip: SlipPaper, paper: str = _ROLL) -> OSError | None:
    """Write a slip into a file whose ending says of which kind, in a lane; a disk that refuses is
    an answer, no fault of the program. paper is what a PDF is laid out for."""
    try:
        path.write_bytes(slip.content(path.suffix.lower(), paper))
    except OSError as trouble:
        return trouble
    return None


def ask_file(parent: QWidget, number: str, then: Callable[[Path, str], None]) -> QFileDialog:
    """Ask where to save the receipt of this number; then(path, paper) when a place was chosen,
    with the paper that a PDF is for."""
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in number)
    dialog = QFileDialog(parent.window(), "Save receipt", str(Path(home) / f"Receipt {safe}.pdf"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(_KINDS))

    def chosen(name: str) -> None:
        path = Path(name)
        kind = dialog.selectedNameFilter()
        if path.suffix.lower() not in _KINDS.values():
            path = path.with_name(path.name + _KINDS[kind])
        then(path, "A4" if kind == _A4 else _ROLL)

    def keep_suffix(name_filter: str) -> None:
        name = Path(dialog.selectedFiles()[0]).stem if dialog.selectedFiles() else f"Receipt {safe}"
        dialog.selectFile(name + _KINDS[name_filter])

    dialog.filterSelected.connect(keep_suffix)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
