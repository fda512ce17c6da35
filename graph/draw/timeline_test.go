package draw

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// eventsOf are the events of a subgraph, as View.Timeline gives them.
func eventsOf(s *graph.Subgraph) []graph.Event {
	var out []graph.Event
	for i := range s.Records {
		r := &s.Records[i]
		e := graph.Event{Date: r.On, When: r.When(), Record: &r.Record}
		if e.Date.IsZero() && !r.Undated {
			e.Date = r.Earliest
		}
		out = append(out, e)
		for _, q := range r.Edges {
			if _, ok := turnOf[predicate(q)]; ok {
				if d, err := graph.ParseDate(text(q.Object)); err == nil {
					out = append(out, graph.Event{Date: d, When: d.String(), Edge: q, Record: &r.Record})
				}
			}
		}
	}
	return out
}

func renderTimeline(t testing.TB, s *graph.Subgraph, events []graph.Event, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := TimelineSVG(&b, s, events, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// decade is a subgraph with n claims and acts over ten years, their dates as
// precise as days, months, years and intervals.
func decade(n int, r *rand.Rand) *graph.Subgraph {
	s := crowd(n, true, r)
	for i := range s.Records {
		rec := &s.Records[i]
		y, m := 2012+r.IntN(10), 1+r.IntN(12)
		rec.On = graph.Date{}
		rec.Act = r.IntN(4) == 0
		if rec.Act {
			rec.Kind, rec.Stance = schema.Sanction, ""
		}
		switch r.IntN(6) {
		case 0:
			rec.On = graph.Date{Year: y}
		case 1:
			rec.On = graph.Date{Year: y, Month: 1, Day: 1}
			rec.On.Month += 3
			rec.On.Day = 0
		case 2:
			rec.Earliest, rec.Latest = graph.Date{Year: y, Month: 2, Day: 3}, graph.Date{Year: y, Month: 9, Day: 1}
		case 3:
			rec.Earliest, rec.Latest = graph.Date{}, graph.Date{Year: y, Month: 9, Day: 1}
		case 4:
			rec.Earliest, rec.Latest, rec.Undated = graph.Date{}, graph.Date{}, true
		default:
			rec.On = graph.Date{Year: y, Month: 5, Day: m}
		}
		if r.IntN(5) == 0 && len(rec.Edges) > 0 {
			for _, p := range []string{schema.Began, schema.Ended} {
				rec.Edges = append(rec.Edges, quad.Quad{Subject: rec.Edges[0].Subject, Predicate: quad.IRI(p), Object: quad.TypedString{Value: quad.String("20" + itoa(12+r.IntN(9))), Type: schema.XSDGYear}, Label: rec.IRI})
			}
		}
	}
	return s
}

func TestTimelineGolden(t *testing.T) {
	o := &Options{Title: "The Exchange hack", Langs: []string{"en"}}
	got := renderTimeline(t, july(), eventsOf(july()), o)
	checkSVG(t, got)
	goldenFile(t, "timeline.svg", got)
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 8))
		s := shuffled(july(), r)
		events := eventsOf(s)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if again := renderTimeline(t, s, events, o); again != got {
			t.Fatalf("seed %d: %s", seed, firstChange(got, again))
		}
	}
	none := renderTimeline(t, july(), nil, o)
	checkSVG(t, none)
	if !strings.Contains(none, "no visible record gives a date") {
		t.Error("a timeline of nothing does not say so")
	}
}

