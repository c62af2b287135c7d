"""The built web app: a page without data, and its assets."""

from __future__ import annotations

import secrets
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

NONCE = "__CSP_NONCE__"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>furu</title>
<h1>The web app is not built</h1>
<p>This copy of furu has no built web app. The API answers under /api; run <code>make build</code> in the
project, or install a released wheel.</p></html>"""


class _Assets(StaticFiles):
    """Assets carry their content's hash in their name, so they never change."""

    def file_response(self, *args: object, **options: object) -> Response:
        response = super().file_response(*args, **options)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def add_shell(app: FastAPI, folder: Path) -> None:
    """Serve the app's page for every address that is not the API's, and its assets by name."""
    page = folder / "index.html"
    template = page.read_text(encoding="utf-8") if page.is_file() else _NOT_BUILT
    if (folder / "assets").is_dir():
        app.mount("/assets", _Assets(directory=folder / "assets"))
    router = APIRouter(include_in_schema=False)
    top_level = {path.name: path for path in folder.iterdir() if path.is_file()} if folder.is_dir() else {}

    @router.get("/{path:path}")
    def shell(path: str) -> Response:
        if path.partition("/")[0] in ("api", "assets"):
            raise HTTPException(status_code=404, detail="No such address")
        if path in top_level and path != "index.html":
            return Response(top_level[path].read_bytes(), media_type=_media_type(path))
        nonce = secrets.token_urlsafe(16)
        return HTMLResponse(
            template.replace(NONCE, nonce), headers={"content-security-policy": _POLICY.format(nonce=nonce)}
        )

    app.include_router(router)


def _media_type(name: str) -> str:
    types = {
        "js": "text/javascript",
        "css": "text/css",
        "svg": "image/svg+xml",
        "png": "image/png",
        "ico": "image/x-icon",
    }
    return types.get(name.rpartition(".")[2], "application/octet-stream")
