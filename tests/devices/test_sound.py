"""Sounds are played by another program, one after the other, and never hold up the till."""

import itertools
import shutil
import sys
import time
import wave
from pathlib import Path

import pytest

from pos_app import paths
from pos_app.devices.sound import HeardSounds, PlayerSounds, Silence, Sound, Sounds, system_sounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="players are POSIX programs")


@pytest.fixture
def player(tmp_path: Path) -> Path:
    """A program that writes down what it was asked to play."""
    return program(tmp_path / "player", f'echo "$(basename "$1")" >> "{tmp_path}/heard"')


def program(path: Path, line: str) -> Path:
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)
    return path


def heard(tmp_path: Path) -> list[str]:
    file = tmp_path / "heard"
    return file.read_text().split() if file.exists() else []


def test_a_sound_is_played_from_its_file(tmp_path: Path, player: Path) -> None:
    sounds = PlayerSounds(tmp_path, [[str(player)]])
    sounds.play(Sound.FOUND)
    sounds.play(Sound.NOT_FOUND)
    sounds.close()
    assert heard(tmp_path)[-1] == "not_found.wav"
    assert set(heard(tmp_path)) <= {"found.wav", "not_found.wav"}


def test_a_player_that_fails_gives_way_to_the_next(tmp_path: Path, player: Path) -> None:
    broken = program(tmp_path / "broken", f"echo broken >> '{tmp_path}/heard'; exit 1")
    missing = tmp_path / "missing"
    sounds = PlayerSounds(tmp_path, [[str(missing)], [str(broken)], [str(player)]])
    sounds.play(Sound.BLOCKED)
    sounds.close()
    assert heard(tmp_path) == ["broken", "blocked.wav"]


def test_without_any_working_player_there_is_silence(tmp_path: Path) -> None:
    sounds = PlayerSounds(tmp_path, [[str(tmp_path / "missing")]])
    sounds.play(Sound.FOUND)
    sounds.play(Sound.FOUND)
    sounds.close()
    assert heard(tmp_path) == []


def test_a_slow_player_never_holds_up_the_till(tmp_path: Path) -> None:
    slow = program(tmp_path / "slow", f'sleep 0.3; echo "$(basename "$1")" >> "{tmp_path}/heard"')
    sounds = PlayerSounds(tmp_path, [[str(slow)]])
    start = time.perf_counter()
    for _ in range(50):
        sounds.play(Sound.FOUND)
    sounds.play(Sound.BLOCKED)
    assert time.perf_counter() - start < 0.2
    sounds.close()
    assert len(heard(tmp_path)) <= 3
    assert heard(tmp_path)[-1] == "blocked.wav"


def test_what_went_wrong_is_heard_amid_fast_scans(tmp_path: Path) -> None:
    slow = program(tmp_path / "slow", f'sleep 0.2; echo "$(basename "$1")" >> "{tmp_path}/heard"')
    sounds = PlayerSounds(tmp_path, [[str(slow)]])
    for number in range(40):
        sounds.play({10: Sound.NOT_FOUND, 20: Sound.BLOCKED}.get(number, Sound.FOUND))
    sounds.close()
    assert [name for name in heard(tmp_path) if name != "found.wav"] == [
        "not_found.wav", "blocked.wav",
    ]  # fmt: skip


def test_the_three_sounds_are_told_apart() -> None:
    """By their length and how often they cross zero: pitch, roughly."""
    seen = {}
    for sound in Sound:
        with wave.open(str(paths.resources() / "sounds" / f"{sound}.wav")) as file:
            frames = memoryview(file.readframes(file.getnframes())).cast("h")
            crossings = sum(a * b < 0 for a, b in itertools.pairwise(frames))
            seconds = len(frames) / file.getframerate()
            seen[sound] = (seconds, crossings / 2 / seconds)
    for one, other in itertools.combinations(seen.values(), 2):
        assert abs(one[0] - other[0]) > 0.05 or abs(one[1] / other[1] - 1) > 0.25


def test_a_machine_without_players_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    sounds = system_sounds(Path("nowhere"))
    assert isinstance(sounds, Silence)
    sounds.play(Sound.FOUND)
    sounds.close()


def test_the_sounds_in_memory_tell_what_was_played() -> None:
    kept = HeardSounds()
    sounds: Sounds = kept
    sounds.play(Sound.NOT_FOUND)
    sounds.close()
    assert kept.played == [Sound.NOT_FOUND]


@pytest.mark.parametrize("sound", list(Sound))
def test_every_sound_ships_as_a_short_file_every_player_takes(sound: Sound) -> None:
    with wave.open(str(paths.resources() / "sounds" / f"{sound}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert 0.03 < file.getnframes() / file.getframerate() < 0.7
        frames = file.readframes(file.getnframes())
    loudest = max(abs(value) for value in memoryview(frames).cast("h"))
    assert 8_000 < loudest < 32_767
