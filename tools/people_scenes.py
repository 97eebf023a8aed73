"""Who is at the till, for screenshots.py: a locked till, an approval, the staff and the roles."""

from pos_app import sample
from pos_app.shop import Shop
from pos_app.ui.session import LOCK
from pos_app.ui.staff import open_staff
from tools.camera import Camera

BEN_PIN, SUE_PIN = "135790", "246813"


def add_people(shop: Shop) -> None:
    """A clerk, and a supervisor with a badge, beside the owner of the sample shop."""
    by = shop.staff.terminal()
    shop.staff.add_user(username="ben", name="Ben Okafor", pin=BEN_PIN, role="clerk", by=by)
    sue = shop.staff.add_user(
        username="sue", name="Sue Lindqvist", pin=SUE_PIN, role="supervisor", by=by
    )
    shop.staff.set_badge(sue.id, "BADGE-OF-SUE-77", by=by)
    shop.staff.sign_out(by=by)


def come(camera: Camera, name: str, pin: str) -> None:
    """Somebody signs in where the till was left for others."""
    camera.type(name)
    camera.type(pin)
    camera.press("Return")
    camera.until(lambda: bool(camera.floor.desk and camera.floor.desk.session.clerk))


def people(camera: Camera, code: str) -> None:
    """Ben sells something for less; the till is locked; Ann looks after the staff."""
    desk = camera.floor.desk
    assert desk is not None
    camera.press("Ctrl+1", LOCK)
    camera.until(lambda: desk.session.clerk is None)
    camera.press("F2")
    come(camera, "ben", BEN_PIN)
    camera.type(code)
    camera.press("Return", "F5")
    camera.type("1.00")
    camera.press("Return")
    camera.snap("approval")
    camera.press("Esc", LOCK)
    camera.until(lambda: desk.session.clerk is None)
    camera.snap("locked")
    camera.press("F2")
    come(camera, "ann", sample.PIN)
    open_staff(desk, camera.floor)
    camera.rest()
    camera.snap("staff")
    camera.press("F2")
    camera.snap("roles")
    camera.press("Esc", "Ctrl+Z")
