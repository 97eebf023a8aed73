"""Which sheet each button and key of the panel opens."""

from pos_app.ui.cart.panel import CartPanel
from pos_app.ui.cart.sheets import Sheets


def connect_panel(panel: CartPanel, sheets: Sheets) -> None:
    """Lead what the panel asks for to the sheet that asks the clerk."""
    panel.customer_asked.connect(sheets.ask_customer)
    panel.sale_note_asked.connect(sheets.ask_sale_note)
    panel.lines.note_asked.connect(sheets.ask_line_note)
    panel.totals.pay_asked.connect(sheets.ask_pay)
    panel.totals.park_asked.connect(sheets.ask_park)
    panel.totals.recall_asked.connect(sheets.ask_recall)
    panel.lines.discount_asked.connect(sheets.discounting.ask_line)
    panel.lines.quantity_asked.connect(sheets.ask_quantity)
    panel.lines.price_asked.connect(sheets.own_price.ask_line)
    panel.price_check_asked.connect(sheets.check_price)
    panel.return_asked.connect(sheets.returning.ask)
    panel.loose_return_asked.connect(sheets.returning.ask_loose)
    panel.void_asked.connect(sheets.returning.ask_void)
    panel.sale_discount_asked.connect(sheets.discounting.ask_sale)
    panel.gift_card_asked.connect(sheets.discounting.sell_gift_card)
    panel.code_asked.connect(sheets.discounting.ask_code)
    panel.totals.code_asked.connect(sheets.discounting.ask_code)
    panel.totals.sums_asked.connect(sheets.show_sums)
    panel.sums_asked.connect(sheets.show_sums)
    panel.done.new_sale_asked.connect(lambda: panel.show_done(False))
    # The sale before is no longer what was done last, and may be void.
    sheets.returning.booked.connect(lambda: panel.show_done(False))
    panel.done.receipt_asked.connect(sheets.show_receipt)
    panel.done.print_asked.connect(sheets.print_receipt)
