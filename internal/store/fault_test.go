package store

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"syscall"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

var faultSeed = flag.Uint64("faultseed", 0, "the first seed of TestFaults; 0: a random one")

var faultCount = flag.Int("faults", 400, "how many faults TestFaults injects")

// faultRun is one life of a store on a failing disk, beside its model.
type faultRun struct {
	t    testing.TB
	x    *faultFS
	r    *rand.Rand // of the operations; the disk has its own
	st   *Store     // nil after its process died
	old  *Store     // another process, that has the file open all the time
	m    model
	next model // what an operation that was cut off would have made; nil: none
	torn int
}

const faultPath = "x.ascribe"

func (fr *faultRun) options() *Options {
	return &Options{fs: fr.x, tail: 2000, ManualCompaction: true, OnRepair: func(TornTail) { fr.torn++ }}
}

// is reports whether s holds what m does.
func (m model) is(s *Snapshot) error {
	if err := s.Err(); err != nil {
		return err
	}
	if s.Len() != len(m) {
		return fmt.Errorf("%d quads, want %d", s.Len(), len(m))
	}
	for q := range m {
		var ids Quad
		for i, tm := range q {
			id, ok := s.Lookup(tm)
			if tm.IsZero() {
				id, ok = Unlabelled, true
			}
			if !ok {
				return fmt.Errorf("%v is lost", q)
			}
			ids[i] = id
		}
		if !s.Has(ids) {
			return fmt.Errorf("%v is lost", q)
		}
	}
	return nil
}

// settle opens the store again and finds out which state it is in.
func (fr *faultRun) settle() {
	fr.t.Helper()
	st, err := Open(faultPath, fr.options())
	if err != nil {
		if errors.Is(err, errInjected) || errors.Is(err, errCrashed) {
			return
		}
		fr.t.Fatalf("after a fault: %v", err)
	}
	s := st.Snapshot()
	if err := s.Check(fr.t.Context()); err != nil {
		fr.t.Fatalf("after a fault: %v", err)
	}
	if err := fr.m.is(s); err != nil {
		if fr.next == nil {
			fr.t.Fatalf("after a fault: %v", err)
		}
		if err2 := fr.next.is(s); err2 != nil {
			fr.t.Fatalf("after a fault neither the old state (%v) nor the new (%v)", err, err2)
		}
		fr.m = fr.next
	}
	fr.next = nil
	fr.st = st
	fr.watch()
}

// watch makes the other process look, and sometimes take turns.
func (fr *faultRun) watch() {
	if fr.x.dead || fr.st == nil {
		return
	}
	if fr.old == nil {
		if st, err := Open(faultPath, fr.options()); err == nil {
			fr.old = st
		}
		return
	}
	s, err := fr.old.View()
	if err == nil {
		err = fr.m.is(s)
	}
	if err != nil {
		fr.t.Fatalf("another process: %v", err)
	}
	if fr.x.r.IntN(3) == 0 {
		fr.st, fr.old = fr.old, fr.st
	}
}

// do runs one random operation. It reports whether the run can go on.
func (fr *faultRun) do() bool {
	op := fr.r.IntN(10)
	size := 1 << fr.r.IntN(7)
	if fr.st == nil {
		op = 9
	}
	switch {
	case op < 6:
		return fr.transaction(size)
	case op < 7:
		return fr.after(fr.st.Compact(fr.t.Context()))
	case op < 8:
		return fr.load(size)
	}
	if fr.st != nil {
		_ = fr.st.Close()
	}
	fr.settle()
	return !fr.x.dead
}

func (fr *faultRun) transaction(size int) bool {
	next := maps.Clone(fr.m)
	tx := fr.st.Begin()
	if tx.Err() != nil {
		return fr.after(tx.Err())
	}
	for range size {
		q := someQuad(fr.r)
		if fr.r.IntN(4) == 0 {
			q[O] = term.NewString(fmt.Sprintf("%0*d", fr.r.IntN(700), fr.r.IntN(5)))
		}
		var err error
		if next[q] {
			_, err = tx.Remove(q)
			delete(next, q)
		} else {
			_, err = tx.Add(q)
			next[q] = true
		}
		if err != nil {
			tx.Rollback()
			return fr.after(err)
		}
	}
	fr.next = next
	_, err := tx.Commit()
	if err == nil {
		fr.m, fr.next = next, nil
	}
	return fr.after(err)
}

func (fr *faultRun) load(size int) bool {
	next := maps.Clone(fr.m)
	var qs [][4]term.Term
	for range size {
		q := someQuad(fr.r)
		qs = append(qs, q)
		next[q] = true
	}
	_ = fr.st.Close()
	fr.st = nil
	fr.next = next
	_, err := BulkLoad(fr.t.Context(), faultPath, sourceOf(qs), &LoadOptions{MemoryBudget: 1, Options: *fr.options()})
	if err == nil {
		fr.m, fr.next = next, nil
	}
	if !fr.after(err) {
		return false
	}
	if fr.st == nil {
		fr.settle()
	}
	return !fr.x.dead
}

