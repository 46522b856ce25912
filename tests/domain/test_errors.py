"""Every no names the thing, the rule and the way out, in two languages."""

from __future__ import annotations

import inspect

import pytest

from dondoc.domain import errors
from dondoc.domain.errors import ConfigInvalid, DondocError, Invalid, Rejected

CLASSES = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, DondocError)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_error_says_in_both_languages_what_it_means(kind: type[DondocError]) -> None:
    """The first line of the docstring is the English default; the Vietnamese one stands beside it."""
    assert (kind.__doc__ or "").splitlines()[0].endswith(".")
    assert kind.default_vi.endswith(".")
    assert "default_vi" in vars(kind)
    assert "code" in vars(kind)


def test_every_error_has_a_code_of_its_own() -> None:
    """Programs tell errors apart by it."""
    codes = [kind.code for kind in CLASSES]
    assert len({*codes}) == len(codes)


def test_an_error_without_words_says_its_default() -> None:
    """In both languages; what is said in English only is said in general in Vietnamese."""
    bare = DondocError()
    assert (bare.en, bare.vi) == ("Something went wrong in dondoc.", "Có lỗi xảy ra.")
    assert DondocError("The thing broke.").vi == "Có lỗi xảy ra."


def test_an_error_reads_as_place_what_and_cure() -> None:
    """As a person reads it; as data each part is by itself."""
    error = Invalid("The month is wrong.", vi="Tháng sai.", place="plans/184.yaml:12", cure="Write 2024-04.")
    assert str(error) == "plans/184.yaml:12: The month is wrong. Write 2024-04."
    assert error.diagnostic() == {
        "code": "invalid",
        "place": "plans/184.yaml:12",
        "vi": "Tháng sai.",
        "en": "The month is wrong.",
        "cure": "Write 2024-04.",
    }


def test_a_rejection_names_its_rule_and_basis() -> None:
    """So that the person can look it up."""
    data = Rejected("No.", rule="step.from-state", basis="qc-phat-ngon").diagnostic()
    assert (data["rule"], data["basis"]) == ("step.from-state", "qc-phat-ngon")


def test_a_wrong_configuration_carries_every_finding() -> None:
    """All can be mended in one go; the first is said and the others are counted."""
    findings = [Invalid(f"Finding {n}.", place=f"f.yaml:{n}") for n in (1, 2, 3)]
    error = ConfigInvalid(findings)
    assert error.findings == findings
    assert str(error) == "f.yaml:1: Finding 1. (+2 more)"
