"""The normal form of texts, in which two wordings are one: what typists and editors vary without meaning anything by it.

Everything that compares texts compares them through this module; what is shown is always the text as typed.
"""

import re
import unicodedata

from alliance_docs.model import Value
from alliance_docs.vocabulary import TRUE_WORDS, FieldKind

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02bc\u00b4\u1ffd", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u200b\ufeff\u2060", ""),
    }
)
_TYPED = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LISTS = (FieldKind.LINKS, FieldKind.TEXTS)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LATIN_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_SLUG_WORDS = 4
_SLUG_LENGTH = 48


def normal(text: str) -> str:
    """A text with plain quotes and dashes, composed letters (NFC) and single blanks; done twice it changes nothing more."""
    if not text.isascii():
        plain = _TYPED.sub(lambda sign: _PLAIN[ord(sign[0])], text)  # a fifth of what `translate` costs
        text = unicodedata.normalize("NFC", plain)
    return " ".join(text.split())


def normal_value(value: Value | None, kind: FieldKind | None = None) -> Value:
    """A field's value in normal form: absent, empty and `false` are one, and the order of a list means nothing."""
    if value is None:
        return ""
    if kind is FieldKind.FLAG:
        return "true" if isinstance(value, str) and value.strip().casefold() in TRUE_WORDS else ""
    if isinstance(value, str) and kind not in _LISTS:
        return normal(value)
    texts = (value,) if isinstance(value, str) else value
    return tuple(sorted(filter(None, map(normal, texts)))) or ""


def same(before: Value | None, after: Value | None, kind: FieldKind | None = None) -> bool:
    """Whether two values of a field mean the same."""
    return before == after or normal_value(before, kind) == normal_value(after, kind)


def slug(text: str) -> str:
    """The first four words of a text, for the address of a clause without an id: lower case, joined by hyphens.

    Accents are dropped from Latin letters; letters of other scripts stay, since an anchor may hold them. A text without a
    word is called `clause`.
    """
    folded = unicodedata.normalize("NFKD", normal(text).casefold())
    plain = unicodedata.normalize("NFC", _LATIN_ACCENTS.sub("", folded))
    words = _WORD.findall(plain)[:_SLUG_WORDS]
    return "-".join(words).replace("'", "")[:_SLUG_LENGTH].rstrip("-") or "clause"
