"""The terminal of the packaged program: what `python -m pos_app` is in the tree."""

from pos_app.__main__ import main

raise SystemExit(main())
