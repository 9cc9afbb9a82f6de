"""For whom a site, a feed or an answer is made."""

from enum import StrEnum


class Audience(StrEnum):
    """Who reads: anybody, or the parties themselves."""

    PUBLIC = "public"
    PARTIES = "parties"
