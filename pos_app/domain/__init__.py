"""The rules of the shop as plain Python: no Qt, no database, standard library only."""
