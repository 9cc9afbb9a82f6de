"""What the pages of an alliance share around what they are about: links, notices, summaries, reasons, the line on care."""

from collections.abc import Iterable

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import as_html, filled, joined
from alliance_docs.pages.templating import words
from alliance_docs.wording import Summary

_LINKS = '<nav class="al-links" data-search-exclude aria-label="Pages of this alliance">\n<ul>\n{}</ul>\n</nav>\n'
_SAFE = '<p>Keeping your own side never means staying in harm. <a href="{}">When somebody is not safe: care</a></p>\n'


def links_row(entries: Iterable[tuple[str, str]]) -> Markup:
    """The row of links that tops a page, by title; the page itself has no link."""
    return filled(_LINKS, joined(_entry(title, href) for title, href in entries))


def _entry(title: str, href: str) -> Markup:
    if href:
        return filled('<li><a href="{}">{}</a></li>\n', href, title)
    return filled('<li><span aria-current="page">{}</span></li>\n', title)


def notice_lines(notices: Iterable[str]) -> Markup:
    """What is to be known of the history as a whole."""
    return joined(filled('<p class="al-notice">{}</p>\n', texts.one_line(line)) for line in notices)


def end_of_page(left_out: int, care: str) -> Markup:
    """How much is left out, and the way to the care page."""
    parts = "1 part of this alliance is" if left_out == 1 else f"{left_out} parts of this alliance are"
    told = filled("<p>{} left out here.</p>\n", parts) if left_out else ""
    return filled('<div class="al-end" data-search-exclude>\n{}{}</div>\n', told, filled(_SAFE, care))


def summary_lines(told: Summary) -> Markup:
    """What a revision did, in sentences."""
    said = filled('<p class="al-summary">{}</p>\n', joined(map(words, told.sentences), " "))
    return as_html(said + filled('<p class="al-quiet">{}</p>\n', words(told.quiet))) if told.quiet else said


def reason_lines(body: str, *, left_out: bool) -> Markup:
    """Why a revision was made: what its message says below the first line."""
    if left_out:
        return Markup('<p class="al-quiet">The message is left out here.</p>\n')
    reason = texts.paragraphs(body)
    if reason:
        return filled('<div class="al-why"><b>Why</b> {}</div>\n', reason)
    return Markup('<p class="al-quiet">No reason was written down.</p>\n')
