"""Settings from the report of a trial, so that the stand-in behaves like the instance that was asked."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
from pathlib import Path

from .settings import NAMES, Settings
from .suggest import did_you_mean

FORMAT = 1


def settings_like(path: Path) -> dict:
    """The settings in trial-report.json. Raises OSError or ValueError, which names the file and the mistake."""
    try:
        return _settings_in(json.loads(path.read_bytes()))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path}: {error}") from error


def _settings_in(report: object) -> dict:
    if not isinstance(report, dict) or "trial_report" not in report:
        raise ValueError("this is not the trial-report.json of a trial")
    if report["trial_report"] != FORMAT:
        raise ValueError(f"the report has the format {report['trial_report']!r}, but {FORMAT} is needed")
    settings = report.get("settings")
    if not isinstance(settings, dict):
        raise ValueError("settings: expected names and values")
    for name in settings:
        if name not in NAMES:
            raise ValueError(f"settings: unknown name {name!r}{did_you_mean(name, NAMES)}")
    Settings.of(settings)
    return settings
