"""This till's devices: where each is, how it is set, and a trial of each."""

from pos_app.ui.devices.sheet import DevicesSheet

__all__ = ["DevicesSheet"]
