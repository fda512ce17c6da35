package store

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// commit commits one quad.
func commit(t testing.TB, st *Store, q [4]term.Term) {
	t.Helper()
	tx := st.Begin()
	if ok, err := tx.Add(q); !ok || err != nil {
		t.Fatal("Add:", ok, err)
	}
	if _, err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, path string, opts *Options) *Store {
	t.Helper()
	st, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return checked(t, st)
}

func create(t testing.TB) (*Store, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.ascribe")
	st, err := Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return checked(t, st), path
}

// A store in a file answers as a map does, across commits, compactions and
// opening it again.
func TestFileModel(t *testing.T) {
	r := newRand(t)
	st, path := create(t)
	m := model{}
	late := 0
	for round := range 40 {
		tx := st.Begin()
		for range r.IntN(20) {
			q := someQuad(r)
			if m[q] {
				if ok, err := tx.Remove(q); !ok || err != nil {
					t.Fatal("Remove:", ok, err)
				}
				delete(m, q)
			} else {
				if ok, err := tx.Add(q); !ok || err != nil {
					t.Fatal("Add:", ok, err)
				}
				m[q] = true
			}
		}
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		gen := st.Snapshot().Generation()
		switch r.IntN(4) {
		case 0:
			if err := st.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s := st.Snapshot(); len(s.runs) != 0 || s.Generation() <= gen && s.changes() > 0 {
				t.Fatalf("compaction left %d changes, generation %d after %d", s.changes(), s.Generation(), gen)
			}
		case 1:
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			st = open(t, path, &Options{tail: int64(1 + r.IntN(500))})
			if st.Snapshot().late != nil {
				late++
			}
			if st.Snapshot().Generation() != gen {
				t.Fatalf("generation %d became %d by opening", gen, st.Snapshot().Generation())
			}
		}
		if round%8 == 0 {
			agree(t, r, st.Snapshot(), m, 1)
		}
	}
	agree(t, r, st.Snapshot(), m, 2)
	t.Logf("%d openings with a checkpoint", late)
}

// A reader elsewhere sees each commit and compaction, and its old snapshots
// stay as they were.
func TestReaderElsewhere(t *testing.T) {
	st, path := create(t)
	reader := open(t, path, &Options{ReadOnly: true})
	var old []*Snapshot
	for i := range 30 {
		commit(t, st, numbered(i))
		if i%7 == 3 {
			if err := st.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s, err := reader.View()
		if err != nil || s.Len() != i+1 || s.Generation() != st.Snapshot().Generation() {
			t.Fatalf("after commit %d the reader has %v, %v", i, s.Len(), err)
		}
		old = append(old, s)
	}
	for i, s := range old {
		if err := s.Check(t.Context()); err != nil || s.Len() != i+1 {
			t.Fatalf("snapshot %d changed: %d quads, %v", i, s.Len(), err)
		}
	}
	tx := reader.Begin()
	if _, err := tx.Add(numbered(99)); !errors.Is(err, ErrReadOnly) || !errors.Is(tx.Err(), ErrReadOnly) {
		t.Errorf("writing read-only: %v", err)
	}
	tx.Rollback()
}

func TestTwoWriters(t *testing.T) {
	st, path := create(t)
	other := open(t, path, nil)
	tx := st.Begin()
	tx2 := other.Begin()
	locked, ok := errors.AsType[*LockedError](tx2.Err())
	if !ok || locked.PID != os.Getpid() || locked.Host == "" || locked.Doing != "write" || locked.Since.IsZero() {
		t.Fatalf("the second writer got %+v", tx2.Err())
	}
	if _, err := tx2.Commit(); !errors.Is(err, tx2.Err()) {
		t.Errorf("its Commit: %v", err)
	}
	if err := other.Compact(t.Context()); !errors.As(err, &locked) {
		t.Errorf("its Compact: %v", err)
	}
	tx.Rollback()
	commit(t, other, numbered(1))
	commit(t, st, numbered(2)) // sees the other's
	if s := st.Snapshot(); s.Len() != 2 {
		t.Errorf("%d quads, want 2", s.Len())
	}
}

func TestCreateRefusesWhatIsThere(t *testing.T) {
	st, path := create(t)
	commit(t, st, numbered(1))
	if _, err := Create(path, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("Create over a store: %v", err)
	}
	if err := os.Rename(path, path+"2"); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("Create beside a log: %v", err)
	}
	if _, err := Open(path, nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open of nothing: %v", err)
	}
	if err := os.Rename(path+"2", path); err != nil {
		t.Fatal(err)
	}
}

