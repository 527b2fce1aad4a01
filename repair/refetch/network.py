"""Connections to public addresses alone, and one answer over them: its body unpacked, and no more of it than is allowed.

The address is checked that is connected to, after the name was looked up: neither a redirect nor a name server can lead
into a private network.
"""

from __future__ import annotations

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit

import httpcore2
from msgspec import Struct

from repair.refetch.manners import AGENT, Manners

__all__ = ["Answer", "Connections", "Refused", "Unanswered", "requestable"]

_ACCEPTED: Final = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_UNPACKED: Final = 1 << 16  # bytes at once
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_WHOLE: Final = 3  # so many time-outs a whole answer may take
_CONNECTIONS: Final = 16


class Refused(Exception):
    """What is asked for is not fetched, however often one asks; the message says why."""


class Unanswered(Exception):
    """There was no whole answer this time; the message says why."""


class Answer(Struct, frozen=True):
    """An answer: its status, its headers by their names in lower case, and its body, unpacked."""

    status: int
    headers: dict[str, str]
    body: bytes


def requestable(url: str) -> str:
    """The address as it can be asked for, without its fragment. Raises `Refused` if it is no address on the web."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise Refused("this is no address") from None
    if parts.scheme not in ("http", "https"):
        raise Refused(
            f"an address of the kind {parts.scheme[:20]}: is never fetched" if parts.scheme else "this is no address"
        )
    if not host or any(ord(c) <= 32 for c in host):
        raise Refused("the address names no host")
    place = f"[{host}]" if ":" in host else host
    safe = "%/:=&?~#+!$,;'@()*[]"
    path, query = quote(parts.path or "/", safe=safe), quote(parts.query, safe=safe)
    return urlunsplit((parts.scheme, f"{place}:{port}" if port else place, path, query, ""))


class _PublicNetwork(httpcore2.NetworkBackend):
    """Connects to addresses that are on the public network."""

    def __init__(self, private_hosts: bool) -> None:
        self._private_hosts = private_hosts
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers. Raises `Refused` if one of them is private."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the host {host} is not known: {error}") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not self._private_hosts and not _is_public(address):
                raise Refused(f"the host {host} has the private address {address}; --allow-private-hosts allows it")
        for address in addresses[:-1]:
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._inner.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Never."""
        raise Refused("a socket of this machine is never asked")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self._inner.sleep(seconds)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return found.is_global and not found.is_multicast


class Connections:
    """Connections that are kept open for the next request to their host. Any number of threads may use them."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        network = _PublicNetwork(manners.private_hosts)
        self._pool = httpcore2.ConnectionPool(
            network_backend=network, max_connections=_CONNECTIONS, keepalive_expiry=max(5.0, 2 * manners.pause)
        )

    def close(self) -> None:
        """Close them all."""
        self._pool.close()

    def get(self, url: str) -> Answer:
        """The answer to a request for `url`, whatever its status. Raises `Refused` or `Unanswered`."""
        host = urlsplit(url).netloc
        limit = self._manners.timeout
        headers = [("Host", host), ("User-Agent", AGENT), ("Accept", _ACCEPTED), ("Accept-Encoding", "gzip")]
        extensions = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), limit)}
        try:
            with self._pool.stream("GET", url, headers=headers, extensions=extensions) as response:
                answered = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                wanted = 200 <= response.status < 300
                return Answer(
                    response.status, answered, self._body(response.iter_stream(), answered) if wanted else b""
                )
        except httpcore2.TimeoutException:
            raise Unanswered(f"there was no answer within {limit:g} seconds") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as error:
            raise Unanswered(f"the connection failed: {str(error) or type(error).__name__}") from None

    def _body(self, pieces: Iterable[bytes], headers: dict[str, str]) -> bytes:
        most, begun = self._manners.max_bytes, time.monotonic()
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and kind not in ("text/html", "application/xhtml+xml", "text/plain", "application/json", "text/x-cdxj"):
            raise Refused(f"is no page: {kind[:60]}")
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > most:
            raise Refused(f"is larger than {most:,} bytes")
        packing = headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise Refused(f"is packed in a way that was not asked for: {packing[:20]}")
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in packing else None
        body = bytearray()
        for piece in pieces:
            if time.monotonic() - begun > _WHOLE * self._manners.timeout:
                raise Unanswered(f"the answer took longer than {_WHOLE * self._manners.timeout:g} seconds")
            while piece:
                if unpacker is None:
                    body += piece
                    piece = b""
                else:
                    try:
                        body += unpacker.decompress(piece, _UNPACKED)
                    except zlib.error as error:
                        raise Refused(f"cannot be unpacked: {error}") from None
                    piece = b"" if unpacker.eof else unpacker.unconsumed_tail
                if len(body) > most:
                    raise Refused(f"is larger than {most:,} bytes")
        if unpacker is not None and not unpacker.eof and body:
            raise Unanswered("the answer ended before its end")
        return bytes(body)
