"""All questions, in the order in which they are asked. The last ones cannot be undone."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from . import ending, listening, pausing, reading, stopping

QUESTIONS = (*reading.QUESTIONS, *pausing.QUESTIONS, *listening.QUESTIONS, *stopping.QUESTIONS, *ending.QUESTIONS)
