"""What every finished page says in its head: no indexing, no referrer, and which scripts and styles may run.

Works on the finished HTML text alone, whoever's template made it, so that a site with templates of its own is guarded too.
The hashes are of the inline scripts as they stand in this very page. Texts that people wrote are escaped long before, so
a `<script>` in the finished page is the theme's.
"""

import base64
import hashlib
import re
from functools import lru_cache

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_STYLE_ATTRIBUTE = re.compile(r"<[a-z][^<>]*\sstyle=", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc=", re.IGNORECASE)
_TYPE = re.compile(r"""\stype=["']?([^"'\s>]+)""", re.IGNORECASE)
_RUNNING_TYPES = {"", "module", "text/javascript", "application/javascript"}
_HEAD = re.compile(r"<head>(?:\s*<meta charset=[^>]*>)?", re.IGNORECASE)
_QUIET = {'<meta name="robots"': "noindex", '<meta name="referrer"': "no-referrer"}


def guarded(page: str, *, scripts: bool) -> str:
    """The page with our lines first in its head, right after the encoding; one without a `<head>` as it is.

    `scripts`: also the policy that lets only this page's own scripts run. Not while serving: MkDocs then adds a script of
    its own to reload the page, with another content each time.
    """
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(page)}">' if scripts else ""
    quiet = "".join(f'{meta} content="{value}">' for meta, value in _QUIET.items() if meta not in page)
    return _HEAD.sub(lambda head: head[0] + policy + quiet, page, count=1)


def policy_of(page: str) -> str:
    """The Content-Security-Policy under which this page works and nothing else runs or leaves the browser."""
    running = [body for attributes, body in _SCRIPT.findall(page) if _runs(attributes)]
    style_attributes = ["style-src-attr 'unsafe-inline'"] if _STYLE_ATTRIBUTE.search(page) else []
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *dict.fromkeys(_hash(body) for body in running)]),
            " ".join(["style-src 'self'", *dict.fromkeys(_hash(body) for body in _STYLE.findall(page))]),
            *style_attributes,
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def brings_nothing(body: str) -> bool:
    """Whether a page's policy is the same with this body as with an empty one. May say no where it is."""
    return "<script" not in body and "<style" not in body and "style=" not in body


def _runs(attributes: str) -> bool:
    kind = _TYPE.search(attributes)
    return not _SOURCE.search(attributes) and (kind[1].lower() if kind else "") in _RUNNING_TYPES


@lru_cache(maxsize=256)
def _hash(body: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'"
