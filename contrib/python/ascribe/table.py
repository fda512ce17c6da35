"""Answers as tables, with and without pandas."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {XSD + t for t in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt", "unsignedLong")}
_FLOATS = {XSD + t for t in ("decimal", "double", "float")}

_NAMESPACES = {
    "https://w3id.org/ascribe/claim/": "",
    "https://w3id.org/ascribe/act/": "act:",
    "https://w3id.org/ascribe/id/": "id:",
    "https://w3id.org/ascribe/source/": "src:",
    "https://w3id.org/ascribe/schema#": "asc:",
}
_RECORDS = tuple(_NAMESPACES)[:2]

_DATE = re.compile(r"(?:(by|from) )?(\d{4}(?:-\d\d(?:-\d\d)?)?)(?: to (\d{4}(?:-\d\d(?:-\d\d)?)?))?|undated")


def handle(iri: str) -> str:
    """Return the short form of an IRI: ``uk-2021-07-19/2``, ``id:china``."""
    for namespace, prefix in _NAMESPACES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return prefix + iri[len(namespace):]
    return iri


def precision(text: str) -> str | None:
    """Say how precise a date is as the program prints it.

    "day", "month", "year"; "interval" for "2021-07-01 to 2021-07-19", "by" and
    "from" for a date known on one side only, "undated"; None for what is no
    date.
    """
    m = _DATE.fullmatch(text)
    if m is None:
        return None
    if text == "undated":
        return text
    if m[3]:
        return "interval"
    return m[1] or {4: "year", 7: "month", 10: "day"}[len(m[2])]


class Column:
    """One column as it is typed: its values, and how pandas should hold them."""

    def __init__(self, name: str, values: list[Any], dtype: str) -> None:
        self.name = name
        self.values = values
        self.dtype = dtype  # of pandas; "object" for tuples


def columns(document: Mapping[str, Any], kind: str) -> list[Column]:
    """Make typed columns of a JSON answer of the program.

    ``kind`` is the command: "ask" and "query" have cells with more than text.
    """
    rows: Sequence[Mapping[str, Any]] = document["rows"]
    out: list[Column] = []
    found: list[Any]
    perhaps: Column | None = None
    for name in document["columns"]:
        cells = [row.get(name) for row in rows]
        if kind == "ask" and name == "perhaps":
            perhaps = Column(name, [bool(c) for c in cells], "boolean")
        elif kind == "ask":
            out += _answer_column(name, cells)
        elif kind == "query":
            out += _query_column(name, cells)
        else:
            out += _text_column(name, [_text(c) for c in cells])
    if kind == "ask":
        out.append(perhaps or Column("perhaps", [False] * len(rows), "boolean"))
        out.append(Column("records", [tuple(r) for r in document.get("records", [])], "object"))
    elif kind == "query":
        found = [tuple(dict.fromkeys(handle(c["iri"]) for c in row.values() if _is_record(c))) for row in rows]
        if any(found) and "records" not in document["columns"]:
            out.append(Column("records", found, "object"))
    elif "record" not in document["columns"]:
        found = [tuple(dict.fromkeys(v["record"] for c in row.values() if isinstance(c, list) for v in c if "record" in v)) for row in rows]
        if any(found):
            out.append(Column("records", found, "object"))
    return out


def _is_record(cell: Any) -> bool:
    return isinstance(cell, Mapping) and str(cell.get("iri", "")).startswith(_RECORDS)


def _text(cell: Any) -> str | None:
    """The text of a cell of any command."""
    match cell:
        case None | "":
            return None
        case str():
            return cell
        case Mapping():
            if "record" in cell and "says" in cell:  # of a comparison
                return f"{cell['says']} {cell.get('on', '')} ({cell['record']})"
            return str(cell.get("text") or cell.get("label") or "")
        case list():
            return "; ".join(t for t in map(_text, cell) if t) or None
    return str(cell)


def _text_column(name: str, texts: list[str | None]) -> list[Column]:
    """A column of text, or of dates with their precision beside them."""
    said = [t for t in texts if t]
    if said and all(precision(t) for t in said):
        return [
            Column(name, texts, "string"),
            Column(name + "_precision", [precision(t) if t else None for t in texts], "string"),
        ]
    if said and all(re.fullmatch(r"-?\d{1,15}", t) for t in said):
        return [Column(name, [int(t) if t else None for t in texts], "Int64")]
    return [Column(name, texts, "string")]


def _answer_column(name: str, cells: list[Any]) -> list[Column]:
    """A column of an answer: each cell a list of values."""
    lists = [c if isinstance(c, list) else [] for c in cells]
    values = [v for c in lists for v in c]
    single = all(len(c) <= 1 for c in lists)
    if single and values and all(v.get("datatype") in _INTEGERS for v in values):
        return [Column(name, [int(c[0]["text"]) if c else None for c in lists], "Int64")]
    if single and values and all(v.get("precision") for v in values):
        return [
            Column(name, [c[0]["text"] if c else None for c in lists], "string"),
            Column(name + "_precision", [c[0]["precision"] if c else None for c in lists], "string"),
        ]
    texts = ["; ".join(v["text"] + (f" ({v['mark']})" if v.get("mark") else "") for v in c) or None for c in lists]
    out = _text_column(name, texts)
    if any(v.get("iris") for v in values):
        ids = [tuple(dict.fromkeys(handle(i) for v in c for i in v.get("iris", ()))) for c in lists]
        out.append(Column(name + "_ids", ids, "object"))
    return out


def _query_column(name: str, cells: list[Any]) -> list[Column]:
    """A column of a query: each cell a term."""
    terms = [c for c in cells if c not in (None, "")]
    if terms and all(isinstance(c, Mapping) and "iri" in c for c in terms):
        labels = [c["label"] if c else None for c in cells]
        ids = [handle(c["iri"]) if c else None for c in cells]
        out = [Column(name, labels, "string")]
        if labels != ids:
            out.append(Column(name + "_id", ids, "string"))
        return out
    types = {c.get("datatype") if isinstance(c, Mapping) else None for c in terms}
    texts = [_text(c) for c in cells]
    if terms and types <= _INTEGERS and all(-(2**63) <= int(t) < 2**63 for t in texts if t):
        return [Column(name, [int(t) if t else None for t in texts], "Int64")]
    if terms and types <= _INTEGERS | _FLOATS:
        return [Column(name, [float(t.replace("INF", "inf")) if t else None for t in texts], "Float64")]
    if types == {XSD + "boolean"}:
        return [Column(name, [t in ("true", "1") if t else None for t in texts], "boolean")]
    if terms and all(isinstance(c, Mapping) and c.get("precision") for c in terms):
        return [
            Column(name, texts, "string"),
            Column(name + "_precision", [c["precision"] if c else None for c in cells], "string"),
        ]
    return [Column(name, texts, "string")]


def attributes(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an answer says beside its rows.

    ``lens`` in words ("" for the default one), ``world`` with its counts,
    ``graph``, ``uuid`` and ``generation`` of the graph's state, and of a question
    ``answer``, ``question`` as it was understood, ``notes``, ``sparql``.
    """
    meta = document.get("meta", {})
    out = {k: meta[k] for k in ("lens", "world", "graph", "uuid", "generation") if k in meta}
    for k in ("answer", "question", "asked", "notes", "sparql", "template", "lang", "evidence", "partial"):
        if k in document:
            out[k] = document[k]
    return out


