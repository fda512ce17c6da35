package exec_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// slow is a source of which each read is thought to take 2 ms and gives few
// quads. At the read number at it cancels the query, and counts what is read
// after that.
type slow struct {
	engine.Source
	at, reads, after int
	cancel           func()
}

func (s *slow) Scan(p store.Pattern, o store.Order) engine.Cursor {
	return &slowCursor{s.Source.Scan(p, o), s}
}

type slowCursor struct {
	engine.Cursor
	s *slow
}

func (c *slowCursor) Next(buf []store.Quad) int {
	switch c.s.reads++; {
	case c.s.reads == c.s.at:
		c.s.cancel()
	case c.s.reads > c.s.at:
		c.s.after++
	}
	return c.Cursor.Next(buf[:min(len(buf), 4)])
}

// readsIn50ms is how often a slow source is read in the time in which every
// operator is to stop.
const readsIn50ms = 25

// operators are queries that meet every operator.
var operators = map[string]string{
	"scan":            `SELECT * { ?a ?p ?b }`,
	"skip scan":       `SELECT DISTINCT ?p { ?a ?p ?b }`,
	"look up":         `SELECT * { :n1 :p0 ?b . ?b :p0 ?c . ?c ?p ?d }`,
	"merge join":      `SELECT * { ?a :p0 ?b . ?a :p0 ?c }`,
	"leapfrog join":   `SELECT * { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`,
	"leapfrog seek":   `SELECT * { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`,
	"text":            `SELECT * { ?a :p0 ?b FILTER(REGEX(STR(?b), "no.*ne", "i") || CONTAINS(STR(?b), "none")) }`,
	"exists twice":    `SELECT * { ?a :p0 ?b FILTER NOT EXISTS { ?b :p0 ?c FILTER NOT EXISTS { ?c :p0 ?a } } }`,
	"least":           `SELECT ?a (MIN(?b) AS ?m) { ?a :p0 ?b } GROUP BY ?a`,
	"hash join":       `SELECT * { { SELECT ?a ?b { ?a :p0 ?b } ORDER BY ?b LIMIT 100000 } { SELECT ?b ?c { ?b :p0 ?c } ORDER BY ?c LIMIT 100000 } }`,
	"product":         `SELECT * { ?a :p0 ?b . ?c :p0 ?d }`,
	"optional":        `SELECT * { ?a :p0 ?b OPTIONAL { ?b :p0 ?c . ?c :p0 ?d } }`,
	"optional filter": `SELECT * { ?a :p0 ?b OPTIONAL { ?c :p0 ?d FILTER(?d != ?b) } }`,
	"exists":          `SELECT * { ?a :p0 ?b FILTER EXISTS { ?b :p0 ?c . ?c :p9 ?d } }`,
	"not exists":      `SELECT * { ?a :p0 ?b FILTER NOT EXISTS { ?b :p0 ?a } }`,
	"remembered":      `SELECT * { ?a :p0 ?b FILTER(?a = :n1 || EXISTS { ?b :p0 ?c . ?c :p0 ?a }) }`,
	"minus":           `SELECT * { ?a :p0 ?b MINUS { ?b :p0 ?a } }`,
	"filter":          `SELECT * { ?a :p0 ?b FILTER(STR(?a) = "none") }`,
	"bind":            `SELECT * { ?a :p0 ?b BIND(CONCAT(STR(?a), STR(?b)) AS ?c) }`,
	"union":           `SELECT * { { ?a :p0 ?b } UNION { ?b :p0 ?a } }`,
	"values":          `SELECT * { VALUES ?a { :n1 :n2 :n3 } ?a :p0 ?b . ?c :p0 ?a }`,
	"graphs":          `SELECT * { GRAPH ?g { } ?a :p0 ?b }`,
	"graph loop":      `SELECT * { GRAPH ?g { ?a :p0 ?b OPTIONAL { ?b :p9 ?c } } }`,
	"group":           `SELECT ?a (COUNT(*) AS ?n) (SUM(?b) AS ?m) { ?a :p0 ?b } GROUP BY ?a`,
	"count ranges":    `SELECT ?a (COUNT(*) AS ?n) { GRAPH ?g { ?a ?p ?b } } GROUP BY ?a`,
	"count distinct":  `SELECT (COUNT(DISTINCT ?b) AS ?n) { ?a :p0 ?b . ?b :p0 ?c }`,
	"sort":            `SELECT * { ?a :p0 ?b } ORDER BY ?b STR(?a)`,
	"first rows":      `SELECT * { ?a :p0 ?b } ORDER BY DESC(?b) LIMIT 3`,
	"slice":           `SELECT * { ?a :p0 ?b } OFFSET 100000`,
	"distinct":        `SELECT DISTINCT ?a ?c { ?a :p0 ?b . ?b :p0 ?c }`,
	"sub-select":      `SELECT * { ?a :p0 ?b { SELECT ?b (MAX(?c) AS ?m) { ?b :p0 ?c } GROUP BY ?b } }`,
	"path sequence":   `SELECT * { ?a :p0/:p0/:p0 ?b }`,
	"path from one":   `SELECT * { :n1 :p0+ ?b }`,
	"path to one":     `SELECT * { ?b (:p0|^:p0)* :n1 }`,
	"path between":    `ASK { :n1 (:p0/:p0)+ :nowhere }`,
	"path negated":    `SELECT * { ?a !:p9 ?b }`,
	"path of pairs":   `SELECT (COUNT(*) AS ?n) { ?a :p0+ ?b }`,
	"path of pairs 2": `SELECT (COUNT(*) AS ?n) { ?a (:p0/:p0)* ?b }`,
	"path repeated":   `SELECT (COUNT(*) AS ?n) { ?a :p0{1,3} ?b }`,
	"path from many":  `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b . ?b :p0+ ?c . ?c :p0 :n1 }`,
	"any shortest":    `PATHS START ?s = :n1 END ?e`,
	"all shortest":    `PATHS ALL SHORTEST START ?s END ?e = :n1 VIA :p0`,
	"acyclic":         `PATHS ACYCLIC START ?s = :n1 END ?e VIA :p0|^:p0 MAX LENGTH 5`,
	"construct":       `CONSTRUCT { ?b :q ?a } WHERE { ?a :p0 ?b }`,
	"describe":        `DESCRIBE ?a WHERE { ?a :p0 ?b }`,
	"ask":             `ASK { ?a :p0 ?b . ?b :p9 ?c }`,
}

