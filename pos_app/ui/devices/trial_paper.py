"""What a printer is tried with: letters of its tables, the width of its paper, a bar code."""

from pos_app.config import Config
from pos_app.documents.slip_form import Entry, Slip, SlipLine
from pos_app.domain.rows import ShopInfo
from pos_app.ui.printing.composing import printable

NUMBER = "TEST-0"


def trial_slip(info: ShopInfo, config: Config) -> Slip:
    """A slip that sells nothing."""
    ruler = ("1234567890" * 10)[: config.columns]
    return Slip(
        shop=info.name,
        address=(),
        number=NUMBER,
        moment="",
        facts=(Entry("Printer", config.printer), Entry("Tables", config.code_pages)),
        lines=(
            SlipLine("Äpfel, Käse, Brötchen, Öl, süß", "1,00"),
            SlipLine("Crème brûlée, piñata, façade, Łódź", "2,00"),
            SlipLine("€ 3,00 and £ 4.00", "3,00"),
        ),
        sums=(),
        total="6,00",
        taxes=(),
        payments=(),
        header=("This is a test: nothing was sold.", ruler),
        closing=("If the bar code can be scanned, all is well.",),
        code=NUMBER,
    )


def trial_paper(info: ShopInfo, config: Config) -> bytes:
    """The same as the printer is sent it."""
    return printable(trial_slip(info, config), config)
