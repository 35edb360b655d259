from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPagesMiddleware(GZipMiddleware):
    """Packs pages for browsers that can unpack them; answers of the API keep the exact tag of their content.

    Django pads what it packs at random, and masks the token of each form, so that lengths give nothing away.
    """

    def process_response(self, request, response: HttpResponseBase) -> HttpResponseBase:  # type: ignore[no-untyped-def]
        html = response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if html else response
