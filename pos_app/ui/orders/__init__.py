"""The Orders tab: the history, its filters, and an order with its receipt."""
