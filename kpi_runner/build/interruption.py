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
    query. KeyboardInterrupt follows as always, also where DuckDB saw the signal first
    and made a RuntimeError of it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting, waking = socket.socketpair()
    waking.setblocking(False)
    former = signal.set_wakeup_fd(waking.fileno())
    stopped = threading.Event()
    watched = (waiting, engine, stopped)
    watcher = threading.Thread(target=_stop, args=watched, daemon=True)
    watcher.start()
    try:
        yield
    except RuntimeError as error:
        if stopped.is_set():
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.set_wakeup_fd(former)
        waking.close()
        watcher.join()
        waiting.close()


def _stop(waiting: socket.socket, engine: Engine, stopped: threading.Event) -> None:
    """Interrupt the engine at each signal, until the other end is closed."""
    while received := waiting.recv(1):
        if received[0] == signal.SIGINT:
            stopped.set()
            engine.interrupt()
