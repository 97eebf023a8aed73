"""A receipt on its way out of the window: to the clipboard, or into a file of three kinds."""

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

_KINDS = {"PDF (*.pdf)": ".pdf", "Web page (*.html)": ".html", "Text (*.txt)": ".txt"}


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A slip that leaves the window, as it was composed."""

    slip: Slip

    @property
    def text(self) -> str:
        """The receipt for a clipboard or a printer of plain text."""
        return slip_text(self.slip)

    def content(self, suffix: str) -> bytes:
        """The receipt as a file of this kind: ".pdf", ".html", anything else is text.

        For a lane: the fonts of a PDF take a moment.
        """
        if suffix == ".pdf":
            # Heavy, and only where a file is saved.
            from pos_app.documents.slip_pdf import slip_pdf

            return slip_pdf(self.slip)
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
) -> Paper:
    """Compose the slip of an order, with back the ticket of an exchange; safe in a lane."""
    if back is not None:
        return Paper(compose_exchange(order, back, shop, money, logo=logo), order, back)
    return Paper(compose(order, shop, money, logo=logo), order)


def paper_of_return(
    detail: ReturnDetail, shop: ShopInfo, money: MoneyFormat, logo: Picture | None = None
) -> ReturnPaper:
    """Compose the slip of a return; safe in a lane."""
    return ReturnPaper(compose_return(detail, shop, money, logo=logo), detail)


def write(path: Path, paper: SlipPaper) -> OSError | None:
    """Write a slip into a file whose ending says of which kind, in a lane; a disk that refuses is
    an answer, no fault of the program."""
    try:
        path.write_bytes(paper.content(path.suffix.lower()))
    except OSError as trouble:
        return trouble
    return None


def ask_file(parent: QWidget, number: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask where to save the receipt of this number; then(path) when a place was chosen."""
    home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in number)
    dialog = QFileDialog(parent.window(), "Save receipt", str(Path(home) / f"Receipt {safe}.pdf"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(_KINDS))

    def chosen(name: str) -> None:
        path = Path(name)
        suffix = _KINDS[dialog.selectedNameFilter()]
        then(path if path.suffix.lower() in _KINDS.values() else path.with_name(path.name + suffix))

    def keep_suffix(name_filter: str) -> None:
        name = Path(dialog.selectedFiles()[0]).stem if dialog.selectedFiles() else f"Receipt {safe}"
        dialog.selectFile(name + _KINDS[name_filter])

    dialog.filterSelected.connect(keep_suffix)
    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
