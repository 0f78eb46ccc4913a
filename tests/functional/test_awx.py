"""The example project for AWX: its surveys, its jobs as AWX runs them on a remote node, and what sets it all up."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import jinja2
import jinja2.meta
import pytest
import yaml
from ansible.plugins.loader import filter_loader, test_loader
from helpers.awx import Awx
from helpers.guides import blocks, literals, text_of
from helpers.known import (
    CALL,
    CALL_ON_HOLD,
    COLLECTION,
    QUEUED_CALL,
    RECORDED_CALL,
    SUPERVISOR,
    TRANSFERRED_CALL,
    truth,
)
from helpers.surveys import ENCRYPTED, answer_problems, survey_problems

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "examples" / "awx"
NAMES = sorted(path.stem for path in (PROJECT / "surveys").glob("*.json"))
# What Ansible defines for every playbook.
MAGIC = {"ansible_playbook_python", "ansible_check_mode", "item", "now", "omit"}
# Keywords whose values are templates without braces.
CONDITIONS = ("when", "that", "until", "failed_when")


def survey(name: str) -> dict:
    return json.loads((PROJECT / "surveys" / f"{name}.json").read_text())


def test_every_playbook_of_the_collection_is_a_job_with_a_survey():
    public = {path.stem for path in (ROOT / "playbooks").glob("[!_]*.yml")}
    thin = {path.stem for path in PROJECT.glob("*.yml")} - {"configure"}
    assert set(NAMES) == public == thin
    for name in NAMES:
        (play,) = yaml.safe_load((PROJECT / f"{name}.yml").read_text())
        assert play["ansible.builtin.import_playbook"] == f"{COLLECTION}.{name}"


@pytest.mark.parametrize("name", NAMES)
def test_awx_would_take_the_survey(name):
    assert survey_problems(survey(name)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"type": "boolean"}, "boolean is not a type"),
        ({"variable": "other"}, "other is asked for twice"),
        ({"required": "yes"}, "required is missing or not a boolean"),
        ({"question_name": None}, "question_name is missing or not a text"),
        ({"min": "1"}, "min is not a whole number"),
        ({"default": 1}, "default is not a text"),
        ({"type": "multiplechoice"}, "choices are missing"),
        ({"type": "multiplechoice", "choices": ["a"], "default": "b"}, "b is not a choice"),
        ({"type": "multiplechoice", "choices": ["a", "b"], "default": "a\nb"}, "more than one default"),
        ({"type": "integer", "default": "1"}, "default is not a number"),
    ],
)
def test_awx_would_reject_this(change, problem):
    good = {"type": "text", "question_name": "?", "question_description": "", "variable": "it", "required": True}
    questions = [{**good, "variable": "other"}, {**good, **change}]
    assert survey_problems({"name": "", "description": "", "spec": [good]}) == []
    assert survey_problems({"name": "", "description": "", "spec": questions}) == [f"question 1: {problem}"]
    assert survey_problems({"name": ""}) == ["description is missing or not a text", "spec is not a list of questions"]


# Only variables matter here, so Ansible's filters and tests are replaced by one that does nothing.
JINJA = jinja2.Environment()
for plugin in (*filter_loader.all(), *test_loader.all()):
    table: dict = JINJA.filters if plugin.plugin_type == "filter" else JINJA.tests
    table[plugin.ansible_name.rsplit(".", 1)[-1]] = bool


def variables_of(name: str) -> set[str]:
    """The variables that a playbook uses and does not define: those that it takes."""
    plays = yaml.safe_load((ROOT / "playbooks" / f"{name}.yml").read_text())
    used = {name for text in _templates(plays) for name in jinja2.meta.find_undeclared_variables(JINJA.parse(text))}
    return used - MAGIC - _defined(plays)


def _templates(value: object) -> Iterator[str]:
    """Every text below this value that may be a template."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _templates(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            conditions = [item] if isinstance(item, str) else item
            yield from ["{{ " + text + " }}" for text in conditions] if name in CONDITIONS else _templates(item)


