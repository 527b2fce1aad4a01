"""A small hub of data sets on this machine: it answers what the file system of `huggingface_hub` asks."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

__all__ = ["hub"]

_REPOSITORY = re.compile(r"/api/datasets/([^/]+/[^/]+)(?:/(tree|revision)/[^/]+(?:/(.*))?)?$")
_FILE = re.compile(r"/datasets/([^/]+/[^/]+)/resolve/[^/]+/(.+)$")


@contextmanager
def hub(files: dict[str, bytes], refused: dict[str, tuple[int, str]] | None = None) -> Iterator[str]:
    """The address of a hub with these files, by OWNER/NAME/PATH. Of the data sets in `refused` it says a status and the
    hub's word for it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            if asked := _FILE.match(path):
                self._file(files.get("/".join(asked.groups())))
                return
            found = _REPOSITORY.match(path)
            name = found[1] if found else ""
            if name in (refused or {}):
                self._answer(refused[name][0], b"{}", {"X-Error-Code": refused[name][1]})
            elif not found or not any(file.startswith(f"{name}/") for file in files):
                self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            elif found[2] == "tree":
                self._tree(name, (found[3] or "").rstrip("/"), recursive="recursive=true" in self.path.lower())
            else:
                self._answer(200, json.dumps({"id": name, "sha": "0" * 40}).encode())

        do_HEAD = do_GET

        def _tree(self, name: str, below: str, *, recursive: bool) -> None:
            said: dict[str, object] = {}
            for file, data in files.items():
                if not file.startswith(f"{name}/"):
                    continue
                path = PurePosixPath(file.removeprefix(f"{name}/"))
                folders = [str(folder) for folder in path.parents]
                if (below or ".") not in folders:
                    continue
                for folder in folders[: folders.index(below or ".")]:
                    if recursive or str(PurePosixPath(folder).parent) == (below or "."):
                        said[folder] = {"type": "directory", "oid": "0" * 40, "size": 0, "path": folder}
                if recursive or folders[0] == (below or "."):
                    digest = hashlib.sha1(data).hexdigest()
                    said[str(path)] = {"type": "file", "oid": digest, "size": len(data), "path": str(path)}
            if said or not below:
                self._answer(200, json.dumps(list(said.values())).encode())
            else:
                self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound"})

        def _file(self, data: bytes | None) -> None:
            if data is None:
                self._answer(404, b"", {"X-Error-Code": "EntryNotFound"})
            elif asked := re.match(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
                self._answer(206, data[int(asked[1]) : int(asked[2]) + 1])
            else:
                self._answer(200, data)

        def _answer(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def log_message(self, *said: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
