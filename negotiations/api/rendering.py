from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from rest_framework.renderers import BaseRenderer


class StructRenderer(BaseRenderer):
    """JSON of Structs and plain values, straight to bytes."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return msgspec.json.encode(data)


class ExportRenderer(StructRenderer):
    """A list in another format than JSON pages: exports/ writes it, a token needs the scope `export` for it."""


class OpenApiRenderer(StructRenderer):
    """The same under the media type of an OpenAPI document."""

    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"
