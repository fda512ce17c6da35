"""What needs no program: lenses, dates, columns, HTML, errors."""

import datetime
import html.parser
import os
import stat
import tempfile
import unittest
from pathlib import Path

from ascribe import errors, lens, table
from ascribe.binary import find, run
from ascribe.graph import Graph, _words


class Lenses(unittest.TestCase):
    def test_arguments(self):
        got = lens.arguments({"by": ["UK", "Smith, Inc"], "as_of": datetime.date(2021, 7, 31), "official": True, "spread": False, "at": None,
                              "min_confidence": 80, "assume": "A, B sameAs C", "acts_by": "EU"})
        self.assertEqual(got, ["--by=UK", '--by="Smith, Inc"', "--as-of=2021-07-31", "--official=true", "--spread=false",
                               "--min-confidence=80", "--assume=A, B sameAs C", "--acts-by=EU"])

    def test_unknown(self):
        with self.assertRaisesRegex(TypeError, "as_off.*as_of"):
            lens.arguments({"as_off": "2021"})

    def test_words(self):
        self.assertEqual(_words(["--by=O'Hara", "--official=true"]), "--by='O'\"'\"'Hara' --official='true'")


class Dates(unittest.TestCase):
    def test_precision(self):
        for text, want in {
            "2021-07-19": "day", "2021-07": "month", "2021": "year", "2021-07-01 to 2021-07-19": "interval", "by 2021-06-30": "by",
            "from 2020-12-31": "from", "undated": "undated", "": None, "20210719": None, "in 2021": None, "2021-7": None,
        }.items():
            self.assertEqual(table.precision(text), want, text)


class Columns(unittest.TestCase):
    """Documents as internal/cli prints them."""

    def typed(self, document, kind):
        return {c.name: (c.dtype, c.values) for c in table.columns(document, kind)}

    def test_answer(self):
        date = {"text": "2020-12", "precision": "month", "datatype": table.XSD + "gYearMonth"}
        uk = {"text": "United Kingdom", "mark": "NCSC", "iris": ["https://w3id.org/ascribe/id/uk"], "records": []}
        got = self.typed({
            "columns": ["what", "date", "record", "days", "perhaps"],
            "records": [["uk-2021-04-15/1"], []],
            "rows": [
                {"what": [{"text": "discovered"}], "date": [date], "record": [uk, uk], "days": [], "perhaps": False},
                {"what": [], "date": [], "record": [], "days": [{"text": "12", "datatype": table.XSD + "integer"}], "perhaps": True},
            ],
        }, "ask")
        self.assertEqual(got, {
            "what": ("string", ["discovered", None]),
            "date": ("string", ["2020-12", None]),
            "date_precision": ("string", ["month", None]),
            "record": ("string", ["United Kingdom (NCSC); United Kingdom (NCSC)", None]),
            "record_ids": ("object", [("id:uk",), ()]),
            "days": ("Int64", [None, 12]),
            "perhaps": ("boolean", [False, True]),
            "records": ("object", [("uk-2021-04-15/1",), ()]),
        })

    def test_query(self):
        def typed(text, t):
            return {"text": text, "datatype": table.XSD + t}
        got = self.typed({
            "columns": ["who", "r", "on", "n", "x", "b", "text", "big"],
            "rows": [
                {"who": {"iri": "https://w3id.org/ascribe/id/uk", "label": "United Kingdom"},
                 "r": {"iri": "https://w3id.org/ascribe/claim/uk-2021-07-19/1", "label": "uk-2021-07-19/1"},
                 "on": {**typed("2021", "gYear"), "precision": "year"}, "n": typed("-3", "integer"), "x": typed("1.5", "decimal"),
                 "b": typed("true", "boolean"), "text": {"text": "hoi", "lang": "nl"}, "big": typed("99999999999999999999", "integer")},
                {"who": "", "r": "", "on": "", "n": "", "x": typed("INF", "double"), "b": "", "text": "plain", "big": ""},
            ],
        }, "query")
        self.assertEqual(got, {
            "who": ("string", ["United Kingdom", None]), "who_id": ("string", ["id:uk", None]),
            "r": ("string", ["uk-2021-07-19/1", None]),
            "on": ("string", ["2021", None]), "on_precision": ("string", ["year", None]),
            "n": ("Int64", [-3, None]), "x": ("Float64", [1.5, float("inf")]), "b": ("boolean", [True, None]),
            "text": ("string", ["hoi", "plain"]), "big": ("Float64", [1e20, None]),
            "records": ("object", [("uk-2021-07-19/1",), ()]),
        })

    def test_sheet(self):
        got = self.typed({"columns": ["on", "what", "record"], "rows": [
            {"on": "2021-07", "what": "x", "record": "a/1"}, {"on": "by 2021-06-30", "what": "", "record": "act:b"}]}, "timeline")
        self.assertEqual(got["on"], ("string", ["2021-07", "by 2021-06-30"]))
        self.assertEqual(got["on_precision"], ("string", ["month", "by"]))
        self.assertEqual(got["what"], ("string", ["x", None]))


