"""The OpenAPI as a page: Swagger UI from the package that carries it, with nothing fetched from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, abort, send_from_directory

documentation = Blueprint("documentation", __name__)

_FILES = Path(flask_swagger_ui.__file__).parent / "dist"
_SERVED = frozenset(("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"))
_SCRIPT = """
window.ui = SwaggerUIBundle({url: "/v1/openapi.json", dom_id: "#ui", deepLinking: true, validatorUrl: null});
"""
_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>On Record: the API</title>
<link rel="icon" href="/docs/favicon-32x32.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>{_SCRIPT}</script>
</body>
</html>
"""
_POLICY = "; ".join(
    (
        "default-src 'none'",
        # The one inline script, by its hash (CSP Level 3, 8.3).
        f"script-src 'self' 'sha256-{b64encode(sha256(_SCRIPT.encode()).digest()).decode()}'",
        # Swagger UI writes style attributes.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


@documentation.get("/docs")
def page() -> Response:
    """The page."""
    response = Response(_PAGE, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@documentation.get("/docs/<name>")
def asset(name: str) -> Response:
    """One of the files that the page needs."""
    if name not in _SERVED:
        abort(404)
    return send_from_directory(_FILES, name, max_age=86_400)
