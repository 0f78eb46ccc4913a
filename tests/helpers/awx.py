"""A small AWX: it keeps what the modules of awx.awx create, syncs projects, and launches jobs, by the rules of AWX."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from .surveys import ENCRYPTED, answer_problems, survey_problems

API = "/api/v2/"
SECRETS = ("password", "security_token")
RRULE = re.compile(r"DTSTART(;TZID=\S+)?:\d{8}T\d{6}Z? RRULE:FREQ=\w+;INTERVAL=\d+")
# What changes when a job has ended.
ENDED = {"status": "successful", "finished": "2026-03-04T17:29:39Z"}
# What a project's update starts again with.
SOURCE = ("scm_url", "scm_branch")


class Rejected(Exception):
    """AWX answers with the status 400, and with this reason."""


class Awx:
    """A running AWX. Use it as a context manager.

    objects: what it holds, by kind and ID.
    files: the playbooks that it finds in every project.
    sync_error: what git says if it cannot fetch a project.
    """

    def __init__(self, files: set[str]) -> None:
        self.files = files
        self.sync_error = ""
        self.objects: dict[str, dict[int, dict]] = {}
        for name in ("Default", "Other"):
            self._keep("organizations", {"name": name})
        self._keep("credential_types", {"name": "Amazon Web Services"})
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
            return (201, self._create(kind, body)) if method == "POST" else (200, _listed(_matching(held, query)))
        item = self._find(held, unquote(more[0]))
        if item is None:
            return 404, {}
        if len(more) > 1:
            return self._about(item, more[1], method, body)
        if kind == "jobs":  # it is under way when somebody looks for the first time, and then it ends
            told, self.objects[kind][item["id"]] = item, {**item, **ENDED}
            return 200, _public(told)
        return 200, self._change(item, body) if method == "PATCH" else _public(item)

    def _find(self, held: dict[int, dict], named: str) -> dict | None:
        """By ID, or by the name and the organization, as in "Pause++Default"."""
        if named.isdigit():
            return held.get(int(named))
        name, _plus, organization = named.partition("++")
        owner = self.named("organizations").get(organization, {}).get("id")
        found = [item for item in held.values() if (item["name"], item.get("organization")) == (name, owner)]
        return found[0] if found else None

    def _create(self, kind: str, body: dict) -> dict:
        if kind == "schedules":
            template = self.objects["job_templates"][body["unified_job_template"]]
            problems = answer_problems(body.get("extra_data", {}), template["survey_spec"])
            _reject_if([*problems, *([] if RRULE.fullmatch(body.get("rrule", "")) else ["rrule is invalid"])])
        if kind == "execution_environments" and body["name"] in self.named(kind):
            _reject_if(["Execution environment with this name already exists."])
        if kind == "job_templates" and body["playbook"] not in self.objects["projects"][body["project"]]["files"]:
            _reject_if(["Playbook not found for project."])
        made = self._keep(kind, body)
        return self._synced(made) if kind == "projects" else _public(made)

    def _keep(self, kind: str, body: dict) -> dict:
        number = max(self.objects.setdefault(kind, {}), default=0) + 1
        url = f"{API}{kind}/{number}/"
        related = {name: f"{url}{name}/" for name in ("survey_spec", "update")}
        its_own = {"id": number, "type": kind.removesuffix("s"), "url": url, "related": related, "summary_fields": {}}
        kept = {"survey_spec": {}, "credentials": [], "scm_revision": "", "files": [], **body, **its_own}
        return self.objects[kind].setdefault(number, kept)

    def _change(self, item: dict, body: dict) -> dict:
        moved = any(name in body and body[name] != item.get(name) for name in SOURCE)
        item.update(body)
        return self._synced(item) if moved else _public(item)

    def _synced(self, project: dict) -> dict:
        """A project that was created, or comes from elsewhere now: AWX starts to sync it by itself."""
        update = self._sync(project)
        return {**_public(project), "summary_fields": {"current_update": {"id": update["id"]}}}

    def _sync(self, project: dict) -> dict:
        error = self.sync_error
        outcome = {"status": "failed" if error else "successful", "failed": bool(error), "finished": "now"}
        if not error:
            project |= {"scm_revision": f"of {project['scm_branch']}", "files": sorted(self.files)}
        revision = {"scm_revision": project["scm_revision"]}
        return self._keep("project_updates", {"project": project["id"], "error": error, **revision, **outcome})

    def _about(self, item: dict, what: str, method: str, body: dict) -> tuple[int, dict]:
        if what == "survey_spec" and method == "POST":
            _reject_if(survey_problems(body))
            item["survey_spec"] = body
            return 200, {}
        if what == "survey_spec":
            return 200, item["survey_spec"]
        if what == "update":
            return 202, _public(self._sync(item))
        if what == "events":
            failed = {"event": "runner_on_failed", "event_data": {"res": {"msg": item["error"]}}}
            return 200, {"count": 1, "next": None, "results": [failed]}
        if what == "launch":
            _reject_if(answer_problems(body.get("extra_vars", {}), item["survey_spec"]))
            return 201, _public(self._keep("jobs", {**body, "job_type": "run", "status": "running", "finished": None}))
        if method == "POST":
            item[what].append(body["id"])
            return 204, {}
        return 200, _listed([self.objects[what][number] for number in item[what]])


def _reject_if(problems: list[str]) -> None:
    if problems:
        raise Rejected("; ".join(problems))


def _matching(held: dict[int, dict], query: dict) -> list[dict]:
    """AWX's filters, as far as its modules use them. What is about other objects is left out."""
    either = {key.removeprefix("or__"): value for key, value in query.items() if key.startswith("or__")}
    all_of = {key: value for key, value in query.items() if "__" not in key and key not in ("order_by", "page_size")}

    def matches(item: dict) -> bool:
        some = not either or any(str(item.get(key)) == value for key, value in either.items())
        return some and all(str(item.get(key)) == value for key, value in all_of.items())

    found = [item for item in held.values() if matches(item)]
    return found[::-1] if query.get("order_by") == "-id" else found


def _listed(items: list[dict]) -> dict:
    return {"count": len(items), "next": None, "results": [_public(item) for item in items]}


def _public(item: dict) -> dict:
    """What the API tells of it: no secrets."""
    hidden = {name: ENCRYPTED if name in SECRETS else value for name, value in item.get("inputs", {}).items()}
    return {**item, **({"inputs": hidden} if hidden else {})}


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
        try:
            status, answer = awx.answer(self.command, url.path, dict(parse_qsl(url.query)), body)
        except Rejected as rejected:
            status, answer = 400, {"detail": str(rejected)}
        data = b"" if status == 204 else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = _serve

    def log_message(self, *_: object) -> None:
        """Say nothing."""
