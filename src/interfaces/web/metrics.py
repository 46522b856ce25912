"""Figures for monitoring, as Prometheus reads them: how far the log is, what waits to be sent, how requests went.

It counts, and names nobody: no person, no unit, no task. Who may read it is told by the setting `metrics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from fastapi import APIRouter, Request
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dondoc import __version__
from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound
from dondoc.domain.ports import unstamp
from dondoc.domain.status import MATRIX
from dondoc.interfaces.tokens import Tokens
from dondoc.store.outbox import Outbox

KIND = "text/plain; version=0.0.4; charset=utf-8"
router = APIRouter()


class Metrics:
    """The figures of one engine in this process."""

    def __init__(self, dondoc: Dondoc, tokens: Tokens, readers: Literal["open", "token", "off"]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Log(dondoc))
        self.answers = Counter(
            "dondoc_http_answers", "Requests that were answered, by status.", ["status"], registry=self.registry
        )
        self._tokens = tokens
        self._readers = readers

    def opened_by(self, authorization: str) -> bool:
        """Whether whoever shows this header may read them."""
        kind, _, secret = authorization.partition(" ")
        if self._readers == "token":
            found = self._tokens.caller(secret.strip()) if kind.lower() == "bearer" else None
            return found is not None and "metrics" in found.scopes
        return self._readers == "open"


class Log(Collector):
    """What the database says when it is asked."""

    def __init__(self, dondoc: Dondoc) -> None:
        self._dondoc = dondoc

    def describe(self) -> list[Any]:
        """Nothing is asked before somebody asks."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of now."""
        dondoc = self._dondoc
        yield _gauge("dondoc_info", "The version of dondoc.", {__version__: 1}, "version")
        yield GaugeMetricFamily("dondoc_log_position", "The last position of the log.", dondoc.store.position())
        if last := dondoc.store.last_recorded_at():
            age = (dondoc.clock.now() - unstamp(last)).total_seconds()
            yield GaugeMetricFamily("dondoc_log_age_seconds", "Seconds since the last event was recorded.", age)
        totals = dondoc.status().totals
        yield _gauge("dondoc_tasks", "Tasks, by where they stand.", {c.key: totals[c] for c in MATRIX}, "cell")
        yield _gauge("dondoc_outbox", "Notices, by what became of them.", Outbox(dondoc.store).counts(), "state")


class Counting:
    """The middleware that counts answers by status."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count its answer."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.answers.labels(str(message["status"])).inc()
            await send(message)

        await self._app(scope, receive, counted if scope["type"] == "http" else send)


@router.api_route("/metrics", methods=["GET", "HEAD"])
def metrics(request: Request) -> PlainTextResponse:
    """The figures, for whoever the setting lets read them; to others there is no such page."""
    found: Metrics = request.app.state.metrics
    if not found.opened_by(request.headers.get("authorization", "")):
        raise NotFound(
            "There are no figures here.", vi="Không có trang nào ở địa chỉ này.", place="/metrics",
            cure="Send a token with the scope metrics, or set DONDOC_METRICS=open.",
        )  # fmt: skip
    return PlainTextResponse(generate_latest(found.registry), media_type=KIND)


def _gauge(name: str, about: str, values: dict[str, int], label: str) -> GaugeMetricFamily:
    found = GaugeMetricFamily(name, about, labels=[label])
    for each, value in values.items():
        found.add_metric([each], value)
    return found
