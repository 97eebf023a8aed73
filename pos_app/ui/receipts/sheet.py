"""The sheet of what stands on every receipt: logo, lines above and below, number for the tax."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QWidget

from pos_app.domain.errors import BadValue
from pos_app.domain.rows import Clerk, Picture
from pos_app.ui import approving, messages, theme
from pos_app.ui.desk import Desk
from pos_app.ui.receipts.logo_field import LogoField
from pos_app.ui.receipts.preview import Preview, look
from pos_app.ui.widgets.edit_sheet import EditSheet
from pos_app.ui.widgets.form import Form

if TYPE_CHECKING:
    # Only for annotations: the shop brings the storage, which loads after the first paint.
    from pos_app.shop import Shop

_WIDTH = 980
_PAUSE = 250
"""Milliseconds after the last key before the example is made again."""
_LINES = 3
"""So many are seen at once; it may be more of them, but for tax numbers."""


class ReceiptsSheet(EditSheet):
    """Saves through `shop.settings`; the example follows what is typed."""

    def __init__(
        self, desk: Desk, parent: QWidget, allowed: approving.Allowed | None = None
    ) -> None:
        super().__init__("Receipts", parent, self._is_changed, _WIDTH)
        self._desk = desk
        self._allowed = allowed or approving.Allowed()
        info = desk.shop.info
        self._kept_logo: Picture | None = None
        self._form = Form()
        self.logo = LogoField(desk.tasks)
        self.header = _lines(info.receipt_header)
        self.footer_lines = _lines(info.receipt_footer)
        self.tax_number = _lines(info.tax_number)
        self.qr = QCheckBox("The number also as a QR code")
        self.preview = Preview()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self.qr.setChecked(info.receipt_qr)
        self._lay_out()
        self.header.setFocus()

        self._pause.timeout.connect(self._look)
        self.header.textChanged.connect(self._pause.start)
        self.footer_lines.textChanged.connect(self._pause.start)
        self.tax_number.textChanged.connect(self._pause.start)
        self.qr.toggled.connect(self._look)
        self.logo.changed.connect(self._take_logo)
        self.logo.refused.connect(self._refuse)
        self.wanted.connect(self._save)
        self.saved.connect(lambda _info: desk.notices.say("Receipts saved."))
        desk.tasks.office.run(desk.shop.settings.logo, self._show_logo, owner=self)

    def _lay_out(self) -> None:
        form = self._form
        form.row("Logo", self.logo, "A PNG or JPEG; printers make it black and white.")
        form.row("Lines under the address", self.header, field="receipt_header")
        form.row("Lines at the end", self.footer_lines, field="receipt_footer")
        form.row(
            "Tax numbers",
            self.tax_number,
            "Up to three, a line each. “VAT ID” or “Tax ID” is written before the first; type one "
            "with a colon to call it otherwise.",
            field="tax_number",
        )
        form.row("At the end", self.qr, "Its bar code is always there.", field="receipt_qr")
        row = QHBoxLayout()
        row.setSpacing(6 * theme.GRID)
        row.addWidget(form, 1)
        row.addWidget(self.preview, 1)
        self.body.addLayout(row)

    def _is_changed(self) -> bool:
        return bool(self._changes()) or self.logo.picture != self._kept_logo

    def _changes(self) -> dict[str, Any]:
        info = self._desk.shop.info
        wanted = {
            "receipt_header": self.header.toPlainText(),
            "receipt_footer": self.footer_lines.toPlainText(),
            "tax_number": self.tax_number.toPlainText(),
            "receipt_qr": self.qr.isChecked(),
        }
        return {name: value for name, value in wanted.items() if value != getattr(info, name)}

    # --- the example -------------------------------------------------------------------------

    def _look(self) -> None:
        shop = self._desk.shop
        info = replace(shop.info, **self._changes())
        work = partial(look, info, self.logo.picture, shop.money, datetime.now(UTC))
        self._desk.tasks.office.run(work, self.preview.show_seen, owner=self)

    def _show_logo(self, picture: Picture | None) -> None:
        self._kept_logo = picture
        self.logo.show_picture(picture)
        self._look()

    def _take_logo(self) -> None:
        self._form.clear_faults()
        self._look()

    # --- saving ------------------------------------------------------------------------------

    def _save(self) -> None:
        self.refusal.hide()
        self._form.clear_faults()
        if not self._is_changed():
            self.close_unchanged()
            return
        self._form.setEnabled(False)
        self.save_button.setEnabled(False)
        logo = self.logo.picture
        approving.ask_each(
            self._desk,
            _jobs(self._desk.shop, self._changes(), logo, logo != self._kept_logo),
            lambda _answers: self.take(self._desk.shop.info),
            self._refuse,
            about="Change what stands on receipts",
            parent=self,
            allowed=self._allowed,
        )

    def _refuse(self, error: Exception) -> None:
        self._form.setEnabled(True)
        self.save_button.setEnabled(True)
        if isinstance(error, BadValue) and self._form.has(error.field):
            self._form.fail(error.field, messages.words(error).title)
        else:
            self.refusal.show_refusal(error, self._form, {})
        self.resize_to_content()


def _jobs(
    shop: "Shop", changes: dict[str, Any], logo: Picture | None, other_logo: bool
) -> list[Callable[[Clerk], object]]:
    """Two changes, the lines first: they are what may be refused."""
    jobs: list[Callable[[Clerk], object]] = []
    if changes:
        jobs.append(lambda by: shop.settings.update(by=by, **changes))
    if other_logo:
        jobs.append(lambda by: shop.settings.set_logo(logo.data if logo else None, by=by))
    return jobs


def _lines(text: str) -> QPlainTextEdit:
    edit = QPlainTextEdit(text)
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(edit.fontMetrics().lineSpacing() * _LINES + 8 * theme.GRID)
    return edit
