"""How the shop is kept: Peewee models over one SQLite file, and nothing else knows its tables."""