// TestCancelSlow: no operator goes on reading after the query is cancelled,
// wherever in its work that is.
func TestCancelSlow(t *testing.T) {
	under := dense(t, 60, 6)
	defer exec.Leapfrog(0)
	for name, text := range operators {
		t.Run(name, func(t *testing.T) {
			exec.Leapfrog(1)
			if name == "leapfrog seek" {
				exec.Leapfrog(2)
			}
			for _, at := range []int{1, 2, 7, 20, 33, 100, 1000} {
				ctx, cancel := context.WithCancel(t.Context())
				src := &slow{Source: under, at: at, cancel: cancel}
				err := drain(ctx, t, text, src, engine.Options{})
				cancel()
				if src.after > readsIn50ms {
					t.Errorf("cancelled at read %d, read %d times more: %v ms", at, src.after, 2*src.after)
				}
				if src.reads < at {
					break // done before
				}
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("cancelled at read %d: %v", at, err)
				}
			}
		})
	}
}

// TestMaxMemory and TestMaxPathSteps: what would hold or walk too much stops,
// and the same is done within a limit that is large enough.
func TestMaxMemory(t *testing.T) {
	src := dense(t, 400, 12)
	exec.Leapfrog(1)
	defer exec.Leapfrog(0)
	for name, text := range map[string]string{
		"leapfrog join":  `SELECT * { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`,
		"hash join":      `SELECT * { { SELECT ?a ?b { ?a :p0 ?b } ORDER BY ?b LIMIT 100000 } { SELECT ?b ?c { ?b :p0 ?c } ORDER BY ?c LIMIT 100000 } }`,
		"sort":           `SELECT ?a ?c { ?a :p0 ?b . ?b :p0 ?c } ORDER BY ?c`,
		"distinct":       `SELECT DISTINCT ?a ?c { ?a :p0 ?b . ?b :p0 ?c }`,
		"group":          `SELECT ?a ?c (SUM(?b) AS ?n) { ?a :p0 ?b . ?b :p0 ?c } GROUP BY ?a ?c`,
		"count distinct": `SELECT (COUNT(DISTINCT *) AS ?n) { ?a :p0 ?b . ?b :p0 ?c }`,
		"texts":          `SELECT (CONCAT(STR(?a), STR(?b), STR(?c)) AS ?t) { ?a :p0 ?b . ?b :p0 ?c }`,
		"construct":      `CONSTRUCT { ?a :q ?c } WHERE { ?a :p0 ?b . ?b :p0 ?c }`,
		"closure":        `SELECT (COUNT(*) AS ?n) { ?a :p0+ ?b }`,
		"acyclic":        `PATHS ACYCLIC START ?s = :n1 END ?e VIA :p0 MAX LENGTH 4`,
		"remembered":     `SELECT * { ?a :p0 ?b . ?b :p0 ?c FILTER(?a = :n1 || EXISTS { ?b :p0 ?c . ?c :p0 ?a }) }`,
	} {
		t.Run(name, func(t *testing.T) {
			err := drain(t.Context(), t, text, src, engine.Options{MaxMemory: 20_000})
			limit, ok := errors.AsType[*engine.LimitError](err)
			if !ok || limit.Limit != "memory" || limit.Max != 20_000 {
				t.Errorf("got %v, want a LimitError of 20000 bytes", err)
			}
			if err := drain(t.Context(), t, text, src, engine.Options{MaxMemory: 60_000_000}); err != nil {
				t.Errorf("with 60 MB: %v", err)
			}
		})
	}
}

