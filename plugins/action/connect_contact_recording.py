"""connect_contact_recording in the controller: the module's work and options, without its process."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..module_utils._recording.task import ensure_recordings
from ..modules.connect_contact_recording import ARGUMENT_SPEC
from ..plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    work = staticmethod(ensure_recordings)
    argument_spec = ARGUMENT_SPEC
