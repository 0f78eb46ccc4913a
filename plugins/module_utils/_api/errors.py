"""The one exception, and what to tell a person about an error of AWS or of the network."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from http import HTTPStatus


class TaskError(Exception):
    """What is wrong, with what, and what to do, in one sentence for the person who reads a job's output.

    code: AWS's error code, the name of botocore's exception, or one of this collection's own.
    request_id: AWS's ID of the request, if AWS answered.
    details: further values that the failed task returns.
    """

    def __init__(
        self, message: str, code: str = "InvalidOption", request_id: str | None = None, **details: object
    ) -> None:
        super().__init__(message)
        self.code = code
        self.request_id = request_id
        self.details = details

    @property
    def data(self) -> dict:
        """The error as a playbook reads it."""
        return {"code": self.code, "message": str(self), "request_id": self.request_id}

    def saying(self, message: str, code: str | None = None) -> TaskError:
        """The same error with another message, and another code if one is given."""
        return TaskError(message, code or self.code, self.request_id, **self.details)

    def about(self, subject: str) -> TaskError:
        """The same error with the subject in front of its message, such as "contact 1234"."""
        return self.saying(f"{subject}: {self}")


# Additional IAM actions that an operation requires.
ALSO_NEEDED = {
    "ListInstances": " and ds:DescribeDirectories",
    "SearchQueues": " and connect:DescribeQueue",
    "SearchUsers": " and connect:DescribeUser",
}
ADVICE = {
    "AccessDeniedException": "Allow connect:{operation}{also} in the IAM policy of these credentials.",
    "ExpiredTokenException": "The session token has expired: get new credentials.",
    "IncompleteSignatureException": "The credentials are malformed: check access_key and secret_key.",
    "InvalidActiveRegionException": "The instance is active in another region: set region to that one.",
    "InvalidSignatureException": "Check secret_key, region, and the clock of the machine that the task ran on.",
    "ResourceNotFoundException": "Check the ID, the instance and the region.",
    "UnrecognizedClientException": "AWS does not know these credentials: check access_key and session_token.",
}
THROTTLED = "The API's quota is used up: try again later, lower max_workers, or ask AWS for a higher quota."
BROKEN = "Amazon Connect, or something on the way to it, failed: try again later."
NO_CREDENTIALS = (
    "No AWS credentials were found. Set access_key and secret_key, a profile, or AWS's environment variables."
)
CHECK_NETWORK = "Check region, endpoint_url and the network."


def explain(operation: str, code: str, text: str | None, status: int, request_id: str | None) -> TaskError:
    """An error that AWS answered with. text: AWS's own. status: HTTP."""
    advice = ADVICE.get(code, "").format(operation=operation, also=ALSO_NEEDED.get(operation, ""))
    if not advice and status == HTTPStatus.TOO_MANY_REQUESTS:
        advice = THROTTLED
    if not advice and status >= 500:
        advice = BROKEN
    said = (text or f"HTTP status {status}").rstrip(".")
    return TaskError(f"{operation} failed: {said} ({code}). {advice}".rstrip(), code, request_id)


def not_from_connect(operation: str) -> TaskError:
    """An answer that is cut short or is not Amazon Connect's, such as a proxy's page. It is never quoted."""
    return TaskError(
        f"{operation} was answered, but not by Amazon Connect, or the answer was cut short. {CHECK_NETWORK}",
        "NotFromConnect",
    )
