"""Asking the web process how things are, the way any monitor would."""

import http.client
import json
import socket
from urllib.parse import urlsplit

from config.supervisor.refusal import RefusalError


class Probe:
    """Asks ``/livez`` and ``/readyz`` on the port that we serve, in the name of the public address."""

    def __init__(self, host: str, port: int, base_url: str) -> None:
        self.host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
        self.port = port
        self.headers = {"Host": urlsplit(base_url).netloc}

    def alive(self) -> bool:
        return self._get("/livez")[0] == 200

    def ticking(self) -> bool:
        """Whether the last tick is recent; also true when nobody can say, since that is another fault."""
        status, body = self._get("/readyz")
        if status not in {200, 503}:
            return True
        try:
            return str(json.loads(body).get("tick", "ok")) == "ok"
        except ValueError:
            return True

    def _get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=4)
        try:
            connection.request("GET", path, headers=self.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()


def check_free(host: str, port: int) -> int:
    """Return a port to listen on: the one given, or a free one for 0. Raises RefusalError if taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise RefusalError(
                f"Cannot listen on {host}:{port}: {reason}. Choose another with --host and --port."
            ) from error
        chosen: int = trial.getsockname()[1]
    return chosen
