"""AWS Signature Version 4: is this request signed with a key of the scenario? botocore does the arithmetic."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/connect/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[^,]+), ?Signature=(?P<signature>[0-9a-f]+)"
)
MAX_SKEW = timedelta(minutes=5)


class Unauthorized(Exception):
    """code: the error code that AWS answers with."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Key:
    """An access key of the scenario."""

    access_key: str
    secret_key: str
    session_token: str | None = None
    expired: bool = False


def verify(keys: list[Key], region: str, method: str, url: str, headers: dict[str, str], body: bytes) -> None:
    """Raise Unauthorized unless one of the keys signed this request, for this region, just now."""
    match = AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if not match:
        raise Unauthorized("MissingAuthenticationTokenException", "Missing Authentication Token")
    key = next((key for key in keys if key.access_key == match["key"]), None)
    if key is None or key.session_token != headers.get("x-amz-security-token"):
        raise Unauthorized("UnrecognizedClientException", "The security token included in the request is invalid.")
    if match["region"] != region:
        raise Unauthorized("InvalidSignatureException", f"Credential should be scoped to a valid region: {region}.")
    if _signature(key, match, method, url, headers, body) != match["signature"]:
        raise Unauthorized(
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided.",
        )
    signed_at = datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs(datetime.now(UTC) - signed_at) > MAX_SKEW:
        raise Unauthorized("InvalidSignatureException", f"Signature expired: {headers['x-amz-date']}")
    if key.expired:
        raise Unauthorized("ExpiredTokenException", "The security token included in the request is expired")


def _signature(key: Key, match: re.Match, method: str, url: str, headers: dict[str, str], body: bytes) -> str:
    names = match["headers"].split(";")
    if not {"host", "x-amz-date"} <= set(names) or not set(names) <= set(headers):
        raise Unauthorized("IncompleteSignatureException", "The signed headers are incomplete.")
    signer = SigV4Auth(Credentials(key.access_key, key.secret_key), "connect", match["region"])
    request = AWSRequest(method=method, url=url, headers={name: headers[name] for name in names}, data=body)
    request.context["timestamp"] = headers["x-amz-date"]
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