class Table(Sequence[Mapping[str, Any]]):
    """Rows with named, typed columns: what pandas would hold as a data frame.

    ``table[0]`` is the first row as a dict, ``table["by"]`` a column as a list.
    Text is str, numbers int or float, what may hold bool, what is not there
    None, several handles a tuple. Dates are text as precise as their source, and
    the column of the same name with ``_precision`` says how precise. Immutable.
    """

    def __init__(self, typed: Sequence[Column], attrs: dict[str, Any], cite: Callable[[Sequence[str], str], Any]) -> None:
        self.columns: list[str] = [c.name for c in typed]
        self.attrs = attrs
        self._rows = [dict(zip(self.columns, values)) for values in zip(*(c.values for c in typed))]
        self._cite = cite

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self._rows)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            if key not in self.columns:
                raise KeyError(key)
            return [r[key] for r in self._rows]
        if isinstance(key, slice):
            part = Table([], self.attrs, self._cite)
            part.columns, part._rows = self.columns, self._rows[key]
            return part
        return self._rows[key]

    def cite(self, format: str = "text") -> Any:
        """Return footnotes of the records behind the rows, as "text" or "markdown"."""
        return self._cite(records_of(self.columns, self._rows, self.attrs), format)

    def __repr__(self) -> str:
        return text_of(self.columns, self._rows, self.attrs)

    def _repr_html_(self) -> str:
        return html_of(self.columns, self._rows, self.attrs)


def records_of(names: Sequence[str], rows: Sequence[Mapping[str, Any]], attrs: Mapping[Any, Any]) -> list[str]:
    """Return the handles in the column of records, each once."""
    # The answer to a question may call a column "record" and have words in it.
    name = "records" if "records" in names or "question" in attrs else "record"
    if name not in names:
        if rows:
            raise TypeError(f"there is no column {name!r} to cite from")
        return []
    out: dict[str, None] = {}
    for row in rows:
        value = row[name]
        for one in value if isinstance(value, tuple) else [value]:
            if isinstance(one, str) and one:
                out[one] = None
    return list(out)


