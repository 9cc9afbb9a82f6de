"""The head of a finished page: which scripts may run there, and that nobody indexes it or learns who came from it."""

import base64
import hashlib
import re

import pytest

from alliance_docs.engine.policy import guarded, policy_of

PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <script>one()</script>
    <script src="assets/bundle.js"></script>
    <script id="__config" type="application/json">{"base": "."}</script>
  </head>
  <body><p>&lt;script&gt;typed&lt;/script&gt;</p><script>one()</script></body>
</html>"""


def digest(script: str) -> str:
    """The hash of a script as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_policy_names_each_running_inline_script_once() -> None:
    """Neither files, nor settings in JSON, nor escaped text of people count as scripts."""
    assert f"script-src 'self' {digest('one()')};" in policy_of(PAGE)


def test_nothing_may_be_loaded_from_another_host() -> None:
    """Every source is the site itself; the pictures in style sheets are `data:`."""
    sources = set(re.findall(r"(?<!')\b(?:https?:|data:|\*)", policy_of(PAGE)))
    assert sources == {"data:"}
    assert policy_of(PAGE).startswith("default-src 'none'; ")


def test_our_lines_come_right_after_the_encoding() -> None:
    """The encoding must stand early in a file; the policy counts for what comes after it."""
    head = guarded(PAGE, scripts=True).partition("<head>")[2]
    assert re.match(r'\s*<meta charset="utf-8"><meta http-equiv="Content-Security-Policy"', head)
    assert len(guarded(PAGE, scripts=True).partition('charset="utf-8"')[0]) < 1024


def test_a_served_page_has_no_policy_but_is_not_indexed() -> None:
    """The script that reloads a served page changes with each rebuild."""
    page = guarded(PAGE, scripts=False)
    assert "Content-Security-Policy" not in page
    assert '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">' in page


def test_what_a_template_says_already_is_not_said_twice() -> None:
    """Our own templates have these lines for the plain export."""
    said = PAGE.replace("<script>one", '<meta name="robots" content="noindex"><script>one', 1)
    assert guarded(said, scripts=True).count('name="robots"') == 1


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("<style>p { color: red }</style>", f"style-src 'self' {digest('p { color: red }')};"),
        ('<td style="text-align: right">1</td>', "style-src-attr 'unsafe-inline';"),
        ("<p>a text about style= in words</p>", "style-src 'self';"),
    ],
)
def test_styles_that_stand_in_a_hand_written_page_work(part: str, allowed: str) -> None:
    """Aligned columns of a Markdown table are style attributes."""
    policy = policy_of(PAGE.replace("<body>", f"<body>{part}"))
    assert allowed in policy
    assert ("style-src-attr" in policy) == ("style-src-attr" in allowed)


def test_a_page_without_a_head_is_left_as_it_is() -> None:
    """A sitemap passes here too."""
    assert guarded("<urlset></urlset>", scripts=True) == "<urlset></urlset>"
