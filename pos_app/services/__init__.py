"""The activities of the shop: one file each, one public method one transaction."""
