"""The till's sounds: a scan that was found, one that was not, and something that is blocked.

Why there is no QtMultimedia: docs/adr/0002-sounds.md.
"""

import contextlib
import logging
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from threading import Condition, Thread
from typing import Protocol

_LONGEST = 5.0
"""Seconds after which a player hangs: the longest sound takes well under one."""

_WRONG_LASTS = 0.6
"""Seconds in which no sound of something found may end one of something wrong."""

_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))

_log = logging.getLogger(__name__)


class Sound(StrEnum):
    """What can be heard; the value is the file's name without its ending."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    BLOCKED = "blocked"


_WRONG = (Sound.NOT_FOUND, Sound.BLOCKED)


class Sounds(Protocol):
    """Plays a sound and comes back at once; one that can't be played is no error."""

    def play(self, sound: Sound) -> None:
        """Let the sound be heard, soon."""

    def close(self) -> None:
        """The till is closing; nothing is played any more."""


class Silence:
    """No sound: switched off, or a machine without a player."""

    def play(self, sound: Sound) -> None:
        """Nothing is heard."""

    def close(self) -> None:
        """Nothing to end."""


class HeardSounds:
    """Keeps in memory what would have been heard; for tests and for trying things out."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, sound: Sound) -> None:
        """Remember the sound."""
        self.played.append(sound)

    def close(self) -> None:
        """Nothing to end."""


class PlayerSounds:
    """Plays through the system's own player, one process per sound, in a thread of its own.

    Starting a process takes milliseconds that the window must not lose, and someone has to wait
    for its end. A player that fails gives way to the next one; after the last there is silence.
    """

    def __init__(self, folder: Path, players: Sequence[Sequence[str]]) -> None:
        self._folder = folder
        self._players = list(players)
        self._waiting: list[Sound] = []
        self._closing = False
        self._wake = Condition()
        self._thread = Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def play(self, sound: Sound) -> None:
        """Play after what is being played. While scans come faster than sounds end, what went
        wrong is heard before what went well, and of equal ones one."""
        with self._wake:
            if sound is Sound.FOUND:
                if not self._waiting:
                    self._waiting.append(sound)
            elif sound not in self._waiting:
                self._waiting = [*(each for each in self._waiting if each in _WRONG), sound]
            self._wake.notify()

    def close(self) -> None:
        """Let the sounds end that wait, then stop."""
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout=_LONGEST)

    def _next(self) -> Sound | None:
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._closing)
            return self._waiting.pop(0) if self._waiting else None

    def _run(self) -> None:
        while (sound := self._next()) is not None:
            while self._players and not self._heard(self._players[0], sound):
                _log.info("no sound through %s", self._players.pop(0)[0])

    def _heard(self, player: Sequence[str], sound: Sound) -> bool:
        command = [*player, str(self._folder / f"{sound}.wav")]
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_LONGEST,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


def system_sounds(folder: Path) -> Sounds:
    """The sounds of this machine, from WAV files in folder; silence where nothing plays them."""
    if sys.platform == "win32":
        return _WindowsSounds(folder)
    players = [player for player in _PLAYERS if shutil.which(player[0])]
    return PlayerSounds(folder, players) if players else Silence()


if sys.platform == "win32":
    import winsound

    class _WindowsSounds:
        """Windows plays a file in the background by itself; a new sound ends the old one, so that
        what went well must not cut off what went wrong."""

        def __init__(self, folder: Path) -> None:
            self._folder = folder
            self._wrong_until = 0.0

        def play(self, sound: Sound) -> None:
            now = time.monotonic()
            if sound in _WRONG:
                self._wrong_until = now + _WRONG_LASTS
            elif now < self._wrong_until:
                return
            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            with contextlib.suppress(RuntimeError):  # no sound card
                winsound.PlaySound(str(self._folder / f"{sound}.wav"), flags)

        def close(self) -> None:
            with contextlib.suppress(RuntimeError):
                winsound.PlaySound(None, 0)
