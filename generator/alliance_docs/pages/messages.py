"""The page that explains every message of the command, made of the catalogues, so that it is never out of step with them."""

from markupsafe import Markup

from alliance_docs.escaping import filled, joined
from alliance_docs.messages import GROUPS, MESSAGES, Message
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import MESSAGES_PAGE

_TITLE = "What the messages mean"
_LEDE = "Every message of the command ends with a code in brackets. Here is what each means, and how to mend it."


def messages_page() -> Page:
    """A heading for each kind of message, an anchor for each code."""
    headings = tuple(Heading(title, f"messages-{group}", 2) for group, (title, _) in GROUPS.items())
    parts = joined(map(_group, GROUPS))
    body = Markup(
        '<h1>{}</h1>\n<p class="al-lede">{}</p>\n<p>In the terminal, without a site or a network: '
        "<code>alliance explain CODE</code>. No message ever repeats what somebody wrote.</p>\n{}"
        '<p>Next: <a href="edit.html">edit a file</a>, <a href="../care.html">care</a>.</p>'
    ).format(_TITLE, _LEDE, parts)
    return Page(MESSAGES_PAGE, _TITLE, str(body), _LEDE, headings, searchable=True)


def _group(group: str) -> Markup:
    title, follows = GROUPS[group]
    entries = joined(_entry(code, message) for code, message in MESSAGES.items() if message.group == group)
    return filled('<h2 id="messages-{}">{}</h2>\n<p>{}</p>\n{}', group, title, _worded(follows), entries)


def _entry(code: str, message: Message) -> Markup:
    example = filled("<pre><code>{}</code></pre>", message.example)
    return filled(
        '<h3 id="{0}"><code>{0}</code></h3>\n<p>{1}</p>\n{2}\n<p>{3}</p>\n',
        code,
        _worded(message.meaning),
        example,
        _worded(message.mend),
    )


def _worded(text: str) -> Markup:
    """A text of ours, in which words between backticks are code."""
    parts = text.split("`")
    return joined(filled("<code>{}</code>", part) if place % 2 else part for place, part in enumerate(parts))
