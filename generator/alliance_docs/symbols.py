"""Makes what cannot be seen visible: control and direction characters become symbols, so that no text steers a terminal.

Pure, and used wherever words of people or of a repository are shown.
"""

import re

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def symbols(text: str, keep: str = "") -> str:
    """The text with every control character, direction override and lone surrogate as a symbol, but for those in `keep`.

    C0 and DEL become their Unicode pictures (␛), all others their number (⟨U+009B⟩). Joiners and direction marks, which
    several languages need, stay.
    """
    return _UNSEEN.sub(lambda found: found[0] if found[0] in keep else _symbol(ord(found[0])), text)


def _symbol(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"⟨U+{code:04X}⟩"
