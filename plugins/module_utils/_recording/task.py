"""The work of connect_contact_recording: the contacts of each call, and the result of the task."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import tee

from .._api.answers import time_limit
from .._api.client import Connect
from .._contacts import call_parts
from .._identifiers import ids_within, parse_reference
from .._lookup import find_instance
from .._runtime.batch import failure_of, for_each
from .._runtime.runtime import Runtime
from .contact import ContactRecording, Result
from .options import Wanted, check_options, given_initial_contact, wanted_by


def ensure_recordings(options: dict, runtime: Runtime) -> dict:
    """What the task returns. Raises TaskError if a contact failed. options: as the module documents them."""
    check_options(options)
    references = [parse_reference("contact_ids", text, "contact") for text in options["contact_ids"]]
    is_batch = len({reference.id for reference in references}) > 1
    wanted = wanted_by(options, runtime.check_mode, is_batch)
    initial = given_initial_contact(options, references)
    if not references:
        return _returned([], runtime.diff_mode)
    with nullcontext() if is_batch else time_limit():
        workers = min(options["max_workers"], len(references))
        # While calls are changed, the next ones are listed.
        connections = workers + 1 if is_batch and wanted.whole_call else workers
        connect = find_instance(runtime.connect(connections), options["instance"])
        contact_ids = ids_within(references, connect.instance_id)
        initial_id = initial.within(connect.instance_id) if initial else None
        calls, same_calls = tee(_calls(connect, wanted, contact_ids, initial_id))
        results = for_each(calls, Call.ensure, workers, runtime.progress, len(contact_ids))
    return _result(list(same_calls), contact_ids, results, runtime)


def _result(calls: list[Call], contact_ids: list[str], results: list[dict], runtime: Runtime) -> dict:
    for warning in _warnings(recording for call in calls for recording in call.recordings):
        runtime.warn(warning)
    position = {contact_id: index for index, contact_id in enumerate(contact_ids)}
    results.sort(key=lambda result: (position[result["found_by"] or result["contact_id"]], bool(result["found_by"])))
    returned = _returned(results, runtime.diff_mode)
    failure = failure_of(results)
    if failure:
        defects = [recording.defect for call in calls for recording in call.recordings if recording.defect]
        failure.details.update(returned, **({"exception": defects[0]} if defects else {}))
        raise failure
    return returned


@dataclass
class Call:
    """The contacts of one call that the task acts on, one after the other, because they share attributes.

    error: why nothing may be sent to them, or None.
    """

    recordings: list[ContactRecording]
    error: Exception | None = None

    def ensure(self) -> list[dict]:
        if self.error:
            return [recording.failed(self.error) for recording in self.recordings]
        results = []
        for recording in self.recordings:
            with time_limit():
                results.append(recording.ensure())
        # Of thousands of contacts, only those with something to say are kept.
        self.recordings = [recording for recording in self.recordings if recording.warnings or recording.defect]
        return results


def _calls(connect: Connect, wanted: Wanted, contact_ids: list[str], initial_id: str | None) -> Iterable[Call]:
    """The calls of the contacts. A call whose contacts are to be listed is listed once, whichever of them are named."""
    seen: set[str] = set()
    for contact_id in contact_ids:
        if contact_id in seen:
            continue
        if not wanted.whole_call:
            yield Call([ContactRecording(connect, wanted, Result(contact_id, initial_id))])
            continue
        try:
            with time_limit():
                parts = call_parts(connect, contact_id)
        except Exception as raised:  # it must not hide what happened to the calls before
            yield Call([ContactRecording(connect, wanted, Result(contact_id))], raised)
            continue
        seen |= parts.all
        written: dict[str, str] = {}
        results = (Result(part, found_by=None if part in contact_ids else contact_id) for part in parts.live)
        yield Call([ContactRecording(connect, wanted, result, written) for result in results])


def _warnings(recordings: Iterable[ContactRecording]) -> list[str]:
    """Each warning once, with the contacts that it is about."""
    contacts_by_text = defaultdict(list)
    for recording in recordings:
        for text in recording.warnings:
            contacts_by_text[text].append(recording.contact_id)
    return [
        f"contact {ids[0]}{f' and {len(ids) - 1} more' if len(ids) > 1 else ''}: {text}"
        for text, ids in contacts_by_text.items()
    ]


def _returned(results: list[dict], diff_mode: bool) -> dict:
    returned: dict = {"changed": any(result["changed"] for result in results), "contacts": results}
    if diff_mode:
        good = [result for result in results if "error" not in result]
        returned["diff"] = {
            "before": {result["contact_id"]: result["previous_state"] for result in good},
            "after": {result["contact_id"]: result["state"] for result in good},
        }
    return returned
