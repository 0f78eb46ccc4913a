"""Routes, parsing, validation and serialization as botocore's service model has them, for any operation."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import botocore.session
from botocore.model import OperationModel, Shape


class Invalid(Exception):
    """A request or an answer that the model does not allow."""


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern
    operation: OperationModel


class Model:
    """Amazon Connect's service model, as the installed botocore has it."""

    def __init__(self) -> None:
        service = botocore.session.get_session().get_service_model("connect")
        routes = [_route(service.operation_model(name)) for name in service.operation_names]
        # A literal path is a better match than one with a parameter in the same place.
        routes.sort(key=lambda route: route.pattern.groups)
        self._routes = {route.operation.name: route for route in routes}

    @property
    def operations(self) -> list[str]:
        return list(self._routes)

    def find(self, method: str, path: str) -> OperationModel | None:
        """The operation that a request's method and raw path belong to."""
        for route in self._routes.values():
            if route.method == method and route.pattern.fullmatch(path):
                return route.operation
        return None

    def parse(self, operation: OperationModel, target: str, body: bytes) -> dict:
        """The parameters of a request, checked. target: the raw path and query. Raises Invalid."""
        url = urlsplit(target)
        shape = operation.input_shape
        path = self._routes[operation.name].pattern.fullmatch(url.path)
        parameters: dict[str, Any] = {name: unquote(value) for name, value in path.groupdict().items()} if path else {}
        query = parse_qs(url.query, keep_blank_values=True)
        content = _parsed_json(body)
        for name, member in shape.members.items():
            location, wire_name = member.serialization.get("location"), member.serialization.get("name", name)
            if location == "querystring" and wire_name in query:
                parameters[name] = _from_query(member, query[wire_name])
            elif location is None and wire_name in content:
                parameters[name] = content.pop(wire_name)
        if content:
            raise Invalid(f"Unknown members: {', '.join(sorted(content))}")
        validate(shape, parameters)
        return parameters

    def serialize(self, operation: OperationModel, answer: dict) -> bytes:
        """The body of an answer, checked. Raises Invalid if AWS could not answer like this."""
        shape = operation.output_shape
        if shape is None or not shape.members:
            return b""
        validate(shape, answer)
        return json.dumps(_to_json(answer)).encode()

    def error_status(self, operation: OperationModel, code: str) -> int | None:
        """The HTTP status of a modeled error of this operation, None if the operation has no such error."""
        for shape in operation.error_shapes:
            if shape.name == code:
                return shape.metadata["error"]["httpStatusCode"]
        return None


def _route(operation: OperationModel) -> Route:
    path = urlsplit(operation.http["requestUri"]).path
    parts = re.split(r"\{(\w+)\+?\}", path)
    pattern = "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    return Route(operation.http["method"], re.compile(pattern), operation)


def validate(shape: Shape, value: Any, where: str = "") -> None:
    """Required members, types, enums, minima, maxima and patterns. Raises Invalid with the place in words."""
    if not isinstance(value, TYPES[shape.type_name]) or (isinstance(value, bool) and shape.type_name != "boolean"):
        raise Invalid(f"{where or shape.name}: expected {shape.type_name}, got {type(value).__name__}")
    _validate_bounds(shape, value, where or shape.name)
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                raise Invalid(f"{where or shape.name}: {name} is required")
        for name, member in value.items():
            if name not in shape.members:
                raise Invalid(f"{where or shape.name}: {name} is unknown")
            validate(shape.members[name], member, f"{where}.{name}".lstrip("."))
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            validate(shape.member, member, f"{where}[{index}]")
    elif shape.type_name == "map":
        for key, member in value.items():
            validate(shape.key, key, f"{where} key")
            validate(shape.value, member, f"{where}[{key}]")


TYPES: dict[str, Any] = {
    "blob": str,
    "boolean": bool,
    "double": (int, float),
    "float": (int, float),
    "integer": int,
    "list": list,
    "long": int,
    "map": dict,
    "string": str,
    "structure": dict,
    "timestamp": (datetime, int, float),
}


def _validate_bounds(shape: Shape, value: Any, where: str) -> None:
    limits = shape.metadata
    size = value if isinstance(value, (int, float)) else None
    if isinstance(value, (str, list, dict)):
        size = len(value)
    if size is not None and size < limits.get("min", size):
        raise Invalid(f"{where}: {size} is less than the minimum of {limits['min']}")
    if size is not None and size > limits.get("max", size):
        raise Invalid(f"{where}: {size} is more than the maximum of {limits['max']}")
    if "enum" in limits and value not in limits["enum"]:
        raise Invalid(f"{where}: {value!r} is not one of {', '.join(limits['enum'])}")
    if "pattern" in limits and not re.search(limits["pattern"], value):
        raise Invalid(f"{where}: {value!r} does not match {limits['pattern']}")


def _parsed_json(body: bytes) -> dict:
    try:
        content = json.loads(body or b"{}")
    except ValueError as error:
        raise Invalid(f"The body is not JSON: {error}") from error
    if not isinstance(content, dict):
        raise Invalid("The body is not a JSON object")
    return content


def _from_query(shape: Shape, values: list[str]) -> object:
    if shape.type_name == "list":
        return [_from_query(shape.member, [value]) for value in values]
    if shape.type_name in ("integer", "long"):
        try:
            return int(values[0])
        except ValueError as error:
            raise Invalid(f"{shape.name}: {values[0]!r} is not a number") from error
    if shape.type_name == "boolean":
        return values[0] == "true"
    return values[0]


def _to_json(value: object) -> object:
    """Timestamps become seconds since 1970, as this protocol has them; nothing in Connect's answers is renamed."""
    if isinstance(value, dict):
        return {key: _to_json(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_to_json(member) for member in value]
    return value.timestamp() if isinstance(value, datetime) else value