// Each mark stands within its strip, no words lie on other words or marks, and
// every claim and act is there: drawn, joined with others, or among those
// without a date.
func TestTimelineLayout(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		n := 1 + r.IntN(220)
		s := decade(n, r)
		st := newStrip(s, eventsOf(s), &Options{})
		if len(st.bands) == 0 {
			continue
		}
		scale := st.scale(100)
		lanes := 0
		for _, bd := range st.bands {
			lanes += len(bd.lanes)
			for _, l := range bd.lanes {
				list, high := scale.pack(l)
				for i, p := range list {
					if p.x0 < scale.x0-0.01 || p.x1 > scale.x1+0.01 || p.y0 < 0 || p.y1 > high+0.01 {
						t.Errorf("seed %d: %q lies outside", seed, p.head)
					}
					for _, o := range list[:i] {
						if p.x0 < o.x1 && o.x0 < p.x1 && p.y0 < o.y1 && o.y0 < p.y1 {
							t.Errorf("seed %d: %q lies on %q", seed, p.head, o.head)
						}
					}
				}
			}
		}
		if lanes > 2*mostLanes+1 {
			t.Errorf("seed %d: %d lanes", seed, lanes)
		}
		svg := renderTimeline(t, s, eventsOf(s), nil)
		checkSVG(t, svg)
		for _, rec := range s.Records {
			if !isContext(&rec) && n <= mostMoments && !strings.Contains(svg, schema.Handle(string(rec.IRI))) && !strings.Contains(svg, "Without a date") {
				t.Errorf("seed %d: %s is not there", seed, rec.IRI)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// Mermaid's timeline: a colon would begin an event, a semicolon end the line.
func TestTimelineMermaid(t *testing.T) {
	s := july()
	var b bytes.Buffer
	if err := TimelineMermaid(&b, s, eventsOf(s), &Options{Title: "a: b"}); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "timeline.mmd", b.String())
	for _, text := range hostile {
		s, o := everywhere(text)
		b.Reset()
		if err := TimelineMermaid(&b, s, eventsOf(s), o); err != nil {
			t.Fatal(err)
		}
		for i, l := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
			switch {
			case i == 0 && l == "timeline", strings.HasPrefix(l, "%% ") && !strings.ContainsAny(l[3:], "%{}"):
			case strings.HasPrefix(l, "    title "):
			case strings.HasPrefix(l, "        : ") && !strings.ContainsAny(l[10:], ":<>\"{}"):
			case strings.HasPrefix(l, "    ") && !strings.ContainsAny(l, ":<>\"{}"):
			default:
				t.Errorf("%.40q: line %d is %q", text, i+1, l)
			}
		}
	}
}

// The places of the axis are those of its dates.
func TestTimelineScale(t *testing.T) {
	s := &timeScale{lo: float64(spanOf(graph.Date{Year: 2021}).lo), hi: float64(spanOf(graph.Date{Year: 2021}).hi + 1), x0: 0, x1: 365}
	for _, x := range []struct {
		d    graph.Date
		a, b float64
	}{{graph.Date{Year: 2021}, 0, 365}, {graph.Date{Year: 2021, Month: 2}, 31, 59}, {graph.Date{Year: 2021, Month: 12, Day: 31}, 364, 365}} {
		if a, b, _ := s.extent(station{span: spanOf(x.d)}); a != x.a || b != x.b {
			t.Errorf("%s: %v to %v, want %v to %v", x.d, a, b, x.a, x.b)
		}
	}
	for _, y := range []int{1, 1969, 1970, 1971, 2000, 2024, 9999} {
		first, last := graph.Date{Year: y, Month: 1, Day: 1}.Sub(epoch), graph.Date{Year: y, Month: 12, Day: 31}.Sub(epoch)
		if yearOf(first) != y || yearOf(last) != y {
			t.Errorf("days of %d are in %d and %d", y, yearOf(first), yearOf(last))
		}
	}
}

// statementsOf are statements about the fixture, as View.Statements gives
// them.
func sides() (Side, Side, *graph.Comparison) {
	s := july()
	record := func(handle string) []*graph.Record {
		for i := range s.Records {
			if schema.Handle(string(s.Records[i].IRI)) == handle {
				return []*graph.Record{&s.Records[i].Record}
			}
		}
		panic(handle)
	}
	hack, mss, china, apt40 := id("exchange-hack"), id("mss"), id("china"), id("apt40")
	blame := graph.Statement{Kind: graph.Blame, Subject: hack, Predicate: attributedTo, Object: mss, Records: record("us-2021-07-19/1")}
	state := graph.Statement{Kind: graph.Blame, Subject: hack, Predicate: schema.AttributedToState, Object: china, Records: record("us-2021-07-19/1")}
	denial := state
	denial.Denied, denial.Records = true, record("cn-2021-07-20")
	link := graph.Statement{Kind: graph.Link, Subject: apt40, Predicate: linkedTo, Object: china, Records: record("eu-2021-07-19/1")}
	deed := graph.Statement{Kind: graph.Deed, Predicate: schema.Indicted, Object: id("ding"), Answers: hack, Records: record("act:us-2021-07-19/indictment")}
	c := graph.Compare([]graph.Statement{blame, state, link, deed}, []graph.Statement{denial, link})
	return Side{"United States", s}, Side{"China", s}, c
}

func renderComparison(t testing.TB, l, r Side, c *graph.Comparison, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := ComparisonSVG(&b, l, r, c, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestComparisonGolden(t *testing.T) {
	l, r, c := sides()
	got := renderComparison(t, l, r, c, &Options{Title: "Two sides"})
	checkSVG(t, got)
	goldenFile(t, "comparison.svg", got)
	for name, write := range map[string]func(*bytes.Buffer) error{
		"comparison.dot": func(b *bytes.Buffer) error { return Comparison(b, l, r, c, nil) },
		"comparison.mmd": func(b *bytes.Buffer) error { return ComparisonMermaid(b, l, r, c, nil) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		goldenFile(t, name, b.String())
	}
	none := renderComparison(t, l, r, &graph.Comparison{}, nil)
	checkSVG(t, none)
	if !strings.Contains(none, "neither side says anything here") {
		t.Error("a comparison of nothing does not say so")
	}
}

// What each side says is in its column, what contradicts opposite each other.
func TestComparisonParts(t *testing.T) {
	l, r, c := sides()
	bd := newBoard(l, r, c, &Options{})
	tb := newTable(bd)
	heads := map[string]int{}
	for _, s := range tb.sets {
		heads[s.box.head] = s.part
	}
	for head, part := range map[string]int{
		"Attributed to Ministry of State Security": onlyLeft, "Indicted Ding Xiaoyang": onlyLeft, "Linked to China": both,
		"Attributed to the state China": onlyLeft, "Denies: attributed to the state China": onlyRight, "Microsoft Exchange hack": -1,
	} {
		if got, ok := heads[head]; !ok || got != part {
			t.Errorf("%q is in part %d (%v), want %d; there are %v", head, got, ok, part, heads)
		}
	}
	if len(tb.clashes) != 1 {
		t.Errorf("%d contradictions", len(tb.clashes))
	}
	checkTable(t, tb)
}

// A large comparison is cut, says by how much, and no box lies on another.
func TestComparisonLarge(t *testing.T) {
	l, r, _ := sides()
	var c graph.Comparison
	rnd := rand.New(rand.NewPCG(1, 10))
	said := 0
	for i := range 60 {
		for j := range 1 + rnd.IntN(9) {
			s := graph.Statement{Kind: graph.Link, Subject: id("thing" + itoa(i)), Predicate: linkedTo, Object: id("other" + itoa(j)), Records: []*graph.Record{{IRI: claim("x" + itoa(i))}}}
			said++
			switch rnd.IntN(4) {
			case 0:
				c.OnlyLeft = append(c.OnlyLeft, s)
			case 1:
				c.OnlyRight = append(c.OnlyRight, s)
			case 2:
				c.Both = append(c.Both, graph.Pair{Left: s, Right: s})
			default:
				no := s
				no.Denied = true
				c.Contradictions = append(c.Contradictions, graph.Pair{Left: s, Right: no})
				said++
			}
		}
	}
	tb := newTable(newBoard(l, r, &c, &Options{}))
	checkTable(t, tb)
	shown, left := 0, 0
	for _, s := range tb.sets {
		var n int
		switch {
		case s.part < 0:
		case s.box.look != lookMore:
			shown++
		default:
			if _, err := fmt.Sscanf(s.box.head, "+%d more", &n); err != nil {
				t.Fatal(err)
			}
			left += n
		}
	}
	if shown+left != said {
		t.Errorf("%d statements drawn and %d left out, of %d", shown, left, said)
	}
	checkSVG(t, renderComparison(t, l, r, &c, nil))
}

// The names in a cell are one box.
func TestComparisonNames(t *testing.T) {
	l, r, c := sides()
	for i := range 9 {
		c.OnlyLeft = append(c.OnlyLeft, graph.Statement{Kind: graph.NameOf, Subject: id("apt40"), Predicate: schema.KnownAs, Object: quad.String("Name " + itoa(i))})
	}
	tb := newTable(newBoard(l, r, c, &Options{}))
	checkTable(t, tb)
	found := 0
	for _, s := range tb.sets {
		if strings.HasPrefix(s.box.head, "Known as ") {
			found++
			if want := "Known as Name 0, Name 1, Name 2, Name 3, Name 4, Name 5, +3 more"; s.box.head != want || s.part != onlyLeft {
				t.Errorf("got %q in part %d, want %q", s.box.head, s.part, want)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d boxes of names", found)
	}
}

func checkTable(t *testing.T, tb *table) {
	t.Helper()
	for i, a := range tb.sets {
		if a.x0 < 0 || a.y0 < 0 || a.x0+a.w > tb.w+0.01 || a.y0+a.h > tb.h {
			t.Errorf("%q lies outside", a.box.head)
		}
		checkText(t, a.item)
		for _, b := range tb.sets[:i] {
			if a.x0 < b.x0+b.w && b.x0 < a.x0+a.w && a.y0 < b.y0+b.h && b.y0 < a.y0+a.h {
				t.Errorf("%q and %q overlap", a.box.head, b.box.head)
			}
		}
	}
	if !slices.IsSorted(tb.rules) {
		t.Error("rows are not below each other")
	}
}

// Labels that try to break out stay text in strips and boards.
func TestTimelineHostileLabels(t *testing.T) {
	for _, text := range hostile {
		s, o := everywhere(text)
		checkSVG(t, renderTimeline(t, s, eventsOf(s), o))
		var list []graph.Statement
		for _, e := range s.Edges {
			list = append(list, graph.Statement{Subject: e.From, Predicate: e.Predicate, Object: e.To})
		}
		for i := range s.Records {
			for _, q := range s.Records[i].Edges {
				subject, _ := q.Subject.(quad.IRI)
				list = append(list, graph.Statement{Subject: subject, Predicate: predicate(q), Object: q.Object, Records: []*graph.Record{&s.Records[i].Record}})
			}
		}
		c := &graph.Comparison{OnlyLeft: list}
		checkSVG(t, renderComparison(t, Side{text, s}, Side{text, s}, c, o))
		tb := newTable(newBoard(Side{text, s}, Side{text, s}, c, o))
		checkTable(t, tb)
		var b bytes.Buffer
		if err := Comparison(&b, Side{text, s}, Side{text, s}, c, o); err != nil {
			t.Fatal(err)
		}
		if _, _, err := scanDOT(b.String()); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

func FuzzTimeline(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 1000 {
			f.Add(text, int64(1))
		}
	}
	f.Fuzz(func(t *testing.T, text string, seed int64) {
		s, o := everywhere(text)
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		for i := range s.Records {
			rec := &s.Records[i]
			rec.On = graph.Date{Year: r.IntN(10000), Month: time.Month(r.IntN(13))}
			if r.IntN(3) == 0 {
				rec.On, rec.Earliest, rec.Latest = graph.Date{}, graph.Date{Year: r.IntN(3000)}, graph.Date{Year: r.IntN(3000)}
			}
		}
		checkSVG(t, renderTimeline(t, s, eventsOf(s), o))
	})
}

func BenchmarkTimeline(b *testing.B) {
	s := decade(80, rand.New(rand.NewPCG(1, 1)))
	events := eventsOf(s)
	b.ReportAllocs()
	for b.Loop() {
		renderTimeline(b, s, events, nil)
	}
}

// The handles of records without a date are as short as those in the strip.
func TestTimelineShortensUndatedHandles(t *testing.T) {
	s := july()
	i := slices.IndexFunc(s.Records, func(r graph.SubRecord) bool { return !r.Act && len(r.Edges) > 0 })
	r := &s.Records[i]
	const handle = "misp/threat-actor/5b4ee3ea-eee3-4c8e-8323-85ae32658754/names/94b1a34600"
	r.IRI = schema.NSClaim + handle
	r.On, r.Earliest, r.Latest, r.Undated = graph.Date{}, graph.Date{}, graph.Date{}, true
	got := renderTimeline(t, s, eventsOf(s), &Options{Langs: []string{"en"}})
	if strings.Contains(got, ">"+handle) || strings.Contains(got, "("+handle+")") || !strings.Contains(got, "94b1a34600)") {
		t.Error("the handle of an undated record stands there in full, or not at all")
	}
}
