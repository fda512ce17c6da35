package cli

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/schema"
)

// worldQuads is how large the graph is that the commands are measured on,
// beside the starter set.
const worldQuads = 1_000_000

// writeWorld writes made-up records in the project's schema, always the same:
// groups, incidents, sources, claims by ten states about them, and sanctions.
func writeWorld(w io.Writer) error {
	const groups, incidents, sources = 8_000, 8_000, 20_000
	r := rand.New(rand.NewPCG(7, 7))
	out := bufio.NewWriter(w)
	n := 0
	iri := func(s string) string { return "<" + s + ">" }
	quad := func(s, p, o, g string) {
		n++
		if g != "" {
			g = iri(g)
		}
		fmt.Fprintf(out, "<%s> <%s> %s %s .\n", s, p, o, g)
	}
	const typ, label, base = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label", "https://w3id.org/ascribe/"
	numbered := func(kind string, of int) string { return fmt.Sprintf("%s%s-%d", base, kind, of) }
	group := func() string { return numbered("id/made/group", r.IntN(groups)) }
	incident := func() string { return numbered("id/made/incident", r.IntN(incidents)) }
	date := func() string {
		return fmt.Sprintf("%q^^<http://www.w3.org/2001/XMLSchema#date>", fmt.Sprintf("20%02d-%02d-%02d", 5+r.IntN(21), 1+r.IntN(12), 1+r.IntN(28)))
	}
	states := strings.Fields("us uk china russia iran north-korea france germany netherlands japan")
	state := func() string { return base + "id/" + states[r.IntN(len(states))] }
	for i := range groups {
		quad(numbered("id/made/group", i), typ, iri(schema.ThreatGroup), "")
		quad(numbered("id/made/group", i), label, fmt.Sprintf(`"Made group %d"@en`, i), "")
	}
	for i := range incidents {
		quad(numbered("id/made/incident", i), typ, iri(schema.Incident), "")
		quad(numbered("id/made/incident", i), label, fmt.Sprintf(`"Made incident %d"@en`, i), "")
	}
	for i := range sources {
		quad(numbered("source/made", i), typ, iri(schema.Source), "")
		quad(numbered("source/made", i), schema.Published, date(), "")
	}
	for i := 0; n < worldQuads; i++ {
		act := r.IntN(10) == 0
		kind, class := "claim/made", schema.Claim
		if act {
			kind, class = "act/made", schema.Act
		}
		rec := numbered(kind, i)
		quad(rec, typ, iri(class), "")
		quad(rec, schema.By, iri(state()), "")
		quad(rec, schema.On, date(), "")
		quad(rec, schema.SourceProp, iri(numbered("source/made", r.IntN(sources))), "")
		quad(rec, schema.Quote, fmt.Sprintf(`"the words of record %d"@en`, i), "")
		if act {
			quad(rec, schema.Kind, iri(schema.Sanction), "")
			quad(rec, schema.InResponseTo, iri(incident()), "")
			for range 3 {
				quad(state(), schema.Sanctioned, iri(group()), rec)
			}
			continue
		}
		quad(rec, schema.Stance, iri(schema.Asserts), "")
		switch k := r.IntN(10); {
		case k < 3:
			quad(incident(), schema.AttributedTo, iri(group()), rec)
		case k < 5:
			quad(group(), schema.LinkedTo, iri(state()), rec)
		case k < 8:
			quad(group(), schema.KnownAs, fmt.Sprintf(`"alias %d"`, i), rec)
		default:
			for range 3 {
				quad(group(), schema.Targeted, iri(incident()), rec)
			}
		}
	}
	return out.Flush()
}

// stopwatch is an output that keeps when it was first written to.
type stopwatch struct {
	began time.Time
	first time.Duration
}

func (w *stopwatch) Write(b []byte) (int, error) {
	if w.first == 0 {
		w.first = time.Since(w.began)
	}
	return len(b), nil
}

// BenchmarkMillion runs commands on a store of a million quads, from opening it
// to the end of the answer, and says when the answer began (first-ms/op).
func BenchmarkMillion(b *testing.B) {
	dir := b.TempDir()
	store, made := filepath.Join(dir, "world.ascribe"), filepath.Join(dir, "made.nq")
	f, err := os.Create(made)
	if err != nil {
		b.Fatal(err)
	}
	if err := writeWorld(f); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	run := func(b *testing.B, args ...string) (first time.Duration) {
		b.Helper()
		out := &stopwatch{began: time.Now()}
		if code := Main(args, strings.NewReader(""), out, os.Stderr); code != 0 {
			b.Fatalf("%v: exit status %d", args, code)
		}
		return out.first
	}
	run(b, "init", store)
	run(b, "import", made, "--graph", store)
	run(b, "compact", "--graph", store)
	for _, command := range [][]string{
		{"show", "APT28"},
		{"ask", "who stands behind the Exchange attribution?"},
		{"ask", "who attributed the Exchange hack?"},
		{"ask", "which states were attributed without sanctions?"},
		{"ask", "which countries got away without sanctions?"},
		{"ask", "who blames whom?"},
		{"ask", "who sanctioned Russia, when and for what?"},
		{"ask", "where do two claimants name different states for one incident?"},
		{"ask", "which incidents were attributed jointly?"},
	} {
		b.Run(strings.Join(command, " "), func(b *testing.B) {
			var first time.Duration
			n := 0
			for b.Loop() {
				first += run(b, append(command, "--graph", store, "--format", "table")...)
				n++
			}
			b.ReportMetric(first.Seconds()*1000/float64(n), "first-ms/op")
		})
	}
}
