"""The other end of a serial cable: a pseudo-terminal behind a link that can be unplugged."""

import os
import select
import threading
import tty
from collections.abc import Callable
from pathlib import Path

Answer = Callable[[bytes], bytes]


class Cable:
    """port is where a program looks for the device; plug() puts one there, unplug() takes it."""

    def __init__(self, folder: Path) -> None:
        self.port = str(folder / "ttyUSB0")
        self._device = -1
        self._till = -1
        self._answering: threading.Thread | None = None
        self._asked = threading.Event()

    def plug(self, answer: Answer | None = None) -> None:
        """A device is there; with answer it answers whatever it is sent."""
        self._device, self._till = os.openpty()
        tty.setraw(self._till)
        Path(self.port).unlink(missing_ok=True)
        Path(self.port).symlink_to(os.ttyname(self._till))
        if answer is not None:
            self._asked.clear()
            self._answering = threading.Thread(target=self._answer, args=(answer,), daemon=True)
            self._answering.start()

    def send(self, raw: bytes) -> None:
        """The device speaks by itself."""
        os.write(self._device, raw)

    def unplug(self) -> None:
        """The device is gone, and so is its port."""
        Path(self.port).unlink(missing_ok=True)
        if self._answering is not None:
            self._asked.set()
            self._answering.join()
            self._answering = None
        for end in (self._device, self._till):
            if end >= 0:
                os.close(end)
        self._device = self._till = -1

    def _answer(self, answer: Answer) -> None:
        while not self._asked.is_set():
            ready, _, _ = select.select([self._device], [], [], 0.02)
            if ready:
                os.write(self._device, answer(os.read(self._device, 64)))
