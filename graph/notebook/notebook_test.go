package notebook

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func starter(t testing.TB) *Book {
	t.Helper()
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	return New(g, nil)
}

// formats are the MIME bundle's texts; the HTML is well-formed, and nothing in
// it runs or is fetched.
func formats(t testing.TB, p interface{ MIMEBundle() map[string]any }) (html, markdown, text string) {
	t.Helper()
	m := p.MIMEBundle()
	html, markdown, text = m["text/html"].(string), m["text/markdown"].(string), m["text/plain"].(string)
	d := xml.NewDecoder(strings.NewReader(strings.ReplaceAll(html, "<br>", "<br/>")))
	d.Entity = xml.HTMLEntity
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return html, markdown, text
		}
		if err != nil {
			t.Fatalf("not well-formed: %v in %s", err, html)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if n := start.Name.Local; n == "script" || n == "iframe" || n == "object" || n == "img" || n == "image" || n == "link" {
			t.Fatalf("has a <%s>: %s", n, html)
		}
		for _, a := range start.Attr {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "src" {
				t.Fatalf("has %s=%q", a.Name.Local, a.Value)
			}
			if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "http") && !strings.HasPrefix(a.Value, "#") {
				t.Fatalf("leads to %q", a.Value)
			}
		}
	}
}

func wants(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s lacks %q:\n%.2000s", what, p, text)
		}
	}
}

func TestAnswer(t *testing.T) {
	a := starter(t).Through("as-of = 2021-07-31").Ask("who stands behind the Exchange attribution?")
	if a.Err() != nil {
		t.Fatal(a.Err())
	}
	html, markdown, text := formats(t, a)
	wants(t, "HTML", html, a.Sentence, "<code>uk-2021-07-19/1</code>", "Lens: public on or before 2021-07-31.", "World: ")
	wants(t, "Markdown", markdown, "| --- |", "uk-2021-07-19/1", "public on or before 2021-07-31")
	wants(t, "text", text, a.Sentence, "uk-2021-07-19/1")
	if p := a.Draw(); p.Err() != nil || len(p.Records) == 0 {
		t.Errorf("no picture of the answer: %v", p.Err())
	}
}

func TestAnswerInDutch(t *testing.T) {
	a := starter(t).Ask("wie staan achter de toeschrijving van de Exchange-hack?")
	html, _, _ := formats(t, a)
	wants(t, "HTML", html, "Verenigd Koninkrijk")
}

// The picture is the one that package draw makes, inside the page and on its
// own.
func TestPicture(t *testing.T) {
	p := starter(t).Draw("Exchange hack")
	if p.Err() != nil {
		t.Fatal(p.Err())
	}
	html, _, _ := formats(t, p)
	svg, _ := p.MIMEBundle()["image/svg+xml"].(string)
	if svg == "" || svg != p.SVG() || !strings.Contains(html, svg) {
		t.Error("the picture is not in the bundle")
	}
	wants(t, "SVG", svg, "uk-2021-07-19/1", "Microsoft Exchange hack (2021)")
	again := Subgraph(p.Subgraph, nil)
	if again.Err() != nil || !strings.HasPrefix(again.SVG(), "<svg") {
		t.Errorf("a subgraph without a Book: %v", again.Err())
	}
}

// What the UK said on 19 July 2021 ties APT31 to the MSS, and the MSS is an
// organ of China (seeds/SOURCES.md).
func TestPath(t *testing.T) {
	c := starter(t).Through("official = true").Path("APT31", "China")
	if c.Err() != nil || len(c.Chains) != 1 || len(c.Chains[0]) != 2 {
		t.Fatalf("%d chains, %v", len(c.Chains), c.Err())
	}
	html, _, text := formats(t, c)
	wants(t, "HTML", html, "<svg", "APT31 → Chinese Ministry of State Security → China.")
	wants(t, "text", text, "uk-2021-07-19/2", "APT31 linked to Chinese Ministry of State Security")
	none := starter(t).Path("NATO", "APT31")
	if none.Err() != nil || len(none.Chains) != 0 {
		t.Fatalf("%d chains, %v", len(none.Chains), none.Err())
	}
	wants(t, "text", none.String(), "No chain from NATO to APT31.")
}

