package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

func numbered(i int) [4]term.Term {
	return [4]term.Term{
		term.NewIRI(fmt.Sprintf("http://example.org/s/%d", i/3)),
		term.NewIRI(fmt.Sprintf("http://example.org/p/%d", i%5)),
		term.NewString(fmt.Sprint("value ", i)),
	}
}

// A snapshot stays what it was while the store goes on, and so do readers.
func TestReadersSeeOneState(t *testing.T) {
	st := checked(t, New())
	const commits = 300
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				s := st.Snapshot()
				n := 0
				buf := make([]Quad, 64)
				for c := s.Scan(Pattern{}, POSG); ; {
					k := c.Next(buf)
					if k == 0 {
						break
					}
					n += k
					s.Term(buf[0][O])
				}
				gen := int(s.Generation())
				if n != 2*gen || s.Len() != n || s.Count(Pattern{}) != n {
					t.Errorf("generation %d has %d quads, Len() = %d", gen, n, s.Len())
					return
				}
				if gen > 0 {
					if _, ok := s.Lookup(numbered(2*gen - 1)[O]); !ok {
						t.Errorf("generation %d lacks its last term", gen)
						return
					}
				}
				if _, ok := s.Lookup(numbered(2*gen + 1)[O]); ok {
					t.Errorf("generation %d knows a later term", gen)
					return
				}
				if gen == commits {
					return
				}
			}
		})
	}
	for i := range commits {
		tx := st.Begin()
		for j := range 2 {
			if ok, err := tx.Add(numbered(2*i + j)); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		if i%7 == 0 {
			tx.Rollback()
			tx = st.Begin()
			for j := range 2 {
				if ok, err := tx.Add(numbered(2*i + j)); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
		}
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	wg.Wait()
}

// Enough changes are folded into a new base; older snapshots keep the old one.
func TestFold(t *testing.T) {
	st := checked(t, New())
	first := st.Snapshot()
	var before *Snapshot
	for i, n := 0, 0; i < 4; i++ {
		before = st.Snapshot()
		tx := st.Begin()
		for range minFold/3 + 1 {
			if _, err := tx.Add(numbered(n)); err != nil {
				t.Fatal(err)
			}
			n++
		}
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	s := st.Snapshot()
	if s.base.n == 0 || s.Epoch() == first.Epoch() || s.Generation() != 4 {
		t.Errorf("not folded: base %d, epoch %d, generation %d", s.base.n, s.Epoch(), s.Generation())
	}
	if first.Len() != 0 || before.Len() != 3*(minFold/3+1) || before.Check(t.Context()) != nil {
		t.Error("an older snapshot changed")
	}
	if id, ok := s.Lookup(numbered(0)[S]); !ok || !s.Sorted(id) {
		t.Error("terms are not in order after folding")
	}
}

func TestTransactionErrors(t *testing.T) {
	st := checked(t, New())
	tx := st.Begin()
	good := numbered(1)
	for pos := range G {
		q := good
		q[pos] = term.Term{}
		if _, err := tx.Add(q); !errors.Is(err, ErrNoTerm) {
			t.Errorf("Add with an empty position %d: %v", pos, err)
		}
	}
	if ok, err := tx.Remove(good); ok || err != nil {
		t.Errorf("removing what is not there: %v, %v", ok, err)
	}
	before := st.Snapshot()
	_, _ = tx.Add(good)
	tx.Snapshot()
	_, _ = tx.Remove(good)
	s, err := tx.Commit()
	if err != nil || s != before {
		t.Errorf("a transaction that undid itself made generation %d, %v", s.Generation(), err)
	}
	if _, err := tx.Commit(); !errors.Is(err, ErrTxDone) {
		t.Errorf("second Commit: %v", err)
	}
	if _, err := tx.Add(good); !errors.Is(err, ErrTxDone) {
		t.Errorf("Add after Commit: %v", err)
	}
	tx.Rollback()
	st.Begin().Rollback() // not blocked by the one before
}

func TestTooManyTerms(t *testing.T) {
	var ts termSet
	for i := range 3 {
		_, _, err := ts.add(SpanOf(term.NewBlank(fmt.Sprint(i))), 2)
		if want := i == 2; errors.Is(err, ErrTooManyTerms) != want {
			t.Errorf("term %d of at most 2: %v", i, err)
		}
	}
	if _, fresh, err := ts.add(SpanOf(term.NewBlank("1")), 2); fresh || err != nil {
		t.Errorf("a known term at the limit: %v, %v", fresh, err)
	}
	b := NewBuilder(nil)
	if err := b.Add(Span{}, Span{}, Span{}, Span{}); !errors.Is(err, ErrNoTerm) {
		t.Errorf("Add of nothing: %v", err)
	}
}

func TestLoad(t *testing.T) {
	st, err := Load(func(yield func([4]term.Term, error) bool) {
		for i := range 100 {
			if !yield(numbered(i%50), nil) {
				return
			}
		}
	})
	if err != nil || checked(t, st).Snapshot().Len() != 50 {
		t.Fatalf("Load gave %v, %v", st, err)
	}
	boom := errors.New("boom")
	if _, err := Load(func(yield func([4]term.Term, error) bool) { yield([4]term.Term{}, boom) }); !errors.Is(err, boom) {
		t.Errorf("Load passed over an error: %v", err)
	}
}

// FuzzOperations runs a stream of operations against the model.
func FuzzOperations(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 0xff, 9, 8, 0xfe, 7, 1, 0xfd})
	f.Fuzz(func(t *testing.T, ops []byte) {
		if len(ops) > 1000 {
			return
		}
		st := New()
		m, want := model{}, model{}
		tx := st.Begin()
		copyOf := func(m model) model {
			c := model{}
			for q := range m {
				c[q] = true
			}
			return c
		}
		for _, op := range ops {
			q := numbered(int(op & 31))
			switch {
			case op == 0xff:
				if _, err := tx.Commit(); err != nil {
					t.Fatal(err)
				}
				m, tx = copyOf(want), st.Begin()
			case op == 0xfe:
				tx.Rollback()
				want, tx = copyOf(m), st.Begin()
			case op == 0xfd:
				tx.Rollback()
				st = FromSnapshot(st.Snapshot())
				want, tx = copyOf(m), st.Begin()
			case op == 0xfc:
				tx.Snapshot()
			case op&32 == 0:
				if ok, err := tx.Add(q); err != nil || ok == want[q] {
					t.Fatal("Add", q, ok, err)
				}
				want[q] = true
			default:
				if ok, err := tx.Remove(q); err != nil || ok != want[q] {
					t.Fatal("Remove", q, ok, err)
				}
				delete(want, q)
			}
		}
		for _, pair := range []struct {
			s *Snapshot
			m model
		}{{tx.Snapshot(), want}, {st.Snapshot(), m}} {
			if err := pair.s.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := map[Quad]bool{}
			for _, q := range drain(pair.s.Scan(Pattern{}, OSPG), 7) {
				got[q] = true
			}
			for _, q := range pair.m.quads(t, pair.s) {
				if !got[q] {
					t.Fatalf("%v is lost", q)
				}
			}
			if len(got) != len(pair.m) {
				t.Fatalf("%d quads, want %d", len(got), len(pair.m))
			}
		}
		tx.Rollback()
	})
}
