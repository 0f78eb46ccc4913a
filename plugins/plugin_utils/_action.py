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


def load(module: str, work: str) -> object:
    """The _in_process.Work of a module, by the name of its function, or the exception that its imports raised.

    To be called when the action plugin is imported: in the process that all workers are forked from.
    """
    try:
        in_process = import_module("._in_process", __package__)
        definition = import_module(f"..modules.{module}", __package__)
        return in_process.Work(getattr(definition, work), definition.ARGUMENT_SPEC, definition.CONSTRAINTS)
    except Exception as error:
        return error


class InProcessAction(ActionBase):
    """work: set by the action plugin of the module's name to what load returns."""

    work: object

    _supports_async = True  # the ordinary module does

    def run(self, tmp: str | None = None, task_vars: dict | None = None) -> dict:
        super().run(tmp, task_vars)
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
        """The work, ready to be done here, or None if the ordinary module has to run.

        In-process execution depends on internals of ansible-core. Nothing is sent before it is ready, so until then any
        error only leads to the module.
        """
        try:
            if isinstance(self.work, Exception):
                raise self.work
            do_work = self.work.prepare(self, task_vars)
        except AnsibleActionFail:  # the user's mistake
            raise
        except Exception as reason:
            self._say(task_vars, f"runs as a module: {type(reason).__name__}: {reason}")
            return None
        self._say(task_vars, "runs in the controller")
        return do_work

    def _say(self, task_vars: dict, text: str) -> None:
        self._display.vvv(f"{self._task.action} {text}", host=task_vars.get("inventory_hostname"))
