package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// model is the oracle: a plain map from quads to their presence.
type model map[[4]term.Term]bool

// someTerm returns one of a few terms, of every kind and with awkward bytes.
func someTerm(r *rand.Rand) term.Term {
	n := r.IntN(6)
	switch r.IntN(8) {
	case 0, 1, 2, 3:
		return term.NewIRI(fmt.Sprintf("http://example.org/thing/%d", n))
	case 4:
		return term.NewBlank(fmt.Sprint("b", n))
	case 5:
		return term.NewString([]string{"", "a", "a\x00", "a\x00\x00", "a\x00b", "b"}[n])
	case 6:
		return term.NewLang([]string{"", "naam", "naam"}[n/2], []string{"en", "nl"}[n%2])
	}
	return term.NewTyped([]string{"1", "01", "1"}[n/2], term.XSD+[]string{"integer", "byte"}[n%2])
}

func someQuad(r *rand.Rand) [4]term.Term {
	q := [4]term.Term{someTerm(r), someTerm(r), someTerm(r), someTerm(r)}
	if r.IntN(2) == 0 {
		q[P] = term.NewIRI(fmt.Sprintf("http://example.org/p/%d", r.IntN(3)))
	}
	if r.IntN(3) == 0 {
		q[G] = term.Term{}
	}
	return q
}

