# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel of recent scripts and examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rqdebug.support.paths import resources
from rqdebug.ui.scripts.scripts_dock import ScriptsPanel
from rqdebug.ui.style.tr import later
from rqdebug.ui.window.panels.panel_spec import LEFT, PanelSpec

if TYPE_CHECKING:
    from rqdebug.ui.window.window_context import WindowContext


def create(context: WindowContext) -> ScriptsPanel:
    """Create the panel; each script that is opened is added to its list."""
    panel = ScriptsPanel(context.theme)
    examples = sorted((resources() / "scripts").glob("*.rqs"))

    def show() -> None:
        panel.show_scripts(context.settings.scripts, examples)

    def remember(path: Path) -> None:
        context.settings.remember_script(path)
        show()

    context.scripts.opened.connect(remember)
    panel.opened.connect(context.scripts.open)
    show()
    return panel


SCRIPTS = PanelSpec(
    "scripts", later("Scripts"), LEFT, "Ctrl+2", "Go to the scripts", "window/scripts.md", create
)
