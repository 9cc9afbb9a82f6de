"""Builds and serves the site for the command line: MkDocs' own commands, with what a mkdocs.yml lacks filled in.

A repository needs no mkdocs.yml at all. Exceptions of MkDocs end here: what leaves this module is a report or our own
errors.
"""

import logging
from dataclasses import astuple
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from alliance_docs.collecting import HARDLY_EVER, collecting_seldom
from alliance_docs.engine import swap
from alliance_docs.engine.lock import build_lock
from alliance_docs.engine.options import folder_of
from alliance_docs.engine.preview import live
from alliance_docs.engine.settings import SiteOrder, settings_of
from alliance_docs.engine.unchanged import name_of_inputs, recall, remember
from alliance_docs.errors import AllianceError, Problem, Severity, UsageError
from alliance_docs.loading import configured, logged_lines
from alliance_docs.mkdocs_plugin import AlliancesPlugin


class BuildReport(NamedTuple):
    """What came of a build. `remarks` say what the site leaves out, `warnings` are all lines MkDocs would have shown."""

    site: Path
    published: bool
    pages: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether the exit code must say so: nothing was published, or not everything."""
        return not self.published or any(problem.severity is Severity.ERROR for problem in self.problems)


def build_site(order: SiteOrder) -> BuildReport:
    """Build the site beside its place and put it there at the end; an error leaves the old site untouched.

    Raises:
        SourceError: current documents have errors, all of them listed.
        RepositoryError: the repository cannot be used, or another build of the same site goes on.
        UsageError: mkdocs.yml is wrong.
        AllianceError: another plugin stopped the build.
    """
    with logged_lines() as lines, collecting_seldom(HARDLY_EVER):
        config, plugin = configured(settings_of(order))
        target = Path(config.site_dir)
        with build_lock(target):
            inputs = name_of_inputs(config, folder_of(plugin.config, config))
            if told := recall(target, inputs):
                return _same(target, told)
            _build(config, plugin, target)
            content = plugin.content
            report = BuildReport(
                target, plugin.published, plugin.page_count, content.problems, tuple(lines), content.remarks
            )
            if report.published:
                remember(target, None if report.failed else inputs, plugin.looks, _told(report))
    return report


def serve_site(order: SiteOrder, address: str = "127.0.0.1:8000", *, open_browser: bool = False) -> None:
    """Serve the site at `host:port` until it is interrupted, rebuilt at every edit and commit; log lines go to stderr.

    Raises:
        UsageError: mkdocs.yml is wrong.
    """
    from mkdocs.commands.serve import serve  # noqa: PLC0415 - loads a web server, which a build does not need

    log = logging.getLogger("mkdocs")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.INFO)
    settings = settings_of(order)
    try:
        with live(), collecting_seldom():
            serve(settings.file, open_in_browser=open_browser, dev_addr=address, **settings.values)
    except MkDocsException as error:
        raise UsageError(str(error), code="settings") from error


def _told(report: BuildReport) -> object:
    """A report as JSON, but for the place."""
    problems = [astuple(problem) for problem in report.problems]
    return [report.pages, problems, report.warnings, report.remarks]


def _same(target: Path, told: Any) -> BuildReport:  # noqa: ANN401 - JSON
    """The report of a build that would make what is there."""
    pages, written, warnings, remarks = told
    problems = tuple(
        Problem(path, line, column, rule, Severity(severity), message)
        for path, line, column, rule, severity, message in written
    )
    return BuildReport(target, True, pages, problems, tuple(warnings), tuple(remarks))  # noqa: FBT003 - as in its fields


def _build(config: MkDocsConfig, plugin: AlliancesPlugin, target: Path) -> None:
    plugin.is_alone = True
    try:
        build(config)
    except MkDocsException as error:
        reason = error.__context__ or error
        if isinstance(reason.__cause__, AllianceError):
            raise reason.__cause__ from None
        counted = reason is error and config.strict  # MkDocs counted warnings; they are in the report
        if not (counted or plugin.published):
            raise AllianceError(str(reason), code="another-program") from error
    finally:
        plugin.is_alone = False
        swap.mend(target)
        config.plugins.on_shutdown()
