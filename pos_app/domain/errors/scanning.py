"""A device at the counter that does not answer."""

from dataclasses import dataclass

from pos_app.domain.errors.base import PosError


@dataclass(eq=False)  # not frozen: a traceback is set on it
class DeviceLost(PosError):
    """A device does not answer any more: its cable was pulled, or something else holds it. device
    is "scanner", "scale" or "camera", port where it was looked for ("" where that says nothing)."""

    device: str
    port: str
