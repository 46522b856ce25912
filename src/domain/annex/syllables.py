"""Vietnamese syllables: onset, rhyme and tone follow few rules, so that most letters misread by a scanner break one.

No dictionary: a syllable that is well built may still be the wrong word, which only its neighbours can tell.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = {"\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0301": "sắc", "\u0323": "nặng"}
_ONSETS = tuple("ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x".split())  # noqa: SIM905  # a table
_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oc oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong
    ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uê uêch uênh uc ui um un ung uôc uôi uôm uôn uông uôt up ut uơ uy uya uych uynh uyên uyêt
    uyt uyn uyu uyp ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
    """.split()  # noqa: SIM905  # a table
)
_AFTER_QU = frozenset({"ynh", "yt", "ych", "yp", "yn", "yêu"})
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_FRONT = frozenset("ieêy")
# Words from other languages that Vietnamese documents print as they are.
_LOANS = frozenset(
    """
    video clip website web email internet online logo radio fax file blog fanpage livestream podcast facebook zalo
    infographic banner poster smartphone app slogan standee pano wifi
    """.split()  # noqa: SIM905  # a table
)


def bare(word: str) -> tuple[str, str]:
    """A syllable without its tone, and the tone's name; `-` for more than one tone mark."""
    tone, letters = "", ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = "-" if tone else _TONES[char]
        else:
            letters += char
    return unicodedata.normalize("NFC", letters), tone


def is_syllable(word: str) -> bool:
    """Whether the word is built as Vietnamese syllables are."""
    letters, tone = bare(word)
    if tone == "-":
        return False
    for onset in ("", *_ONSETS):
        if letters.startswith(onset) and _fits(onset, letters[len(onset) :], tone):
            return True
    return letters in {"gi", "gin", "gip", "giêt", "giêng", "giêc"}  # the i belongs to onset and rhyme at once


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    if rhyme not in _RHYMES and not (onset == "qu" and rhyme in _AFTER_QU):
        return False
    if _STOPPED.search(rhyme) and tone not in {"sắc", "nặng"}:
        return False
    front = rhyme[0] in _FRONT
    if onset in {"k", "gh", "ngh"}:
        return front
    if onset in {"c", "ng"} or (onset == "g" and rhyme != "i"):
        return not front
    return True


def is_word(word: str) -> bool:
    """Whether a printed word can stand in a Vietnamese document: a syllable, an abbreviation or a foreign name."""
    if is_syllable(word) or word.lower() in _LOANS:
        return True
    if word.isupper() and len(word) > 1:
        return True
    # A foreign name keeps its plain letters: Brunei, Xinh-ga-po, ASEAN.
    return re.fullmatch("(?=.*[aeiouyAEIOUY])[A-Z][a-z]+", word) is not None
