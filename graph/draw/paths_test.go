package draw

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func chains() []graph.Chain {
	hop := func(from string, p quad.IRI, to string, forward bool, records ...quad.IRI) graph.Hop {
		return graph.Hop{From: id(from), Predicate: p, To: id(to), Forward: forward, Records: records}
	}
	end := graph.Chain{
		hop("hainan-ssd", partOf, "mss", true, claim("organs")),
		hop("mss", partOf, "china", true, claim("organs")),
	}
	return []graph.Chain{
		append(graph.Chain{
			hop("exchange-hack", attributedTo, "apt40", true, claim("a"), claim("b"), claim("c"), claim("uk-2021-07-19/1")),
			hop("apt40", linkedTo, "hainan-ssd", true, claim("uk-2021-07-19/4")),
		}, end...),
		append(graph.Chain{
			hop("exchange-hack", attributedTo, "ding", true),
			hop("ding", quad.IRI(schema.OfficerOf), "hainan-ssd", false, claim("x")),
		}, end...),
	}
}

func renderPaths(t testing.TB, c []graph.Chain, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Paths(&b, july(), c, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPaths(t *testing.T) {
	golden(t, "paths", renderPaths(t, chains(), &Options{Title: "From the Exchange hack to China"}))
	golden(t, "paths-none", renderPaths(t, nil, nil))

	got := renderPaths(t, chains(), nil)
	if n := strings.Count(got, "->"); n != 6+4 { // hops, each once, and what keeps the columns apart
		t.Errorf("%d lines, want 10", n)
	}
	for _, want := range []string{"attributed to", "uk-2021-07-19/4", "+2 more", "dir=back"} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	c := chains()
	c[0], c[1] = c[1], c[0]
	if renderPaths(t, c, nil) != got {
		t.Error("the order of the chains shows")
	}
}

// ladder is a chain of n hops up to a state and down again.
func ladder(n int) graph.Chain {
	var c graph.Chain
	for i := range n {
		c = append(c, graph.Hop{From: id("step" + itoa(i)), Predicate: partOf, To: id("step" + itoa(i+1)), Forward: i < n/2, Records: []quad.IRI{claim("organs"), claim("r" + itoa(i))}})
	}
	return c
}

// A long chain stands from top to bottom, each hop between its two things, the
// words of each beside it.
func TestLadder(t *testing.T) {
	for n := 1; n < 12; n++ {
		sc := pathScene(july(), []graph.Chain{ladder(n)}, &Options{})
		boxes, lines := sc.rungs()
		if (boxes != nil) != (n+1 >= ladderFrom) {
			t.Errorf("%d hops: a ladder of %d boxes", n, len(boxes))
		}
		for i, l := range lines {
			if up := l.from == boxes[i+1].id; up != (i >= n/2) || len(l.cites) != 2 {
				t.Errorf("hop %d of %d: up %v, %d records", i+1, n, up, len(l.cites))
			}
		}
	}
	// Two chains are none, nor is one with a hop that another shares.
	two := []graph.Chain{ladder(7), ladder(3)}
	two[1][2].To = id("elsewhere")
	if boxes, _ := pathScene(july(), two, &Options{}).rungs(); boxes != nil {
		t.Error("two chains became a ladder")
	}
	var b bytes.Buffer
	if err := PathsSVG(&b, july(), []graph.Chain{ladder(7)}, &Options{Title: "Seven hops"}); err != nil {
		t.Fatal(err)
	}
	checkSVG(t, b.String())
	goldenFile(t, "ladder.svg", b.String())
	for _, text := range hostile {
		s, o := everywhere(text)
		b.Reset()
		if err := PathsSVG(&b, s, []graph.Chain{ladder(6)}, o); err != nil {
			t.Fatal(err)
		}
		checkSVG(t, b.String())
	}
}

// The names of what a picture is about stand in a box, by who uses them.
func TestNameCard(t *testing.T) {
	s := july()
	var aliases []string
	callers := map[string][]quad.IRI{}
	for i := range 20 {
		a := "Name " + itoa(i)
		aliases = append(aliases, a)
		callers[a] = iris([]string{"microsoft", "us", "nobody"}[i%3])
	}
	for i := range s.Nodes {
		if s.Nodes[i].IRI == id("apt40") {
			s.Nodes[i].Aliases, s.Nodes[i].Callers = aliases, callers
		}
	}
	find := func(o *Options) *box {
		for _, b := range newScene(s, o).boxes {
			if b.look == lookNames {
				return b
			}
		}
		return nil
	}
	if find(&Options{}) != nil {
		t.Error("a card in a picture that is not about the thing")
	}
	card := find(&Options{About: iris("apt40")})
	if card == nil {
		t.Fatal("no card")
	}
	said := strings.Join(card.sub, " ")
	for _, want := range []string{"Microsoft: Name 0, Name 12, Name 15", "United States: Name 1, Name 10", "parties not named: Name 11, Name 14"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q lacks %q", said, want)
		}
	}
	if card.head != "20 other names of APT40" {
		t.Errorf("its head is %q", card.head)
	}
	checkLayout(t, newLayout(newScene(s, &Options{About: iris("apt40")})))
}

// What is part of itself is an error in the data, and the picture says so.
func TestLoop(t *testing.T) {
	s := july()
	s.Structure = append(s.Structure, graph.Edge{From: id("china"), Predicate: partOf, To: id("hainan-ssd"), Records: []quad.IRI{claim("wrong")}})
	want := "Error in the data: part of runs in a circle through China, Hainan State Security Department, Ministry of State Security."
	for _, o := range []*Options{{}, {Full: true}} {
		sc := newScene(s, o)
		if !slices.Contains(sc.footer, want) {
			t.Errorf("the footer is %q", sc.footer)
		}
		checkLayout(t, newLayout(sc))
	}
	if sc := newScene(july(), &Options{}); strings.Contains(strings.Join(sc.footer, ""), "circle") {
		t.Errorf("the footer is %q", sc.footer)
	}
}
