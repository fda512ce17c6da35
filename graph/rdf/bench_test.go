package rdf_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// typicalQuads is n lines as this project's graphs have them: IRIs, a typed
// and a tagged literal, a graph name on each.
func typicalQuads(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		s := fmt.Sprintf("<https://w3id.org/ascribe/id/group-%d>", i/4)
		g := fmt.Sprintf("<https://w3id.org/ascribe/claim/uk-2021-07-%02d>", i%28+1)
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "%s <https://w3id.org/ascribe/schema#linkedTo> <https://w3id.org/ascribe/id/agency-%d> %s .\n", s, i%97, g)
		case 1:
			fmt.Fprintf(&b, "%s <https://w3id.org/ascribe/schema#knownAs> \"Group %d of the Ministry\"@en %s .\n", s, i, g)
		case 2:
			fmt.Fprintf(&b, "%s <https://w3id.org/ascribe/schema#on> \"2021-07-%02d\"^^<http://www.w3.org/2001/XMLSchema#date> %s .\n", s, i%28+1, g)
		default:
			fmt.Fprintf(&b, "%s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/ascribe/schema#ThreatGroup> %s .\n", s, g)
		}
	}
	return b.Bytes()
}

func benchmarkScan(b *testing.B, f rdf.Format, data []byte, quads int) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range rdf.NewScanner(bytes.NewReader(data), f, nil).All() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != quads {
			b.Fatalf("got %d quads, want %d", n, quads)
		}
	}
	b.ReportMetric(float64(quads)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

// TestNoAllocations holds that a statement costs the Scanner no allocation: ten
// times as many cost what few do.
func TestNoAllocations(t *testing.T) {
	scan := func(f rdf.Format, data []byte) float64 {
		return testing.AllocsPerRun(5, func() {
			for _, err := range rdf.NewScanner(bytes.NewReader(data), f, &rdf.Options{BlankPrefix: "f1."}).All() {
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	block := "<urn:s> a <urn:\\u0041> ; <urn:p> _:b, [ <urn:q> ( 1 2.5 \"x\\n\"@en ) ] .\n"
	escaped := "_:b <urn:\\u0041> \"x\\n\\u00E9\"^^<urn:t> _:g .\n"
	for _, c := range []struct {
		f         rdf.Format
		few, many []byte
	}{
		{rdf.NQuads, typicalQuads(1000), typicalQuads(10_000)},
		{rdf.NQuads, bytes.Repeat([]byte(escaped), 1000), bytes.Repeat([]byte(escaped), 10_000)},
		{rdf.Turtle, bytes.Repeat([]byte(block), 1000), bytes.Repeat([]byte(block), 10_000)},
	} {
		if few, many := scan(c.f, c.few), scan(c.f, c.many); many > few+2 {
			t.Errorf("%s: got %v allocations for 1000 lines, %v for 10000", c.f, few, many)
		}
	}
}

const benchQuads = 100_000

func BenchmarkScanNQuads(b *testing.B) {
	benchmarkScan(b, rdf.NQuads, typicalQuads(benchQuads), benchQuads)
}

func BenchmarkScanTriG(b *testing.B) {
	quads, err := rdf.ReadAll(bytes.NewReader(typicalQuads(benchQuads)), rdf.NQuads, nil)
	if err != nil {
		b.Fatal(err)
	}
	data, err := write(quads, rdf.TriG, &rdf.WriterOptions{Prefixes: map[string]string{
		"asc": "https://w3id.org/ascribe/schema#", "id": "https://w3id.org/ascribe/id/", "claim": "https://w3id.org/ascribe/claim/",
	}})
	if err != nil {
		b.Fatal(err)
	}
	benchmarkScan(b, rdf.TriG, data, benchQuads)
}

func BenchmarkReadNQuads(b *testing.B) {
	data := typicalQuads(benchQuads)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range rdf.NewReader(bytes.NewReader(data), rdf.NQuads, nil).Quads() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(benchQuads)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

func BenchmarkWriteNQuads(b *testing.B) {
	data := typicalQuads(benchQuads)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		w := rdf.NewWriter(&out, rdf.NQuads, nil)
		for st, err := range rdf.NewScanner(bytes.NewReader(data), rdf.NQuads, nil).All() {
			if err != nil {
				b.Fatal(err)
			}
			if err := w.WriteStatement(st); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchQuads)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}
