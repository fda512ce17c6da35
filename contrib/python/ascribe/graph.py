"""A graph, and what it is asked."""

from __future__ import annotations

import datetime
import html
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from . import binary as program
from .errors import AscribeError
from .lens import Date, Lens, arguments
from .table import Table, attributes, columns

try:
    from .frame import Frame, frame
except ImportError:  # no pandas
    frame = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from typing_extensions import Unpack

    Answer = Union[Table, Frame]

_CITED_AT_ONCE = 200
_GRACE = 5.0  # seconds that the program has to stop by itself before it is ended


class Picture:
    """A picture as SVG: shown inline, light or dark as the reader's system is."""

    def __init__(self, svg: str) -> None:
        self.svg = svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the SVG to a file and return its path."""
        to = Path(path)
        to.write_text(self.svg, encoding="utf-8")
        return to

    def __repr__(self) -> str:
        title = re.search(r"<title[^>]*>([^<]*)</title>", self.svg)
        return f"<Picture: {html.unescape(title[1])}>" if title else "<Picture>"

    def _repr_html_(self) -> str:
        # Inside HTML the links and tooltips work, which an image/svg+xml loses.
        return f'<div style="overflow-x:auto"><style>.ascribe-picture svg{{max-width:100%;height:auto}}</style><div class="ascribe-picture">{self.svg}</div></div>'


class Footnotes(Sequence[str]):
    """Footnotes of records; as text a line each, in a notebook as Markdown."""

    def __init__(self, notes: Sequence[str], markdown: bool) -> None:
        self._notes = list(notes)
        self._markdown = markdown

    def __len__(self) -> int:
        return len(self._notes)

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)

    def __getitem__(self, i: Any) -> Any:
        return self._notes[i]

    def __str__(self) -> str:
        return "\n".join(self._notes)

    __repr__ = __str__


class Graph:
    """A graph seen through a lens.

    ``path`` is a file (.ascribe, .trig, .nq, .nt, .ttl), a part of the starter set
    (``"seeds:founding"``), or None for the whole starter set. ``binary`` names the
    program; see :mod:`ascribe.binary`. ``timeout`` bounds each call, in seconds.
    ``lang`` is "en" or "nl". The keyword arguments after these are a lens, which
    every call uses and may change: ``by``, ``acts_by``, ``stance``, ``as_of``, ``at``,
    ``form``, ``source``, ``names``, ``min_confidence``, ``official``, ``spread``, ``infer``,
    ``assume``, and ``lens`` for one of the program's by name.

    Every call starts the program once and returns when it is done; nothing stays
    open. Calls raise a subclass of :class:`ascribe.AscribeError`, with what to do as
    ``hint``. A Graph is immutable and safe for use by several threads.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        binary: str | os.PathLike[str] | None = None,
        timeout: float = 60.0,
        lang: str | None = None,
        **lens: Unpack[Lens],
    ) -> None:
        if timeout <= 0:
            raise ValueError(f"timeout={timeout!r}, want seconds")
        arguments(lens)  # finds a misspelt field at once
        self.file = None if path is None else os.fspath(path)
        self.binary = program.find(binary)
        self.timeout = timeout
        self.lang = lang
        self.lens: Lens = lens

    def through(self, **lens: Unpack[Lens]) -> Graph:
        """Return the same graph through this lens, instead of its own."""
        return Graph(self.file, binary=self.binary, timeout=self.timeout, lang=self.lang, **lens)

    def __repr__(self) -> str:
        seen = "".join(f", {k}={v!r}" for k, v in self.lens.items())
        return f"Graph({self.file!r}{seen})"

    # Questions.

    def ask(self, question: str, *, why: bool = False, **lens: Unpack[Lens]) -> Answer:
        """Answer a question in English or Dutch.

        Each column of the answer is text, dates or numbers; ``…_ids`` has the handles
        of what it names, ``…_precision`` how precise a date is, ``records`` the
        handles of the records that the row rests on, ``perhaps`` whether it depends on
        a date that is not known exactly. ``why`` adds the records in full as
        ``attrs["evidence"]``.
        """
        return self._table("ask", [question, *(["--why"] if why else [])], lens)

    def query(self, sparql: str, *, max_rows: int | None = None, **lens: Unpack[Lens]) -> Answer | bool:
        """Run a SPARQL SELECT or PATHS, or an ASK, which gives a bool.

        A variable that is bound to things gives their labels, and their handles as
        ``…_id``; one bound to numbers, truth values or dates is typed; ``records`` has
        the handles of the claims and acts in the row. The prefixes asc, id, claim, act
        and src need no declaration.
        """
        args = [sparql, *([f"--max-rows={max_rows}"] if max_rows else [])]
        return self._table("query", args, lens)

    def construct(self, sparql: str, *, format: str = "ttl", **lens: Unpack[Lens]) -> str:
        """Run a SPARQL CONSTRUCT or DESCRIBE; return RDF as "ttl", "nt", "nq" or "trig"."""
        return self._run("query", [f"--format={format}"], lens, [sparql]).decode()

    def questions(self) -> Answer:
        """List the kinds of questions that are understood, with an example of each."""
        return self._table("ask", ["--list"], {}, kind="list")

    # Looking.

    def show(self, name: str, **lens: Unpack[Lens]) -> Answer:
        """Return the dossier of a thing, or the fields of a record by its handle."""
        return self._table("show", [name], lens)

    def path(self, start: str, end: str, *, all: bool = False, via: str | None = None, edges: Sequence[str] = (),
             hops: int | None = None, max: int | None = None, **lens: Unpack[Lens]) -> Answer:
        """Follow the chains of links between two things; a row for each record behind a hop."""
        flags = [
            *(["--all"] if all else []),
            *([f"--via={via}"] if via else []),
            *(f"--edges={e}" for e in edges),
            *([f"--hops={hops}"] if hops else []),
            *([f"--max={max}"] if max else []),
        ]
        return self._table("path", [start, end], lens, flags)

    def timeline(self, *things: str, since: Date | None = None, until: Date | None = None, **lens: Unpack[Lens]) -> Answer:
        """List in order of time what happened, and who said or did what about it."""
        return self._table("timeline", things, lens, _dates(since=since, until=until))

    def compare(self, left: str | Lens, right: str | Lens, *, about: str | None = None, **lens: Unpack[Lens]) -> Answer:
        """Set two parties (by name) or two lenses (as dicts) side by side."""
        flags = [f"--about={about}"] if about else []
        if isinstance(left, str) and isinstance(right, str):
            return self._table("compare", [left, right], lens, flags)
        if isinstance(left, str) or isinstance(right, str):
            raise TypeError("compare two parties, or two lenses")
        sides = [f"--{side}={_words(arguments(of))}" for side, of in (("left", left), ("right", right))]
        return self._table("compare", [], lens, flags + sides)

    def names(self, name: str, **lens: Unpack[Lens]) -> Answer:
        """Say who uses a name for what, since when."""
        return self._table("names", [name], lens)

    def contested(self, about: str | None = None, **lens: Unpack[Lens]) -> Answer:
        """List the questions on which claims exclude each other."""
        return self._table("contested", [about] if about else [], lens)

    def changes(self, start: Date, end: Date, *, about: str | None = None, **lens: Unpack[Lens]) -> Answer:
        """Say what became known, and what was taken back, between two dates."""
        flags = [f"--from={_date(start)}", f"--to={_date(end)}", *([f"--about={about}"] if about else [])]
        return self._table("changes", [], lens, flags)

    def list(self, kind: str, *, about: str | None = None, against: str | None = None, incident: str | None = None,
             since: Date | None = None, until: Date | None = None, **lens: Unpack[Lens]) -> Answer:
        """List things of a class (states, incidents, …), sources, or records (claims, acts, sanctions, …)."""
        flags = [f"--{k}={v}" for k, v in (("about", about), ("against", against), ("incident", incident)) if v]
        return self._table("list", [kind], lens, flags + _dates(since=since, until=until))

    def info(self, **lens: Unpack[Lens]) -> Answer:
        """Say what the graph holds."""
        return self._table("info", [], lens)

    def cite(self, *records: str, format: str = "text", **lens: Unpack[Lens]) -> Footnotes:
        """Return a footnote for each record, by its handle, as "text" or "markdown"."""
        return self._cite(records, format, lens)

    # Pictures.

    def draw(self, *things: str, ask: str | None = None, title: str | None = None, dark: bool = False,
             max: int | None = None, **lens: Unpack[Lens]) -> Picture:
        """Draw the records that speak of some things, or on which an answer rests."""
        flags = [
            "--format=svg",
            *([f"--ask={ask}"] if ask else []),
            *([f"--title={title}"] if title else []),
            *(["--dark"] if dark else []),
            *([f"--max={max}"] if max else []),
        ]
        return Picture(self._run("draw", flags, lens, things).decode())

    def draw_path(self, start: str, end: str, **lens: Unpack[Lens]) -> Picture:
        """Draw the chains of links between two things."""
        return self._drawn("path", [start, end], [], lens)

    def draw_timeline(self, *things: str, since: Date | None = None, until: Date | None = None, **lens: Unpack[Lens]) -> Picture:
        """Draw a timeline as a strip with a lane for each party."""
        return self._drawn("timeline", things, _dates(since=since, until=until), lens)

    def draw_compare(self, left: str, right: str, *, about: str | None = None, **lens: Unpack[Lens]) -> Picture:
        """Draw what two parties say in one picture."""
        return self._drawn("compare", [left, right], [f"--about={about}"] if about else [], lens)

    # The program.

    def _drawn(self, verb: str, args: Sequence[str], flags: Sequence[str], lens: Lens) -> Picture:
        with tempfile.TemporaryDirectory() as d:
            file = Path(d) / "picture.svg"
            self._run(verb, [*flags, "--format=json", f"--draw={file}"], lens, args)
            return Picture(file.read_text(encoding="utf-8"))

    def _run(self, verb: str, flags: Sequence[str], lens: Lens, args: Sequence[str] = ()) -> bytes:
        seen: Lens = {**self.lens, **lens}
        line = [self.binary, verb, f"--timeout={self.timeout:g}s", *flags, *arguments(seen)]
        if self.file is not None:
            line.append(f"--graph={self.file}")
        if self.lang is not None:
            line.append(f"--lang={self.lang}")
        # What follows -- is never a flag, whatever it begins with.
        return program.run([*line, "--", *args] if args else line, self.timeout + _GRACE)

    def _table(self, verb: str, args: Sequence[str], lens: Lens, flags: Sequence[str] = (), kind: str | None = None) -> Any:
        own = [a for a in args if a in ("--why", "--list") or a.startswith("--max-rows=")]
        rest = [a for a in args if a not in own]
        out = self._run(verb, ["--format=json", *flags, *own], lens, rest)
        document = _read(out)
        if isinstance(document.get("answer"), bool):  # of an ASK
            return document["answer"]
        seen: Lens = {**self.lens, **lens}

        def cite(records: Sequence[str], format: str) -> Footnotes:
            return self._cite(records, format, seen)

        typed, attrs = columns(document, kind or verb), attributes(document)
        return Table(typed, attrs, cite) if frame is None else frame(typed, attrs, cite)

    def _cite(self, records: Sequence[str], format: str, lens: Lens) -> Footnotes:
        if format not in ("text", "markdown"):
            raise ValueError(f"format={format!r}, want 'text' or 'markdown'")
        notes: list[str] = []
        for i in range(0, len(records), _CITED_AT_ONCE):
            flags = ["--format=markdown"] if format == "markdown" else []
            notes += self._run("cite", flags, lens, records[i : i + _CITED_AT_ONCE]).decode().splitlines()
        return Footnotes(notes, format == "markdown")


def _read(out: bytes) -> Any:
    try:
        return json.loads(out)
    except ValueError as e:
        raise AscribeError(f"the program printed no JSON: {out[:200]!r}", "is it a version that this package knows?") from e


def _date(d: Date) -> str:
    return d.isoformat() if isinstance(d, datetime.date) else str(d)


def _dates(**bounds: Date | None) -> list[str]:
    return [f"--{k}={_date(v)}" for k, v in bounds.items() if v is not None]


def _words(flags: Sequence[str]) -> str:
    """Write flags as the text of a lens, each value quoted."""
    quoted = []
    for flag in flags:
        name, _, value = flag.partition("=")
        quoted.append(f"{name}='" + value.replace("'", "'\"'\"'") + "'")
    return " ".join(quoted)
