# SPDX-License-Identifier: MIT
"""TLS of the server."""

from __future__ import annotations

import ssl

from rqcore.errors import BadSetting


def server_context(cert: str, key: str, client_ca: str) -> ssl.SSLContext:
    """Return the TLS settings of the server.

    Args:
        cert: The PEM file of the certificate and its chain.
        key: The PEM file of its private key; empty if it is in ``cert``.
        client_ca: A PEM file of certificates that sign the certificates of clients. Empty: clients need
            no certificate.

    Raises:
        BadSetting: A file cannot be used.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # Debian's Python leaves it to OpenSSL's settings
    try:
        context.load_cert_chain(cert, key or None, password=_refuse)
    except OSError as error:  # ssl.SSLError is one
        files = f"{cert} with the key in {key}" if key else cert
        raise BadSetting(f"the certificate in {files} cannot be used: {_reason(error)}") from error
    if client_ca:
        _demand_certificates(context, client_ca)
    return context


def _refuse() -> str:
    """Raise BadSetting; otherwise OpenSSL would ask for the password on the terminal."""
    raise BadSetting("the key of the certificate has a password; use a key without one")


def _demand_certificates(context: ssl.SSLContext, client_ca: str) -> None:
    try:
        context.load_verify_locations(client_ca)
    except OSError as error:
        raise BadSetting(f"the certificates in {client_ca} cannot be used: {_reason(error)}") from error
    context.verify_mode = ssl.CERT_REQUIRED


def _reason(error: OSError) -> str:
    if not isinstance(error, ssl.SSLError):
        return error.strerror or str(error)
    reasons = {"KEY_VALUES_MISMATCH": "the key belongs to another certificate"}
    return reasons.get(error.reason or "", "the certificate or key in PEM format is missing or damaged")
