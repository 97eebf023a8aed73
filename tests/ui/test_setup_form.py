"""The form that makes a shop: where it will be kept."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from pos_app.ui.setup_form import SetupForm, free_place


def test_a_second_shop_is_offered_a_place_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    wanted = tmp_path / "shop.db"
    assert free_place(str(wanted)) == str(wanted)
    wanted.touch()
    (tmp_path / "shop-2.db").touch()
    form = SetupForm(str(wanted))
    qtbot.addWidget(form)
    places: list[str] = []
    form.made.connect(lambda location, _answers: places.append(location))
    for field, text in (
        (form._name, "Second"), (form._owner, "Ann"), (form._username, "ann"),
        (form._pin, "480213"), (form._again, "480213"),
    ):  # fmt: skip
        field.setText(text)
    form._make.click()
    assert places == [str(tmp_path / "shop-3.db")]


def test_a_long_path_is_shortened_in_its_middle(qtbot: QtBot) -> None:
    place = "/srv/" + "a-long-name-of-a-folder/" * 4 + "corner.db"
    form = SetupForm(place)
    qtbot.addWidget(form)
    form.resize(1366, 768)
    form.show()
    shown = form._file.text()
    assert shown.startswith("Kept in /srv/")
    assert shown.endswith("corner.db")
    assert form._file.sizeHint().width() <= form._file.width()
    assert form._file.toolTip() == place
