"""Times commands, peer after peer and round after round, and checks that each did what it was timed for."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from .center import INSTANCE_ID, Center, call_of, contact_id_of, prepared_scenario, running, scenario_of
from .peers import AS_MODULE, OURS, PING, SCRIPT, Core, Peer, Target, command
from .phases import Phases, read_phases
from .works import Work

# A work whose pings differ by more than was allowed is measured again, at most this often. The quietest try counts.
TRIES = 6
# How many rounds of a work are played to time its phases.
PROFILED = 5


@dataclass
class Times:
    """What a peer took.

    whole, idle: seconds of wall clock in each round, and of doing nothing in the same way. memory: the peak, in MB.
    operations: how many requests of each it made.
    """

    work: Work
    peer: Peer
    whole: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    memory: float = 0
    operations: dict[str, int] = field(default_factory=dict)
    phases: Phases | None = None

    @property
    def net(self) -> float:
        """Seconds for the work alone: the median of the rounds, each less doing nothing in the same way beside it."""
        return median(whole - idle for whole, idle in zip(self.whole, self.idle, strict=True))

    @property
    def spread(self) -> float:
        """How far the middle half of the rounds is apart, as a part of the median."""
        if len(self.whole) < 2:
            return 0
        lower, middle, upper = quantiles(self.whole, n=4, method="inclusive")
        return (upper - lower) / middle


def spread_of_ping(times: list[Times]) -> float:
    """The greatest spread of the pings of all works without latency."""
    return max((item.spread for item in times if item.peer is PING and not item.work.latency), default=0)


class Bench:
    """The place where commands are timed. cores: the newest ansible-core and, if it is installed, an older one."""

    def __init__(self, folder: Path, newest: Core, older: Core | None) -> None:
        self._folder = folder
        self._newest, self._older = newest, older

    def measure(self, work: Work, rounds: int, spread: float) -> list[Times]:
        """Measure a work, again if the pings show that the machine was busy. rounds: at most this many."""
        with running(self._prepared(work)) as center:
            tries: list[list[Times]] = []
            while len(tries) < TRIES and (not tries or spread_of_ping(tries[-1]) >= spread):
                tries.append(self._rounds(work, center, min(rounds, work.rounds)))
            times = min(tries, key=spread_of_ping)
            if not work.quotas and not work.latency:
                times[0].phases = self._profile(work, center)
        return times

    def profile(self, work: Work) -> Phases:
        """How long each phase of the first peer takes, and nothing else."""
        with running(self._prepared(work)) as center:
            return self._profile(work, center)

    def _prepared(self, work: Work) -> dict:
        """The scenario, with the calls in the state that the work begins with."""
        scenario = scenario_of(work.calls, work.parts, is_recorded=work.state != "started")
        if not work.prepared:
            return {**scenario, "quotas": work.quotas}
        with running(scenario) as center:
            self._timed(OURS, work, center, state=work.prepared)
            return {**prepared_scenario(scenario, center.state_of_contacts()), "quotas": work.quotas}

    def _rounds(self, work: Work, center: Center, rounds: int) -> list[Times]:
        """All rounds of all peers. Exits if a peer did not make the requests that it was to make."""
        peers = work.peers
        times = {peer.name: Times(work, peer) for peer in peers}
        requests = self._requests(work, center) if SCRIPT in peers else None
        for number in range(rounds):
            idle = {peer.name: self._timed(peer, work, center, calls=0)[0] for peer in (SCRIPT, OURS)}
            turn = number % len(peers)
            for peer in peers[turn:] + peers[:turn]:
                kept = times[peer.name]
                seconds, memory = self._timed(peer, work, center)
                kept.whole.append(seconds)
                kept.idle.append(idle[SCRIPT.name if peer is SCRIPT else OURS.name])
                kept.memory = max(kept.memory, memory)
                kept.operations = dict(Counter(request["operation"] for request in center.requests()))
                _check(kept, requests)
                print(f"  round {number + 1}: {peer.name}: {seconds:.2f} s", file=sys.stderr, flush=True)
        return list(times.values())

    def _requests(self, work: Work, center: Center) -> int:
        """Write the requests of the first peer, for the script, which makes the same ones. Returns their number."""
        self._timed(work.peers[0], work, center)
        calls: dict[str, list] = {}
        for request in center.requests():
            parameters = {name: value for name, value in request["parameters"].items() if name != "ClientToken"}
            contact_id = parameters.get("ContactId") or parameters["InitialContactId"]
            calls.setdefault(call_of(contact_id), []).append([request["operation"], parameters])
        (self._folder / "requests.json").write_text(json.dumps(list(calls.values())))
        return len(center.requests())

    def _profile(self, work: Work, center: Center) -> Phases:
        """Play the first peer a few times more, and return what each of its phases takes in the median."""
        rounds = [self._phases(work, center) for _round in range(min(PROFILED, work.rounds))]
        return {name: median(phases[name] for phases in rounds) for name in rounds[0]}

    def _phases(self, work: Work, center: Center) -> Phases:
        file = self._folder / "phases"
        file.unlink(missing_ok=True)
        environment = {"BENCH_PHASES": str(file), "ANSIBLE_CALLBACKS_ENABLED": "phases"}
        idle = self._timed(OURS, work, center, calls=0, environment=environment)[0]
        whole = self._timed(work.peers[0], work, center, environment=environment)[0]
        return read_phases(file, whole - idle)

    def _timed(
        self,
        peer: Peer,
        work: Work,
        center: Center,
        calls: int | None = None,
        state: str | None = None,
        environment: dict[str, str] | None = None,
    ) -> tuple[float, float]:
        center.reset(work.latency)
        core = self._older if work.older and self._older else self._newest
        contact_ids = [contact_id_of(call) for call in range(work.calls if calls is None else calls)]
        target = Target(INSTANCE_ID, contact_ids, state or work.state, work.way)
        callers = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHONPATH"))}
        ours = {"ANSIBLE_COLLECTIONS_PATH": core.collections, "ANSIBLE_CALLBACK_PLUGINS": str(CALLBACKS)}
        every = {**callers, **ours, **center.environment, **peer.environment, **(environment or {})}
        return _run(peer.name, command(peer, target, core, self._folder), every, self._folder)


CALLBACKS = Path(__file__).with_name("callbacks")
TIMED = (sys.executable, "-I", "-S", str(Path(__file__).with_name("timed.py")))


def _run(name: str, argv: list[str], environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of a command, which has to succeed."""
    output, result = folder / "output", folder / "result"
    with output.open("w") as printed:
        done = subprocess.run(
            [*TIMED, str(result), *argv], env=environment, stdout=printed, stderr=printed, check=False
        )
    if done.returncode != 0:
        sys.exit(f"{name}: ended with {done.returncode}\n{output.read_text()}")
    seconds, megabytes = json.loads(result.read_text())
    return seconds, megabytes


def _check(times: Times, requests: int | None) -> None:
    """Exit if a peer made other requests than the ones that it was timed for. requests: those of the first peer."""
    peer, work = times.peer, times.work
    expected = None if peer.requests is None else peer.requests * work.calls
    if peer in (work.peers[0], AS_MODULE, SCRIPT):
        expected = requests
    made = sum(times.operations.values())
    if expected is not None and made != expected:
        sys.exit(f"{peer.name}: made {made} requests instead of {expected}: {times.operations}")
