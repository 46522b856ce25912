"""The description of the API as OpenAPI 3.1, made from the very models and routes that answer. Open to everybody.

It tells what can be asked and sent, nothing of what the log holds.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.responses import JSONResponse

from dondoc.interfaces.web.api import bodies
from dondoc.interfaces.web.api.shapes import Problem

KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A name of your own for this command, 1 to 200 printable characters without spaces: sent again with "
    "the same body it gives the first answer and changes nothing, with another body 422.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x21-\x7e]{1,200}$"},
    "example": "phan-anh-2024-0031",
}
ABOUT = """\
Resources and commands of dondoc. Every request carries a token (`Authorization: Bearer ddc_...`) and sees and does what
its holder could, nothing else. A command answers 2xx only when it is on disk.

Refusals are `application/problem+json` (RFC 9457) with `detail` in Vietnamese and `detail_en` in English, `place` and
`cure`. Lists come in pages: send `next` as `cursor`. `as_of` asks how it stood at the end of a day, `known_at` how it
was known at a moment.
"""
_MODELS: tuple[type[BaseModel], ...] = (Problem, bodies.Sent, bodies.SentStep, bodies.SentActivity, bodies.SentCase)
_REF = "#/components/schemas/{model}"


def taking(model: type[BaseModel]) -> dict[str, Any]:
    """What the description says of a command beside its answer: its key and its body."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {
        "parameters": [KEY],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
    }


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of the application."""
    found = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=ABOUT, routes=app.routes,
        servers=[{"url": "/api/v1"}],
    )  # fmt: skip
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for model in _MODELS:
        made = model.model_json_schema(ref_template=_REF)
        schemas.update(made.pop("$defs", {}))
        schemas[model.__name__] = made
    return found


def add_to(app: FastAPI) -> None:
    """Serve the description at `openapi.json`."""
    made: dict[str, Any] = {}

    @app.get("/openapi.json", include_in_schema=False)
    def openapi(request: Request) -> JSONResponse:
        if not made:
            made.update(describe(app))
        root = request.scope.get("root_path", "")
        return JSONResponse({**made, "servers": [{"url": root or "/"}]})
