"""Ctrl-C stops a running query."""

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kpi_runner.engines.engine import Engine


@contextmanager
def interruptible(engine: Engine) -> Iterator[None]:
    """Let an interrupt reach the database, which Python's own handler cannot.

    Python runs handlers between its own instructions only, so never inside a query;
    its wake-up socket is written at once, and a thread that waits there stops the
    query. KeyboardInterrupt follows as always.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting, waking = socket.socketpair()
    waking.setblocking(False)
    former = signal.set_wakeup_fd(waking.fileno())
    watcher = threading.Thread(target=_stop, args=(waiting, engine), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(former)
        waking.close()
        watcher.join()
        waiting.close()


def _stop(waiting: socket.socket, engine: Engine) -> None:
    """Interrupt the engine at each signal, until the other end is closed."""
    while received := waiting.recv(1):
        if received[0] == signal.SIGINT:
            engine.interrupt()
