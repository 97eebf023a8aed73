"""A shift from its first count to the Z report; for screenshots.py."""

from pos_app import sample
from tools.camera import Camera


def run_a_shift(camera: Camera, basket: tuple[str, ...]) -> None:
    """A drawer from its first count to the Z report, with twenty dollars missing."""
    assert camera.floor.desk is not None
    camera.press("Ctrl+D", "F12")
    for pieces in ("", "1", "2", "4", "6", "20", "12", "10"):
        camera.type(pieces)
        camera.press("Return")
    camera.snap("shift-open")
    camera.press("F12")
    for code in basket:
        camera.type(code)
        camera.press("Return")
    camera.press("F12")
    camera.type("100")
    camera.press("Return", "Return", "Ctrl+D")
    camera.snap("shift")
    camera.press("F3")
    camera.type("50")
    camera.press("F3")
    camera.type("Too much in the drawer")
    camera.snap("cash-drop")
    camera.press("Return", "Ctrl+D", "F5")
    camera.snap("x-report")
    camera.press("Return", "Ctrl+4", "Down", "Home", "F7", "F2", "F3")
    camera.type("Wrong key")
    camera.snap("tender-correction")
    camera.press("Return", "Ctrl+1", "Ctrl+D", "F12")
    for pieces in ("", "", "2", "3", "5", "19", "10", "10"):
        camera.type(pieces)
        camera.press("Return")
    camera.snap("shift-close")
    camera.press("F12")
    camera.snap("shift-float")
    camera.press("Return", "F3")
    camera.type("Can't be found")
    camera.snap("shift-difference")
    camera.press("Return")
    camera.rest()
    camera.press("Return")
    camera.until(lambda: not bool(_clerk(camera)))
    camera.type(sample.PIN)
    camera.press("Return")
    camera.until(lambda: bool(_clerk(camera)))
    camera.press("Ctrl+D", "F9")
    camera.snap("past-shifts")
    camera.press("Esc")
    camera.floor.notices.clear()


def _clerk(camera: Camera) -> object:
    assert camera.floor.desk is not None
    return camera.floor.desk.session.clerk
