"""What the bundles in the cart are made of, looked up where nobody waits for it."""

from PySide6.QtCore import QObject

from pos_app.domain.rows import BundlePartRow
from pos_app.ui.cart.sale import Sale
from pos_app.ui.desk import Desk


class PartsKeeper(QObject):
    """Asks for what the sale does not know: of a bundle that was added, of a cart that was
    recalled."""

    def __init__(self, desk: Desk, sale: Sale, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sale = sale
        self._asking: set[int] = set()

        sale.changed.connect(self._follow)

    def _follow(self) -> None:
        unknown = {each for each in self._sale.without_parts() if each not in self._asking}
        if not unknown:
            return
        self._asking |= unknown
        catalog = self._desk.shop.catalog

        def take(parts: dict[int, tuple[BundlePartRow, ...]]) -> None:
            self._asking -= unknown
            self._sale.note_parts(parts)

        self._desk.tasks.office.run(
            lambda: {product_id: catalog.parts(product_id) for product_id in unknown},
            take,
            # The lines stand without it; the log has why.
            lambda _error: take(dict.fromkeys(unknown, ())),
            owner=self,
        )
