package store

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

const benchQuads = 1_000_000

func benchAdd(b *Builder, n int) error { return benchQuadsTo(n, b.Add) }

// benchQuadsTo gives n quads shaped like a graph of records: few predicates, one
// graph for each dozen quads, objects of every kind.
func benchQuadsTo(n int, add func(s, p, o, g Span) error) error {
	r := rand.New(rand.NewPCG(1, 2))
	var s, p, o, g []byte
	for i := range n {
		s = strconv.AppendInt(append(s[:0], "http://example.org/e/incident/"...), int64(i/8), 10)
		p = strconv.AppendInt(append(p[:0], "http://example.org/v/predicate/"...), int64(i%8), 10)
		g = strconv.AppendInt(append(g[:0], "http://example.org/g/doc/"...), int64(i/12), 10)
		os := Span{Kind: term.IRI}
		switch i % 8 {
		case 0:
			o = fmt.Appendf(o[:0], "Incident number %d and some more words", i)
			os.Kind = term.String
		case 1:
			o = fmt.Appendf(o[:0], "20%02d-%02d-%02d", r.IntN(30), 1+r.IntN(12), 1+r.IntN(28))
			os.Kind, os.Extra = term.Typed, []byte(term.XSDDate)
		default:
			o = strconv.AppendInt(append(o[:0], "http://example.org/e/group/"...), int64(r.IntN(n/8)), 10)
		}
		os.Value = o
		if err := add(Span{Kind: term.IRI, Value: s}, Span{Kind: term.IRI, Value: p}, os, Span{Kind: term.IRI, Value: g}); err != nil {
			return err
		}
	}
	return nil
}

var benchSnapshot = sync.OnceValue(func() *Snapshot {
	b := NewBuilder(nil)
	if err := benchAdd(b, benchQuads); err != nil {
		panic(err)
	}
	return b.Build()
})

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		bd := NewBuilder(nil)
		if err := benchAdd(bd, benchQuads); err != nil {
			b.Fatal(err)
		}
		bd.Build()
	}
	b.ReportMetric(benchQuads*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}

// The look-up (s,p,?) of random subjects, cursor included.
func BenchmarkLookupSP(b *testing.B) {
	s := benchSnapshot()
	benchLookup(b, s)
}

func benchLookup(b *testing.B, s *Snapshot) {
	r := rand.New(rand.NewPCG(3, 4))
	var subjects [1 << 12]Quad
	for i := range subjects {
		// Random rows of SPOG.
		row := r.IntN(s.base.n)
		rank := s.base.perm[SPOG].rankAt(row, 0)
		subjects[i] = Quad{s.base.id(rank), ID(s.base.perm[SPOG].col[0].get(row))}
	}
	buf := make([]Quad, 16)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		q := subjects[i&(len(subjects)-1)]
		i++
		if s.Scan(Pattern{q[S], q[P]}, SPOG).Next(buf) == 0 {
			b.Fatal("nothing found")
		}
	}
}

func BenchmarkScan(b *testing.B) {
	s := benchSnapshot()
	buf := make([]Quad, 1024)
	n := 0
	for b.Loop() {
		for c := s.Scan(Pattern{}, POSG); ; {
			k := c.Next(buf)
			if k == 0 {
				break
			}
			n += k
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}

func BenchmarkTerm(b *testing.B) {
	s := benchSnapshot()
	i := uint32(0)
	b.ReportAllocs()
	for b.Loop() {
		i = (i + 7919) % s.base.count(term.IRI)
		s.Term(makeID(term.IRI, i))
	}
}

func BenchmarkLookupTerm(b *testing.B) {
	s := benchSnapshot()
	t := s.Term(makeID(term.IRI, s.base.count(term.IRI)/3))
	for b.Loop() {
		s.Lookup(t)
	}
}

func BenchmarkCommitOne(b *testing.B) {
	st := FromSnapshot(benchSnapshot())
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		tx := st.Begin()
		if _, err := tx.Add(numbered(i)); err != nil {
			b.Fatal(err)
		}
		i++
		if _, err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}
