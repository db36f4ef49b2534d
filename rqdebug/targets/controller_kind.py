# SPDX-License-Identifier: GPL-3.0-or-later
"""The target kind ``controller``: a server that ``rqcore serve`` runs."""

from __future__ import annotations

from rqcore.url import DEFAULT_URL, SCHEMES
from rqdebug.targets.base import Target
from rqdebug.targets.preview_option import PREVIEW
from rqdebug.targets.target_form import FieldType, FormField, TargetForm
from rqdebug.targets.target_kind import TargetKind


def _load(url: str) -> Target:
    from rqdebug.targets.controller_target import ControllerTarget

    return ControllerTarget(url)


CONTROLLER = TargetKind(
    name="controller",
    title="Controller",
    schemes=SCHEMES,
    example=DEFAULT_URL,
    loader=_load,
    form=TargetForm(
        (
            FormField(
                name="cafile",
                label="Certificates",
                type=FieldType.FILE,
                help="the trusted certificates of the system",
                file_pattern="*.pem *.crt",
                schemes=("rqs",),
            ),
            PREVIEW,
        )
    ),
)
"""The description of the kind for the registry."""
