"""Whether a window can be shown here at all, asked before Qt is: Qt would only abort."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

HOW_TO_GO_ON = (
    "Start it on a desktop, under `xvfb-run`, with QT_QPA_PLATFORM=offscreen for tests, "
    "or use the commands of `python -m pos_app --help`."
)


def trouble(environ: Mapping[str, str] = os.environ) -> str:
    """Why no window can be shown, in one sentence; "" when one can.

    Only X11 and Wayland are asked: Windows and macOS always have a screen, and a platform that
    somebody chose (offscreen, vnc ...) is theirs to answer for.
    """
    chosen = environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if sys.platform in ("win32", "darwin") or chosen not in ("", "xcb", "wayland"):
        return ""
    by_wayland = chosen != "xcb" and environ.get("WAYLAND_DISPLAY", "")
    if by_wayland and _wayland_answers(environ):
        return ""
    if chosen != "wayland" and environ.get("DISPLAY", ""):
        return _x11_trouble()
    if by_wayland:
        return f"The Wayland display {environ['WAYLAND_DISPLAY']} does not answer."
    return "There is no display for a window."


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    import socket  # only where there is a Wayland to ask

    place = Path(environ.get("XDG_RUNTIME_DIR", "/")) / environ["WAYLAND_DISPLAY"]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        try:
            door.connect(str(place))
        except OSError:
            return False
    return True


def _x11_trouble() -> str:
    """Connect as Qt will: this finds a dead server and a refused key alike."""
    import ctypes  # only where there is an X11 to ask

    for name, package in (("libxcb.so.1", "libxcb1"), ("libxcb-cursor.so.0", "libxcb-cursor0")):
        try:
            ctypes.CDLL(name)
        except OSError:
            return f"The system library {name} is missing (Debian, Ubuntu: apt install {package})."
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The display {os.environ.get('DISPLAY', '')} does not answer." if failed else ""
