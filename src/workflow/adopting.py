"""Adopting: a plan is followed in one wording at a time, that of its highest version and revision."""

from __future__ import annotations

import hashlib
import json
from typing import Protocol

from dondoc.domain.errors import Rejected
from dondoc.domain.facts.engine import PlanAdopted
from dondoc.domain.plan import Plan, PlanFile


class Adopted(Protocol):
    """The wording in which a plan is followed."""

    @property
    def digest(self) -> str:
        """Its digest, as `wording` gives it."""

    @property
    def version(self) -> int:
        """The plan's version."""

    @property
    def revision(self) -> int:
        """The revision of our entry of it."""

    @property
    def position(self) -> int:
        """Where in the log it was adopted."""


def wording(file: PlanFile) -> str:
    """A digest of a plan's wording: SHA-256 of its canonical JSON. What is left out does not count."""
    said = file.model_dump(mode="json", exclude_defaults=True)
    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def adoption(file: PlanFile, digest: str) -> PlanAdopted:
    """The fact that a plan is followed in its wording of today."""
    issuing = file.plan.issuing
    offices = issuing.model_dump(exclude_none=True) if issuing else {}
    return PlanAdopted(
        **offices,
        version=file.plan.version,
        revision=file.plan.revision,
        plan=file.plan.id,
        document=file.plan.document,
        digest=digest,
        rows=len(file.rows),
        duties=len(file.duties),
    )


def not_followed(plan: Plan, followed: Adopted) -> Rejected:
    """The problem of a process whose wording of a plan is not the one that is followed."""
    version, revision = followed.version, followed.revision
    older = (plan.version, plan.revision) < (version, revision)
    ours = f"version {plan.version}, revision {plan.revision}"
    return Rejected(
        f"The plan {plan.id!r} is followed in version {version}, revision {revision}; this configuration holds "
        + (f"{ours}, an older one." if older else f"another text as {ours} too."),
        rule="plan.not-followed",
        vi=f"Kế hoạch {plan.id} đang theo dõi ở phiên bản {version}, lần nhập {revision}; cấu hình này "
        + ("cũ hơn." if older else "có nội dung khác nhưng cùng số lần nhập."),
        place=f"plans/{plan.id}",
        cure="Take over the newer configuration." if older else "Raise plan.revision, or plan.version if amended.",
    )