class Html(unittest.TestCase):
    def test_hostile(self):
        for label in ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style>", "\x00\u202e\x1b[31m", "&amp;"]:
            row = {"a": label, "records": (label,), "record": label}
            attrs = {"answer": label, "notes": [label], "lens": label, "world": {"text": label}, "uuid": label, "graph": label}
            text = table.html_of(["a", "records", "record", label], [{**row, label: label}], attrs)
            tags = set()

            class Parser(html.parser.HTMLParser):
                def handle_starttag(self, tag, attrs):
                    tags.add(tag)

            Parser().feed(text)
            self.assertLessEqual(tags, {"div", "style", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "code"}, label)
            for bad in "\x00\u202e\x1b":
                self.assertNotIn(bad, text)
                self.assertNotIn(bad, table.text_of(["a"], [row], attrs))


class Errors(unittest.TestCase):
    def test_message_and_hint(self):
        e = errors.from_stderr("ascribe: error: q.rq:1:3: got x, want y\n  SELECT x\n    ^\nascribe: hint: write y\n", 2)
        self.assertIsInstance(e, errors.NotUnderstood)
        self.assertEqual((e.message, e.hint, e.code), ("q.rq:1:3: got x, want y\n  SELECT x\n    ^", "write y", 2))
        self.assertIsInstance(errors.from_stderr("", 1), errors.Failed)
        self.assertIsInstance(errors.from_stderr("boom", 3), errors.BadData)
        self.assertEqual(errors.from_stderr("killed", -9).message, "killed")


def script(folder, text):
    """Make a program of a shell script."""
    path = Path(folder) / "ascribe"
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@unittest.skipUnless(os.name == "posix", "shell scripts")
class Binary(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.addCleanup(self.dir.cleanup)
        self.old = dict(os.environ)
        self.addCleanup(lambda: (os.environ.clear(), os.environ.update(self.old)))

    def test_order(self):
        program = script(self.dir.name, "true")
        os.environ["PATH"] = self.dir.name
        os.environ.pop("ASCRIBE", None)
        self.assertEqual(find(None), program)
        os.environ["PATH"] = "/nowhere"
        with self.assertRaisesRegex(errors.BinaryNotFound, "go install"):
            find(None)
        os.environ["ASCRIBE"] = program
        self.assertEqual(find(None), program)
        with self.assertRaises(errors.BinaryNotFound):
            find("/nowhere/ascribe")

    def test_timeout(self):
        program = script(self.dir.name, "exec sleep 30")
        with self.assertRaisesRegex(errors.TimedOut, "0.2 s"):
            run([program], 0.2)

    def test_no_json(self):
        g = Graph(binary=script(self.dir.name, "echo hello"))
        with self.assertRaisesRegex(errors.AscribeError, "no JSON"):
            g.show("x")

    def test_arguments_are_never_flags(self):
        g = Graph("mine.ascribe", binary=script(self.dir.name, 'for a in "$@"; do echo "$a" >&2; done; exit 1'), by="UK", lang="nl")
        with self.assertRaises(errors.Failed) as e:
            g.ask("--version", as_of="2021")
        self.assertEqual(e.exception.message.split("\n"),
                         ["ask", "--timeout=60s", "--format=json", "--by=UK", "--as-of=2021", "--graph=mine.ascribe", "--lang=nl", "--", "--version"])

    def test_bad_timeout(self):
        with self.assertRaises(ValueError):
            Graph(timeout=0)


if __name__ == "__main__":
    unittest.main()
