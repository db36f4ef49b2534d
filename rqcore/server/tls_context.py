# SPDX-License-Identifier: MIT
"""TLS on the controller's side."""

from __future__ import annotations

import ssl

from rqcore.errors import BadSetting


def server_context(cert: str, key: str, client_ca: str) -> ssl.SSLContext:
    """The certificate to show, and with ``client_ca`` who signs those that clients must show.

    key: where it is in another file. Raises BadSetting when a file is of no use.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key or None, password=_refuse)
    except OSError as error:  # ssl.SSLError is one
        files = f"{cert} with the key in {key}" if key else cert
        raise BadSetting(f"the certificate in {files} cannot be used: {_reason(error)}") from error
    if client_ca:
        _demand_certificates(context, client_ca)
    return context


def _refuse() -> str:
    """OpenSSL would ask the terminal, where nobody may be."""
    raise BadSetting("the key of the certificate needs a password; give one that does not")


def _demand_certificates(context: ssl.SSLContext, client_ca: str) -> None:
    try:
        context.load_verify_locations(client_ca)
    except OSError as error:
        raise BadSetting(f"the certificates in {client_ca} cannot be used: {_reason(error)}") from error
    context.verify_mode = ssl.CERT_REQUIRED


def _reason(error: OSError) -> str:
    if not isinstance(error, ssl.SSLError):
        return error.strerror or str(error)
    known = {"KEY_VALUES_MISMATCH": "the key belongs to another certificate"}
    return known.get(error.reason or "", "what is expected there in PEM is missing or broken")
