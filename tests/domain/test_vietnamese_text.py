"""Vietnamese text: one form to keep, one key to find by, one key to sort by, and nothing that hides."""

from __future__ import annotations

import unicodedata
from typing import Literal, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from dondoc.domain.fact import ActivityFact, Fact, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.model import Id, Text, Words
from dondoc.domain.text import fold, hidden_characters, nfc, sort_key
from dondoc.testing import example, step_data

TEXT: TypeAdapter[str] = TypeAdapter(Text)
ID: TypeAdapter[str] = TypeAdapter(Id)
WRITTEN_BY_PEOPLE = [fact for fact in FACTS if issubclass(fact, StepFact | ActivityFact)]
VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ AĐƠƯ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Thừa Thiên Huế", "thua thien hue"),
        ("Đắk Lắk", "dak lak"),
        ("VĂN PHÒNG BỘ", "van phong bo"),
        ("Nguyễn", unicodedata.normalize("NFD", "nguyễn")),
        ("Vụ  Tiền\tlương ", "vu tien luong"),
        ("Ưu", "uu"),
    ],
)
def test_spellings_of_one_name_are_found_as_one(one: str, other: str) -> None:
    """Tones, their places, capitals, đ, composed or not, spaces: none of them hides a name from a searcher."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Hà Nam", "Hà Nội"), ("số 1", "số 11"), ("an", "ân bộ")])
def test_different_names_are_not_found_as_one(one: str, other: str) -> None:
    """What differs in more than marks stays different."""
    assert fold(one) != fold(other)


@given(text=st.one_of(VIETNAMESE, st.text()))
def test_folding_does_not_depend_on_the_form_and_folding_again_changes_nothing(text: str) -> None:
    """Composed and decomposed text have one key, and a key is its own key."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b"],
        ["d", "đ", "e", "ê"],
        ["o", "ô", "ơ", "p"],
        ["u", "ư", "v"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["da", "dạ", "dân", "đa", "đà"],
        ["Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hòa Bình"],
        ["Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương"],
        ["Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp"],
        ["hoa", "hòa", "hoá"],
        ["hoa", "hoà", "hóa"],
        ["Vụ 2", "Vụ 9", "Vụ A"],
    ],
)
def test_names_sort_as_in_a_vietnamese_dictionary(ordered: list[str]) -> None:
    """Letters first, with their hooks and roofs, then tones: level, huyền, hỏi, ngã, sắc, nặng."""
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_both_places_of_a_tone_sort_as_one() -> None:
    """Hòa and hoà are one syllable with one tone."""
    assert sort_key("hòa bình") == sort_key("hoà bình")


def test_case_and_form_do_not_change_the_order() -> None:
    """Capitals sort with small letters, decomposed text with composed."""
    assert sort_key("ĐỒNG NAI") == sort_key("đồng nai") == sort_key(unicodedata.normalize("NFD", "Đồng Nai"))


@given(one=VIETNAMESE, other=VIETNAMESE)
def test_what_sorts_together_is_found_together(one: str, other: str) -> None:
    """Equal sort keys mean equal search keys, up to spaces."""
    if sort_key(one) == sort_key(other):
        assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Báo\u200bcáo", "ZERO WIDTH SPACE"),
        ("Báo\u202ecáo", "RIGHT-TO-LEFT OVERRIDE"),
        ("\ufeffBáo cáo", "ZERO WIDTH NO-BREAK SPACE"),
        ("Báo\u00adcáo", "SOFT HYPHEN"),
        ("Báo\u2066cáo", "LEFT-TO-RIGHT ISOLATE"),
        ("Báo\x00cáo", "U+0000"),
        ("Báo\x1bcáo", "U+001B"),
        ("Báo\ue000cáo", "U+E000"),
        ("Báo\U000e0041cáo", "TAG LATIN CAPITAL LETTER A"),
    ],
)
def test_a_hidden_character_is_refused_by_its_name(text: str, name: str) -> None:
    """Invisible, direction-changing, control and private characters make a text read other than it is."""
    assert hidden_characters(text) == [name]
    with pytest.raises(ValidationError, match=name.replace("+", r"\+")):
        TEXT.validate_python(text)


def test_lines_and_tabs_are_no_hidden_characters() -> None:
    """A clause may have several lines."""
    assert hidden_characters("dòng 1\n\tdòng 2") == []


def test_words_that_may_be_empty_are_trimmed_too() -> None:
    """Blanks alone are no words."""
    words: TypeAdapter[str] = TypeAdapter(Words)
    assert words.validate_python("  ") == ""
    assert words.validate_python(" một câu ") == "một câu"


def test_line_ends_of_web_forms_are_lines() -> None:
    """What a browser or a Windows editor sends is kept with plain line ends, not refused."""
    assert TEXT.validate_python("dòng 1\r\ndòng 2\rdòng 3") == "dòng 1\ndòng 2\ndòng 3"


@pytest.mark.parametrize("fact", WRITTEN_BY_PEOPLE, ids=lambda fact: fact.name)
def test_nothing_that_people_write_into_a_fact_can_hide_a_character(fact: type[Fact]) -> None:
    """Every free text of every step and activity refuses what cannot be seen, the optional ones too."""
    for field, value in step_data(fact.name).items():
        # A body is looked up, a choice is one of a few words: neither can be another one.
        if (
            isinstance(value, str)
            and field != "body"
            and get_origin(fact.model_fields[field].annotation) is not Literal
        ):
            # Ids of bodies and offices have no room for any character but theirs.
            with pytest.raises(ValidationError, match=r"RIGHT-TO-LEFT OVERRIDE|is not an id|match pattern"):
                example(fact.name, **{field: f"{value}\u202e"})


def test_text_is_kept_in_one_form_and_trimmed() -> None:
    """Decomposed text is composed, blanks around it go, blank text is refused."""
    assert TEXT.validate_python(f"  {unicodedata.normalize('NFD', 'Đắk Lắk')} ") == "Đắk Lắk"
    assert nfc("e\u0302\u0301") == "ế"
    with pytest.raises(ValidationError):
        TEXT.validate_python("  ")


@pytest.mark.parametrize("wrong", ["", "Vu-a", "vụ-a", "-a", ".a", "a_b", "a:b", "a/b", "a b", "a\n"])
def test_an_id_is_small_letters_digits_dots_and_hyphens(wrong: str) -> None:
    """So that ids can stand in URLs, file names and names of streams."""
    assert ID.validate_python("vu-to-chuc-can-bo") == "vu-to-chuc-can-bo"
    assert ID.validate_python("184.9.2") == "184.9.2"
    with pytest.raises(ValidationError, match="not an id"):
        ID.validate_python(wrong)
