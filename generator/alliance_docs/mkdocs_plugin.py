"""The MkDocs plugin `alliances`: unpacks what MkDocs hands over, calls plain functions and hands back.

Everything is read and checked before MkDocs cleans or writes anything; the site is built beside its place and put there at
the very end, so that a build that fails publishes nothing.
"""

import logging
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from alliance_docs.audience import Audience
from alliance_docs.engine import swap
from alliance_docs.engine.aside import listed
from alliance_docs.engine.booklet import Booklets
from alliance_docs.engine.defaults import settle
from alliance_docs.engine.files import (
    PageFiles,
    SiteFiles,
    asset_file,
    drop_sources,
    from_theme,
)
from alliance_docs.engine.finish import has_warned, iso_day, set_days, write_search_for_disk
from alliance_docs.engine.frames import Theme
from alliance_docs.engine.lock import build_lock
from alliance_docs.engine.manifest import Looked
from alliance_docs.engine.messages import reasons
from alliance_docs.engine.navigation import section_of_alliances, settle_under
from alliance_docs.engine.options import AlliancesConfig, folder_of
from alliance_docs.engine.output import Output
from alliance_docs.engine.policy import guarded
from alliance_docs.engine.preview import Look, Preview, unseen
from alliance_docs.engine.search import BOUNDED, add_entries
from alliance_docs.engine.sorting import sort_out
from alliance_docs.engine.theme import lightened
from alliance_docs.engine.watching import watched
from alliance_docs.errors import AllianceError, Severity
from alliance_docs.keeping.compiled import CompiledTemplates
from alliance_docs.symbols import symbols

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Section

    from alliance_docs.engine.booklet import Searched
    from alliance_docs.engine.content import Content, Reading
    from alliance_docs.engine.gate import HiddenTexts
    from alliance_docs.engine.press import Told
    from alliance_docs.engine.trees import Folder
    from alliance_docs.leaks.sought import Sought

log = get_plugin_logger("alliances")


