package store

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/term"
)

var killCount = flag.Int("kills", 20, "how many processes TestKill kills")

const childEnv = "ASCRIBE_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := child(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// The n-th transaction adds three quads and removes one of those before: the
// number of quads tells how many there were.
func nthTransaction(n int) (add [3][4]term.Term, remove [4]term.Term) {
	for i := range add {
		add[i] = numbered(3*n + i)
	}
	return add, numbered(3 * (n - 1))
}

func quadsAfter(n int) int {
	if n == 0 {
		return 0
	}
	return 2*n + 1
}

// child commits until it is killed, and says on its output what it was told
// is on the disk.
func child(path string) error {
	st, err := Open(path, nil)
	if err != nil {
		return err
	}
	n := (st.Snapshot().Len() - 1) / 2
	if st.Snapshot().Len() == 0 {
		n = 0
	}
	for {
		n++
		tx := st.Begin()
		add, remove := nthTransaction(n)
		for _, q := range add {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		if _, err := tx.Remove(remove); err != nil {
			return err
		}
		if _, err := tx.Commit(); err != nil {
			return err
		}
		fmt.Println(n) // unbuffered: one write
		if n%50 == 0 {
			if err := st.Compact(context.Background()); err != nil {
				return err
			}
		}
	}
}

// A process that is killed while it commits loses nothing that it
// acknowledged, and leaves nothing half done.
func TestKill(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Skip("the test's own program is not known:", err)
	}
	st, path := create(t)
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	r := newRand(t)
	n, torn := 0, 0
	stop := watchFile(t, path)
	defer stop()
	for kill := range *killCount {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), childEnv+"="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		acked := n
		timer := time.AfterFunc(time.Duration(r.IntN(40_000))*time.Microsecond+5*time.Millisecond, func() {
			_ = cmd.Process.Kill()
		})
		for sc := bufio.NewScanner(out); sc.Scan(); {
			if acked, err = strconv.Atoi(sc.Text()); err != nil {
				t.Fatal(err)
			}
		}
		_ = cmd.Wait()
		timer.Stop()

		st, err := Open(path, &Options{OnRepair: func(TornTail) { torn++ }})
		if err != nil {
			t.Fatalf("kill %d, after transaction %d: %v", kill, acked, err)
		}
		s := st.Snapshot()
		n = acked
		if s.Len() == quadsAfter(acked+1) {
			n = acked + 1 // on the disk, but its process died before it could say so
		}
		if s.Len() != quadsAfter(n) {
			t.Fatalf("kill %d: %d quads after transaction %d, want %d", kill, s.Len(), acked, quadsAfter(n))
		}
		for i := 1; i <= n; i++ {
			add, _ := nthTransaction(i)
			for j, q := range add {
				want := j > 0 || i == n
				got := false
				if _, ok := s.Lookup(q[O]); ok {
					got = s.Has(idsOf(t, s, q))
				}
				if got != want {
					t.Fatalf("kill %d: quad %d of transaction %d is there: %v", kill, j, i, got)
				}
			}
		}
		if err := s.Check(t.Context()); err != nil {
			t.Fatalf("kill %d: %v", kill, err)
		}
		tx := st.Begin() // the killed process's lock is gone
		if tx.Err() != nil {
			t.Fatal(tx.Err())
		}
		tx.Rollback()
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d transactions, %d torn tails, %d views by a reader meanwhile", *killCount, n, torn, stop())
}

// watchFile looks at the store again and again, while other processes write
// and compact it: each view holds whole transactions, and no fewer than the
// one before. stop ends it and returns how many views there were.
func watchFile(t *testing.T, path string) (stop func() int) {
	st, err := Open(path, &Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	views := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		before := 0
		for ; ; views++ {
			select {
			case <-done:
				return
			default:
			}
			s, err := st.View()
			if err != nil {
				t.Errorf("a reader meanwhile: %v", err)
				return
			}
			if n := s.Len(); n < before || n != 0 && n%2 == 0 {
				t.Errorf("a reader meanwhile: %d quads after %d", n, before)
				return
			}
			before = s.Len()
			if views%64 == 0 {
				if n := len(drain(s.Scan(Pattern{}, OSPG), 512)); n != before || s.Err() != nil {
					t.Errorf("a reader meanwhile: %d quads of %d, %v", n, before, s.Err())
					return
				}
			}
			time.Sleep(100 * time.Microsecond)
		}
	})
	return sync.OnceValue(func() int {
		close(done)
		wg.Wait()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		return views
	})
}
