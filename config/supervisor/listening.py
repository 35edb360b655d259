"""The sockets that Parley listens on. ``up`` holds them and lends them to a child.

So nobody can take a port between two starts of a child, and who connects meanwhile waits instead of being refused.
"""

import socket

from config.supervisor.refusal import RefusalError


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on that address, on a free port for 0. Raises RefusalError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise RefusalError(
            f"Cannot listen on {host}:{port}: {reason}. Choose another with --host and --port."
        ) from error
    return listener


def port_of(listener: socket.socket) -> int:
    """The port it has, which for 0 the system chose."""
    port: int = listener.getsockname()[1]
    return port
