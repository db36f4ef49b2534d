# SPDX-License-Identifier: MIT
"""Say why a connection cannot be opened, or was lost, and what to do about it.

The texts of the operating system and of OpenSSL name neither; they are shown only for failures without a text
here. This module does not import ``ssl``, which a small Python may lack.
"""

from __future__ import annotations

import errno
import re
import socket

NO_ANSWER = "UNEXPECTED_EOF_WHILE_READING"
"""What OpenSSL calls the lack of an answer."""
NOT_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", NO_ANSWER)
"""What OpenSSL, in its different versions, calls an answer that is not TLS, and the lack of an answer."""
REFUSED = "it has answered before, but refuses further connections now; look into its log"
"""Why a server closes a connection that an earlier connection had reached with the same URL."""
_CERTIFICATE_REASONS = {
    9: "its certificate is not valid yet; check the clocks of both machines",
    10: "its certificate has expired; renew it on the server, or check the clock here",
    62: "its certificate is for another host; connect by a name that is in the certificate",
    64: "its certificate is for another host; connect by a name that is in the certificate",
}
"""The verification codes of OpenSSL, and what they mean."""
_NO_AUTHORITY = (2, 18, 19, 20, 21, 27)
"""The verification codes of OpenSSL for a certificate that no trusted authority has signed."""
_TLS_REASONS = {
    "NO_CERTIFICATE_OR_CRL_FOUND": "it contains no certificate in PEM format",
    "NO_START_LINE": "it contains no certificate in PEM format",
    "PEM_LIB": "it contains no certificate or no key in PEM format",
    "KEY_VALUES_MISMATCH": "its key belongs to another certificate",
    "CERTIFICATE_REQUIRED": "it demands a certificate of the client; add certfile and keyfile to the URL",
    "ALERT_HANDSHAKE_FAILURE": "it found no common kind of TLS; it may demand a certificate of the client",
    "ALERT_BAD_CERTIFICATE": "it refuses the certificate of this client",
    "ALERT_UNKNOWN_CA": "it does not trust the certificate of this client",
    "ALERT_CERTIFICATE_EXPIRED": "the certificate of this client has expired",
    "PROTOCOL_VERSION": "it has only versions of TLS before 1.2, which are not safe",
    "EOF": "it ended TLS; it may demand a certificate of the client, certfile and keyfile in the URL",
    "UNSUPPORTED_PROTOCOL": "it has only versions of TLS before 1.2, which are not safe",
}
"""A part of OpenSSL's name of a failure, and what it means."""
_SYSTEM_REASONS = {
    errno.ETIMEDOUT: "it did not answer in time; check the address, the network and firewalls",
    errno.EHOSTUNREACH: "no route leads to this host; check the address and the network",
    errno.ENETUNREACH: "the network cannot be reached; check the network of this machine",
    errno.ECONNRESET: "the server or the network ended the connection",
    errno.EPIPE: "the server or the network ended the connection",
    errno.ECONNABORTED: "the server or the network ended the connection",
    errno.ENOENT: "there is no such file; check the path",
    errno.EISDIR: "this is a folder; write the path of a file",
    errno.EACCES: "this user has no permission for it",
    errno.ECONNREFUSED: "connection refused; start the server there, or correct the URL",
}
_NUMBER = re.compile(r"\[Errno (\d+)\]")
_FIRST_BYTE = re.compile(r"""got "(.{0,8}?)" as reply type byte|invalid reply b?['"](.)""")


def error_reason(error: OSError) -> str:
    """Return in a few words why the operating system, or TLS, failed, and what to do."""
    if verification := getattr(error, "verify_message", ""):
        return _certificate_reason(getattr(error, "verify_code", 0), verification)
    if isinstance(error, socket.gaierror):
        return "no address was found for this host; correct the URL, or check the network"
    if isinstance(error, TimeoutError):
        return _SYSTEM_REASONS[errno.ETIMEDOUT]
    if type(error).__module__ == "ssl":
        return _tls_reason(error)
    # asyncio joins the errors of several addresses of a host in a text
    number = error.errno or int(next(iter(_NUMBER.findall(str(error))), 0))
    known = _SYSTEM_REASONS.get(number)
    return known or error.strerror or str(error) or type(error).__name__


def _certificate_reason(code: int, verification: str) -> str:
    """Return why a certificate is not accepted, by the code and the message of OpenSSL."""
    if code in _NO_AUTHORITY:
        return (
            f"its certificate is not trusted ({verification}); "
            "add the file of its authority to the URL, as cafile=…"
        )
    return _CERTIFICATE_REASONS.get(code) or f"its certificate is not trusted: {verification}"


def _tls_reason(error: OSError) -> str:
    name = getattr(error, "reason", None) or "EOF"
    known = next((text for part, text in _TLS_REASONS.items() if part in name), "")
    return known or f"TLS failed: {name.replace('_', ' ').lower()}"


def opening_reason(error: OSError, tls: bool, has_answered: bool = False) -> str:
    """Return in a few words why a connection could not be opened; arguments: as for ``closing_hint``."""
    name = getattr(error, "reason", "")
    is_cut = isinstance(error, ConnectionResetError) or name == NO_ANSWER
    if is_cut and has_answered:
        return REFUSED
    if tls and (is_cut or name in NOT_TLS):
        return "TLS failed; if the server does not use TLS, remove the s from rqs:// or rediss://"
    return error_reason(error)


def losing_message(url: object, error: Exception, hint: str) -> str:
    """Return in one sentence why a connection was lost. ``hint``: as for ``closing_message``."""
    if hint and isinstance(error, ConnectionResetError):
        return closing_message(url, hint)
    return f"lost {url}: {error_reason(error) if isinstance(error, OSError) else error}"


def closing_message(url: object, hint: str) -> str:
    """Return in one sentence that a server closed a connection. ``hint``: what it may miss, or empty."""
    return f"{url} closed the connection; {hint}" if hint else f"{url} closed the connection"


def closing_hint(tls: bool, has_certificate: bool, has_answered: bool = False) -> str:
    """Return why a server may close a connection at the first request, such as what it may miss.

    Args:
        tls: Whether the connection has TLS.
        has_certificate: Whether the client has a certificate.
        has_answered: Whether the server has answered on an earlier connection with the same URL.
    """
    if has_answered:
        return REFUSED
    if not tls:
        return "if it uses TLS, add an s to the URL: rqs:// or rediss://"
    if not has_certificate:
        return "if it demands a certificate of the client, add certfile and keyfile to the URL"
    return ""


def parsing_message(url: object, error: Exception) -> str:
    """Return in one sentence that a server answers in another protocol than RESP."""
    first = _FIRST_BYTE.search(str(error))
    if first is None:
        return f"{url} does not speak RESP as controllers do; check the URL: {error}"
    if "H" in first.groups():
        return f"{url} speaks HTTP, not RESP as controllers do; check host and port"
    return f"{url} does not speak RESP as controllers do; check host and port"
