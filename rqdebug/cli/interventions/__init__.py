# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that stop and disturb the calls of other programs.

``attached_debugger`` attaches to a controller, compiles the filter and prints held calls. ``break_command``
reads keys or lines (``typed_input``) that decide what becomes of the held calls (``stopped_calls``).
``freeze_commands`` stops whole queues. ``fault_command`` shows what ``set_faults`` of some ``fault_kinds``,
perhaps from a ``faults_file``, have done (``status_line``). ``move_command`` and ``edit_command`` change what
is in queues (``external_editor``).
All breakpoints, freezes and faults of a command end with it.

May import: what the folder above may import, and from it only the shared parts. Begin with ``break_command``.
"""
