"""Whatever stops a command, as one table: the sentence people meet, its code, what it means, an example, how to mend it.

A sentence is worded where it is raised and found here by its words, so that a code is never missing where it is told; `{}`
stands for a name that was typed, a path, or what another program said. Problems in files stand in `catalogue`.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple


class Trouble(NamedTuple):
    """One thing that stops a command. `example`: a command that meets it, or words for how it comes about."""

    code: str
    sentences: tuple[str, ...]
    meaning: str
    example: str
    mend: str


def _trouble(code: str, meaning: str, example: str, mend: str, *sentences: str) -> Trouble:
    return Trouble(code, sentences, meaning, example, mend)


_NAMES = (
    _trouble(
        "no-folder",
        "Alliances are looked for in the folder `alliances`, here or above.",
        "alliance -C elsewhere check",
        "Go to the folder of your alliances, or begin one with `alliance new NAME`.",
        "There is no folder of alliances here",
        "There is no folder `{}` here",
        "There is no folder `{}`",
    ),
    _trouble(
        "no-alliance",
        "No file has this name or id.",
        "alliance log nowhere",
        "`alliance status` lists the alliances there are.",
        "There is no alliance `{}`",
    ),
    _trouble(
        "which-alliance",
        "There are several alliances, and none was named.",
        "alliance drop",
        "Name one of those that the message lists.",
        "Which alliance?",
    ),
    _trouble(
        "no-revision",
        "A revision is named by its number, the beginning of its commit, a branch or a tag.",
        "alliance show home --at nowhere",
        "`alliance log ALLIANCE` lists the revisions there are.",
        "There is no revision `{}` here",
        "A revision is a commit id, a branch, a tag or the like",
    ),
    _trouble(
        "unreadable-revision",
        "The file was no alliance at that revision, or is none now.",
        "alliance show home --at 1",
        "Name another revision; what is wrong now is listed by `alliance check`.",
        "Revision {} cannot be read: {}",
        "The file cannot be read at {}: {}",
        "{} cannot be read now: {}",
    ),
    _trouble(
        "hidden-revision",
        "A revision from before the alliance was made public is not shown to the public.",
        "alliance show home --audience public --at HEAD~1",
        "Name a later one, or ask as a party.",
        "The public may not see that revision",
    ),
    _trouble(
        "no-party",
        "Nobody in `parties` of this file has this id or name.",
        "alliance agree nobody home",
        "Use an id that the message lists.",
        "There is no party `{}` in this alliance",
    ),
    _trouble(
        "has-left",
        "Whoever has left an alliance is asked for nothing.",
        "alliance agree ana home",
        "Take `left` out of the file if they are back.",
        "{} has left, and nothing is asked of them",
    ),
    _trouble(
        "no-entry",
        "No entry of this file has this id.",
        "alliance repair nothing home",
        "Use an id that the message lists.",
        "There is no `{}` under `{}`",
        "Nothing in {} is called `{}`",
        "`{}` is no commitment",
        "This drop has no step {}",
    ),
    _trouble(
        "no-code",
        "A message ends with its code in brackets; no message has this one.",
        "alliance explain unknown-kye",
        "`alliance explain` lists the codes there are.",
        "There is no such code",
    ),
    _trouble(
        "id-taken",
        "Another entry of the file has this id.",
        "alliance drop home --id tell-first --owner jonas --about tell-first --text Late",
        "Choose another id, or leave it out.",
        "The id `{}` is taken in {}",
    ),
)

_USE = (
    _trouble(
        "wrong-use",
        "There is no such verb or option, or a word is missing after it.",
        "alliance chekc",
        "`alliance --help` lists the verbs, `alliance VERB --help` its options and examples.",
        "There is no verb {}. Did you mean {}?",
    ),
    _trouble(
        "missing-answer",
        "Something that is needed was not given, and nobody could be asked.",
        "alliance drop home",
        "Give it as an option, or run the command on a terminal and be asked.",
        "{} is missing",
        "Nobody could be asked, and nothing was written",
        "There is nothing to write down",
        "A party needs a name",
        "An alliance needs its parties",
    ),
    _trouble(
        "bad-answer",
        "An option holds what it cannot hold.",
        "alliance drop home --owner jonas --about tell-first --text Late --date soon",
        "Write it as the message says.",
        "{} holds a date, written as 2024-01-31",
        "`{}` is no answer",
        "{} cannot stand beside {}",
        "There are more --due than --step",
        "A request goes to another party",
    ),
    _trouble(
        "bad-name",
        "A new alliance needs a name that is fit for an address, in a real folder, and not taken.",
        'alliance new "Our Home" --party Maren --party Jonas',
        "Use small letters, digits and hyphens, as in `our-home`.",
        "That name cannot be an alliance's id",
        "A folder on the way is a link, and links are not followed",
        "{} exists already and is left as it is",
    ),
    _trouble(
        "target-in-use",
        "A command that makes a folder does not write into one that holds something else.",
        "alliance demo .",
        "Name a folder that does not exist yet.",
        "{} is not empty",
        "{} is not a folder",
        "{} holds something else than an export",
        "{} cannot be made: {}",
    ),
    _trouble(
        "no-site",
        "`alliance verify` looks at the folder of a built site.",
        "alliance verify nowhere",
        "Build it first: `alliance build`.",
        "{} is not there",
        "{} is no folder",
        "There is no site in {}: it holds no page",
    ),
)

_WRITING = (
    _trouble(
        "not-written",
        "The change could not be made without changing something else too, so nothing was written.",
        "`alliance check --fix` on a file that is one long line in brackets",
        "Write it by hand.",
        "{}: this could not be written without changing something else",
        "{}: no ids could be written without changing something else",
    ),
    _trouble(
        "changed-meanwhile",
        "The file was saved by somebody else while the command was at work; it is left as they saved it.",
        "an editor saves the file while `alliance check --fix` runs",
        "Look at the change and run the command again.",
        "{} was changed meanwhile",
    ),
    _trouble(
        "linked-file",
        "A symbolic link is never written through.",
        "`alliance check --fix` on a link",
        "Name the file it leads to.",
        "{} is a symbolic link",
    ),
    _trouble(
        "not-committed",
        "The file is written, and Git refused to commit it.",
        "`alliance agree --commit` while a hook of the repository says no",
        "Read what Git said, and commit by hand.",
        "The file is written, but git did not commit it",
        "Git could not make the example repository",
    ),
)

_GIT = (
    _trouble(
        "no-git",
        "The history is read by the program git, which was not found.",
        "`alliance log home` on a machine without git",
        "Install it from https://git-scm.com and see that `git --version` answers.",
        "Git is not installed, or not found on the PATH",
        "Git was not found on this machine",
    ),
    _trouble(
        "no-repository",
        "The folder is in no Git repository, so there is no history to show.",
        "`alliance log home` in a downloaded zip",
        "`git init`, `git add` and `git commit`; instead of a downloaded zip use a clone.",
        "The folder `{}` is not in a Git repository, so there is no history to show",
        "The folder .git here is not a Git repository",
        "This repository is a bare one, without files",
        "The folder `{}` is not in the work tree of the repository",
    ),
    _trouble(
        "incomplete-clone",
        "A clone without the whole history would tell it wrongly.",
        "`alliance log home` in a clone made with `--depth 1`",
        "`git fetch --unshallow`; in a workflow `fetch-depth: 0`; or `--allow-shallow`, and every page says so.",
        "This clone is shallow: its history is cut off, and the pages would tell it wrongly",
        "This clone is partial: parts of the history were left on the server",
        "This checkout is sparse: files of this folder are in Git and not on disk",
    ),
    _trouble(
        "not-trusted",
        "The files belong to another user, and Git then reads nothing.",
        "`alliance log home` in a folder of another user",
        "Run the line with `safe.directory` that the message gives, if you trust this folder.",
        "Git does not trust this repository, because its files belong to another user",
    ),
    _trouble(
        "damaged-repository",
        "Something in the repository is damaged or missing.",
        "`alliance log home` after a file in `.git/objects` was lost",
        "Run `git fsck`, and clone the repository anew.",
        "The content of {} in commit {} is missing or damaged",
        "The commit {} is damaged",
        "Git could not read this repository: {}",
    ),
)

_SITE = (
    _trouble(
        "files-with-errors",
        "A file with an error publishes nothing, since it may hold something private.",
        "`alliance build` with a file that cannot be read",
        "Mend what is listed; with `--keep-going` the rest is published.",
        "{} problems in the alliance files",
        "1 problem in the alliance files",
        "The site was published without the files that could not be read",
        "The site was published without the documents that could not be read",
    ),
    _trouble(
        "leak",
        "A page would show its readers what is hidden from them, so nothing was published.",
        "a page written by hand, or the message of a commit, that quotes a private clause",
        "Take the sentence out of the page, leave a commit's message out with an entry of `redacted:` that names its "
        "`revision:`, or make the clause public with `published`.",
        "{} would show what is hidden: {}",
        "{}: this site is not fit for the {}",
    ),
    _trouble(
        "strict-warnings",
        "In a strict build warnings count, and nothing was published.",
        "`alliance build --strict` with a text that is cut at #",
        "Mend what is listed above.",
        "Nothing was published: in a strict build warnings count",
    ),
    _trouble(
        "one-address",
        "Two pages cannot have one address.",
        "an alliance in a folder that is called like another alliance's page",
        "Give one of the files another name, or an `id` of its own.",
        "Two pages would have the address {}, of {}",
    ),
    _trouble(
        "build-going-on",
        "Two builds of one site would get in each other's way.",
        "`alliance build` twice at the same time",
        "Wait until the other is done, or end it.",
        "Another build{} is writing {}",
    ),
    _trouble(
        "settings",
        "The file mkdocs.yml is not there or holds a mistake.",
        "alliance build -f nowhere.yml",
        "Look into mkdocs.yml; the message names the setting.",
        "There is no file {}",
        "The plugin `alliances` is switched off",
    ),
    _trouble(
        "disk",
        "A file could not be read or written: the disk is full, or it is not yours.",
        "`alliance build` on a full disk",
        "Make room, or look at the permissions of the path that the message names. The old site is as it was.",
        "{}: {}",
    ),
    _trouble(
        "another-program",
        "Something else that takes part in the build stopped it; these are its own words.",
        "another plugin in mkdocs.yml that fails",
        "Look into what it says, or take it out of mkdocs.yml.",
        "{}",
    ),
)

TROUBLES: Mapping[str, Trouble] = MappingProxyType({row.code: row for row in (*_NAMES, *_USE, *_WRITING, *_GIT, *_SITE)})
"""The troubles by code; of two whose sentences fit, the first is meant."""


@cache
def trouble_of(message: str) -> Trouble:
    """The trouble that a message tells; by its first line where it has several."""
    line = message.split("\n", 1)[0].rstrip(".")
    return next(trouble for trouble, pattern in _patterns() if pattern.fullmatch(line))


def fits(sentence: str, trouble: Trouble) -> bool:
    """Whether a sentence of the sources, with `{}` where something is filled in, is one of a trouble's own."""
    return sentence.rstrip(".") in trouble.sentences


@cache
def _patterns() -> tuple[tuple[Trouble, re.Pattern[str]], ...]:
    return tuple((trouble, _pattern(sentence)) for trouble in TROUBLES.values() for sentence in trouble.sentences)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, sentence.split("{}"))), re.DOTALL)
