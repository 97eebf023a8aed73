"""The sheet of this till's devices: what stands there is checked, tried, kept and used at once."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from pos_app import config
from pos_app.config import Config
from pos_app.devices import discovery
from pos_app.devices.discovery import Found
from pos_app.ui.actions import all_actions
from pos_app.ui.devices import DevicesSheet, sheet
from pos_app.ui.devices.trial_paper import NUMBER, trial_paper
from tests.ui.open_till import PRINTER
from tests.ui.printing.conftest import Window

PORT = Found("serial:///dev/ttyUSB7", "Scale of the bakery")
PICTURE = b"\x1dv0"
"""How a picture begins (Epson, "GS v 0")."""
USB = Found("usb://04b8:0e28", "TM-T20III")


@pytest.fixture(autouse=True)
def _plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "printers", lambda: (USB,))
    monkeypatch.setattr(sheet, "ports", lambda: (PORT,))


def opened(window: Window) -> DevicesSheet:
    window.station.show_devices()
    found = window.sheet(DevicesSheet)
    window.until(lambda: found.printer.printer.count() == 2)
    return found


def test_what_is_plugged_in_is_proposed_and_what_stands_there_stays(window: Window) -> None:
    devices = opened(window)
    box = devices.printer.printer
    assert box.address == PRINTER
    assert [box.itemText(place) for place in range(2)] == [
        "usb://04b8:0e28   TM-T20III",
        "serial:///dev/ttyUSB7   Scale of the bakery",
    ]
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert box.address == USB.address
    assert devices.scale.port.itemData(0) == PORT.address


def test_each_page_and_its_key_are_whole_in_the_smallest_window(window: Window) -> None:
    window.main.resize(1024, 700)
    devices = opened(window)
    area = devices._sheet_area
    assert area is not None
    for place in range(len(devices.pages)):
        devices.show_page(place)
        inner = area.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= area.viewport().width()


def test_a_test_print_uses_what_stands_there(window: Window) -> None:
    devices = opened(window)
    devices.printer.printer.setEditText("tcp://other")
    window.key(Qt.Key.Key_F5)
    other = window.devices.printer("tcp://other")
    window.until(lambda: other.papers)
    assert NUMBER.encode() in other.papers[0]
    assert "Käse".encode("cp858") in other.papers[0]
    window.until(lambda: devices.printer._line.text().startswith("Printed."))
    other.paper_out = True
    window.key(Qt.Key.Key_F5)
    window.until(lambda: "no paper" in devices.printer._line.text())
    assert devices.printer._line.property("tone") == "bad"
    window.key(Qt.Key.Key_F7)
    window.until(lambda: other.pulses == 1)
    assert window.printer.papers == []


def test_saved_devices_are_used_at_once(window: Window) -> None:
    devices = opened(window)
    devices.printer.printer.setEditText("tcp://other")
    devices.customer.pole.setEditText(PORT.address)
    window.ctrl(Qt.Key.Key_S)
    window.until(lambda: not isValid(devices))
    assert config.load().printer == "tcp://other"
    assert config.load().pole_display == PORT.address
    window.sell()
    other = window.devices.printer("tcp://other")
    window.until(lambda: other.papers)
    window.until(lambda: window.devices.displays[PORT.address].shown)
    assert window.printer.papers == []


def test_letters_that_the_printer_lacks_are_drawn_unless_it_is_switched_off(
    window: Window,
) -> None:
    arabic = replace(window.shop.info, name="\N{ARABIC LETTER SEEN}\N{ARABIC LETTER REH}")
    assert PICTURE in trial_paper(arabic, config.load())
    devices = opened(window)
    assert devices.printer.drawn.isChecked()
    devices.printer.drawn.click()
    window.ctrl(Qt.Key.Key_S)
    window.until(lambda: not isValid(devices))
    assert window.station.config.print_drawn is config.load().print_drawn is False
    plain = trial_paper(arabic, config.load())
    assert PICTURE not in plain
    assert NUMBER.encode() in plain


def test_what_can_not_be_is_said_where_it_stands(window: Window) -> None:
    devices = opened(window)
    for page, field, text, says in (
        (0, devices.printer.printer, "my printer", "is no printer"),
        (0, devices.printer.spare, "tcp://", "is no printer"),
        (0, devices.printer.drawer, "tcp://host", "is no serial port"),
        (1, devices.scanner.port, "tcp://host", "is no serial port"),
        (2, devices.scale.port, "http://x", "is no serial port"),
        (3, devices.customer.pole, "tcp://host", "is no serial port"),
    ):
        before = field.address
        field.setEditText(text)
        window.ctrl(Qt.Key.Key_S)
        assert devices._stack.currentIndex() == page
        assert field.property("fault") is True
        assert says in field.accessibleDescription()
        field.setEditText(before)
    assert devices.isVisible()
    assert config.load().printer == PRINTER


def test_a_pause_is_a_number_that_a_scanner_can_keep(window: Window) -> None:
    devices = opened(window)
    for text, says in (("fast", "is not a number"), ("900", "is out of range"), ("", "not a")):
        devices.scanner._gap.setText(text)
        window.ctrl(Qt.Key.Key_S)
        assert says in devices.scanner._gap.accessibleDescription()
    devices.scanner._gap.setText("50")
    window.ctrl(Qt.Key.Key_S)
    window.until(lambda: not isValid(devices))
    assert config.load().scanner_gap_ms == 50


def test_an_unknown_table_is_refused(window: Window) -> None:
    devices = opened(window)
    devices.printer._pages.setText("cp858, klingon")
    window.ctrl(Qt.Key.Key_S)
    assert "klingon" not in config.load().code_pages
    assert devices.printer._pages.property("fault") is True
    devices.printer._pages.setText("CP858, cp866")
    window.ctrl(Qt.Key.Key_S)
    window.until(lambda: not isValid(devices))
    assert config.load().code_pages == "cp858 cp866"


def test_a_scan_is_heard_and_not_sold(window: Window) -> None:
    devices = opened(window)
    assert window.desk.scans is not None
    window.desk.scans._take_in("29000000017", "serial")
    assert devices._stack.currentIndex() == 1
    assert "“29000000017”" in devices.scanner.line.text()
    window.key(Qt.Key.Key_Escape)
    window.rest()
    assert not window.cart.sale.cart


def test_a_disk_that_is_full_is_told(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> Config:
        raise OSError(28, "No space left on device")

    devices = opened(window)
    monkeypatch.setattr(config, "update", full)
    window.ctrl(Qt.Key.Key_S)
    window.until(lambda: any("can't be written" in text for text in window.notices))
    assert devices.isVisible()
    assert devices.save.isEnabled()


def test_this_machine_is_searched_without_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(found.address.startswith("serial://") for found in discovery.ports())
    assert all("://" in found.address for found in discovery.printers())

    device = SimpleNamespace(idVendor=0x04B8, idProduct=0x0E28, product="TM-T20III")
    monkeypatch.setattr("usb.core.find", lambda **_: [device])
    assert Found("usb://04b8:0e28", "TM-T20III") in discovery.printers()


def test_the_menu_leads_there(open_window: Callable[..., Window]) -> None:
    window = open_window(printer="")
    [action] = [each for each in all_actions(window.floor) if each.name == "till.devices"]
    action.run()
    assert window.sheet(DevicesSheet).printer.printer.address == ""
