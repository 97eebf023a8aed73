"""The editor's fields for the till, and the parts of a bundle."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.domain.rows import Clerk, ProductRow
from pos_app.shop import Shop
from pos_app.ui.products.editor import ProductEditor
from pos_app.ui.products.product_picker import ProductPicker
from tests.ui.products.conftest import Manager, faults
from tests.ui.products.test_product_editor import closed, edit, new, save

Open = Callable[[], Manager]
Add = Callable[..., ProductRow]


def scan_part(manager: Manager, editor: ProductEditor, code: str) -> None:
    editor.form.parts.setFocus()
    manager.key(code, Qt.Key.Key_Return)
    manager.rest()


def changed(editor: ProductEditor) -> bool:
    return editor.changed


def parts_of(shop: Shop, product: ProductRow) -> list[tuple[str, Decimal]]:
    return [(part.name, part.quantity) for part in shop.catalog.parts(product.id)]


def test_what_a_product_needs_at_the_till_is_typed_and_kept(open_tab: Open, shop: Shop) -> None:
    manager = open_tab()
    editor = new(manager)
    manager.key("Flowers")
    editor.form.at_till.open_price.setFocus()
    manager.key(Qt.Key.Key_Space)
    editor.form.at_till.min_age.setFocus()
    manager.key("16", Qt.Key.Key_Return, "42")
    save(manager)
    assert closed(manager)
    made = shop.catalog.search("flowers")[0]
    # Where the price is asked, none need be typed here.
    assert (made.price, made.open_price, made.min_age, made.scale_number) == (0, True, 16, 42)

    editor = edit(manager, made)
    assert not changed(editor)
    editor.form.at_till.min_age.clear()
    editor.form.at_till.scale_number.clear()
    editor.form.at_till.open_price.setFocus()
    manager.key(Qt.Key.Key_Space)
    assert changed(editor)
    save(manager)
    again = shop.catalog.get(made.id)
    assert (again.open_price, again.min_age, again.scale_number) == (False, 0, None)


def test_a_price_that_is_not_asked_must_be_typed(open_tab: Open) -> None:
    manager = open_tab()
    editor = new(manager)
    manager.key("Flowers")
    editor.form.at_till.min_age.setText("1x")
    editor.form.at_till.scale_number.setText("-1")
    save(manager)
    assert sorted(faults(editor)) == [
        "Minimum age may hold digits only.",
        "Number on the scale may hold digits only.",
        "Price is missing.",
    ]


def test_a_number_that_another_product_has_stands_under_its_field(
    open_tab: Open, add_product: Add
) -> None:
    add_product("Ham", scale_number=42)
    manager = open_tab()
    editor = new(manager)
    manager.key("Salami")
    editor.form.price.setText("9.90")
    editor.form.at_till.scale_number.setText("42")
    save(manager)
    assert faults(editor) == ["Number on the scale “42” is taken already."]
    assert editor.form.at_till.scale_number.hasFocus()


def test_a_bundle_is_made_by_scanning_its_parts(
    open_tab: Open, shop: Shop, add_product: Add
) -> None:
    add_product("Cup", 400, 7, barcodes=["4006381333931"])
    add_product("Tea", 4000, 1, unit="kg", sku="TEA")
    manager = open_tab()
    editor = new(manager)
    manager.key("Hamper")
    editor.form.price.setText("12.50")
    editor.form.stock.setText("5")
    for code in ("4006381333931", "TEA", "4006381333931"):
        scan_part(manager, editor, code)
    assert editor.isVisible(), "the scanner's Enter must not save"
    assert [line.quantity.text() for line in editor.form.parts._parts] == ["2", "1"]
    assert not editor.form.stock.isVisible(), "a bundle has no stock of its own"
    editor.form.parts._parts[1].quantity.setFocus()
    manager.key("0.15")
    save(manager)
    assert closed(manager)
    hamper = shop.catalog.search("hamper")[0]
    assert (hamper.bundle, hamper.on_hand) == (True, 3)
    assert parts_of(shop, hamper) == [("Cup", 2), ("Tea", Decimal("0.15"))]


def test_a_part_is_chosen_from_the_list_and_taken_out_again(
    open_tab: Open, shop: Shop, owner: Clerk, add_product: Add
) -> None:
    cup, pot = add_product("Cup", 400, 7), add_product("Pot", 900, 2)
    hamper = add_product("Hamper", 1250, 0, parts=[(cup.id, 2)])
    manager = open_tab()
    editor = edit(manager, hamper)
    assert not changed(editor)
    manager.click(editor.form.parts.choose)
    picker = manager.sheet(ProductPicker)
    assert isinstance(picker, ProductPicker)
    manager.key("pot", Qt.Key.Key_Return)
    manager.rest()
    assert manager.open_sheets() == 1, "the list has closed"
    assert changed(editor)
    out = [b for b in editor.findChildren(QPushButton) if b.accessibleName() == "Take Cup out"]
    manager.click(out[0])
    assert editor.form.parts.code.hasFocus()
    save(manager)
    assert closed(manager)
    assert parts_of(shop, hamper) == [("Pot", 1)]
    assert parts_of(shop, pot) == []

    editor = edit(manager, shop.catalog.get(hamper.id))
    editor.form.parts.set_parts(())
    editor.form.unit.setCurrentIndex(editor.form.unit.findData("kg"))
    save(manager)
    assert closed(manager)
    plain = shop.catalog.get(hamper.id)
    assert (plain.bundle, plain.unit) == (False, "kg")


def test_an_unknown_code_and_a_quantity_that_is_none_are_said(
    open_tab: Open, shop: Shop, add_product: Add
) -> None:
    cup = add_product("Cup", 400, 7, sku="CUP")
    manager = open_tab()
    editor = new(manager)
    manager.key("Hamper")
    editor.form.price.setText("12.50")
    scan_part(manager, editor, "NONE")
    assert faults(editor) == ["“NONE” belongs to no product."]
    scan_part(manager, editor, "CUP")
    assert faults(editor) == []
    for typed, fault in (
        ("", "Parts must be above zero."),
        ("0", "Parts must be above zero."),
        ("1.5", "Parts must be whole: this is sold by the piece."),
        ("x", "Parts is not a number."),
    ):
        editor.form.parts._parts[0].quantity.setText(typed)
        save(manager)
        assert faults(editor) == [fault]
    scan_part(manager, editor, "CUP")
    assert editor.form.parts.parts() == ((cup.id, Decimal(1)),)


def test_what_can_be_no_bundle_is_said_and_nothing_is_lost(
    open_tab: Open, shop: Shop, milk: ProductRow, add_product: Add
) -> None:
    add_product("Cup", 400, 7, sku="CUP")
    manager = open_tab()
    editor = edit(manager, milk)
    scan_part(manager, editor, "CUP")
    save(manager)
    assert editor.refusal.text == "Milk 1 l has stock of its own."
    assert [line.quantity.text() for line in editor.form.parts._parts] == ["1"]
    assert parts_of(shop, milk) == []


def test_the_panel_tells_of_a_bundle_and_moves_no_stock_of_it(
    open_tab: Open, add_product: Add
) -> None:
    cup = add_product("Cup", 400, 7)
    tea = add_product("Tea", 4000, 1, unit="kg", min_age=18, scale_number=42, open_price=True)
    hamper = add_product("Hamper", 1250, 0, parts=[(cup.id, 2), (tea.id, Decimal("0.150"))])
    manager = open_tab()
    panel = manager.tab._panel
    manager.choose(hamper)
    texts = [label.text() for label in panel._lists.facts.findChildren(QLabel)]
    assert texts[texts.index("Made of") + 1] == "2 × Cup"
    assert "0.15 kg × Tea" in texts
    assert texts[texts.index("Minimum age") + 1] == "18 years"  # that of its part
    assert panel._head.badge.text() == "Bundle: there are parts for 3"
    assert not panel._receive.isEnabled()
    assert not panel._adjust.isEnabled()
    manager.choose(tea)
    assert panel._receive.isEnabled()
    texts = [label.text() for label in panel._lists.facts.findChildren(QLabel)]
    assert texts[texts.index("At the till") + 1] == "Price is asked"
    assert texts[texts.index("On the scale") + 1] == "42"
