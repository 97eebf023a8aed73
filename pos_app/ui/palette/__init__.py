"""Finding what the program can do: the palette of all actions, and the sheet of all keys."""
