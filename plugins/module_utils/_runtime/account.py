"""From a task's options to the account's Amazon Connect, with credentials and clients by amazon.aws."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.amazon.aws.plugins.module_utils.botocore import boto3_conn, get_aws_connection_info

from .._api.client import Connect, client_settings
from .._api.errors import TaskError


def connect_to_account(options: dict, task_name: str, connections: int) -> Connect:
    """The account of the options, for this many requests at a time. Raises TaskError if no client can be made.

    options: validated, with those of amazon.aws. task_name: the module's name in errors.
    """
    task = _Module(options, task_name)
    try:
        region, endpoint, settings = get_aws_connection_info(task)
        settings |= {"config": client_settings(connections), "region": region, "endpoint": endpoint}
        clients = [
            boto3_conn(task, conn_type="client", resource="connect", **settings) for _each in range(min(connections, 2))
        ]
        return Connect(reads=clients[0], changes=clients[-1])
    except TaskError:
        raise
    except Exception as error:  # botocore's configuration raises many types, such as TypeError for an unknown setting
        raise TaskError(f"No AWS client can be made with these options (see aws_config): {error}") from error


class _Module:
    """The minimal module interface that amazon.aws requires."""

    def __init__(self, options: dict, name: str) -> None:
        self.params = options
        self._name = name

    def fail_json(self, msg: str, **_details: object) -> None:
        raise TaskError(msg)
