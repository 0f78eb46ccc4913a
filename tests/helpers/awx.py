"""A small AWX: it keeps what the modules of awx.awx create, and rejects surveys and schedules that break its rules."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

API = "/api/v2/"
ENCRYPTED = "$encrypted$"
SECRETS = ("password", "security_token")

# The types of questions, and of their default answers.
TEXTS = ("text", "textarea", "password")
CHOICES = ("multiplechoice", "multiselect")
NUMBERS = {"integer": int, "float": float}

RRULE = re.compile(r"DTSTART(;TZID=\S+)?:\d{8}T\d{6}Z? RRULE:FREQ=\w+;INTERVAL=\d+")


def survey_problems(survey: dict) -> list[str]:
    """Why AWX's API would reject a survey: the rules of its view JobTemplateSurveySpec, and of its documentation."""
    problems = [f"{key} is missing or no text" for key in ("name", "description") if not _is_text(survey.get(key))]
    questions = survey.get("spec")
    if not isinstance(questions, list) or not questions:
        return [*problems, "spec is no list of questions"]
    seen: set[str] = set()
    for number, question in enumerate(questions):
        problems += [f"question {number}: {problem}" for problem in _question_problems(question, seen)]
    return problems


def _question_problems(question: object, seen: set[str]) -> list[str]:
    if not isinstance(question, dict):
        return ["is no object"]
    keys = ("type", "question_name", "question_description", "variable")
    problems = [f"{key} is missing or no text" for key in keys if not _is_text(question.get(key))]
    if not isinstance(question.get("required"), bool):
        problems.append("required is missing or no boolean")
    if problems:
        return problems
    if question["variable"] in seen:
        problems.append(f"{question['variable']} is asked for twice")
    seen.add(question["variable"])
    if question["type"] not in (*TEXTS, *CHOICES, *NUMBERS):
        return [*problems, f"{question['type']} is no type"]
    for limit in ("min", "max"):
        if question.get(limit) is not None and not isinstance(question[limit], int):
            problems.append(f"{limit} is no whole number")
    return problems + _answer_problems(question)


def _answer_problems(question: dict) -> list[str]:
    default, choices = question.get("default", ""), question.get("choices", [])
    if question["type"] in NUMBERS:
        return [] if default == "" or isinstance(default, NUMBERS[question["type"]]) else ["default is no number"]
    if not isinstance(default, str):
        return ["default is no text"]
    if default.startswith(ENCRYPTED):
        return ["default is a reserved word"]
    if question["type"] in TEXTS:
        return []
    choices = choices.splitlines() if isinstance(choices, str) else choices
    if not choices:
        return ["choices are missing"]
    defaults = default.splitlines()
    if question["type"] == "multiplechoice" and len(defaults) > 1:
        return ["more than one default"]
    return [f"{answer} is no choice" for answer in defaults if answer not in choices]


def schedule_problems(schedule: dict, survey: dict) -> list[str]:
    """Why AWX's API would reject a schedule of a job template with this survey. AWX uses no defaults of the survey."""
    answers = schedule.get("extra_data", {})
    problems = [] if RRULE.fullmatch(schedule.get("rrule", "")) else ["rrule is invalid"]
    questions = {question["variable"]: question for question in survey["spec"]}
    problems += [f"{name} is not allowed on launch" for name in answers if name not in questions]
    for name, question in questions.items():
        if name not in answers:
            problems += [f"{name} is missing"] if question["required"] else []
        elif not isinstance(answers[name], NUMBERS.get(question["type"], str)):
            problems.append(f"{name} has the wrong type")
        elif question["type"] == "multiplechoice" and answers[name] not in question["choices"]:
            problems.append(f"{name} is no choice")
    return problems


def _is_text(value: object) -> bool:
    return isinstance(value, str)


class Awx:
    """A running AWX. Use it as a context manager. objects: what it holds, by kind and ID."""

    def __init__(self) -> None:
        self.objects: dict[str, dict[int, dict]] = {
            "organizations": {1: self._made("organizations", 1, {"name": "Default"})},
            "credential_types": {5: self._made("credential_types", 5, {"name": "Amazon Web Services"})},
        }
        self.tokens: set[str] = set()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Awx:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def named(self, kind: str) -> dict[str, dict]:
        return {item["name"]: item for item in self.objects.get(kind, {}).values()}

    def answer(self, method: str, path: str, query: dict, body: dict) -> tuple[int, dict]:
        """The status and the body of an answer."""
        kind, *more = path.removeprefix(API).strip("/").split("/")
        kind = kind.removeprefix("unified_")  # of the unified job templates, only the job templates matter
        held = self.objects.setdefault(kind, {})
        if not more:
            return self._create(kind, body) if method == "POST" else (200, _listed(_matching(held, query)))
        item = held.get(int(more[0]))
        if item is None:
            return 404, {}
        if len(more) > 1:
            return self._about(item, more[1], method, body)
        if method == "PATCH":
            item.update(body)
        return 200, _public(item)

    def _create(self, kind: str, body: dict) -> tuple[int, dict]:
        if kind == "schedules":
            template = self.objects["job_templates"][body["unified_job_template"]]
            problems = schedule_problems(body, template["survey_spec"])
            if problems:
                return 400, {"error": "; ".join(problems)}
        number = max(self.objects[kind], default=0) + 1
        self.objects[kind][number] = self._made(kind, number, body)
        return 201, _public(self.objects[kind][number])

    def _made(self, kind: str, number: int, body: dict) -> dict:
        url = f"{API}{kind}/{number}/"
        related = {name: f"{url}{name}/" for name in ("survey_spec", "update")}
        its_own = {"id": number, "type": kind.removesuffix("s"), "url": url, "related": related, "summary_fields": {}}
        return {"survey_spec": {}, "credentials": [], "scm_revision": "", **body, **its_own}

    def _about(self, item: dict, what: str, method: str, body: dict) -> tuple[int, dict]:
        if what == "survey_spec":
            return self._survey(item, body) if method == "POST" else (200, item["survey_spec"])
        if what == "update":
            item["scm_revision"] = "synced"
            return 202, {"url": item["url"], "finished": True}
        if method == "POST":
            item[what].append(body["id"])
            return 204, {}
        return 200, _listed([self.objects[what][number] for number in item[what]])

    def _survey(self, item: dict, survey: dict) -> tuple[int, dict]:
        problems = survey_problems(survey)
        if problems:
            return 400, {"error": "; ".join(problems)}
        item["survey_spec"] = survey
        return 200, {}


def _matching(held: dict[int, dict], query: dict) -> list[dict]:
    return [item for item in held.values() if all(str(item.get(key)) == value for key, value in query.items())]


def _listed(items: list[dict]) -> dict:
    return {"count": len(items), "next": None, "results": [_public(item) for item in items]}


def _public(item: dict) -> dict:
    """What the API tells of it: no secrets."""
    hidden = {name: ENCRYPTED if name in SECRETS else value for name, value in item.get("inputs", {}).items()}
    return {**item, "finished": True, "failed": False, "status": "successful", **({"inputs": hidden} if hidden else {})}


class _Server(ThreadingHTTPServer):
    def __init__(self, awx: Awx) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.awx = awx


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _serve(self) -> None:
        awx = self.server.awx
        awx.tokens.add(self.headers.get("Authorization", ""))
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        url = urlsplit(self.path)
        status, answer = awx.answer(self.command, url.path, dict(parse_qsl(url.query)), body)
        data = b"" if status == 204 else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = _serve

    def log_message(self, *_: object) -> None:
        """Say nothing."""
