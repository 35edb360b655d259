"""Asking the web process how things are, the way any monitor would."""

import http.client
import json


class Probe:
    """Asks ``/livez`` and ``/readyz`` on the address and port that we serve."""

    def __init__(self, host: str, port: int) -> None:
        self.host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
        self.port = port

    def alive(self) -> bool:
        """Whether pages are served; a page that is still starting is asked again rather than waited for."""
        return self._get("/livez", 1)[0] == 200

    def ticking(self) -> bool:
        """Whether the last tick is recent; also true when nobody can say, since that is another fault."""
        status, body = self._get("/readyz", 5)
        if status not in {200, 503}:
            return True
        try:
            return str(json.loads(body).get("tick", "ok")) == "ok"
        except ValueError:
            return True

    def _get(self, path: str, timeout: float) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()