func TestClosed(t *testing.T) {
	st, _ := create(t)
	commit(t, st, numbered(1))
	s := st.Snapshot()
	if err := errors.Join(st.Close(), st.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := st.View(); !errors.Is(err, ErrClosed) {
		t.Errorf("View: %v", err)
	}
	if err := st.Begin().Err(); !errors.Is(err, ErrClosed) {
		t.Errorf("Begin: %v", err)
	}
	if s.Count(Pattern{}) != 1 || s.Err() != nil {
		t.Error("a snapshot died with its store")
	}
}

// A backup is a store of its own, taken while others write and compact.
func TestBackup(t *testing.T) {
	st, path := create(t)
	for i := range 20 {
		commit(t, st, numbered(i))
		if i == 10 {
			if err := st.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		tx := st.Begin()
		if err := st.Backup(t.Context(), fmt.Sprint(path, ".", i)); err != nil {
			t.Fatal(err)
		}
		tx.Rollback()
	}
	for i := range 20 {
		b := open(t, fmt.Sprint(path, ".", i), nil)
		if n := b.Snapshot().Len(); n != i+1 {
			t.Errorf("backup %d has %d quads", i, n)
		}
	}
	if err := st.Backup(t.Context(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("a backup over itself: %v", err)
	}
}

func TestFirsts(t *testing.T) {
	r := newRand(t)
	st, m := build(t, r, 300)
	tx := st.Begin()
	for range 50 {
		q := someQuad(r)
		m[q] = true
		if _, err := tx.Add(q); err != nil {
			t.Fatal(err)
		}
	}
	s, err := tx.Commit()
	if err != nil {
		t.Fatal(err)
	}
	for o := range Order(numOrders) {
		want := map[ID]int{}
		for _, q := range m.quads(t, s) {
			want[q[orders[o][0]]]++
		}
		got := maps.Collect(s.Firsts(o))
		if !maps.Equal(got, want) {
			t.Errorf("Firsts(%v) = %v, want %v", o, got, want)
		}
	}
	total := int64(0)
	for _, p := range s.Parts() {
		total += p.Bytes
	}
	if total < int64(60*s.base.n) {
		t.Errorf("the parts have %d bytes for %d quads", total, s.base.n)
	}
}

// A folder that nobody may write to is no obstacle to reading.
func TestReadOnlyFolder(t *testing.T) {
	path, m := damaged(t, 20, 2)
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	before, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	st := open(t, path, &Options{ReadOnly: true})
	if err := m.is(st.Snapshot()); err != nil {
		t.Fatal(err)
	}
	if _, err := st.View(); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadDir(dir)
	if err != nil || len(after) != len(before) {
		t.Errorf("reading changed the folder: %v, %v", after, err)
	}
}

// Past a bound of changes the store compacts itself, behind its commits.
func TestBackgroundCompaction(t *testing.T) {
	was := maxChanges
	maxChanges = 50
	defer func() { maxChanges = was }()
	path := filepath.Join(t.TempDir(), "x.ascribe")
	st, err := Create(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		commit(t, st, numbered(i))
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, nil).Snapshot()
	if s.Len() != 200 || s.base.n < 50 || s.changes() > 60 {
		t.Errorf("%d quads, of which %d in the base; %d changes", s.Len(), s.base.n, s.changes())
	}
}

// Readers and a writer of one process, over compactions.
func TestFileReadersSeeOneState(t *testing.T) {
	st, _ := create(t)
	const commits = 60
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				s, err := st.View()
				if err != nil {
					t.Error(err)
					return
				}
				got := drain(s.Scan(Pattern{}, POSG), 16)
				if len(got) != s.Len() || s.Count(Pattern{}) != s.Len() || s.Len()%2 != 0 {
					t.Errorf("%d quads, Len() = %d", len(got), s.Len())
					return
				}
				for _, q := range got {
					if s.Term(q[O]).IsZero() || !s.Has(q) {
						t.Errorf("%v is not right", q)
						return
					}
				}
				if s.Len() == 2*commits {
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
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if i%9 == 0 {
			if err := st.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	wg.Wait()
}

// What replaces a file keeps its permissions, and a link to it.
func TestPermissionsAndLinks(t *testing.T) {
	path, _ := damaged(t, 20, 1)
	link := filepath.Join(t.TempDir(), "link.ascribe")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no links here:", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	st := open(t, link, nil)
	commit(t, st, numbered(500))
	if err := st.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + logSuffix} {
		fi, err := os.Lstat(name)
		if err != nil || fi.Mode() != 0o600 {
			t.Errorf("%s became %v, %v", name, fi.Mode(), err)
		}
	}
	if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", fi, err)
	}
}
