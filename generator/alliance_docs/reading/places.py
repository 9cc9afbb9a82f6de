"""Finds where in a file a field of a clause is written.

Needed only when something is to be said of it, so reading does not keep it for every field.
"""

from alliance_docs.model import Clause
from alliance_docs.reading.source import List, Map, Node


class Places:
    """The places of one file's fields; made once for a file, in one walk over its tree."""

    def __init__(self, tree: Node | None) -> None:
        self._nodes: dict[tuple[int, int], Node] = {}
        if tree is not None:
            self._gather(tree)

    def of(self, clause: Clause, name: str) -> tuple[int, int]:
        """Line and column of a field's value (dotted name, `id`, "" for a scalar); the clause's own when it is not found."""
        node = self._nodes.get((clause.line, clause.column))
        for part in name.split(".") if node and name else ():
            node = _inside(node, part) or node
        return (node.line, node.column) if node else (clause.line, clause.column)

    def _gather(self, node: Node) -> None:
        """Note the entries of lists and the values of keys by where entry or key begins; the outermost counts."""
        if isinstance(node, Map):
            for key, value in node.entries:
                self._nodes.setdefault((key.line, key.column), value)
                self._gather(value)
        elif isinstance(node, List):
            for inner in node.nodes:
                self._nodes.setdefault((inner.line, inner.column), inner)
                self._gather(inner)


def _inside(node: Node | None, part: str) -> Node | None:
    if isinstance(node, Map):
        return node.value(part)
    if isinstance(node, List) and part.isdecimal() and 0 < int(part) <= len(node.nodes):
        return node.nodes[int(part) - 1]
    return None
