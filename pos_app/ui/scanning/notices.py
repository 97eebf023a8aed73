"""What a scan that did not become a line is told by: a sound, and a notice that stays."""

from collections.abc import Callable

from pos_app.devices.sound import Sound, Sounds
from pos_app.domain.errors import PosError
from pos_app.ui import messages
from pos_app.ui.widgets.notice import NoticeStack
from pos_app.words import clipped

_CLOSES = "Shift+Esc closes this."
MAKE = "Make a product"


class ScanNotices:
    """Says why a scan was not added; equal ones become one notice that counts them."""

    def __init__(self, notices: NoticeStack, sounds: Sounds) -> None:
        self._notices = notices
        self._sounds = sounds

    def unknown(self, code: str, error: Exception, make: Callable[[], None] | None = None) -> None:
        """The code belongs to nothing; make, where given, begins a product with it."""
        self._sounds.play(Sound.NOT_FOUND)
        self._notices.say(
            messages.words(error).title,
            f"Nothing was added. {_CLOSES}",
            "bad",
            sticky=True,
            action=MAKE if make is not None else "",
            on_action=make,
            same=f"unknown {code}",
        )

    def blocked(self, code: str, title: str, hint: str) -> None:
        """The code is known, but it can't go into the sale now."""
        self._sounds.play(Sound.BLOCKED)
        self._notices.say(
            title, f"{hint} {_CLOSES}".strip(), "bad", sticky=True, same=f"blocked {code} {title}"
        )

    def refused(self, code: str, error: Exception) -> None:
        """The shop refuses it (goods past their day), or it could not be looked up."""
        if isinstance(error, PosError):
            said = messages.words(error)
            self.blocked(code, said.title, said.hint or "Nothing was added.")
        else:
            self.blocked(code, f"“{clipped(code)}” was not added.", "Scan it again.")