// after judges how an operation ended.
func (fr *faultRun) after(err error) bool {
	switch {
	case fr.x.dead:
		return false
	case err == nil:
	case errors.Is(err, errInjected), errors.Is(err, ErrBroken):
		// A failed commit is not there, unless the store says that it does
		// not know. What else fails (a folder's sync after the new image is
		// in place) may have happened.
		if fr.st == nil || errors.Is(err, ErrBroken) {
			fr.settle()
			return true
		}
		s, viewErr := fr.st.View()
		if viewErr != nil {
			fr.t.Fatalf("after %v: %v", err, viewErr)
		}
		if bad := fr.m.is(s); bad != nil {
			fr.t.Fatalf("after %v: %v", err, bad)
		}
		fr.next = nil
		return true
	default:
		fr.t.Fatalf("unexpected error: %v", err)
	}
	if fr.st != nil {
		s, err := fr.st.View()
		if err != nil {
			fr.t.Fatal(err)
		}
		if err := fr.m.is(s); err != nil {
			fr.t.Fatal(err)
		}
		fr.watch()
	}
	return true
}

// run lives through a few operations. The disk fails at its failAt-th write;
// after a crash it goes on and crashes a second time.
func runFaults(t testing.TB, seed uint64, failAt int, mode faultMode) (ops, faults, torn int) {
	r := rand.New(rand.NewPCG(seed, 1))
	fr := &faultRun{t: t, r: r, m: model{}}
	fr.x = newFaultFS(rand.New(rand.NewPCG(seed, uint64(failAt))))
	st, err := Create(faultPath, fr.options())
	if err != nil {
		t.Fatal(err)
	}
	fr.st = st
	fr.x.failAt, fr.x.mode = fr.x.ops+failAt, mode
	if failAt == 0 {
		fr.x.failAt = 0
	}
	before := fr.x.ops
	for range 6 {
		if fr.do() {
			continue
		}
		for fr.x.dead {
			faults += fr.x.faults
			if fr.st = nil; fr.x.mode == faultCrash {
				fr.old = nil
			}
			fr.x = fr.x.restart()
			// Sometimes the repair crashes too.
			if fr.x.r.IntN(2) == 0 {
				fr.x.failAt, fr.x.mode = fr.x.ops+1+fr.x.r.IntN(12), mode
			}
			fr.settle()
			if fr.st != nil && !fr.x.dead {
				fr.transaction(2)
			}

		}
	}
	ops = fr.x.ops - before
	fr.x.failAt = 0
	if fr.st != nil {
		_ = fr.st.Close()
	}
	fr.settle()
	return ops, faults + fr.x.faults, fr.torn
}

// Whatever write fails, is cut short or never reaches the disk: every
// acknowledged transaction is there, and no other.
func TestFaults(t *testing.T) {
	first := *faultSeed
	if first == 0 {
		first = rand.Uint64()
	}
	t.Logf("first seed %d", first)
	where := ""
	defer func() {
		if t.Failed() {
			t.Log(where)
		}
	}()
	faults, torn, seed := 0, 0, first
	for ; faults < *faultCount; seed++ {
		ops, _, _ := runFaults(t, seed, 0, faultError)
		for at := 1; at <= ops; at++ {
			for _, mode := range []faultMode{faultError, faultCrash, faultKill} {
				where = fmt.Sprintf("seed %d, fault at %d, mode %d", seed, at, mode)
				_, n, cut := runFaults(t, seed, at, mode)
				faults += n
				torn += cut
			}
		}
	}
	t.Logf("%d faults injected in %d histories, %d torn tails cut", faults, seed-first, torn)
}

// A full disk fails what writes, and nothing else; with space again all works.
func TestDiskFull(t *testing.T) {
	r := newRand(t)
	fr := &faultRun{t: t, r: r, m: model{}, x: newFaultFS(r)}
	st, err := Create(faultPath, fr.options())
	if err != nil {
		t.Fatal(err)
	}
	fr.st = st
	for range 30 {
		fr.x.full = false
		fr.transaction(8)
		fr.x.full = true
		for _, write := range []func() error{
			func() error {
				tx := fr.st.Begin()
				_, _ = tx.Add([4]term.Term{term.NewBlank("full"), term.NewBlank("full"), term.NewBlank("full")})
				_, err := tx.Commit()
				return err
			},
			func() error { return fr.st.Compact(t.Context()) },
			func() error {
				_, err := BulkLoad(t.Context(), faultPath, sourceOf([][4]term.Term{someQuad(r)}), &LoadOptions{Options: *fr.options()})
				return err
			},
		} {
			if err := write(); !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("on a full disk: %v", err)
			}
			s, err := fr.st.View()
			if err == nil {
				err = fr.m.is(s)
			}
			if err != nil {
				t.Fatalf("after the disk was full: %v", err)
			}
		}
	}
	if err := errors.Join(fr.st.Close(), fr.st.Close()); err != nil {
		t.Fatal(err)
	}
	fr.settle()
}

// As long as no new log can be made, image after image must not be put beside
// the old one: only the first vouches for it.
func TestLogCannotBeMade(t *testing.T) {
	r := newRand(t)
	fr := &faultRun{t: t, r: r, m: model{}, x: newFaultFS(r)}
	st, err := Create(faultPath, fr.options())
	if err != nil {
		t.Fatal(err)
	}
	fr.st = st
	fr.transaction(5)
	fr.x.refuse = logSuffix + tempSuffix
	for i := range 3 {
		if err := fr.st.Compact(t.Context()); i == 0 && !errors.Is(err, errInjected) {
			t.Fatalf("Compact: %v", err)
		}
		_, err := BulkLoad(t.Context(), faultPath, sourceOf([][4]term.Term{numbered(i)}), &LoadOptions{Options: *fr.options()})
		if !errors.Is(err, errInjected) {
			t.Fatalf("BulkLoad: %v", err)
		}
		fr.settle()
	}
	fr.x.refuse = ""
	fr.transaction(5)
	fr.settle()
}
