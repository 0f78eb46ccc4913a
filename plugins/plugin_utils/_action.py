"""An action plugin that does a module's work in the controller, or lets the ordinary module run."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.release import __version__ as core_version

OLDEST_CORE = (2, 16)


class Elsewhere(Exception):
    """Why the module has to run as usual."""


def load(module: str, work: str) -> tuple | Exception:
    """What an action plugin needs of its module, or the error of an import. Called before Ansible forks its workers."""
    try:
        prepare = import_module("._in_process", __package__).prepare
        definition = import_module(f"..modules.{module}", __package__)
        return prepare, getattr(definition, work), definition.ARGUMENT_SPEC, getattr(definition, "CONSTRAINTS", {})
    except Exception as error:
        return error


class InProcessAction(ActionBase):
    """loaded: what load returned to the action plugin of the module's name."""

    loaded: tuple | Exception

    _supports_async = True  # as the ordinary module does

    def run(self, tmp: str | None = None, task_vars: dict | None = None) -> dict:
        task_vars = task_vars or {}
        super().run(tmp, task_vars)
        if tuple(map(int, core_version.split(".")[:2])) < OLDEST_CORE:
            needed = f"{self._task.action} needs ansible-core 2.16 or later. This is {core_version}."
            return {"failed": True, "msg": needed}
        environment = dict(os.environ)
        try:
            do_work = self._prepared(task_vars)
            if do_work:
                return do_work()
        finally:
            os.environ.clear()
            os.environ.update(environment)
        return self._execute_module(task_vars=task_vars, wrap_async=self._task.async_val)

    def _prepared(self, task_vars: dict) -> Callable[[], dict] | None:
        """What does the work in the controller, or None if the ordinary module has to.

        All this plumbing depends on internals of ansible-core. Nothing is sent yet, so any error leads to the module.
        """
        try:
            if isinstance(self.loaded, Exception):
                raise self.loaded
            prepare, *work_and_options = self.loaded
            do_work, where = prepare(self, task_vars, *work_and_options), "in the controller"
        except AnsibleActionFail as mistake:  # the switch is neither on nor off: not worth a traceback
            failed = {"failed": True, "msg": str(mistake)}
            return lambda: failed
        except Exception as reason:
            kind = "" if isinstance(reason, Elsewhere) else f"{type(reason).__name__}: "
            do_work, where = None, f"as a module: {kind}{reason}"
        self._display.vvv(f"{self._task.action} runs {where}", host=task_vars.get("inventory_hostname"))
        return do_work
