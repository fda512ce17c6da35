package seeds_test

import (
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// seedSet is what the tests ask of a set of seed files.
type seedSet struct {
	quads []quad.Quad
	about map[string]map[string][]quad.Value // unlabelled: subject, predicate, objects
	edges map[string][]quad.Quad             // by record
}

func load(t *testing.T, names ...string) *seedSet {
	t.Helper()
	g := &seedSet{about: map[string]map[string][]quad.Value{}, edges: map[string][]quad.Quad{}}
	for _, n := range names {
		f, err := seeds.FS().Open(seeds.File(n))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		quads, err := rdf.ReadAll(f, rdf.TriG, &rdf.Options{File: seeds.File(n)})
		if err != nil {
			t.Fatal(err)
		}
		g.quads = append(g.quads, quads...)
	}
	for _, q := range g.quads {
		s, p := iri(q.Subject), iri(q.Predicate)
		if q.Label != nil {
			g.edges[iri(q.Label)] = append(g.edges[iri(q.Label)], q)
			continue
		}
		if g.about[s] == nil {
			g.about[s] = map[string][]quad.Value{}
		}
		g.about[s][p] = append(g.about[s][p], q.Object)
	}
	return g
}

func iri(v quad.Value) string {
	if i, ok := v.(quad.IRI); ok {
		return string(i)
	}
	return ""
}

func text(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	}
	return ""
}

func (g *seedSet) iris(s, p string) []string {
	var out []string
	for _, v := range g.about[s][p] {
		out = append(out, iri(v))
	}
	return out
}

func (g *seedSet) text(s, p string) string {
	for _, v := range g.about[s][p] {
		return text(v)
	}
	return ""
}

// isA reports whether s has class, or a subclass of it.
func (g *seedSet) isA(s, class string) bool {
	return slices.ContainsFunc(g.iris(s, schema.RDFType), func(c string) bool { return schema.IsA(c, class) })
}

