"""The global style sheet: how each kind of control looks, from a palette and the sizes."""

from string import Template

from pos_app.ui.tokens import Palette

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[kind="page"] { background: $bg; }
QLabel { background: transparent; }
QToolTip { background: $ink; color: $on_ink; border: 0; padding: ${grid}px 8px; font-size: ${small}px; }

/* words */
QLabel[kind="title"] { font-size: ${large}px; font-weight: 700; }
QLabel[kind="brand"] { font-size: 16px; font-weight: 700; }
QLabel[kind="pill"] {
  background: $surface; border: 1px solid $line; border-radius: 18px; color: $muted;
  padding: 0 14px;
}
QLabel[kind="heading"] { font-size: ${body}px; font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: ${small}px; }
QLabel[kind="label"] { color: $muted; font-size: ${small}px; font-weight: 600; }
QLabel[kind="faint"] { color: $faint; font-size: ${small}px; }
QLabel[kind="fault"] { color: $bad; font-size: ${small}px; font-weight: 500; }
QLabel[kind="total"] { font-size: ${huge}px; font-weight: 700; }
QLabel[kind="figure"] { font-size: ${large}px; font-weight: 700; }
QLabel[kind="change"] { font-size: ${change}px; font-weight: 700; }
QLabel[kind="tip"] {
  background: $accent_soft; color: $accent; border-radius: ${radius}px; padding: 12px;
  font-weight: 600;
}
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[kind="badge"] {
  border-radius: ${small_radius}px; padding: 2px 8px; font-size: ${small}px; font-weight: 600;
  background: $raised; color: $muted;
}
QLabel[kind="badge"][tone="good"] { background: $good_soft; color: $good; }
QLabel[kind="badge"][tone="warn"] { background: $warn_soft; color: $warn; }
QLabel[kind="badge"][tone="bad"] { background: $bad_soft; color: $bad; }
QLabel[kind="badge"][tone="accent"] { background: $accent_soft; color: $accent; }

