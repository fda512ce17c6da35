// Command peer answers the questions of the peers bench over the line
// protocol of its README: one JSON object a line on standard input, one on
// standard output. It is started as "peer SIZE" with PEERS_ROOT set.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// slow is how long a run may take before it is repeated twice only.
const slow = 3 * time.Second

type request struct {
	Cmd  string `json:"cmd"`
	Name string `json:"name"`
	Reps int    `json:"reps"`
}

type response map[string]any

func main() {
	cpu := flag.String("cpuprofile", "", "write a CPU profile to this file")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: PEERS_ROOT=DIR peer [-cpuprofile FILE] SIZE")
		os.Exit(2)
	}
	if *cpu != "" {
		f, err := os.Create(*cpu)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		_ = pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	debug.SetGCPercent(400) // answers are small and soon garbage
	p := &peer{root: os.Getenv("PEERS_ROOT"), size: flag.Arg(0)}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var r request
		if err := json.Unmarshal(in.Bytes(), &r); err != nil {
			_ = out.Encode(response{"err": err.Error()})
			continue
		}
		res, err := p.serve(context.Background(), r)
		if err != nil {
			res = response{"err": err.Error()}
		}
		_ = out.Encode(res)
	}
}

// peer is one data set and what is open of it.
type peer struct {
	root, size string
	st         *store.Store
}

func (p *peer) file() string { return filepath.Join(p.root, "db", "ascribe-"+p.size+".ascribe") }

func (p *peer) serve(ctx context.Context, r request) (response, error) {
	start := time.Now()
	switch r.Cmd {
	case "load":
		n, err := p.load(ctx)
		return response{"ok": 1, "n": n, "s": time.Since(start).Seconds()}, err
	case "open":
		err := p.open()
		return response{"ok": 1, "s": time.Since(start).Seconds()}, err
	case "q":
		return p.query(ctx, r)
	case "explain": // beyond the protocol: the plan, with what was measured
		return p.explain(ctx, r)
	}
	return nil, fmt.Errorf("unknown command %q", r.Cmd)
}

func (p *peer) open() (err error) {
	if p.st == nil {
		p.st, err = store.Open(p.file(), &store.Options{ReadOnly: true})
	}
	return err
}

// load builds the store anew.
func (p *peer) load(ctx context.Context) (int, error) {
	old, err := filepath.Glob(p.file() + "*")
	if err != nil {
		return 0, err
	}
	for _, f := range old {
		if err := os.Remove(f); err != nil {
			return 0, err
		}
	}
	if err := os.MkdirAll(filepath.Dir(p.file()), 0o755); err != nil {
		return 0, err
	}
	f, err := os.Open(filepath.Join(p.root, "data", p.size+".nq"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	span := func(t rdf.Term) store.Span {
		return store.Span{Kind: term.Kind(t.Kind), Value: t.Value, Extra: t.Extra}
	}
	return store.BulkLoad(ctx, p.file(), func(_ context.Context, add func(s, p, o, g store.Span) error) error {
		for q, err := range rdf.NewScanner(f, rdf.NQuads, nil).All() {
			if err != nil {
				return err
			}
			if err := add(span(q.S), span(q.P), span(q.O), span(q.G)); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// query runs one question.
func (p *peer) query(ctx context.Context, r request) (response, error) {
	text, err := os.ReadFile(filepath.Join(p.root, "queries", "sparql", r.Name+".rq"))
	if errors.Is(err, fs.ErrNotExist) {
		return response{"skip": 1}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := p.open(); err != nil {
		return nil, err
	}
	times, rows, err := measure(r.Reps, func() ([][]byte, error) { return p.run(ctx, string(text)) })
	if err != nil {
		return nil, err
	}
	q, err := parse(string(text))
	if err != nil {
		return nil, err
	}
	prepared, _, err := measure(r.Reps, func() ([][]byte, error) { return p.answer(ctx, q) })
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, bytes.Compare)
	sum := md5.Sum(bytes.Join(rows, []byte("\n")))
	return response{
		"ok": 1, "ms": median(times), "min": float64(times[0].Nanoseconds()) / 1e6, "runs": len(times),
		"prepared": median(prepared), // beyond the protocol: without reading the text
		"rows":     len(rows), "hash": hex.EncodeToString(sum[:])[:8],
	}, nil
}

// measure runs f once unmeasured and reps times measured, fewer if it is slow;
// the times are sorted.
func measure(reps int, f func() ([][]byte, error)) (times []time.Duration, rows [][]byte, err error) {
	reps = max(reps, 1)
	for i := 0; i <= reps; i++ {
		start := time.Now()
		if rows, err = f(); err != nil {
			return nil, nil, err
		}
		took := time.Since(start)
		if i > 0 {
			times = append(times, took)
		}
		if took > slow {
			reps = min(reps, 2)
		}
	}
	slices.Sort(times)
	return times, rows, nil
}

// median returns the median of sorted times, in milliseconds.
func median(times []time.Duration) float64 {
	m := times[len(times)/2]
	if len(times)%2 == 0 {
		m = (m + times[len(times)/2-1]) / 2
	}
	return float64(m.Nanoseconds()) / 1e6
}

// explain prints the plan of a question.
func (p *peer) explain(ctx context.Context, r request) (response, error) {
	text, err := os.ReadFile(filepath.Join(p.root, "queries", "sparql", r.Name+".rq"))
	if err != nil {
		return nil, err
	}
	if err := p.open(); err != nil {
		return nil, err
	}
	q, err := parse(string(text))
	if err != nil {
		return nil, err
	}
	plan, err := exec.Explain(ctx, q, source{p.st.Snapshot()}, engine.Options{}, true)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(os.Stderr, plan)
	return response{"ok": 1}, nil
}

// run goes from the text of a query to its rows as strings.
func (p *peer) run(ctx context.Context, text string) ([][]byte, error) {
	q, err := parse(text)
	if err != nil {
		return nil, err
	}
	return p.answer(ctx, q)
}

func parse(text string) (*algebra.Query, error) {
	tree, err := syntax.ParseQuery(text, nil)
	if err != nil {
		return nil, err
	}
	return algebra.Translate(tree)
}

// answer evaluates a query that was read before.
func (p *peer) answer(ctx context.Context, q *algebra.Query) ([][]byte, error) {
	res, err := exec.Eval(ctx, q, source{p.st.Snapshot()}, engine.Options{MaxSolutions: math.MaxInt32})
	if err != nil {
		return nil, err
	}
	if res.Rows == nil {
		return [][]byte{[]byte(strconv.FormatBool(res.Bool))}, nil
	}
	var rows [][]byte
	for row, err := range res.Rows {
		if err != nil {
			return nil, err
		}
		n := len(row)
		for _, t := range row {
			n += len(t.Value)
		}
		line := make([]byte, 0, n)
		for i, t := range row {
			if i > 0 {
				line = append(line, '\t')
			}
			line = append(line, t.Value...)
		}
		rows = append(rows, line)
	}
	return rows, nil
}

// source makes a snapshot an engine.Source.
type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }
func (s source) Rescan(c engine.Cursor, p store.Pattern, o store.Order) engine.Cursor {
	if sc, ok := c.(*store.Cursor); ok {
		sc.Reset(s.Snapshot, p, o)
		return sc
	}
	return s.Snapshot.Scan(p, o)
}

func (s source) ExactCounts() bool { return true }