MAX_SHOWN = 200
"""How many rows a table shows in a notebook."""

STYLE = """<style>
.ascribe{font-size:14px;line-height:1.45;color:inherit}
.ascribe p{margin:.5em 0;max-width:80em}
.ascribe div{overflow-x:auto}
.ascribe table{border-collapse:collapse;border:0;margin:0!important;font-size:13px;color:inherit;background:transparent}
.ascribe table tr,.ascribe table tr:nth-child(even),.ascribe table tr:hover{background:transparent}
.ascribe table th,.ascribe table td{text-align:left!important;vertical-align:top;padding:.35em 1.1em .35em 0;border:0;border-bottom:1px solid rgba(128,128,128,.28);max-width:34em;white-space:normal;background:transparent;color:inherit}
.ascribe table thead th{font-weight:600;opacity:.7;border-bottom:1px solid rgba(128,128,128,.6);white-space:nowrap}
.ascribe .nowrap{white-space:nowrap;font-variant-numeric:tabular-nums}
.ascribe code{font-size:12px;background:rgba(128,128,128,.14);color:inherit;padding:.1em .35em;border-radius:3px;white-space:nowrap}
.ascribe .note{opacity:.72;font-size:12.5px;margin:.25em 0}
</style>"""


def clean(text: str) -> str:
    """Replace control characters, and those that turn the direction of what follows."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "\ufffd", text)


def _shown(names: Sequence[str]) -> list[str]:
    return [n for n in names if not n.endswith(("_ids", "_id"))]


def _missing(value: Any) -> bool:
    return value is None or value is not value or type(value).__name__ == "NAType"


def _below(names: Sequence[str], shown: Sequence[str], count: int, attrs: Mapping[Any, Any]) -> list[str]:
    lines = list(attrs.get("notes", []))
    if count > MAX_SHOWN:
        lines.append(f"{count} rows, of which the first {MAX_SHOWN} are shown.")
    if hidden := [n for n in names if n not in shown]:
        lines.append("Columns not shown: " + ", ".join(hidden) + ".")
    if attrs.get("lens"):
        lines.append(f"Lens: {attrs['lens']}.")
    if world := attrs.get("world"):
        lines.append(f"World: {world['text']}.")
    if attrs.get("uuid"):
        lines.append(f"Graph: {attrs.get('graph', '')} ({attrs['uuid']}, generation {attrs.get('generation', 0)}).")
    return lines


def html_of(names: Sequence[str], rows: Sequence[Mapping[str, Any]], attrs: Mapping[Any, Any]) -> str:
    """Return a table as HTML that reads in light and dark."""
    def escape(text: Any) -> str:
        return html.escape(clean(str(text)))

    shown = _shown(names)
    out = ['<div class="ascribe">', STYLE]
    if attrs.get("answer"):
        out.append(f"<p>{escape(attrs['answer'])}</p>")
    if rows:
        out.append("<div><table><thead><tr>" + "".join(f"<th>{escape(n.replace('_', ' '))}</th>" for n in shown) + "</tr></thead><tbody>")
        for row in rows[:MAX_SHOWN]:
            cells = []
            for n in shown:
                value = row[n]
                if isinstance(value, tuple):
                    cells.append("<td>" + "<br>".join(f"<code>{escape(v)}</code>" for v in value) + "</td>")
                elif _missing(value):
                    cells.append("<td></td>")
                elif n == "record":
                    cells.append(f"<td><code>{escape(value)}</code></td>")
                elif precision(str(value)):
                    cells.append(f'<td class="nowrap">{escape(value)}</td>')
                else:
                    cells.append(f"<td>{escape(value)}</td>")
            out.append("<tr>" + "".join(cells) + "</tr>")
        out.append("</tbody></table></div>")
    elif not attrs.get("answer"):
        out.append("<p>No rows.</p>")
    out += [f'<p class="note">{escape(line)}</p>' for line in _below(names, shown, len(rows), attrs)]
    out.append("</div>")
    return "\n".join(out)


def text_of(names: Sequence[str], rows: Sequence[Mapping[str, Any]], attrs: Mapping[Any, Any]) -> str:
    """Return a table as plain text."""
    shown = _shown(names)
    out = [clean(attrs["answer"]), ""] if attrs.get("answer") else []
    lines = [list(shown)]
    for row in rows[:MAX_SHOWN]:
        lines.append(["" if _missing(v := row[n]) else clean(", ".join(v) if isinstance(v, tuple) else str(v)) for n in shown])
    widths = [max(len(line[i]) for line in lines) for i in range(len(shown))]
    out += ["  ".join(c.ljust(w) for c, w in zip(line, widths)).rstrip() for line in lines]
    out += ["", *(clean(line) for line in _below(names, shown, len(rows), attrs))]
    return "\n".join(out).strip("\n")