/* surfaces */
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="raised"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[kind="foot"] {
  background: $raised; border: 0; border-top: 1px solid $line;
  border-bottom-left-radius: ${radius}px; border-bottom-right-radius: ${radius}px;
}
QFrame[kind="separator"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[kind="header"] { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame[kind="good"] { background: $good_soft; border: 0; border-radius: ${radius}px; }
QFrame[kind="warn"] { background: $warn_soft; border: 0; border-radius: ${radius}px; }
QFrame[kind="bad"] { background: $bad_soft; border: 0; border-radius: ${radius}px; }
QFrame[kind="notice"] {
  background: $surface; border: 1px solid $line; border-radius: ${radius}px;
}
QFrame[kind="notice"][tone="good"] { background: $good_soft; border-color: $good; }
QFrame[kind="notice"][tone="warn"] { background: $warn_soft; border-color: $warn; }
QFrame[kind="notice"][tone="bad"] { background: $bad_soft; border-color: $bad; }
QFrame[kind="pill"] { background: $surface; border: 1px solid $line; border-radius: 18px; }

/* buttons: what has no kind is secondary */
QPushButton {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 14px; min-height: ${control_in}px; font-weight: 500; outline: 0;
}
QPushButton:hover { background: $raised; border-color: $faint; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border-color: $accent; }
QPushButton:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QPushButton:disabled { color: $faint; background: $surface; border-color: $line; }
QPushButton[dense="true"] { min-height: ${dense_in}px; padding: 0 12px; }
QPushButton[figure="true"] { font-size: 16px; font-weight: 600; padding: 0 4px; }
QPushButton[snug="true"] { padding: 0 10px; }
QPushButton[touch="true"] { min-height: ${touch_in}px; }
QPushButton[kind="primary"], QPushButton[kind="pay"] {
  background: $accent; color: $on_accent; border-color: $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover, QPushButton[kind="pay"]:hover { background: $accent_press; }
QPushButton[kind="primary"]:pressed, QPushButton[kind="pay"]:pressed {
  background: $accent_press; border-color: $accent_press;
}
QPushButton[kind="primary"]:focus, QPushButton[kind="pay"]:focus { border: 2px solid $bar; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="pay"]:disabled {
  background: $line; border-color: $line; color: $faint;
}
QPushButton[kind="pay"] { min-height: ${pay_in}px; font-size: 20px; font-weight: 700; }
QPushButton[kind="danger"] { color: $bad; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed {
  background: $bad_soft; border-color: $bad;
}
QPushButton[kind="danger"]:disabled { color: $faint; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; color: $muted; }
QPushButton[kind="ghost"]:hover { background: $raised; color: $text; }
QPushButton[kind="ghost"]:pressed { background: $accent_soft; }
QPushButton[kind="ghost"]:focus { border-color: $accent; }
QPushButton[kind="chip"] { color: $muted; padding: 0 16px; }
QPushButton[kind="chip"]:hover { color: $text; }
QPushButton[kind="chip"]:checked { background: $ink; color: $on_ink; border-color: $ink; }
QPushButton[kind="chip"]:checked:focus { border: 2px solid $accent; }
QPushButton[kind="tab"] {
  background: transparent; border: 1px solid transparent; border-radius: 8px; color: $muted;
  min-height: 38px; padding: 0 15px;
}
QPushButton[kind="tab"]:hover { background: $raised; color: $text; }
QPushButton[kind="tab"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[kind="tab"]:focus { border-color: $accent; }
QPushButton[kind="pill"] {
  border-radius: 18px; min-height: 34px; color: $muted; padding: 0 12px; font-weight: 400;
}
QPushButton[kind="pill"]:hover { color: $text; }
QPushButton[kind="pill"][tone="warn"] { background: $warn_soft; border-color: $warn; }
QPushButton[kind="row"] {
  background: transparent; border: 1px solid transparent; min-height: 54px; padding: 0;
}
QPushButton[kind="row"]:hover { background: $raised; }
QPushButton[kind="row"]:pressed { background: $accent_soft; }
QPushButton[kind="row"]:focus { border-color: $accent; }
QPushButton[kind="person"] { min-height: ${touch_in}px; }
QPushButton[kind="link"] {
  background: transparent; border: 1px solid transparent; border-radius: ${small_radius}px;
  color: $accent; padding: 0 ${grid}px; min-height: ${dense_in}px;
}
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:focus { border-color: $accent; }
QPushButton[kind="link"]:disabled { color: $muted; }

/* fields */
QAbstractScrollArea { border: 0; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 12px; min-height: ${control_in}px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QPlainTextEdit, QTextEdit { padding: 8px; }
QLineEdit[dense="true"], QComboBox[dense="true"], QSpinBox[dense="true"], QDateEdit[dense="true"] {
  min-height: ${dense_in}px;
}
QLineEdit[large="true"] { min-height: 54px; font-size: ${large}px; padding: 0 18px; }
QLineEdit[figure="true"] { min-height: 54px; font-size: ${huge}px; font-weight: 700; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDateEdit:hover { border-color: $faint; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 0 11px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 7px; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus { min-height: ${control_in2}px; }
QLineEdit[dense="true"]:focus, QComboBox[dense="true"]:focus, QSpinBox[dense="true"]:focus,
QDateEdit[dense="true"]:focus { min-height: ${dense_in2}px; }
QLineEdit[large="true"]:focus { min-height: 52px; padding: 0 17px; }
QLineEdit[figure="true"]:focus { min-height: 52px; }
QLineEdit[stepper="true"], QLineEdit[stepper="true"]:focus {
  padding: 0 2px; font-size: 16px; font-weight: 600;
}
QLineEdit[fault="true"], QComboBox[fault="true"], QSpinBox[fault="true"], QDateEdit[fault="true"],
QPlainTextEdit[fault="true"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDateEdit:disabled,
QPlainTextEdit:disabled { background: $raised; color: $muted; }
QLineEdit:read-only { background: $raised; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 28px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($arrow_down); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
  background: $surface; border: 1px solid $line; padding: 4px; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${dense}px; padding: 0 8px; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button { width: 0; border: 0; }
QCheckBox, QRadioButton { spacing: 10px; min-height: ${dense}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 18px; height: 18px; border: 1px solid $faint; border-radius: 5px; background: $surface;
}
QRadioButton::indicator { border-radius: 10px; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus,
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QRadioButton::indicator:checked { background: $surface; border: 6px solid $accent; width: 8px; height: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }

/* lists */
QTableView, QTreeView, QListView, QTableWidget, QListWidget {
  background: $surface; color: $text; border: 0; outline: 0; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $text;
  alternate-background-color: $surface;
}
QListView[kind="tiles"] { background: transparent; }
QTableView::item { border: 0; border-bottom: 1px solid $line; padding: 0 12px; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QTreeView::item, QListView::item { min-height: ${dense}px; padding: 0 8px; border-radius: ${small_radius}px; }
QTreeView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QListView[kind="popup"] { border: 1px solid $line; padding: ${grid}px; }
QHeaderView { background: $raised; border: 0; }
QHeaderView::section {
  background: $raised; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 0 12px; min-height: ${dense}px; font-size: ${small}px; font-weight: 600;
}
QTableCornerButton::section { background: $raised; border: 0; }
QScrollArea, QScrollArea > QWidget > QWidget[kind="plain"] { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 40px; min-width: 40px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu {
  background: $surface; border: 1px solid $line; border-radius: ${radius}px; padding: 6px;
}
QMenu::item { padding: 10px 28px 10px 10px; border-radius: ${small_radius}px; }
QMenu[touch="true"]::item { padding: 14px 28px 14px 10px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
QMenu::icon { padding-left: 12px; }
QMenu::indicator { width: 0; }
QProgressBar {
  background: $line; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QTabWidget::pane { border: 0; }
QSplitter::handle { background: transparent; width: 16px; }
QCalendarWidget QWidget { background: $surface; alternate-background-color: $raised; }
QCalendarWidget QToolButton {
  color: $text; background: transparent; border: 0; border-radius: ${small_radius}px;
  padding: 6px 10px; font-weight: 600;
}
QCalendarWidget QToolButton:hover { background: $accent_soft; }
QCalendarWidget QAbstractItemView {
  selection-background-color: $accent; selection-color: $on_accent; min-height: 0;
}
QCalendarWidget QTableView::item { border: 0; padding: 0; }
QCalendarWidget QTableView::item:selected {
  background: $accent; color: $on_accent; border-radius: ${small_radius}px;
}
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { min-height: 28px; padding: 0 4px; }
""")


def text(palette: Palette, sizes: dict[str, int], pictures: dict[str, str]) -> str:
    """The whole sheet; a control's inner height leaves room for its border of 1 or 2 px.

    pictures names the files for the arrow of a list ("arrow_down") and the tick ("check").
    """
    inner = {f"{name}_in": sizes[name] - 2 for name in ("control", "dense", "pay", "touch")}
    focused = {f"{name}_in2": sizes[name] - 4 for name in ("control", "dense")}
    return _SHEET.substitute(palette._asdict(), **sizes, **inner, **focused, **pictures)