func (g *seedSet) records() []string {
	var out []string
	for s := range g.about {
		if g.isA(s, schema.Record) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return out
}

func (g *seedSet) hasLabels(s string) bool {
	langs := map[string]bool{}
	for _, v := range g.about[s][schema.RDFSLabel] {
		if l, ok := v.(quad.LangString); ok {
			langs[l.Lang] = true
		}
	}
	return langs["en"] && langs["nl"]
}

func id(name string) string { return schema.NSID + name }

var sets = map[string][]string{
	"world":       {seeds.World},
	"founding":    {seeds.World, seeds.Founding},
	"record-2021": {seeds.World, seeds.Record2021},
	"actors":      {seeds.World, seeds.Actors},
	"2014-2019":   {seeds.World, seeds.Actors, seeds.Events2014},
	"2020-2021":   {seeds.World, seeds.Actors, seeds.Events2020},
	"2022-2023":   {seeds.World, seeds.Actors, seeds.Events2022},
	"2024-2025":   {seeds.World, seeds.Actors, seeds.Events2024},
	"all":         seeds.Names(),
}

func TestNamesAreTheFiles(t *testing.T) {
	got, err := fs.Glob(seeds.FS(), "*.trig")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, n := range seeds.Names() {
		want = append(want, seeds.File(n))
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("files %v, names %v", got, want)
	}
}

// TestRecordsAreDescribed asks of every label that it is a record with a
// party, a date or none said, a source, and summaries in both languages.
func TestRecordsAreDescribed(t *testing.T) {
	for name, files := range sets {
		g := load(t, files...)
		records := g.records()
		for label := range g.edges {
			if !slices.Contains(records, label) {
				t.Errorf("%s: %s labels edges and is no record", name, label)
			}
		}
		for _, r := range records {
			a := g.about[r]
			for what, ok := range map[string]bool{
				"a party": len(a[schema.By]) > 0,
				"a date":  len(a[schema.On])+len(a[schema.OnEarliest])+len(a[schema.OnLatest])+len(a[schema.Undated]) > 0,
				"a source of the file": len(a[schema.SourceProp]) > 0 && !slices.ContainsFunc(g.iris(r, schema.SourceProp), func(s string) bool {
					return !g.isA(s, schema.Source)
				}),
				"two summaries":           len(a[schema.Summary]) == 2,
				"a stance":                !g.isA(r, schema.Claim) || len(a[schema.Stance]) == 1,
				"a kind":                  !g.isA(r, schema.Act) || len(a[schema.Kind]) == 1,
				"the claim it is re":      !slices.Contains([]string{schema.Supports, schema.Acknowledges, schema.Retracts}, first(g.iris(r, schema.Stance))) || len(a[schema.Re]) > 0,
				"edges or no act":         !g.isA(r, schema.Act) || len(g.edges[r]) > 0,
				"claims where it says re": !slices.ContainsFunc(g.iris(r, schema.Re), func(c string) bool { return !g.isA(c, schema.Claim) }),
			} {
				if !ok {
					t.Errorf("%s: %s has not %s", name, schema.Handle(r), what)
				}
			}
		}
	}
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// TestEdgesFitTheSchema holds every quad to the vocabulary: known, in its
// place, between classes that it may join, and never a derived one.
func TestEdgesFitTheSchema(t *testing.T) {
	for name, files := range sets {
		g := load(t, files...)
		for _, q := range g.quads {
			s, p := iri(q.Subject), iri(q.Predicate)
			if p == schema.RDFType || p == schema.RDFSLabel {
				if q.Label != nil {
					t.Errorf("%s: %v has a label", name, q)
				}
				continue
			}
			def, ok := schema.Property(p)
			if !ok {
				t.Errorf("%s: unknown property in %v", name, q)
				continue
			}
			if edge := def.Place() == schema.EdgeProperty; edge != (q.Label != nil) || def.Place() == schema.DerivedProperty {
				t.Errorf("%s: %v does not stand in its place", name, q)
			}
			if !slices.ContainsFunc(def.Subjects, func(c string) bool { return g.isA(s, c) }) {
				t.Errorf("%s: subject of %v is none of %v", name, q, def.Subjects)
			}
			if !slices.ContainsFunc(def.Objects, func(c string) bool { return g.fits(q.Object, c) }) {
				t.Errorf("%s: object of %v is none of %v", name, q, def.Objects)
			}
			if def.BySubject && !slices.Contains(g.iris(iri(q.Label), schema.By), s) {
				t.Errorf("%s: subject of %v is not a party of its record", name, q)
			}
			if strings.HasPrefix(s, schema.NSID) && !g.hasLabels(s) {
				t.Errorf("%s: %s has no labels in English and Dutch", name, s)
			}
		}
	}
}

// fits reports whether an object has a class or datatype. The terms of the
// vocabulary have theirs from it.
func (g *seedSet) fits(v quad.Value, class string) bool {
	switch v := v.(type) {
	case quad.IRI:
		if d, ok := schema.Lookup(string(v)); ok {
			return d.Type == class
		}
		return g.isA(string(v), class)
	case quad.String:
		return class == schema.XSDString
	case quad.LangString:
		return class == schema.RDFLangString
	case quad.TypedString:
		return string(v.Type) == class
	}
	return false
}

// TestFirstHand holds asc:relayedBy to its rule: it is absent exactly where a
// source was published by the party itself, by an organ that speaks for it, or
// by a fellow organ; where it is there it names the publishers of all sources.
func TestFirstHand(t *testing.T) {
	g := load(t, seeds.Names()...)
	voices := map[string][]string{}
	for _, edges := range g.edges {
		for _, q := range edges {
			if iri(q.Predicate) == schema.SpeaksFor {
				voices[iri(q.Subject)] = append(voices[iri(q.Subject)], iri(q.Object))
			}
		}
	}
	voicesOf := func(party string) []string { return append([]string{party}, voices[party]...) }
	for _, r := range g.records() {
		own := slices.ContainsFunc(g.iris(r, schema.SourceProp), func(s string) bool {
			return slices.ContainsFunc(g.iris(s, schema.Publisher), func(p string) bool {
				return slices.ContainsFunc(g.iris(r, schema.By), func(by string) bool {
					return slices.ContainsFunc(voicesOf(by), func(v string) bool { return slices.Contains(voicesOf(p), v) })
				})
			})
		})
		relayers := g.iris(r, schema.RelayedBy)
		if relayed := len(relayers) > 0; own == relayed {
			t.Errorf("%s: relayed %t, own document %t", schema.Handle(r), relayed, own)
		}
		if len(relayers) == 0 {
			continue
		}
		publishers := map[string]bool{}
		for _, s := range g.iris(r, schema.SourceProp) {
			for _, p := range g.iris(s, schema.Publisher) {
				publishers[p] = true
			}
		}
		if want := slices.Sorted(maps.Keys(publishers)); !slices.Equal(slices.Sorted(slices.Values(relayers)), want) {
			t.Errorf("%s: relayed by %v, its documents are of %v", schema.Handle(r), relayers, want)
		}
	}
}

// TestOneIncident: a record is about one incident. A quad that makes one
// incident part of another names two by its nature.
func TestOneIncident(t *testing.T) {
	g := load(t, seeds.Names()...)
	for _, r := range g.records() {
		incidents := map[string]bool{}
		for _, q := range g.edges[r] {
			if iri(q.Predicate) == schema.PartOf {
				continue
			}
			for _, v := range []quad.Value{q.Subject, q.Object} {
				if g.isA(iri(v), schema.Incident) {
					incidents[iri(v)] = true
				}
			}
		}
		for _, p := range []string{schema.InResponseTo, schema.About} {
			for _, o := range g.iris(r, p) {
				if g.isA(o, schema.Incident) {
					incidents[o] = true
				}
			}
		}
		if len(incidents) > 1 {
			t.Errorf("%s is about %d incidents: %v", schema.Handle(r), len(incidents), slices.Sorted(maps.Keys(incidents)))
		}
	}
}

// TestLikelihoodsAreTheScales: words with a scale have its range, words
// without one have none.
func TestLikelihoodsAreTheScales(t *testing.T) {
	g := load(t, seeds.Names()...)
	for _, r := range g.records() {
		words, scale := g.text(r, schema.LikelihoodWords), first(g.iris(r, schema.Scale))
		got := [2]string{g.text(r, schema.LikelihoodMin), g.text(r, schema.LikelihoodMax)}
		var want [2]string
		if scale != "" {
			lo, hi, ok := schema.Range(scale, words)
			if !ok {
				t.Errorf("%s: %q is not a word of %s", schema.Handle(r), words, scale)
			}
			want = [2]string{itoa(lo), itoa(hi)}
		}
		if got != want {
			t.Errorf("%s: range %v, want %v", schema.Handle(r), got, want)
		}
	}
}

func itoa(n int) string {
	if n >= 100 {
		return "100"
	}
	return strings.TrimLeft(string([]byte{'0' + byte(n/10), '0' + byte(n%10)}), "0")
}

// TestQuotesAreShort: a quote is at most 25 words.
func TestQuotesAreShort(t *testing.T) {
	for _, q := range load(t, seeds.Names()...).quads {
		if n := len(strings.Fields(text(q.Object))); iri(q.Predicate) == schema.Quote && n > 25 {
			t.Errorf("%s quotes %d words", schema.Handle(iri(q.Subject)), n)
		}
	}
}