class AlliancesPlugin(BasePlugin[AlliancesConfig]):  # type: ignore[no-untyped-call]  # MkDocs' own class hook has no types
    """One object for all rebuilds while serving; what belongs to one build is set anew in its first two events."""

    def __init__(self) -> None:
        self._serving = False
        self._dirty = False
        self.content: Content
        """What is on the site, from the beginning of a build on."""
        self.page_count = 0
        self.published = False
        self._target: Path | None = None
        self._templates = CompiledTemplates()
        self._navigation = Navigation([], [])
        self._section: Section | None = None
        self._made: PageFiles | None = None
        self._searched: Sequence[Searched] = ()
        self._output = Output(None)
        self._hidden: HiddenTexts | None = None
        self._preview = Preview()
        self._look: Look = unseen
        self._known: dict[str, Told] = {}  # while serving
        self.is_alone = False
        """Whether whoever called us sees to it that no other build of the same site goes on."""
        self._lock = ExitStack()
        self._from_theme: frozenset[str] = frozenset()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember what MkDocs was called for."""
        self._serving, self._dirty = command == "serve", dirty

    @event_priority(100)  # before the search asks the theme for its words
    def _on_theme(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have the theme's templates stay compiled."""
        config.theme = lightened(config.theme, self._templates)
        return config

    def _on_settings(self, config: MkDocsConfig) -> MkDocsConfig:
        """Settle what mkdocs.yml leaves open, and have the site built beside its place."""
        settle(config)
        self.published, self._target = False, None
        self._lock.close()
        if not self._serving and not self._dirty:  # a dirty build mends the site it finds
            self._target = Path(config.site_dir)
            self._hold(self._target)
            config.site_dir = str(swap.begin(self._target))
        self._output = Output(self._target)
        self._lock.enter_context(self._output.looking())
        return config

    on_config = CombinedEvent(_on_theme, _on_settings)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read everything and make every page, before anything is cleaned or written."""
        from alliance_docs.engine import gate  # noqa: PLC0415 - as in `reading`
        from alliance_docs.engine.content import load_content, load_or_explain  # noqa: PLC0415 - as in `reading`

        reading = self.reading(config)
        if self._serving:
            log.info("Showing what the %s may see.", "parties" if reading.audience is Audience.PARTIES else "public")
            self.content = load_or_explain(reading, self._known)
            self._look = gate.Watch(gate.hidden_of(self.content.book), self._look)
            if self._preview.begin(Path(config.site_dir), self._look):
                self._output = Output(None, self._preview)
            config.extra["alliance_trouble"] = self.content.trouble
        else:
            try:
                self.content = load_content(reading)
            except AllianceError as error:
                raise _stop(error) from error
            self._hidden = gate.hidden_of(self.content.book)
        for problem in self.content.problems:
            log.log(_LEVELS[problem.severity], "%s", symbols(str(problem)))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take out raw YAML, add our pages, and give a site without navigation a short one."""
        drop_sources(files, config)
        self._from_theme = from_theme(files, config.theme)
        sorted_out = sort_out(self.content, files, config)
        self.content = self.content._replace(around=(), files=(), booklets=())  # from here on the others hold them
        self.page_count, self._searched = sorted_out.page_count, sorted_out.searched
        self._made = made = PageFiles(config, folder_of(self.config, config))
        self._output.booklets, self._output.searched = sorted_out.booklets, sorted_out.aside
        for file in (*map(made.file, sorted_out.pages), *(asset_file(asset, config) for asset in sorted_out.assets)):
            files.append(file)
        return SiteFiles(files, Booklets(sorted_out.booklets), made)

    @event_priority(-100)  # after other plugins have had their say
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002 - MkDocs' shape
        """Let every page know its section, and keep the navigation for the pages that MkDocs does not render itself."""
        self._navigation, self._section = nav, section_of_alliances(files, nav)
        settle_under(self._section, files, nav)
        return nav

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Date the pages by their newest commit, and write those that MkDocs does not render."""
        set_days(files, self.content.day)
        if self._output.booklets and self._made:
            theme = Theme(env, self._navigation, self._section, files.documentation_pages())
            self._output.write(config, self._made, theme, self._guarded, self._sought)
            if self._output.search_is_bounded:
                self.content = self.content._replace(remarks=(*self.content.remarks, BOUNDED))
        return env

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> TemplateContext:  # noqa: ARG002 - as above
        """Have the sitemap list what the search finds, whichever way a page is rendered."""
        if template_name == "sitemap.xml" and self._made:
            pages = listed(context["pages"], self._searched, self._made, iso_day(self.content.day))
            context["pages"] = cast("Sequence[File]", pages)
        return context

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:  # noqa: ARG002 - MkDocs' shape
        """Guard the head of a finished page."""
        return self._guarded(output)

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002 - as above
        """The same for the pages that are made of a template alone."""
        return self._guarded(output_content)

    @event_priority(100)  # before the search writes its index
    def _on_last_entries(self, *, config: MkDocsConfig) -> None:
        """Give the search what it has not heard of."""
        if self._output.found:
            add_entries(config, self._output.found, [quote(page.address) for page in self._searched])

    @event_priority(-100)  # after everything that writes into the site
    def _on_built(self, *, config: MkDocsConfig) -> None:
        """Put the finished site in place, and say what it leaves out."""
        site = Path(config.site_dir)
        clean = self._look_for_leaks(site)
        write_search_for_disk(site)  # a copy of what was looked at
        self.content = self.content._replace(book=None)  # the words of the whole history; nobody needs them any more
        self._hidden = None
        self._publish(config, clean)
        self._lock.close()
        for remark in self.content.remarks:
            log.info(remark)
        if self.content.trouble and not self._serving:
            raise PluginError("The site was published without the documents that could not be read.")

    on_post_build = CombinedEvent(_on_last_entries, _on_built)

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - MkDocs' shape
        """Leave nothing of a site that is not published."""
        if self._target is not None:
            swap.mend(self._target)
        self._lock.close()

    def on_serve(self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: object) -> "LiveReloadServer":  # noqa: ARG002
        """Rebuild also when a commit is made, and when the alliances are not in the folder that MkDocs watches."""
        for path in watched(folder_of(self.config, config), config.theme.custom_dir):
            server.watch(str(path))
        self._preview.attach(server)
        return server

    def reading(self, config: MkDocsConfig) -> "Reading":
        """What to read and for whom, by the options and by what MkDocs was called for."""
        from alliance_docs.engine.content import Reading, audience_of  # noqa: PLC0415 - costly, and not always needed

        return Reading(
            folder=folder_of(self.config, config),
            audience=audience_of(self.config.audience, serving=self._serving, host=str(config.dev_addr.host)),
            allow_shallow=self.config.allow_shallow,
            keep_going=self.config.keep_going or self._serving,
            helplines=tuple(self.config.helplines),
            site_url="" if self._serving else config.site_url or "",  # served, it is only this machine
        )

    @property
    def looks(self) -> "Mapping[str, Folder]":
        """How every file of the published site looks."""
        return self._output.looks

    def _hold(self, target: Path) -> None:
        """Keep other builds away from the site, until this one is done or given up."""
        try:
            self._lock.enter_context(nullcontext() if self.is_alone else build_lock(target))
        except AllianceError as error:
            raise _stop(error) from error

    @property
    def _guarded(self) -> "Callable[[str], str]":
        return partial(guarded, scripts=self.config.content_security_policy and not self._serving)

    def _sought(self) -> "Sought | None":
        """What pages are searched for by whoever writes them; nothing relies on drafts."""
        return self._hidden.without_drafts.settled if self._hidden and self._hidden.hidden else None

    def _look_for_leaks(self, site: Path) -> Looked:
        """What the gate says; gives what it looked for and found nowhere."""
        from alliance_docs.engine import gate  # noqa: PLC0415 - as in `reading`

        if self._serving:
            for line in gate.withhold(site, self._look, self._from_theme):
                log.error(line)
            return Looked()
        assert self._hidden is not None, "set when the alliances were read"  # noqa: S101 - says what mypy cannot know
        try:
            return gate.searched(site, self._hidden, self._output, self._from_theme)
        except AllianceError as error:
            raise _stop(error) from error

    def _publish(self, config: MkDocsConfig, clean: Looked) -> None:
        if self._target is None:
            return
        staging, target = Path(config.site_dir), self._target
        config.site_dir = str(target)  # where `gh-deploy` and other plugins look for the site
        if config.strict and has_warned():
            swap.discard(staging)
            log.info("Nothing was published: a strict build has warnings.")
        else:
            self._output.publish(staging, clean)
            self.published = True


def _stop(error: AllianceError) -> PluginError:
    return PluginError("\n".join((*reasons(error), "Nothing was published.")))


_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTE: logging.INFO,
    Severity.NUDGE: logging.DEBUG,
}
"""How loud a problem is in MkDocs' log; in a strict build whatever is a warning or more counts."""
