"""Finds the fastest YAML reader that is installed and gives its events; the only module that loads a YAML library.

Only events are asked for, never composed nodes: the composing of either C library ends the whole process on deep nesting.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, Protocol


class Mark(Protocol):
    """A place in the text: line and column from 0, `index` the number of code points before it."""

    line: int
    column: int
    index: int


class Event(Protocol):
    """The events of the three readers, which have these names in common; which of them an event has depends on its kind."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool
    explicit: bool
    version: object
    tags: object


class Reader(NamedTuple):
    """A YAML library: its `name`, how it makes a source of events, and what it raises when the text is no YAML."""

    name: str
    events: Callable[[str], Callable[[], Event]]
    faults: tuple[type[Exception], ...]

    @property
    def slow(self) -> bool:
        """Whether it is the one in pure Python."""
        return self.name == "ruamel.yaml"


_C_READERS = (("ruamel.yaml.clib", "_ruamel_yaml"), ("PyYAML", "yaml._yaml"))
_FAULTS_OF_PYTHON = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)
"""What pure ruamel.yaml is known to raise on some broken texts besides its own errors."""


@cache
def reader() -> Reader:
    """The fastest YAML reader that is installed; all give the same values. Loads the library, about 20 ms."""
    return next(filter(None, (_c_reader(name, module) for name, module in _C_READERS)), None) or thorough_reader()


def has_fast_reader() -> bool:
    """Whether a fast one is installed; loads none, since where nothing has to be read none is needed."""
    return any(_is_installed(module) for _, module in _C_READERS)


@cache
def thorough_reader() -> Reader:
    """The reader in pure Python: slow, and the only one that knows a question mark inside brackets for a part of a text."""
    return _pure_reader()


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package it would be in
        return False


def _c_reader(name: str, module: str) -> Reader | None:
    try:
        library = import_module(module)
    except ImportError:
        return None
    return Reader(name, lambda text: library.CParser(text).get_event, (library.YAMLError,))


def _pure_reader() -> Reader:
    library = import_module("ruamel.yaml")
    broken: type[Exception] = library.error.YAMLError

    def events(text: str) -> Callable[[], Event]:
        parsed: Iterator[Event] = library.YAML(typ="safe", pure=True).parse(text)

        def next_event() -> Event:
            try:
                return next(parsed)
            except _FAULTS_OF_PYTHON as fault:
                raise broken from fault

        return next_event

    return Reader("ruamel.yaml", events, (broken,))
