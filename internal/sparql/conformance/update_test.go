package conformance

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/update"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// knownUpdateFailures is knownFailures for the update tests.
var knownUpdateFailures = map[string]string{}

func readUpdates(t *testing.T) (out []testCase) {
	f, err := os.Open(filepath.Join(suites, "INDEX.tsv"))
	if err != nil {
		t.Skipf("the W3C test suites are absent: %v", err)
	}
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 8 || c[2] != "UpdateEvaluationTest" {
			continue
		}
		out = append(out, testCase{
			suite: c[0], iri: c[1], kind: c[2], name: c[3], action: c[4], result: c[7],
			data: strings.Fields(c[5]), graphs: strings.Fields(c[6]),
		})
	}
	return out
}

// TestW3CUpdate runs the update tests on every engine.
func TestW3CUpdate(t *testing.T) {
	cases := readUpdates(t)
	for name, eval := range engines {
		t.Run(name, func(t *testing.T) {
			ran := 0
			for _, c := range cases {
				if outOfScope(c) != "" {
					continue
				}
				ran++
				t.Run(c.id(), func(t *testing.T) {
					err := runUpdate(t.Context(), c, eval)
					reason, listed := knownUpdateFailures[c.id()]
					switch {
					case err != nil && !listed:
						t.Errorf("%v\nrequest: %s", err, c.action)
					case err == nil && listed:
						t.Errorf("passes, but is listed as failing: %s", reason)
					}
				})
			}
			t.Logf("%d tests", ran)
			if ran == 0 {
				t.Error("no test was run")
			}
		})
	}
}

func runUpdate(ctx context.Context, c testCase, eval engine.Engine) error {
	text, err := os.ReadFile(filepath.Join(suites, c.action))
	if err != nil {
		return err
	}
	u, err := syntax.ParseUpdate(string(text), &syntax.Options{Base: baseIRI + c.action})
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	plain, named, _ := strings.Cut(c.result, "+graphs:")
	expected := strings.Fields(named)
	var first error
	for _, names := range GraphNamings(string(text), len(c.graphs), len(expected)) {
		before, err := quadsOfFiles(c.data, c.graphs, names[0])
		if err != nil {
			return fmt.Errorf("data: %w", err)
		}
		want, err := quadsOfFiles(strings.Fields(plain), expected, names[1])
		if err != nil {
			return fmt.Errorf("expected result: %w", err)
		}
		got, err := applyUpdate(ctx, u, before, eval)
		if err == nil && !rdf.Isomorphic(got, want) {
			err = fmt.Errorf("got %v\nwant %v", got, want)
		}
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// quadsOfFiles reads files of the suites: some without a label, others each
// under a name.
func quadsOfFiles(plain, named, names []string) (out []quad.Quad, err error) {
	read := func(i int, file, name string) error {
		f, err := os.Open(filepath.Join(suites, file))
		if err != nil {
			return err
		}
		defer f.Close()
		format, ok := rdf.FormatOf(file)
		if !ok {
			return fmt.Errorf("%s: unknown format", file)
		}
		all, err := rdf.ReadAll(f, format, &rdf.Options{File: file, Base: baseIRI + file, BlankPrefix: "f" + strconv.Itoa(i) + "_"})
		for _, q := range all {
			if name != "" {
				q.Label = quad.IRI(name)
			}
			out = append(out, q)
		}
		return err
	}
	for i, f := range plain {
		if err := read(i, f, ""); err != nil {
			return nil, err
		}
	}
	for i, f := range named {
		if err := read(len(plain)+i, f, names[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// applyUpdate returns what an update makes of quads.
func applyUpdate(ctx context.Context, u *syntax.Update, before []quad.Quad, eval engine.Engine) ([]quad.Quad, error) {
	st := store.New()
	tx := st.Begin()
	defer tx.Rollback()
	for _, q := range before {
		var t [4]term.Term
		for i, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			t[i], _ = term.FromValue(v)
		}
		if _, err := tx.Add(t); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	was := tx.Snapshot().Len()
	res, err := update.Run(ctx, u, tx, update.Options{
		Engine: eval, Source: func(s *store.Snapshot) engine.Source { return source{s} },
		// The suites' files are all that there is to load.
		Load: func(_ context.Context, iri string) (iter.Seq2[[4]term.Term, error], error) {
			return nil, errors.New("not a file of the suites: " + iri)
		},
	})
	if err != nil {
		return nil, err
	}
	s, err := tx.Commit()
	if err != nil {
		return nil, err
	}
	if s.Len() != was+res.Inserted-res.Deleted {
		return nil, fmt.Errorf("%d quads became %d by inserting %d and deleting %d", was, s.Len(), res.Inserted, res.Deleted)
	}
	if err := st.Check(ctx); err != nil {
		return nil, err
	}
	var out []quad.Quad
	var buf [64]store.Quad
	for c := s.Scan(store.Pattern{}, store.SPOG); ; {
		n := c.Next(buf[:])
		if n == 0 {
			return out, c.Err()
		}
		for _, q := range buf[:n] {
			out = append(out, quad.Quad{
				Subject: s.Term(q[store.S]).QuadValue(), Predicate: s.Term(q[store.P]).QuadValue(),
				Object: s.Term(q[store.O]).QuadValue(), Label: s.Term(q[store.G]).QuadValue(),
			})
		}
	}
}