func newRand(t testing.TB) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// checked makes the test check st when it ends.
func checked(t testing.TB, st *Store) *Store {
	t.Cleanup(func() {
		if err := st.Check(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return st
}

// quads returns the model's quads as ids of s.
func (m model) quads(t testing.TB, s *Snapshot) []Quad {
	var qs []Quad
	for q := range m {
		qs = append(qs, idsOf(t, s, q))
	}
	return qs
}

func idsOf(t testing.TB, s *Snapshot, q [4]term.Term) (out Quad) {
	for i, tm := range q {
		if tm.IsZero() {
			out[i] = Unlabelled
			continue
		}
		id, ok := s.Lookup(tm)
		if !ok {
			t.Fatalf("term %v of quad %v is not found", tm, q)
		}
		if got := s.Term(id); got != tm {
			t.Fatalf("Term(Lookup(%v)) = %v", tm, got)
		}
		out[i] = id
	}
	return out
}

func drain(c *Cursor, bufLen int) []Quad {
	var out []Quad
	buf := make([]Quad, bufLen)
	for {
		n := c.Next(buf)
		if n == 0 {
			return out
		}
		out = append(out, buf[:n]...)
	}
}

// agree compares every read of s with brute force over the model.
func agree(t testing.TB, r *rand.Rand, s *Snapshot, m model, patterns int) {
	t.Helper()
	all := m.quads(t, s)
	if s.Len() != len(all) {
		t.Fatalf("Len() = %d, want %d", s.Len(), len(all))
	}
	agreeGraphs(t, s, all)
	for range patterns {
		for mask := range 16 {
			p := somePattern(r, s, all, mask)
			var want []Quad
			for _, q := range all {
				if p.Matches(q) {
					want = append(want, q)
				}
			}
			if got := s.Count(p); got != len(want) {
				t.Fatalf("Count(%v) = %d, want %d", p, got, len(want))
			}
			for o := range Order(numOrders) {
				slices.SortFunc(want, o.Compare)
				if got := drain(s.Scan(p, o), 1+r.IntN(9)); !slices.Equal(got, want) {
					t.Fatalf("Scan(%v, %v) = %v, want %v", p, o, got, want)
				}
				agreeSeek(t, r, s, p, o, want)
			}
		}
	}
}

func somePattern(r *rand.Rand, s *Snapshot, all []Quad, mask int) (p Pattern) {
	if len(all) > 0 && r.IntN(4) > 0 {
		p = Pattern(all[r.IntN(len(all))])
	} else {
		for i := range p {
			p[i] = someID(r, s)
		}
	}
	for i := range p {
		if mask>>i&1 == 0 {
			p[i] = Any
		}
	}
	return p
}

func someID(r *rand.Rand, s *Snapshot) ID {
	k := term.Kind(1 + r.IntN(numKinds-1))
	switch r.IntN(8) {
	case 0:
		return Unlabelled
	case 1:
		return makeID(k, uint32(r.IntN(1<<kindShift)))
	case 2:
		return ID(r.Uint32())
	}
	return makeID(k, uint32(r.IntN(s.Terms(k)+1)))
}

func agreeSeek(t testing.TB, r *rand.Rand, s *Snapshot, p Pattern, o Order, want []Quad) {
	c := s.Scan(p, o)
	i := 0
	for range 4 {
		q := Quad{someID(r, s), someID(r, s), someID(r, s), someID(r, s)}
		if len(want) > 0 && r.IntN(3) > 0 {
			q = want[r.IntN(len(want))]
			if r.IntN(2) == 0 {
				q[r.IntN(4)] += ID(r.IntN(3)) - 1
			}
		}
		c.Seek(q)
		for i < len(want) && o.Compare(want[i], q) < 0 {
			i++
		}
		buf := make([]Quad, 1+r.IntN(3))
		n := c.Next(buf)
		if wantN := min(len(buf), len(want)-i); n != wantN || !slices.Equal(buf[:n], want[i:i+n]) {
			t.Fatalf("Scan(%v, %v) after Seek(%v) = %v, want %v", p, o, q, buf[:n], want[i:])
		}
		i += n
	}
	if c.Err() != nil {
		t.Fatal(c.Err())
	}
}

func agreeGraphs(t testing.TB, s *Snapshot, all []Quad) {
	var want []ID
	for _, q := range all {
		if q[G] != Unlabelled {
			want = append(want, q[G])
		}
	}
	slices.Sort(want)
	want = slices.Compact(want)
	got, err := s.Graphs(t.Context())
	if err != nil || !slices.Equal(got, want) {
		t.Fatalf("Graphs() = %v, %v, want %v", got, err, want)
	}
}

// build returns a store with n random quads, some given twice, and its model.
func build(t testing.TB, r *rand.Rand, n int) (*Store, model) {
	b := NewBuilder(nil)
	m := model{}
	for range n {
		q := someQuad(r)
		m[q] = true
		for range 1 + r.IntN(2) {
			if err := b.AddTerms(q); err != nil {
				t.Fatal(err)
			}
		}
	}
	return FromSnapshot(b.Build()), m
}

// Bulk-built and changed stores answer every pattern, order and seek as a map
// does, with tombstones, re-adds and rolled-back transactions.
func TestModel(t *testing.T) {
	r := newRand(t)
	for _, n := range []int{0, 1, 30, 400} {
		st, m := build(t, r, n)
		checked(t, st)
		agree(t, r, st.Snapshot(), m, 3)
		for round := range 12 {
			tx := st.Begin()
			want := model{}
			for q := range m {
				want[q] = true
			}
			var known [][4]term.Term
			for q := range m {
				known = append(known, q)
			}
			for range r.IntN(1 << (round%6 + 1)) {
				q := someQuad(r)
				if len(known) > 0 && r.IntN(2) == 0 {
					q = known[r.IntN(len(known))]
				}
				if r.IntN(2) == 0 {
					got, err := tx.Add(q)
					if err != nil || got == want[q] {
						t.Fatalf("Add(%v) = %v, %v with it there: %v", q, got, err, want[q])
					}
					want[q] = true
				} else {
					got, err := tx.Remove(q)
					if err != nil || got != want[q] {
						t.Fatalf("Remove(%v) = %v, %v with it there: %v", q, got, err, want[q])
					}
					delete(want, q)
				}
				if tx.Has(q) != want[q] {
					t.Fatalf("Has(%v) = %v", q, !want[q])
				}
				if r.IntN(10) == 0 && tx.Snapshot().Len() != len(want) {
					t.Fatalf("Len() within = %d, want %d", tx.Snapshot().Len(), len(want))
				}
			}
			agree(t, r, tx.Snapshot(), want, 1)
			if r.IntN(4) == 0 {
				tx.Rollback()
			} else {
				if _, err := tx.Commit(); err != nil {
					t.Fatal(err)
				}
				m = want
			}
			agree(t, r, st.Snapshot(), m, 1)
		}
		if err := st.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		folded := FromSnapshot(st.Snapshot())
		if len(folded.Snapshot().runs) != 0 {
			t.Fatal("folding left changes")
		}
		agree(t, r, checked(t, folded).Snapshot(), m, 1)
	}
}

// In a built snapshot ids are in lexical order within a kind.
func TestLexicalIDs(t *testing.T) {
	r := newRand(t)
	b := NewBuilder(&BuildOptions{Workers: 3})
	for range 20000 {
		v := fmt.Sprintf("%0*d", r.IntN(30), r.IntN(100))
		tm := term.NewTyped(v, term.XSD+[]string{"integer", "decimal", "byte"}[r.IntN(3)])
		if r.IntN(2) == 0 {
			tm = term.NewIRI("http://example.org/" + v)
		}
		if err := b.AddTerms([4]term.Term{tm, tm, tm}); err != nil {
			t.Fatal(err)
		}
	}
	st := checked(t, FromSnapshot(b.Build()))
	s := st.Snapshot()
	for k := term.IRI; k <= term.Typed; k++ {
		var prev term.Term
		for i := range s.Terms(k) {
			id := makeID(k, uint32(i))
			tm := s.Term(id)
			if c := cmp.Or(cmp.Compare(prev.Value, tm.Value), cmp.Compare(prev.Extra, tm.Extra)); i > 0 && c >= 0 {
				t.Fatalf("%v is before %v", prev, tm)
			}
			if !s.Sorted(id) {
				t.Fatalf("%v is not Sorted", tm)
			}
			prev = tm
		}
	}
	tx := st.Begin()
	late := term.NewIRI("http://example.org/!")
	if _, err := tx.Add([4]term.Term{late, late, late}); err != nil {
		t.Fatal(err)
	}
	s, err := tx.Commit()
	if err != nil {
		t.Fatal(err)
	}
	if id, ok := s.Lookup(late); !ok || s.Sorted(id) || s.Term(id) != late {
		t.Errorf("the id of a later term is %v, %v", id, ok)
	}
	if s.Sorted(Any) || s.Sorted(Unlabelled) || s.Term(Any) != (term.Term{}) || s.Term(1<<32-1) != (term.Term{}) {
		t.Error("ids of no term are taken for terms")
	}
}