func TestDossier(t *testing.T) {
	o := starter(t).Dossier("APT31")
	html, _, _ := formats(t, o)
	wants(t, "HTML", html, "APT31: threat group.", "Violet Typhoon", "<code>uk-2021-07-19/2</code>")
	if o.Section(dossier.Ladder) == nil {
		t.Error("no ladder")
	}
	record := starter(t).Dossier("uk-2021-07-19/2")
	if record.Record == nil {
		t.Fatal(record.Err())
	}
	_, _, text := formats(t, record)
	wants(t, "text", text, "official statement", "2021-07-19", "APT31 linked to Chinese Ministry of State Security")
}

// A denial is in a dossier and can be cited, though the default lens hides it.
func TestDenials(t *testing.T) {
	b := starter(t)
	_, _, text := formats(t, b.Cite("uk-2021-07-19/1", "cn-2021-07-20/1"))
	wants(t, "text", text, "denies", "us-2021-07-19/1", "asserts")
	wants(t, "text", b.Dossier("Exchange hack").String(), "cn-2021-07-20/1")
	wants(t, "text", b.Cite("no-such-record").String(), `error: cite: no visible record "no-such-record"`)
}

// Dates keep the precision of their source.
func TestTimeline(t *testing.T) {
	tl := starter(t).Timeline("Exchange hack")
	if tl.Err() != nil {
		t.Fatal(tl.Err())
	}
	html, _, _ := formats(t, tl)
	for _, day := range []string{"2021", "2021-07", "2021-07-19"} {
		if !regexp.MustCompile(`<td class="(bare )?date">` + day + "</td>").MatchString(html) {
			t.Errorf("no row of %s", day)
		}
	}
	within := starter(t).Between("2021-07-20", "2021-07-20", "Exchange hack")
	for _, e := range within.Events {
		if day := (graph.Date{Year: 2021, Month: 7, Day: 20}); !e.Within(day, day) {
			t.Errorf("%s is not within", e.When)
		}
	}
	if len(within.Events) == 0 || len(within.Events) >= len(tl.Events) {
		t.Errorf("%d of %d events on 20 July 2021", len(within.Events), len(tl.Events))
	}
}

// What is compared, and a timeline, can be drawn: each record is in the picture.
func TestDraw(t *testing.T) {
	b := starter(t)
	for what, p := range map[string]*Picture{
		"timeline": b.Timeline("Exchange hack").Draw(), "comparison": b.Compare("United States", "China", "Exchange hack").Draw(),
	} {
		if p.Err() != nil {
			t.Fatal(p.Err())
		}
		html, _, _ := formats(t, p)
		wants(t, what, html, "<svg", "us-2021-07-19/1")
	}
	if b.Timeline("nobody at all").Draw().Err() == nil || b.Compare("UK", "nobody at all", "").Draw().Err() == nil {
		t.Error("an error was drawn")
	}
}

// A table of one's own is as wide as its head, whatever its rows are.
func TestTable(t *testing.T) {
	p := Table([]string{"who", "n"}, []string{"a|b", "1", "too much"}, []string{"c"}).Note("counted by hand")
	html, markdown, text := formats(t, p)
	wants(t, "HTML", html, `<td>a|b</td><td class="number">1</td>`, "counted by hand")
	wants(t, "Markdown", markdown, `| a\|b | 1 |`, "| c |  |")
	wants(t, "text", text, "who  n\na|b  1\nc")
}

