"""What the sheets of this tab have in common: they save in a lane and lose nothing typed."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QScrollArea, QWidget

from pos_app.domain.errors import BadValue, Duplicate
from pos_app.ui import approving, messages
from pos_app.ui.desk import Desk
from pos_app.ui.widgets.edit_sheet import EditSheet
from pos_app.ui.widgets.form import Form


class FormSheet(EditSheet):
    """A sheet with forms, whose faults are all shown at once."""

    def __init__(self, title: str, desk: Desk, parent: QWidget, width: int = 720) -> None:
        super().__init__(title, parent, lambda: self.changed, width)
        self._desk = desk
        self._opened_with: object = None
        self.wanted.connect(self._save)

    # --- what a sheet says of itself ---------------------------------------------------------

    def forms(self) -> tuple[Form, ...]:
        """Its forms; a refusal is shown in the first that has the field."""
        raise NotImplementedError

    def raw(self) -> object:
        """Everything that stands in its fields, to tell whether something was typed."""
        raise NotImplementedError

    def faults(self) -> list[BadValue]:
        """What can be said to be wrong without asking the shop."""
        raise NotImplementedError

    def work(self) -> Callable[..., Any]:
        """The change as a call for the lane, which is given by=; it answers with a row."""
        raise NotImplementedError

    def about(self) -> str:
        """What it does, to whoever approves it."""
        return self.accessibleName()

    # --- the rest ----------------------------------------------------------------------------

    def remember(self) -> None:
        """What stands in the fields now counts as not typed."""
        self._opened_with = self.raw()

    @property
    def changed(self) -> bool:
        """True when something stands in the sheet that the shop doesn't know."""
        return self.raw() != self._opened_with

    def _save(self) -> None:
        self.refusal.hide()
        for form in self.forms():
            form.clear_faults()
        faults = self.faults()
        if faults:
            self._show_all(faults)
            return
        work = self.work()
        self._set_saving(True)
        approving.ask(
            self._desk,
            lambda by: work(by=by),
            self.take,
            self._refuse,
            about=self.about(),
            parent=self,
        )

    def _refuse(self, error: Exception) -> None:
        self._set_saving(False)
        self._show(error)
        self.resize_to_content()

    def _show_all(self, faults: list[BadValue]) -> None:
        """Each under its field; the focus goes to the first of all."""
        for form in reversed(self.forms()):
            for fault in faults:
                if form.has(fault.field):
                    form.fail(fault.field, messages.words(fault).title)
        self.resize_to_content()
        area = self.findChild(QScrollArea)
        if area is not None:
            area.ensureWidgetVisible(self.focusWidget())

    def _show(self, error: Exception) -> None:
        field = error.field if isinstance(error, BadValue | Duplicate) else ""
        for form in self.forms():
            if form.has(field):
                form.fail(field, messages.words(error).title)
                return
        self.refusal.show_refusal(error, self.forms()[0], {})

    def _set_saving(self, saving: bool) -> None:
        self.save_button.setEnabled(not saving)
        for form in self.forms():
            form.setEnabled(not saving)
        self.set_closable(not saving)


def collect(*checks: Callable[[], object]) -> list[BadValue]:
    """Run every check and gather what they refuse."""
    faults = []
    for check in checks:
        try:
            check()
        except BadValue as fault:
            faults.append(fault)
    return faults
