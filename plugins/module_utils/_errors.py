"""The one exception: what a user must be told."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations


class UserError(Exception):
    """What is wrong, with what, and what to do about it, in words for the reader of a job's output.

    code: the error code that AWS gave, or None where the error did not come from AWS.
    details: further values that the failed task returns.
    """

    def __init__(self, message: str, code: str | None = None, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.details = details

    def about(self, subject: str) -> UserError:
        """The same error, said of a subject such as "contact 1234"."""
        return UserError(f"{subject}: {self}", code=self.code, **self.details)
