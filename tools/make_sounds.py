"""Makes the till's three sounds: python tools/make_sounds.py writes resources/sounds/*.wav.

They differ in pitch and in rhythm, so that a clerk who looks at the customer, or who hears high
tones badly, still tells a scan that worked from one that did not.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
FADE = 0.006  # seconds; a tone that starts or stops at once clicks
PEAK = 0.55

# Each sound is a row of (hertz, seconds); 0 hertz is a pause.
SOUNDS = {
    "found": [(1_320, 0.07)],
    "not_found": [(392, 0.12), (0, 0.05), (294, 0.20)],
    "blocked": [(220, 0.11), (0, 0.06), (220, 0.11), (0, 0.06), (220, 0.20)],
}


def tone(hertz: float, seconds: float) -> list[int]:
    """The samples of one soft tone: the note, a little of its octave, a fade on both sides."""
    count = round(RATE * seconds)
    samples = []
    for index in range(count):
        at = index / RATE
        fade = min(1.0, at / FADE, (count - 1 - index) / RATE / FADE)
        turn = 2 * math.pi * hertz * at
        value = (math.sin(turn) + 0.25 * math.sin(2 * turn)) / 1.25
        samples.append(round(32_767 * PEAK * fade * value))
    return samples


def main() -> None:
    """Write every sound as 16-bit mono."""
    folder = Path(__file__).resolve().parent.parent / "resources" / "sounds"
    folder.mkdir(parents=True, exist_ok=True)
    for name, notes in SOUNDS.items():
        samples = [sample for hertz, seconds in notes for sample in tone(hertz, seconds)]
        with wave.open(str(folder / f"{name}.wav"), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
        print(f"{name}.wav: {len(samples) / RATE:.2f} s")


if __name__ == "__main__":
    main()
