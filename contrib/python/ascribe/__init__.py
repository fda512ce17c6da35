"""Ask a graph of cyber attributions: who did it, who says so, how sure they are.

    >>> import ascribe
    >>> g = ascribe.Graph("x.ascribe")
    >>> g.ask("which states were attributed without sanctions?", as_of="2021-07-31")

It drives the program ``ascribe``, found by the argument ``binary``, the
environment variable ``ASCRIBE`` or the ``PATH``, and needs nothing but the
standard library. Where pandas is installed, tables are data frames
(:class:`ascribe.frame.Frame`), elsewhere :class:`Table`; either has ``attrs``
with the lens, the closed world and the state of the graph, and ``cite()``,
which gives footnotes of the records behind its rows.
"""

from .errors import AscribeError, BadData, BinaryNotFound, Failed, NotUnderstood, TimedOut
from .graph import Footnotes, Graph, Picture
from .table import Table

__all__ = [
    "AscribeError",
    "BadData",
    "BinaryNotFound",
    "Failed",
    "Footnotes",
    "Graph",
    "NotUnderstood",
    "Picture",
    "Table",
    "TimedOut",
]
__version__ = "0.1.0"
