"""The till's shifts in the window: counting the drawer, cash in and out, X and Z reports."""
