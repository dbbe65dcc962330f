import logging
from pathlib import Path

from aiohttp import web

log = logging.getLogger("scans")
ROOT = Path("/srv/scans")
TENANTS = {"north": "n-01", "south": "s-02"}
MAX_BYTES = 4 * 1024 * 1024


class Archive:
    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def locate(self, folder: str, leaf: str) -> Path:
        parent = (self.root / folder).resolve()
        target = (parent / leaf).resolve()
        if not target.is_relative_to(parent):
            raise PermissionError(folder)
        return target

    def load(self, target: Path) -> bytes:
        if target.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        return target.read_bytes()


def tenant_folder(request: web.Request) -> str:
    tenant = request.headers.get("X-Tenant", "north")
    if tenant not in TENANTS:
        raise web.HTTPBadRequest(reason="unknown tenant")
    return TENANTS[tenant]


async def download(request: web.Request) -> web.Response:
    archive: Archive = request.app["archive"]
    folder = tenant_folder(request)
    leaf = request.query.get("scan", "")
    page = request.query.get("page", "1")
    if not leaf:
        return web.json_response({"error": "scan is required"}, status=400)
    if not page.isdigit():
        return web.json_response({"error": "page must be a number"}, status=400)
    try:
        target = archive.locate(folder, leaf)
        body = archive.load(target)
    except PermissionError:
        log.warning("scan outside the archive")
        return web.json_response({"error": "not allowed"}, status=403)
    except (OSError, ValueError):
        log.exception("scan could not be read")
        return web.json_response({"error": "not found"}, status=404)
    log.info("served page %d, %d bytes", int(page), len(body))
    return web.Response(body=body, content_type="application/octet-stream")


def build() -> web.Application:
    app = web.Application()
    app["archive"] = Archive(ROOT)
    app.router.add_get("/scans", download)
    return app


if __name__ == "__main__":
    web.run_app(build(), port=8090)
