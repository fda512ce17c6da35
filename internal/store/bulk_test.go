package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

func sourceOf(qs [][4]term.Term) Source {
	return func(_ context.Context, add func(s, p, o, g Span) error) error {
		for _, q := range qs {
			if err := add(SpanOf(q[S]), SpanOf(q[P]), SpanOf(q[O]), SpanOf(q[G])); err != nil {
				return err
			}
		}
		return nil
	}
}

// A bulk load gives what a map gives, in one part or in many, into nothing or
// into a store with changes.
func TestBulkLoad(t *testing.T) {
	r := newRand(t)
	for _, budget := range []int64{0, 300_000, 1} {
		path := filepath.Join(t.TempDir(), "x.ascribe")
		m := model{}
		for round := range 3 {
			var qs [][4]term.Term
			for range 3000 {
				q := someQuad(r)
				qs = append(qs, q)
				m[q] = true
			}
			n, err := BulkLoad(t.Context(), path, sourceOf(qs), &LoadOptions{MemoryBudget: budget})
			if n != len(qs) || err != nil {
				t.Fatal("BulkLoad:", n, err)
			}
			st := open(t, path, nil)
			s := st.Snapshot()
			if len(s.runs) != 0 {
				t.Error("a bulk load left changes")
			}
			if round == 0 {
				agree(t, r, s, m, 1)
			}
			tx := st.Begin()
			for q := range m {
				if r.IntN(3) == 0 {
					delete(m, q)
					if ok, err := tx.Remove(q); !ok || err != nil {
						t.Fatal(ok, err)
					}
				}
			}
			if _, err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			if err := st.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(m.quads(t, st.Snapshot())) != st.Snapshot().Len() {
				t.Fatalf("%d quads, want %d", st.Snapshot().Len(), len(m))
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
		}
		left, err := filepath.Glob(path + "-*")
		if err != nil || len(left) != 2 {
			t.Errorf("left behind: %v, %v; want the log and the lock", left, err)
		}
	}
}

// A load that fails leaves nothing, or what was there.
func TestBulkLoadFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.ascribe")
	boom := errors.New("boom")
	fails := func(_ context.Context, add func(s, p, o, g Span) error) error {
		for i := range 5000 {
			q := numbered(i)
			if err := add(SpanOf(q[S]), SpanOf(q[P]), SpanOf(q[O]), Span{}); err != nil {
				return err
			}
		}
		return boom
	}
	if _, err := BulkLoad(t.Context(), path, fails, &LoadOptions{MemoryBudget: 1}); !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("a failed load left a file:", err)
	}
	if _, err := BulkLoad(t.Context(), path, sourceOf([][4]term.Term{numbered(1)}), nil); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, source := range []Source{fails, sourceOf([][4]term.Term{{}})} {
		if _, err := BulkLoad(t.Context(), path, source, nil); err == nil {
			t.Error("no error")
		}
		if _, err := BulkLoad(ctx, path, source, nil); err == nil {
			t.Error("no error after cancelling")
		}
	}
	if n := open(t, path, nil).Snapshot().Len(); n != 1 {
		t.Errorf("%d quads after failed loads, want 1", n)
	}
}
