"""`python -m pos_app`: the shop from a terminal."""

from pos_app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
