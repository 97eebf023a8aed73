"""One window per shop's file: a lock beside it, and a bell by which a second start rings.

Imported before the first paint: what the bell needs is loaded when it is hung or rung.
"""

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QThread, Signal

_ENDING = ".window"
_PATIENCE_MS = 500
_TRIES, _PAUSE_MS, _TRY_MS = 20, 150, 20
"""A window that has only just started hangs its bell within so long."""


class WindowLock:
    """Held while a window has a shop open; the lock of a window that was killed counts for
    nothing, because the process named in it is no more."""

    def __init__(self) -> None:
        self._lock: QLockFile | None = None

    def try_take(self, location: str) -> int:
        """Hold this shop, and let go of the one held before; 0, or the process that has it.

        Where no lock can be written (a read-only folder) the shop itself can't be opened for
        writing either, and says so better.
        """
        file = f"{_real(location)}{_ENDING}"
        if self._lock is not None and self._lock.fileName() == file:
            return 0
        lock = QLockFile(file)
        lock.setStaleLockTime(0)
        held = QLockFile.LockError.LockFailedError
        locked = lock.tryLock(0)
        for _ in range(_TRIES):
            if locked or lock.error() != held:
                break
            pid, _host, _name = lock.getLockInfo()
            if pid:
                return pid
            # Started at the same moment: the other has the file, and not said yet who it is.
            locked = lock.tryLock(_TRY_MS)
        else:
            return -1
        self.release()
        self._lock = lock
        return 0

    def release(self) -> None:
        """Let go."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


class Doorbell(QObject):
    """Listens for a second start with the same shop; rung comes when there is one."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Loaded late on purpose: made only after the first paint.
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

        self._server.newConnection.connect(self._answer)

    def listen(self, location: str) -> None:
        """Hang the bell at this shop's door; whoever holds its lock may take a dead one down."""
        name = _bell_name(location)
        self._server.close()
        self._server.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Take the bell down."""
        self._server.close()

    def _answer(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        caller.disconnectFromServer()
        self.rung.emit()


def ring(location: str) -> bool:
    """Ask the window that has this shop open to come to the front; False when none answers."""
    from PySide6.QtNetwork import QLocalSocket  # needed only by a second start

    for _ in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(_bell_name(location))
        if socket.waitForConnected(_PATIENCE_MS):
            socket.waitForDisconnected(_PATIENCE_MS)
            return True
        QThread.msleep(_PAUSE_MS)
    return False


def _real(location: str) -> str:
    return str(Path(location).resolve())


def _bell_name(location: str) -> str:
    import hashlib

    return "countertop-" + hashlib.sha256(_real(location).encode()).hexdigest()[:20]