func TestMaxPathSteps(t *testing.T) {
	src := dense(t, 400, 12)
	for name, text := range map[string]string{
		"repeated": `SELECT (COUNT(*) AS ?n) { ?a :p0{2,3} ?b }`,
		"from one": `SELECT (COUNT(*) AS ?n) { :n1 (:p0/:p0)+ ?b }`,
		"pairs":    `SELECT (COUNT(*) AS ?n) { ?a (:p0/:p0)+ ?b }`,
		"closure":  `SELECT (COUNT(*) AS ?n) { ?a :p0+ ?b }`,
		"many":     `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b . ?b :p0+ ?c }`,
		"shortest": `PATHS ALL SHORTEST START ?s END ?e = :n1 VIA :p0`,
		"acyclic":  `PATHS ACYCLIC START ?s = :n1 END ?e VIA :p0 MAX LENGTH 3`,
	} {
		t.Run(name, func(t *testing.T) {
			err := drain(t.Context(), t, text, src, engine.Options{MaxPathSteps: 1000})
			limit, ok := errors.AsType[*engine.LimitError](err)
			if !ok || limit.Limit != "path steps" || limit.Max != 1000 {
				t.Errorf("got %v, want a LimitError of 1000 path steps", err)
			}
			if err := drain(t.Context(), t, text, src, engine.Options{MaxPathSteps: 100_000_000}); err != nil {
				t.Errorf("with 100 million steps: %v", err)
			}
		})
	}
}

// TestCancelLongSort: a list too long to be sorted at once can be stopped in
// between, and is sorted if it is not.
func TestCancelLongSort(t *testing.T) {
	if err := exec.SortLong(t.Context(), 1<<20+77); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := exec.SortLong(ctx, 1<<22); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline", err)
	}
}
