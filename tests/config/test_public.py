"""What is public as shipped, field by field: whoever lets one more out changes this list knowingly."""

from __future__ import annotations

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS

PUBLIC = {
    ("outlets", "link", "bulletin.posted", "link"),
    ("outlets", "link", "communication.published", "link"),
    ("outlets", "link", "press.information-provided", "link"),
    ("outlets", "link", "press.release-posted", "link"),
    ("outlets", "link", "press.urgent-information-provided", "link"),
    ("portal-information", "link", "communication.published", "link"),
    ("publications", "column", "communication.published", "column"),
    ("publications", "documents", "bulletin.published", "documents"),
    ("publications", "documents", "communication.published", "documents"),
    ("publications", "kind", "communication.published", "kind"),
    ("publications", "link", "bulletin.published", "link"),
    ("publications", "link", "communication.published", "link"),
    ("publications", "outlet", "communication.published", "outlet"),
    ("publications", "subject", "bulletin.published", "issue"),
    ("publications", "subject", "communication.published", "subject"),
    ("releases-by-field", "areas", "press.release-issued", "areas"),
    ("releases-by-field", "number", "press.release-issued", "number"),
    ("releases-by-field", "subject", "press.release-issued", "subject"),
}
"""Register, column, fact and field of everything that a public column shows."""


def test_what_registers_make_public_is_this_and_nothing_else(shipped: Catalogue) -> None:
    """A new column, fact or field that becomes public is seen here before it is seen outside."""
    registry = _fields()
    shown = {
        (register.id, column.id, fact, field)
        for register in shipped.registers.values()
        for column in register.columns
        if column.id in register.public
        for fact in column.of or register.facts
        for field in column.field
        if field in registry.get(fact, ())
    }
    assert shown == PUBLIC


def test_no_text_that_waits_for_clearance_is_allowed(shipped: Catalogue) -> None:
    """What is drafted, prepared, asked, reported or noted has no field in the allow-list."""
    assert set(shipped.public.fields) == {
        "bulletin.posted",
        "bulletin.published",
        "communication.published",
        "press.information-provided",
        "press.release-issued",
        "press.release-posted",
        "press.urgent-information-provided",
    }


def _fields() -> dict[str, set[str]]:
    registry = Registry(FACTS)
    return {name: set(registry[name].model_fields) for name in registry.names()}
