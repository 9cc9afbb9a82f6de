"""What a name looks like, whatever letters it is made of: two names of one appearance cannot be told apart by reading.

Only letters that most typefaces draw alike; accents count, since they are seen.
"""

import unicodedata

_DRAWN_ALIKE = str.maketrans(
    dict(
        zip(
            "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u0432\u043d\u0501\u051b\u051d"
            "\u03bf\u03b1\u03c1\u03bd\u03c4\u03ba\u03b9\u03c5\u03c7\u03b5\u03b7\u03bc"
            "01|",
            "aeopcyxijskmtbhdqw" + "oapvtkiuxehm" + "oll",
            strict=True,
        )
    )
)


def looks(name: str) -> str:
    """The appearance of a name: equal for names that look the same, and of no other use."""
    if name.isascii():
        return name.lower().translate(_DRAWN_ALIKE)
    shown = "".join(letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", shown.casefold().translate(_DRAWN_ALIKE))
