"""The requests of the trial, and a record of what was asked and how it was answered."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TypeVar

from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.client import Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._api.errors import TaskError
from botocore.exceptions import BotoCoreError, ClientError

from .clock import Clock
from .outcome import ACCEPTED, Outcome, failure, outcome_of
from .questions import CannotAsk
from .scrub import Scrubber

Result = TypeVar("Result")


class Failed(CannotAsk):
    """A request failed or was refused. outcome: how."""

    def __init__(self, operation: str, outcome: Outcome) -> None:
        super().__init__(f"{operation} {outcome}.")
        self.outcome = outcome


@dataclass
class Request:
    """A request, or several in a row that were the same. seconds: what the slowest took."""

    operation: str
    details: str
    outcome: Outcome
    seconds: float
    times: int = 1

    def told(self) -> dict:
        """As the report has it."""
        told = {"operation": self.operation, "details": self.details, "times": self.times, "seconds": self.seconds}
        return told | {name: value for name, value in asdict(self.outcome).items() if name != "lost"}


class Account:
    """An instance of Amazon Connect. client: a boto3 client, for the operations that Connect does not offer."""

    def __init__(self, connect: Connect, client, clock: Clock, scrubber: Scrubber) -> None:
        self.connect = connect
        self.scrubber = scrubber
        self.requests: list[Request] = []
        self._client = client
        self._clock = clock

    def change_recording(
        self, operation: str, contact_id: str, initial_contact_id: str, details: str = "", **options: object
    ) -> Outcome:
        """A request to change a recording. details: what a reader has to know about it, without IDs."""
        start = self._clock.now()
        answer = self.connect.change_recording(operation, contact_id, initial_contact_id, **options)
        outcome = outcome_of(answer, self.scrubber)
        self._keep(operation, details, outcome, start)
        return outcome

    def ask(self, operation: str, request: Callable[[], Result], details: str = "") -> Result:
        """Any other request. Raises Failed unless it is accepted."""
        start = self._clock.now()
        try:
            result = request()
        except (TaskError, ClientError, BotoCoreError) as error:
            outcome = failure(error, self.scrubber)
            self._keep(operation, details, outcome, start)
            raise Failed(operation, outcome) from error
        self._keep(operation, details, Outcome(ACCEPTED), start)
        return result

    def describe(self, contact_id: str, details: str = "") -> dict:
        """A contact as DescribeContact returns it. Raises Failed."""
        return self.ask("DescribeContact", lambda: self.connect.describe_contact(contact_id), details).contact

    def attributes(self, contact_id: str) -> dict[str, str]:
        """The attributes as GetContactAttributes returns them. Raises Failed."""
        of_contact = {"InstanceId": self.connect.instance_id, "InitialContactId": contact_id}
        answer = self.ask("GetContactAttributes", lambda: self._client.get_contact_attributes(**of_contact))
        return answer.get("Attributes") or {}

    def end_contact(self, contact_id: str) -> None:
        """StopContact. Raises Failed."""
        contact = {"InstanceId": self.connect.instance_id, "ContactId": contact_id}
        self.ask("StopContact", lambda: self._client.stop_contact(**contact))

    def take_requests(self) -> list[dict]:
        """The requests since this was last called, as the report has them."""
        taken, self.requests = self.requests, []
        return [request.told() for request in taken]

    def _keep(self, operation: str, details: str, outcome: Outcome, start: float) -> None:
        seconds = round(self._clock.now() - start, 3)
        last = self.requests[-1] if self.requests else None
        if last and (last.operation, last.details, last.outcome) == (operation, details, outcome):
            last.times, last.seconds = last.times + 1, max(last.seconds, seconds)
        else:
            self.requests.append(Request(operation, details, outcome, seconds))
