"""`python -m pos_app`: the shop from a terminal."""

import signal

from pos_app import cli


def main() -> int:
    """Run the command that the process was started with; returns its exit code."""
    if hasattr(signal, "SIGPIPE"):
        # End quietly when nobody reads any more, as every tool in a pipe does.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
