"""Starts the window: python main.py [SHOP]."""

from pos_app.app import main

raise SystemExit(main())