def _defined(value: object) -> set[str]:
    """Every variable that is set or registered below this value."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    names: set = set().union(*map(_defined, items))
    if isinstance(value, dict):
        names |= {*value.get("vars", {}), value.get("register"), *value.get("ansible.builtin.set_fact", {})}
    return names


@pytest.mark.parametrize("name", NAMES)
def test_a_survey_asks_for_what_its_playbook_takes(name):
    assert {question["variable"] for question in survey(name)["spec"]} == variables_of(name)


def test_the_guide_lists_what_each_playbook_takes():
    of_all = {"connect_instance", "connect_region"}
    items = re.findall(r"^- `(\w+)`: .+?Variables:\s(.+?)\.$", text_of("playbooks"), re.MULTILINE | re.DOTALL)
    listed = {name: of_all | set(literals(taken)) for name, taken in items}
    assert listed == {name: variables_of(name) for name in NAMES}


def answers_to(name: str, **given: object) -> dict:
    """The answers as AWX passes them on: an optional question that is left empty is an empty text."""
    answers = {question["variable"]: question["default"] for question in survey(name)["spec"]}
    return answers | {"connect_instance": "example-center", "connect_region": "us-west-2"} | given


JOBS = [
    ("pause_recording", {"contact_id": RECORDED_CALL}, f"The recording of contact {RECORDED_CALL} is now paused."),
    ("record_queue", {"queues": "Billing"}, "Started now: 1, started before: 0"),
    (
        "monitor_agent",
        {"agent": "agent.ben", "supervisor": "supervisor.sue", "capabilities": ["SILENT_MONITOR", "BARGE"]},
        f"supervisor.sue now listens to contact {TRANSFERRED_CALL}.",
    ),
]


@pytest.fixture
def remote_job(standin, tmp_path, collections_path):
    """Run a job as AWX does on a remote node, and return the texts of its events and the status."""
    pytest.importorskip("ansible_runner", reason="ansible-runner is not installed")

    def run_job(name: str, answers: dict, *arguments: str) -> tuple[list[str], str]:
        sent, worked, kept = (tmp_path / folder for folder in ("sent", "worked", "kept"))
        (sent / "env").mkdir(parents=True)
        shutil.copytree(PROJECT, sent / "project")
        (sent / "inventory").mkdir()
        (sent / "inventory" / "hosts.json").write_text('{"all": {"hosts": {}}}')
        (sent / "env" / "envvars").write_text(json.dumps(credentials(standin, collections_path, tmp_path)))
        (sent / "env" / "extravars").write_text(unsafe(answers))
        (sent / "env" / "cmdline").write_text(" ".join(arguments))
        steps = [f"transmit {sent} -p {name}.yml", f"worker --private-data-dir {worked}", f"process {kept}"]
        command = " | ".join(f"ansible-runner {step}" for step in steps)
        without_aws = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        subprocess.run(["bash", "-c", command], env=without_aws, capture_output=True, check=False, timeout=120)
        artifacts = kept / "artifacts"
        return [path.read_text() for path in artifacts.glob("job_events/*.json")], (artifacts / "status").read_text()

    return run_job


def credentials(standin, collections_path: str, folder: Path) -> dict[str, str]:
    """What AWX injects for temporary keys, beside what leads to the stand-in and to this checkout."""
    key = standin.keys[1]
    return {
        "AWS_ACCESS_KEY_ID": key.access_key,
        "AWS_SECRET_ACCESS_KEY": key.secret_key,
        "AWS_SESSION_TOKEN": key.session_token,
        "AWS_SECURITY_TOKEN": key.session_token,
        "AWS_ENDPOINT_URL": standin.url,
        "ANSIBLE_COLLECTIONS_PATH": collections_path,
        "ANSIBLE_HOME": str(folder / "ansible"),
    }


def unsafe(answers: dict) -> str:
    """Answers in YAML with the tag that keeps Ansible from taking them for templates, as AWX writes them."""

    class Dumper(yaml.SafeDumper):
        """Marks every text, the names of the variables too."""

    Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("!unsafe", text, style="'"))
    return yaml.dump(answers, Dumper=Dumper)


@pytest.mark.parametrize(("name", "given", "says"), JOBS)
def test_a_job_runs_on_a_remote_node(remote_job, standin, name, given, says):
    events, status = remote_job(name, answers_to(name, **given), "-vvvv")
    assert status == "successful"
    assert any(says in event for event in events)
    for secret in (standin.keys[1].secret_key, standin.keys[1].session_token):
        assert not any(secret in event for event in events)
    holds = {
        "pause_recording": truth(standin, RECORDED_CALL) == "suspended",
        "record_queue": truth(standin, CALL_ON_HOLD) == "started",
        "monitor_agent": [(item.user_id, item.contact_id) for item in standin.center.monitors]
        == [(SUPERVISOR, TRANSFERRED_CALL)],
    }
    assert holds[name]


def test_awx_keeps_the_forgotten_pauses_as_artifacts(remote_job, standin):
    standin.center.contacts[CALL].attributes["ansible_recording_pause"] = "on 2026-03-04T17:29:09Z"
    events, status = remote_job("find_forgotten_pauses", answers_to("find_forgotten_pauses", queues="Orders"))
    assert status == "successful"
    artifacts = [data for event in events if (data := json.loads(event).get("event_data", {}).get("artifact_data"))]
    assert [call["contact_id"] for call in artifacts[-1]["forgotten_pauses"]] == [CALL]


def test_a_job_that_fails_says_why_in_its_events(remote_job, requests):
    events, status = remote_job("pause_recording", answers_to("pause_recording", contact_id=""))
    assert status == "failed"
    assert any("contact_ids: the ID is empty." in event for event in events)
    assert requests() == []


def test_an_answer_is_no_template(remote_job, standin):
    _events, status = remote_job("pause_recording", answers_to("pause_recording", contact_id="{{ 1 + 1 }}"))
    assert status == "failed"
    asked = {request["parameters"].get("ContactId") for request in standin.requests}
    assert asked == {None, "{{ 1 + 1 }}"}


def test_a_job_in_check_mode_changes_nothing(remote_job, standin):
    before = standin.center.snapshot()
    events, status = remote_job("start_recording", answers_to("start_recording", contact_id=QUEUED_CALL), "--check")
    assert status == "successful"
    assert any("would begin when an agent joins" in event for event in events)
    assert standin.center.snapshot() == before


@pytest.fixture(scope="module")
def configure(tmp_path_factory):
    """Play configure.yml against AWX, and return how many tasks changed something, and all that was printed."""
    collections = os.environ.get("AWX_COLLECTIONS")
    if not collections:
        pytest.skip("AWX_COLLECTIONS does not say where the collection awx.awx is")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CONTROLLER_"))}

    def run_configure(awx: Awx, keys: dict[str, str], *given: dict) -> tuple[int, str]:
        settings = {
            "ANSIBLE_COLLECTIONS_PATH": collections,
            "ANSIBLE_HOME": str(tmp_path_factory.mktemp("home")),
            "ANSIBLE_PIPELINING": "1",
            "CONTROLLER_HOST": awx.url,
            "CONTROLLER_OAUTH_TOKEN": "token-of-some-length-for-awx",
        }
        variables = [part for item in given for part in ("-e", json.dumps(item))]
        command = ["ansible-playbook", "-vvv", "-i", "localhost,", str(PROJECT / "configure.yml"), *variables]
        done = subprocess.run(command, env=environment | settings | keys, capture_output=True, text=True, check=False)
        return done.stdout.count("changed: ["), done.stdout + done.stderr

    return run_configure


KEYS = {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret/of/forty/characters/000000000000"}
GIVEN = {
    "project_url": "https://git.example.com/jobs.git",
    "project_branch": "1.0.0",
    "image": "registry.example.com/ee:1.0.0",
    "connect_instance": "example-center",
    "watched_queues": "Orders,Billing",
    "recorded_queues": "Orders",
}
SOME = {"playbooks": ["pause_recording", "record_queue", "find_forgotten_pauses"]}
ONE = {"playbooks": ["pause_recording"], "watched_queues": "", "recorded_queues": ""}
FILES = {f"{name}.yml" for name in NAMES}
USED = {"projects": "project", "inventories": "inventory"}
PAUSE = "Pause the recording of a call"


def test_awx_gets_a_job_template_for_each_playbook():
    (play,) = yaml.safe_load((PROJECT / "configure.yml").read_text())
    assert sorted(play["vars"]["playbooks"]) == NAMES


@pytest.fixture(scope="module")
def configured(configure):
    """AWX after configure.yml, how many tasks changed something, and all that was printed."""
    with Awx(FILES) as awx:
        yield awx, *configure(awx, KEYS, GIVEN, SOME)


def test_awx_is_configured_once(configured, configure):
    awx, changed, output = configured
    assert changed == 4 + len(SOME["playbooks"]) + 2, output
    assert configure(awx, KEYS, GIVEN, SOME)[0] == 0
    assert configure(awx, KEYS, GIVEN, ONE, {"new_keys": True, "playbooks": []})[0] == 1
    assert awx.tokens == {"Bearer token-of-some-length-for-awx"}
    templates, schedules = awx.named("job_templates"), awx.named("schedules")
    (project,), (inventory,) = awx.named("projects").values(), awx.named("inventories").values()
    (credential,), (image,) = awx.named("credentials").values(), awx.named("execution_environments").values()
    assert {template["playbook"] for template in templates.values()} == {f"{name}.yml" for name in SOME["playbooks"]}
    for template in templates.values():
        assert (template["project"], template["inventory"]) == (project["id"], inventory["id"])
        assert (template["credentials"], template["execution_environment"]) == ([credential["id"]], image["id"])
        assert template["survey_enabled"] and template["ask_job_type_on_launch"]
        defaults = {item["variable"]: item["default"] for item in template["survey_spec"]["spec"]}
        assert defaults["connect_instance"] == "example-center"
    for name, queues in (("Find forgotten pauses", "Orders,Billing"), ("Record the calls of queues", "Orders")):
        assert not templates[name]["allow_simultaneous"], "a sweep need not overtake another"
        assert schedules[name]["unified_job_template"] == templates[name]["id"]
        assert schedules[name]["extra_data"]["queues"] == queues
    assert templates[PAUSE]["allow_simultaneous"], "two calls may have to be paused at the same time"
    assert credential["inputs"]["password"] == KEYS["AWS_SECRET_ACCESS_KEY"] != ENCRYPTED
    assert (project["scm_url"], project["scm_revision"]) == (GIVEN["project_url"], "of 1.0.0")
    assert not project["scm_update_on_launch"], "a job would need the git server"
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in output


def test_two_organizations_can_be_configured(configure):
    """Although AWX finds names in all organizations, and has only one execution environment of a name."""
    with Awx(FILES) as awx:
        for organization in ("Default", "Other"):
            changed, output = configure(awx, KEYS, GIVEN, ONE, {"organization": organization})
            assert changed == 4 + 1, output
        owners = []
        for template in awx.objects["job_templates"].values():
            project, inventory = (awx.objects[kind][template[its]] for kind, its in USED.items())
            owners.append({template["organization"], project["organization"], inventory["organization"]})
    assert owners == [{1}, {2}]


def test_a_project_that_awx_cannot_use_is_explained(configure):
    with Awx(FILES - {"pause_recording.yml"}) as awx:
        awx.sync_error = "Failed to download remote objects and refs: fatal: repository not found"
        assert f"Project update failed. {awx.sync_error}" in configure(awx, KEYS, GIVEN, ONE)[1]
        awx.sync_error = ""
        assert "Playbook not found for project." in configure(awx, KEYS, GIVEN, ONE)[1]
        assert awx.named("job_templates") == {}


def test_the_guide_s_script_launches_a_job_and_waits_for_its_end(configured, tmp_path):
    awx = configured[0]
    script = tmp_path / "pause.sh"
    script.write_text(next(block.text for block in blocks("awx", "bash") if block.file == script.name))
    environment = {"CONTROLLER_HOST": awx.url, "CONTROLLER_OAUTH_TOKEN": "token-of-some-length-for-awx"}

    def pause(contact_id: str) -> subprocess.CompletedProcess:
        environ = {**os.environ, **environment}
        return subprocess.run(["bash", script, contact_id], env=environ, capture_output=True, text=True, check=False)

    done = pause(CALL)
    assert (done.returncode, done.stdout) == (0, "true\n"), done.stderr
    (job,) = awx.objects["jobs"].values()
    assert job["extra_vars"]["contact_id"] == CALL and job["finished"]
    refused = pause("")
    assert refused.returncode == 1
    assert (
        "AWX did not say that it launched the job: " in refused.stdout and "contact_id is too short" in refused.stdout
    )


def test_awx_uses_no_defaults_of_a_survey():
    questions = [
        {"variable": "queues", "type": "text", "required": True, "min": 1},
        {"variable": "minutes", "type": "integer", "required": False, "max": 10},
        {"variable": "resume", "type": "multiplechoice", "required": True, "choices": ["no", "yes"], "default": "no"},
    ]
    assert answer_problems({"resume": False, "minutes": 15, "other": ""}, {"spec": questions}) == [
        "other is not allowed on launch",
        "queues is missing",
        "minutes is too short or too long, too small or too large",
        "resume has the wrong type",
    ]
    assert answer_problems({"queues": "Orders", "resume": "no"}, {"spec": questions}) == []


def test_configuring_says_what_it_needs(configure):
    with Awx(FILES) as awx:
        changed, output = configure(awx, {})
        assert changed == 0 and not awx.named("projects")
    for word in ("Set project_url", "Set project_branch", "Set image", "Set AWS_ACCESS_KEY_ID and AWS_SECRET"):
        assert word in output
