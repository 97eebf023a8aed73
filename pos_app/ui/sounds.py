"""Short sounds at the counter, played by the system's own player so that no sale waits for one."""

import logging
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from pos_app import paths

log = logging.getLogger(__name__)

_PLAYERS = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
)


class Sounds:
    """Plays resources/sounds/NAME.wav; silent where there is no player, no file, or no wish.

    The Essentials of PySide6 bring no QtMultimedia: the players of PipeWire, PulseAudio, ALSA and
    macOS are tried in this order, Windows plays with its own call. One thread plays in order.
    """

    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled
        self._queue: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def play(self, name: str) -> None:
        """Play a sound soon; returns at once."""
        if not self.enabled:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="sounds", daemon=True)
            self._thread.start()
        # A sound that comes late says nothing: what still waits is dropped.
        while not self._queue.empty():
            self._queue.get()
        self._queue.put(paths.resources() / "sounds" / f"{name}.wav")

    def _serve(self) -> None:
        play = _player()
        while (file := self._queue.get()) is not None:
            if file.is_file():
                play(file)


def _player():  # type: ignore[no-untyped-def]
    if sys.platform == "win32":
        import winsound

        return lambda file: winsound.PlaySound(str(file), winsound.SND_FILENAME)
    for command in _PLAYERS:
        if shutil.which(command[0]):
            return lambda file, command=command: _run([*command, str(file)])
    log.info("no player for sounds found")
    return lambda file: None


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        log.info("no sound: %s", type(error).__name__)
