"""Against the program and the starter set.

$ASCRIBE names the program; `make python` builds it. What is expected is what the
project's own documents say of the sources (seeds/SOURCES.md, docs/guide.md).
"""

import os
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import ascribe

try:
    import pandas as pd
except ImportError:
    pd = None


def setUpModule():
    if not os.environ.get("ASCRIBE"):
        raise unittest.SkipTest("$ASCRIBE names no program: run make python")


def column(table, name):
    """A column as a list, of either kind of table; None for what is missing."""
    return [None if v is None or v is not v or type(v).__name__ == "NAType" else v for v in table[name]]


class GraphTest(unittest.TestCase):
    def setUp(self):
        self.g = ascribe.Graph("seeds:world,founding,record-2021", as_of="2021-07-31")

    def test_kind_of_table(self):
        a = self.g.list("states")
        if pd is None:
            self.assertIsInstance(a, ascribe.Table)
        else:
            self.assertIsInstance(a, pd.DataFrame)
        if os.environ.get("ASCRIBE_WITHOUT_PANDAS"):
            self.assertIsNone(pd)

    def test_ask(self):
        a = self.g.ask("which states were attributed without sanctions?")
        rows = dict(zip(column(a, "incident"), column(a, "state")))
        self.assertEqual(rows["Microsoft Exchange hack (2021)"], "China")
        self.assertNotIn("Russia", rows.values())
        self.assertIn(("id:china",), column(a, "state_ids"))
        self.assertEqual(set(column(a, "perhaps")), {False})
        exchange = column(a, "records")[column(a, "incident").index("Microsoft Exchange hack (2021)")]
        self.assertIn("uk-2021-07-19/1", exchange)
        self.assertEqual(a.attrs["lens"], "public on or before 2021-07-31")
        self.assertEqual(a.attrs["world"]["asOf"], "2021-07-31")
        self.assertRegex(a.attrs["uuid"], "^[0-9a-f-]{36}$")
        self.assertIsInstance(a.attrs["generation"], int)
        self.assertIn("China", a.attrs["answer"])
        self.assertIn("public on or before 2021-07-31", a._repr_html_())

    def test_why(self):
        a = self.g.ask("who stands behind the Exchange attribution?", why=True)
        records = [r["handle"] for row in a.attrs["evidence"]["rows"] for r in row["records"]]
        self.assertIn("uk-2021-07-19/1", records)

    def test_dates_keep_their_precision(self):
        a = self.g.timeline("Exchange hack")
        seen = set(zip(column(a, "on"), column(a, "on_precision")))
        self.assertLessEqual({("2021", "year"), ("2021-07", "month"), ("2021-07-19", "day")}, seen)
        q = self.g.query("SELECT ?on { act:us-doj-2021-07 asc:on ?on }")
        self.assertEqual((column(q, "on"), column(q, "on_precision")), (["2021-07"], ["month"]))

    def test_query(self):
        q = self.g.query("SELECT ?who ?r (STRLEN(STR(?who)) AS ?n) { GRAPH ?r { ?who asc:sanctioned ?whom } } ORDER BY ?r", lens="default")
        self.assertIn("id:us", column(q, "who_id"))
        self.assertTrue(all(isinstance(n, int) or hasattr(n, "__index__") for n in column(q, "n")))
        self.assertTrue(all(r for r in column(q, "records")))
        if pd is not None:
            self.assertEqual(str(q["n"].dtype), "Int64")
            self.assertEqual(str(q["who"].dtype), "string")
        self.assertIs(self.g.query("ASK { id:uk a asc:State }"), True)
        self.assertIs(self.g.query("ASK { id:uk a asc:Nothing }"), False)
        self.assertIn("asc:State", self.g.construct("CONSTRUCT { id:uk a ?c } { id:uk a ?c }"))

    def test_empty(self):
        q = self.g.query("SELECT ?x { ?x a asc:Nothing }")
        self.assertEqual(len(q), 0)
        self.assertEqual(list(q.columns), ["x"])
        self.assertEqual(len(q.cite()), 0)
        q._repr_html_()

    def test_cite_where_a_column_has_words(self):
        a = self.g.ask("How long from incident to first attribution, and to first sanction, for SolarWinds?")
        self.assertIn("by", a.columns)
        self.assertTrue(any(n.endswith("[act:us-2021-04-15/1]") for n in a.cite()))

    def test_cite(self):
        a = self.g.ask("which states were attributed without sanctions?")
        notes = a.cite()
        self.assertTrue(any(n.endswith("[uk-2021-07-19/1]") and "United Kingdom, 2021-07-19" in n for n in notes))
        self.assertEqual(len(set(notes)), len(notes))
        markdown = a[:1].cite("markdown")
        self.assertTrue(all(n.startswith("[^") for n in markdown))
        with self.assertRaises(ValueError):
            a.cite("bibtex")
        self.assertIn("denies", str(self.g.cite("cn-2021-07-20/1")))

    @unittest.skipIf(pd is None, "pandas")
    def test_filtered_frame_is_cited_alone(self):
        a = self.g.ask("which states were attributed without sanctions?")
        part = a[a["incident"] == "Microsoft Exchange hack (2021)"]
        self.assertLess(len(part.cite()), len(a.cite()))
        self.assertEqual(part.attrs["uuid"], a.attrs["uuid"])
        self.assertTrue(part[["records", "state"]].cite())

    def test_lens_by_keyword(self):
        of_uk = self.g.ask("who blames whom?", by="United Kingdom")
        self.assertIn("United Kingdom", of_uk.attrs["lens"])
        self.assertIn("2021-07-31", of_uk.attrs["lens"])
        self.assertEqual(self.g.through().list("claims").attrs["lens"], "")

    def test_path(self):
        p = self.g.path("APT31", "China", official=True)
        self.assertEqual(column(p, "to")[-1], "China")
        self.assertIn("uk-2021-07-19/2", column(p, "record"))
        self.assertEqual(set(column(p, "chain")), {1})
        self.assertEqual(len(self.g.path("NATO", "APT31")), 0)

    def test_show_compare_and_the_rest(self):
        self.assertIn("uk-2021-07-19/2", column(self.g.show("APT31"), "record"))
        c = self.g.compare("United States", "China", about="Exchange hack")
        self.assertEqual(column(c, "part")[0], "contradiction")
        lenses = self.g.compare({"by": "UK"}, {"by": ["UK", "Australia"], "official": True}, about="Exchange hack")
        self.assertIn("left", lenses.columns)
        self.assertIn("us-2021-07-19/1", column(c, "records")[0])
        self.assertTrue(any("[cn-2021-07-20/1]" in n for n in c.cite()))
        self.assertTrue(len(self.g.names("APT40")))
        self.assertTrue(len(self.g.contested("Exchange hack")))
        self.assertTrue(len(self.g.changes("2021-07-18", "2021-07-20", about="Exchange hack", as_of=None)))
        self.assertTrue(len(self.g.questions()))
        self.assertTrue(len(self.g.info()))

    def test_pictures(self):
        for picture in (
            self.g.draw("Exchange hack", title="19 July"),
            self.g.draw(ask="who stands behind the Exchange attribution?"),
            self.g.draw_path("APT31", "China"),
            self.g.draw_timeline("Exchange hack"),
            self.g.draw_compare("United States", "China", about="Exchange hack"),
        ):
            self.assertTrue(ET.fromstring(picture.svg).tag.endswith("svg"))
            self.assertIn(picture.svg, picture._repr_html_())
        self.assertEqual(repr(self.g.draw("Exchange hack", title="19 <July>")), "<Picture: 19 <July>>")
        with tempfile.TemporaryDirectory() as d:
            self.assertEqual(picture.save(Path(d) / "x.svg").read_text(encoding="utf-8"), picture.svg)

    def test_errors(self):
        with self.assertRaises(ascribe.NotUnderstood) as e:
            self.g.ask("which states were attributed without bananas?")
        self.assertIn("bananas", e.exception.message)
        self.assertIn("sanctions", e.exception.hint)
        with self.assertRaises(ascribe.NotUnderstood) as e:
            self.g.query("SELECT ?x WHERE { ?x knows }")
        self.assertIn("^", e.exception.message)
        with self.assertRaises(ascribe.NotUnderstood):
            self.g.draw("nobody at all")
        with self.assertRaises(ascribe.Failed) as e:
            ascribe.Graph("/nowhere/x.ascribe").info()
        self.assertTrue(e.exception.hint)
        with tempfile.TemporaryDirectory() as d:
            bad = Path(d) / "bad.trig"
            bad.write_text("<a> <b>")
            with self.assertRaises(ascribe.BadData):
                ascribe.Graph(bad).info()
        with self.assertRaises(TypeError):
            self.g.ask("who blames whom?", as_off="2021")
        with self.assertRaises(TypeError):
            self.g.compare("UK", {"by": "US"})

    def test_dutch(self):
        a = ascribe.Graph("seeds:world,founding,record-2021", lang="nl").ask("wie ontkent de Exchange-hack?")
        self.assertEqual(a.attrs["lang"], "nl")

    def test_own_graph(self):
        """A store keeps its UUID; a change makes a new generation."""
        import subprocess

        with tempfile.TemporaryDirectory() as d:
            path = Path(d) / "x.ascribe"
            subprocess.run([self.g.binary, "init", str(path)], check=True, capture_output=True)
            before = ascribe.Graph(path).info().attrs
            subprocess.run([self.g.binary, "--graph", str(path), "update", 'INSERT DATA { id:x rdfs:label "x" }'], check=True, capture_output=True)
            after = ascribe.Graph(path).info().attrs
            self.assertEqual(before["uuid"], after["uuid"])
            self.assertEqual(before["generation"] + 1, after["generation"])


if __name__ == "__main__":
    unittest.main()
