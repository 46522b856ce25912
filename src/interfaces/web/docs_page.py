"""The description of the API for people to read, at `/docs`: a page made from the very document that programs get.

It loads nothing from elsewhere and runs no script. It is open to everybody, and tells nothing of what the log holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount

from dondoc.interfaces.web.api.description import ABOUT, describe
from dondoc.interfaces.web.rendering import plain_page

router = APIRouter(default_response_class=HTMLResponse)
TAGS = {
    "units": "Đơn vị và tình hình (units, status)",
    "tasks": "Việc (tasks)",
    "commands": "Thực hiện bước và lệnh (commands)",
    "cases": "Việc phát sinh (cases)",
    "activities": "Hoạt động (activities)",
    "reminders": "Đôn đốc (reminders)",
    "plans": "Kế hoạch (plans)",
    "registers": "Sổ theo dõi (registers)",
    "facts": "Loại sự kiện (facts)",
    "events": "Nhật ký sự kiện (events)",
    "checkpoints": "Điểm kiểm tra (checkpoints)",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked or done: where, with which parameters and body, and what comes back."""

    method: str
    path: str
    about: str
    id: str
    parameters: list[dict[str, Any]]
    body: str
    answers: list[tuple[str, str, str]]
    curl: str


@router.api_route("/docs", methods=["GET", "HEAD"])
def docs(request: Request) -> HTMLResponse:
    """The page."""
    root = request.scope.get("root_path", "")
    said = describe(_api(request.app))
    where = f"{request.base_url.scheme}://{request.base_url.netloc}{root}/api/v1"
    found: dict[str, list[Operation]] = {tag: [] for tag in TAGS}
    for operation, tag in _operations(said, where):
        found[tag].append(operation)
    schemas = {
        name: json.dumps(schema, ensure_ascii=False, indent=2) for name, schema in said["components"]["schemas"].items()
    }
    return plain_page(request, "docs.html", tags=TAGS, operations=found, schemas=schemas, about=ABOUT, where=where)


def _api(app: FastAPI) -> FastAPI:
    mounted = next(route for route in app.routes if isinstance(route, Mount) and route.path == "/api/v1")
    assert isinstance(mounted.app, FastAPI)  # the application mounts it so
    return mounted.app


def _operations(said: dict[str, Any], where: str) -> Iterator[tuple[Operation, str]]:
    for path, methods in said["paths"].items():
        for method, each in methods.items():
            body = _model(each.get("requestBody", {}))
            answers = [
                (status, answer["description"], _model(answer)) for status, answer in sorted(each["responses"].items())
            ]
            parameters = each.get("parameters", [])
            curl = _curl(method.upper(), where + path, body=bool(body))
            about = each.get("description", each.get("summary", ""))
            found = Operation(method.upper(), path, about, each["operationId"], parameters, body, answers, curl)
            yield found, each["tags"][0]


def _model(said: dict[str, Any]) -> str:
    """The name of the schema of a body or answer; empty where it has none of its own."""
    for content in said.get("content", {}).values():
        ref = content.get("schema", {}).get("$ref") or content.get("schema", {}).get("items", {}).get("$ref", "")
        return str(ref).rpartition("/")[2]
    return ""


def _curl(method: str, url: str, *, body: bool) -> str:
    head = f"curl -X {method} '{url}' -H \"Authorization: Bearer $TOKEN\""
    sent = " -H 'Idempotency-Key: MA-CUA-BAN' -H 'Content-Type: application/json' -d '{\"data\": {}}'"
    return head + (sent if body else "")