// A View is through the Book's lens.
func TestView(t *testing.T) {
	b := starter(t)
	err := b.Through("as-of = 2021-07-31").View(func(_ context.Context, v *graph.View) error {
		if v.Lens().AsOf != (graph.Date{Year: 2021, Month: 7, Day: 31}) {
			t.Errorf("the lens is %s", v.Lens())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if b.Through("bye = UK").View(nil) == nil {
		t.Error("a lens that is none")
	}
}

func TestCompare(t *testing.T) {
	b := starter(t)
	c := b.Compare("United States", "China", "Exchange hack")
	if c.Err() != nil || len(c.Contradictions) != 1 {
		t.Fatalf("%+v, %v", c.Comparison, c.Err())
	}
	html, _, _ := formats(t, c)
	wants(t, "HTML", html, "Contradictions (1)", "Only United States", "us-2021-07-19/1", "(denies, 2021-07-20)")
	lenses := b.CompareWith(b.Through("official = true"), "Exchange hack")
	if lenses.Err() != nil || len(lenses.OnlyRight) != 0 || len(lenses.OnlyLeft) == 0 {
		t.Fatalf("official claims are a part of all: %+v, %v", lenses.Comparison, lenses.Err())
	}
	wants(t, "text", lenses.String(), "Left: the default lens", "Right: ")
	if same := b.Compare("UK", "United Kingdom", ""); same.Err() == nil {
		t.Error("a party compared with itself")
	}
}

func TestQuery(t *testing.T) {
	b := starter(t)
	r := b.Query(`SELECT ?record ?on { ?record asc:by id:uk ; asc:on ?on } ORDER BY ?on ?record`)
	if r.Err() != nil || len(r.Rows) == 0 {
		t.Fatal(r.Err())
	}
	html, _, _ := formats(t, r)
	wants(t, "HTML", html, "<th>record</th><th>on</th>", "<code>uk-2021-07-19/1</code>", "2021-07-19")
	if r := b.Query(`ASK { id:uk a asc:State }`); r.Err() != nil || !r.Bool || r.String()[:4] != "true" {
		t.Errorf("%v, %v", r.Bool, r.Err())
	}
	if r := b.Query(`DESCRIBE id:uk`); r.Err() == nil {
		t.Error("triples as a table")
	}
	if r := b.Query(`SELECT ?x { ?x a asc:Nothing }`); r.Err() != nil || !strings.Contains(r.String(), "No rows.") {
		t.Errorf("%s, %v", r, r.Err())
	}
}

// An error is shown with what to do, and Show does not let a cell pass.
func TestErrors(t *testing.T) {
	b := starter(t)
	for _, p := range []*Page{
		&b.Ask("which states were attributed without bananas?").Page,
		&b.Draw("nobody at all").Page,
		&b.Through("by = nobody at all").Ask("who blames whom?").Page,
		&b.Through("bye = UK").Timeline().Page,
		&b.Between("yesterday", "").Page,
		&b.Query("SELECT").Page,
		&b.CompareWith(b.Through("bye = UK"), "").Page,
	} {
		if p.Err() == nil {
			t.Fatalf("no error: %s", p)
		}
		html, _, text := formats(t, p)
		wants(t, "HTML", html, `class="error"`)
		wants(t, "text", text, "error: ")
	}
	wants(t, "text", b.Ask("which states were attributed without bananas?").String(), "hint: ", "bananas")
	if a := b.Ask("who is nobody at all?"); a.Draw().Err() == nil {
		t.Error("an answer that failed was drawn")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p := b.WithContext(ctx).Timeline(); !errors.Is(p.Err(), context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", p.Err())
	}
	var shown map[string]any
	Display = func(m map[string]any) error { shown = m; return nil }
	defer func() { Display = nil }()
	func() {
		defer func() {
			if _, ok := recover().(error); !ok {
				t.Error("Show went on after an error")
			}
		}()
		b.Query("SELECT").Show()
	}()
	if shown == nil {
		t.Error("the error was not shown")
	}
}

// ask.UnknownNameError and its like are what Err holds.
func TestErrorTypes(t *testing.T) {
	var unknown *ask.UnknownNameError
	if p := starter(t).Draw("nobody at all"); !errors.As(p.Err(), &unknown) {
		t.Errorf("%T", p.Err())
	}
}

// hostile is a graph whose every text is label.
func hostile(t testing.TB, label string) *Book {
	t.Helper()
	g := graph.New(nil)
	t.Cleanup(func() { g.Close() })
	err := g.Update(context.Background(), func(tx *graph.Tx) error {
		const trig = `
			@prefix asc: <https://w3id.org/ascribe/schema#> . @prefix id: <https://w3id.org/ascribe/id/> .
			@prefix claim: <https://w3id.org/ascribe/claim/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
			id:a a asc:State . id:b a asc:ThreatGroup . id:c a asc:State .
			claim:x a asc:Claim ; asc:by id:a ; asc:stance asc:asserts ; asc:form asc:officialStatement ; asc:on "2021-07"^^xsd:gYearMonth ; asc:source <https://example.org/s> .
			<https://example.org/s> a asc:Source .
			claim:x { id:b asc:linkedTo id:c . }`
		if _, _, err := tx.Load(context.Background(), strings.NewReader(trig), rdf.TriG, nil); err != nil {
			return err
		}
		text := func(s quad.IRI, p string, label quad.String) {
			_, _ = tx.Add(quad.Quad{Subject: s, Predicate: quad.IRI(p), Object: quad.LangString{Value: label, Lang: "en"}})
		}
		for _, id := range []string{"a", "b", "c"} {
			text(quad.IRI(schema.NSID+id), "http://www.w3.org/2000/01/rdf-schema#label", quad.String(label+id))
		}
		claim := quad.IRI(schema.NSClaim + "x")
		text(claim, schema.Quote, quad.String(label))
		text(claim, schema.Summary, quad.String(label))
		text("https://example.org/s", schema.Title, quad.String(label))
		_, err := tx.Add(quad.Quad{Subject: quad.IRI("https://example.org/s"), Predicate: quad.IRI(schema.URL), Object: quad.String("javascript:alert(1)" + label)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(g, nil)
}

// labels are texts that a page must not take for anything but text.
var labels = []string{"x", `<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "a|b\nc", "]]>", "\x00\u202e", "\xff", "&amp;", "$x$ *b* [l](javascript:x)", "</style>", "\\|", ""}

// checkPage holds the formats of a page to what they may hold, whatever the
// texts of the graph.
func checkPage(t *testing.T, label string, p interface{ MIMEBundle() map[string]any }) {
	t.Helper()
	_, markdown, text := formats(t, p)
	if strings.ContainsAny(text+markdown, "\x00\x1b\u202e") {
		t.Fatalf("%q: control characters in %q", label, text)
	}
	// Every row of a table has as many cells as its head.
	want := 0
	for line := range strings.Lines(markdown) {
		if !strings.HasPrefix(line, "| ") {
			want = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, ""), "|")
		if want == 0 {
			want = n
		}
		if n != want {
			t.Fatalf("%q: %d of %d bars in %q", label, n, want, line)
		}
	}
}

// Labels are data: whatever they hold, no format takes them for markup.
func TestHostileLabels(t *testing.T) {
	for _, label := range labels {
		b := hostile(t, label)
		for _, p := range []interface {
			MIMEBundle() map[string]any
			Err() error
		}{
			b.Dossier("id:b"), b.Dossier("claim:x"), b.Cite("x"), b.Path("id:b", "id:c"), b.Timeline("id:b"), b.Draw("id:b"),
			b.Query("SELECT ?s ?o { ?s ?p ?o }"), b.Compare("id:a", "id:c", ""), b.CompareWith(b.Through("official = true"), ""),
		} {
			if p.Err() != nil {
				t.Fatalf("%q: %v", label, p.Err())
			}
			checkPage(t, label, p)
		}
	}
}

func FuzzPage(f *testing.F) {
	for _, s := range labels {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := cell{{text: s, mark: s, title: s, href: s, code: true}, {text: s, href: "https://example.org/" + s}}
		p := &Page{head: s, notes: []string{s}, lens: s, world: s, table: &table{head: []string{s, s}, rows: []row{{group: s}, {cells: []cell{c, c}}, {cells: []cell{c, nil}, lead: 1}}}}
		checkPage(t, s, p)
		checkPage(t, s, &Page{err: errors.New(s)})
	})
}
