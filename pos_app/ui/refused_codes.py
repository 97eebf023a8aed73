"""A refused discount code in the words of this shop."""

from datetime import datetime

from pos_app.documents.wording import moment
from pos_app.domain.errors import CodeRefused, PosError
from pos_app.domain.rows import ShopInfo


def said_on_the_clock(error: PosError, info: ShopInfo) -> PosError:
    """A refused code with its moment as the shop's clock shows it; any other refusal as it is."""
    if isinstance(error, CodeRefused) and isinstance(error.limit, datetime):
        return CodeRefused(error.code, error.reason, moment(error.limit, info))
    return error
