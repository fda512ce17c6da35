package update_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/update"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	cayley "github.com/cayleygraph/quad"
)

const (
	prologue   = "PREFIX : <http://e/> "
	unlabelled = "http://e/unlabelled"
)

// source makes a snapshot an engine.Source.
type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }

// documents are what LOAD finds, as TriG.
var documents = map[string]string{
	"http://e/doc":    `<http://e/a> <http://e/p> _:b . _:b <http://e/p> "doc" .`,
	"http://e/graphs": `<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/a> <http://e/p> 2 }`,
	"http://e/bad":    `<http://e/a> <http://e/p> 1 . <http://e/a> <http://e/p`,
}

func load(_ context.Context, iri string) (iter.Seq2[[4]term.Term, error], error) {
	doc, ok := documents[iri]
	if !ok {
		return nil, errors.New("no such document")
	}
	return func(yield func([4]term.Term, error) bool) {
		for q, err := range rdf.NewReader(strings.NewReader(doc), rdf.TriG, &rdf.Options{BlankPrefix: "doc"}).Quads() {
			if !yield(terms(q), err) || err != nil {
				return
			}
		}
	}, nil
}

func terms(q cayley.Quad) (t [4]term.Term) {
	for i, v := range []cayley.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		t[i], _ = term.FromValue(v)
	}
	return t
}

func options() update.Options {
	return update.Options{
		Engine: naive.Eval, Source: func(s *store.Snapshot) engine.Source { return source{s} },
		UnlabelledName: unlabelled, Load: load,
	}
}

// begin returns a store that holds a TriG document.
func begin(t testing.TB, trig string) *store.Store {
	t.Helper()
	all, err := rdf.ReadAll(strings.NewReader(trig), rdf.TriG, nil)
	if err != nil {
		t.Fatal(err)
	}
	st := store.New()
	tx := st.Begin()
	for _, q := range all {
		if _, err := tx.Add(terms(q)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return st
}

// exec runs a request as one transaction.
func exec(ctx context.Context, st *store.Store, text string, o update.Options) (update.Result, error) {
	u, err := syntax.ParseUpdate(text, &syntax.Options{Base: "http://e/"})
	if err != nil {
		return update.Result{}, err
	}
	tx := st.Begin()
	defer tx.Rollback()
	res, err := update.Run(ctx, u, tx, o)
	if err != nil {
		return res, err
	}
	_, err = tx.Commit()
	return res, err
}

func dump(s *store.Snapshot) (out [][4]term.Term) {
	var buf [64]store.Quad
	for c := s.Scan(store.Pattern{}, store.SPOG); ; {
		n := c.Next(buf[:])
		if n == 0 {
			return out
		}
		for _, q := range buf[:n] {
			out = append(out, [4]term.Term{s.Term(q[0]), s.Term(q[1]), s.Term(q[2]), s.Term(q[3])})
		}
	}
}

func values(quads [][4]term.Term) (out []cayley.Quad) {
	for _, q := range quads {
		out = append(out, cayley.Quad{
			Subject: q[0].QuadValue(), Predicate: q[1].QuadValue(), Object: q[2].QuadValue(), Label: q[3].QuadValue(),
		})
	}
	return out
}

func text(quads [][4]term.Term) string {
	var lines []string
	for _, q := range quads {
		lines = append(lines, fmt.Sprintf("  %s %s %s %s", q[0], q[1], q[2], q[3]))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Each case is what the specification says of an operation: the section, the
// data before as TriG, the request, the data after.
func TestOperations(t *testing.T) {
	const abc = ":a :p :b . :g { :a :p :c } :h { :a :p :d }"
	tests := []struct{ name, before, request, after string }{
		{"empty request", abc, "", abc},
		{"only a prologue", abc, "PREFIX x: <http://x/>", abc},

		{"3.1.1 insert data", "", "INSERT DATA { :a :p 1, 2 . GRAPH :g { :a :p 3 } }", ":a :p 1, 2 . :g { :a :p 3 }"},
		{"3.1.1 present already", ":a :p 1", "INSERT DATA { :a :p 1 }", ":a :p 1"},
		{"4.2.3 no triple of RDF", "", `INSERT DATA { "x" :p 1 . :a :p 2 }`, ":a :p 2"},
		{"4.2.3 new blank nodes", "_:b :p 1", "INSERT DATA { _:b :p 2 . GRAPH :g { _:b :p 3 } }", "_:b :p 1 . _:c :p 2 . :g { _:c :p 3 }"},
		{"a taken label", "_:u1 :p 1 . _:u2 :p 2 . _:u3 :p 3", "INSERT DATA { _:b :p 4 }", "_:u1 :p 1 . _:u2 :p 2 . _:u3 :p 3 . _:x :p 4"},
		{"3.1.2 delete data", abc, "DELETE DATA { :a :p :b . GRAPH :g { :a :p :c } GRAPH :h { :a :p :nothing } }", ":h { :a :p :d }"},

		{"3.1.3 delete before insert", ":a :p 1, 2", "DELETE { ?s :p ?o } INSERT { ?s :p 1 } WHERE { ?s :p ?o }", ":a :p 1"},
		{"3.1.3 reads what was before", ":a :p 1", "INSERT { ?s :q ?o . ?s :r ?x } WHERE { ?s :p ?o OPTIONAL { ?s :q ?x } }", ":a :p 1; :q 1"},
		{"3.1.3 unbound", ":a :p 1", "INSERT { ?s :q ?nothing . ?s :r 2 } WHERE { ?s :p ?o }", ":a :p 1; :r 2"},
		{"3.1.3 literal subject", ":a :p 1", "INSERT { ?o :q 2 . ?s ?o 3 } WHERE { ?s :p ?o }", ":a :p 1"},
		{"3.1.3 ground template", ":a :p 1, 2", "INSERT { :x :y :z } WHERE { ?s :p ?o }", ":a :p 1, 2 . :x :y :z"},
		{"3.1.3 ground template, no solution", ":a :p 1", "INSERT { :x :y :z } WHERE { ?s :nothing ?o }", ":a :p 1"},
		{"3.1.3 graph by variable", ":a :p :g, 1, _:b", "INSERT { GRAPH ?o { ?s :q ?o } } WHERE { ?s :p ?o }", ":a :p :g, 1, _:b . :g { :a :q :g }"},
		{"4.2.3 blank nodes for each solution", ":a :p 1, 2", "INSERT { _:n :is ?o ; :of ?o } WHERE { ?s :p ?o }", ":a :p 1, 2 . _:x :is 1; :of 1 . _:y :is 2; :of 2"},
		{"4.2.4 blank nodes of the data", "_:b :p 1 . _:c :p 2", "DELETE { ?s :p ?o } INSERT { ?s :q ?o } WHERE { ?s :p ?o FILTER(?o = 1) }", "_:b :q 1 . _:c :p 2"},
		{"empty WHERE", "", "INSERT { [] :p 1 } WHERE {}", "[] :p 1"},
		{"empty templates", abc, "DELETE {} INSERT {} WHERE { ?s ?p ?o }", abc},

		{"3.1.3 WITH", abc, "WITH :g DELETE { ?s ?p ?o } INSERT { ?s :q ?o } WHERE { ?s ?p ?o }", ":a :p :b . :g { :a :q :c } :h { :a :p :d }"},
		{"3.1.3 GRAPH overrides WITH", abc, "WITH :g INSERT { GRAPH :h { ?s :q ?o } } WHERE { ?s :p ?o }", abc + " :h { :a :q :c }"},
		{"3.1.3 GRAPH in WHERE overrides WITH", abc, "WITH :g INSERT { ?s :q ?o } WHERE { GRAPH :h { ?s :p ?o } }", abc + " :g { :a :q :d }"},
		{"3.1.3 GRAPH ?g with WITH", abc, "WITH :g INSERT { ?g :q ?o } WHERE { GRAPH ?g { ?s :p ?o } }", abc + " :g { :g :q :c . :h :q :d }"},
		{"3.1.3 WITH and EXISTS of another graph", abc, "WITH :g INSERT { ?s :q 1 } WHERE { ?s :p ?o FILTER EXISTS { GRAPH :h { ?s :p :d } } }", abc + " :g { :a :q 1 }"},
		{"3.1.3 WITH an empty graph", "", "WITH :g INSERT { :a :p 1 } WHERE {}", ":g { :a :p 1 }"},
		{"3.1.3 USING", abc, "INSERT { ?s :q ?o } USING :g USING :h WHERE { ?s :p ?o }", abc + " :a :q :c, :d ."},
		{"3.1.3 USING ignores WITH in WHERE", abc, "WITH :g INSERT { ?s :q ?o } USING :h WHERE { ?s :p ?o }", abc + " :g { :a :q :d }"},
		{"3.1.3 USING has no named graphs", abc, "INSERT { ?s :q ?o } USING :g WHERE { GRAPH :h { ?s :p ?o } }", abc},
		{"3.1.3 USING NAMED", abc, "INSERT { ?s :q ?g } USING NAMED :h WHERE { GRAPH ?g { ?s :p ?o } }", abc + " :a :q :h ."},
		{"3.1.3 USING NAMED empties the default graph", abc, "INSERT { ?s :q ?o } USING NAMED :h WHERE { ?s :p ?o }", abc},
		{"the default graph is no union", abc, "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ":g { :a :p :c } :h { :a :p :d }"},
		{"the name of the default graph", abc, "INSERT { GRAPH :unlabelled { ?s :q ?o } } WHERE { GRAPH :unlabelled { ?s :p ?o } }", abc + " :a :q :b ."},
		{"WITH the name of the default graph", abc, "WITH :unlabelled DELETE { ?s :p ?o } WHERE { ?s :p ?o }", ":g { :a :p :c } :h { :a :p :d }"},
		{"CLEAR the name of the default graph", abc, "CLEAR GRAPH :unlabelled", ":g { :a :p :c } :h { :a :p :d }"},

		{"3.1.3.3 delete where", ":a :p 1; :q 2 . :b :p 3", "DELETE WHERE { ?s :p ?o ; :q ?x }", ":b :p 3"},
		{"3.1.3.3 with graphs", abc, "DELETE WHERE { ?s :p :b . GRAPH :g { ?s :p ?o } }", ":h { :a :p :d }"},
		{"3.1.3.3 any graph", abc, "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", ":a :p :b"},
		{"3.1.3.3 an empty GRAPH", abc, "DELETE WHERE { ?s :p ?o GRAPH :g { } }", ":g { :a :p :c } :h { :a :p :d }"},

		{"3.1.4 load", ":a :p 1", "LOAD :doc", ":a :p 1, _:b . _:b :p \"doc\""},
		{"3.1.4 load into", ":a :p 1", "LOAD :doc INTO GRAPH :g", ":a :p 1 . :g { :a :p _:b . _:b :p \"doc\" }"},
		{"load graphs", "", "LOAD :graphs", ":a :p 1 . :g { :a :p 2 }"},
		{"3.1.4 silent", abc, "LOAD SILENT :nothing", abc},
		{"4.1.2 silent and atomic", abc, "LOAD SILENT :bad", abc},
		{"silent, graphs into a graph", abc, "LOAD SILENT :graphs INTO GRAPH :x", abc},

		{"3.1.5 clear", abc, "CLEAR GRAPH :g", ":a :p :b . :h { :a :p :d }"},
		{"3.1.5 clear default", abc, "CLEAR DEFAULT", ":g { :a :p :c } :h { :a :p :d }"},
		{"3.1.5 clear named", abc, "CLEAR NAMED", ":a :p :b"},
		{"3.1.5 clear all", abc, "CLEAR ALL", ""},
		{"3.1.5 clear nothing", abc, "CLEAR GRAPH :x", abc},
		{"3.2.2 drop", abc, "DROP GRAPH :g; DROP GRAPH :x; DROP SILENT GRAPH :y", ":a :p :b . :h { :a :p :d }"},
		{"3.2.2 drop default", abc, "DROP DEFAULT", ":g { :a :p :c } :h { :a :p :d }"},
		{"3.2.1 create", abc, "CREATE GRAPH :x; CREATE SILENT GRAPH :g", abc},

		{"3.2.3 copy", abc, "COPY :g TO :h", ":a :p :b . :g { :a :p :c } :h { :a :p :c }"},
		{"3.2.3 copy default", abc, "COPY DEFAULT TO :h", ":a :p :b . :g { :a :p :c } :h { :a :p :b }"},
		{"3.2.3 copy to default", abc, "COPY GRAPH :g TO DEFAULT", ":a :p :c . :g { :a :p :c } :h { :a :p :d }"},
		{"3.2.3 copy to itself", abc, "COPY :g TO :g; COPY DEFAULT TO DEFAULT; COPY :x TO :x", abc},
		{"3.2.3 copy nothing", abc, "COPY SILENT :x TO :g", abc},
		{"3.2.3 copy what is there", ":a :p 1, 2 . :g { :a :p 2, 3 }", "COPY DEFAULT TO :g", ":a :p 1, 2 . :g { :a :p 1, 2 }"},
		{"3.2.4 move", abc, "MOVE :g TO :h", ":a :p :b . :h { :a :p :c }"},
		{"3.2.4 move default", abc, "MOVE DEFAULT TO :g", ":g { :a :p :b } :h { :a :p :d }"},
		{"3.2.4 move to itself", abc, "MOVE :g TO :g; MOVE DEFAULT TO DEFAULT", abc},
		{"3.2.4 move nothing", abc, "MOVE SILENT :x TO :g", abc},
		{"3.2.4 move what is there", ":a :p 1, 2 . :g { :a :p 2, 3 }", "MOVE DEFAULT TO :g", ":g { :a :p 1, 2 }"},
		{"3.2.5 add", abc, "ADD :g TO :h", abc + " :h { :a :p :c }"},
		{"3.2.5 add to itself", abc, "ADD :g TO :g", abc},
		{"3.2.5 add nothing", abc, "ADD SILENT :x TO DEFAULT", abc},
		{"an empty default graph is there", ":g { :a :p 1 }", "MOVE DEFAULT TO :g", ""},

		{"each operation sees those before", "", "INSERT DATA { :a :p 1 }; INSERT { ?s :q ?o } WHERE { ?s :p ?o }; DELETE { ?s :p ?o } WHERE { ?s :q ?o }", ":a :q 1"},
		{"4.2.3 blank nodes of two operations", "", "INSERT { _:b :p 1 } WHERE {}; INSERT { _:b :p 1 } WHERE {}", "_:x :p 1 . _:y :p 1"},
		{
			"BNODE in WHERE", ":a :p 1, 2", "INSERT { ?b :q ?o . _:t :r ?b } WHERE { ?s :p ?o BIND(BNODE() AS ?b) }; INSERT { ?b :s 3 } WHERE { BIND(BNODE() AS ?b) }",
			":a :p 1, 2 . _:x :q 1 . _:y :q 2 . _:z :r _:x . _:w :r _:y . _:v :s 3",
		},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			const prefix = "@prefix : <http://e/> . "
			st := begin(t, prefix+strings.TrimSuffix(c.before, " .")+dot(c.before))
			want := begin(t, prefix+strings.TrimSuffix(c.after, " .")+dot(c.after))
			was := st.Snapshot().Len()
			res, err := exec(t.Context(), st, prologue+c.request, options())
			if err != nil {
				t.Fatal(err)
			}
			got := dump(st.Snapshot())
			if !rdf.Isomorphic(values(got), values(dump(want.Snapshot()))) {
				t.Errorf("got\n%s\nwant\n%s", text(got), text(dump(want.Snapshot())))
			}
			if was+res.Inserted-res.Deleted != len(got) {
				t.Errorf("%d quads became %d by %+v", was, len(got), res)
			}
			if err := st.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// dot ends the last triple of a document, unless a graph ends it.
func dot(trig string) string {
	if trig == "" || strings.HasSuffix(trig, "}") {
		return ""
	}
	return " ."
}

// A quad that is deleted and inserted by one operation did not change.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		request string
		want    update.Result
	}{
		{"INSERT DATA { :a :p 1, 3 }", update.Result{Inserted: 1}},
		{"DELETE DATA { :a :p 1, 3 }", update.Result{Deleted: 1}},
		{"DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }", update.Result{}},
		{"DELETE { ?s ?p ?o } INSERT { ?s ?p 1, 5 } WHERE { ?s ?p ?o }", update.Result{Inserted: 1, Deleted: 1}},
		{"MOVE DEFAULT TO :g", update.Result{Inserted: 2, Deleted: 2}},
		{"COPY DEFAULT TO :g; COPY DEFAULT TO :g", update.Result{Inserted: 2}},
		{"CLEAR ALL; INSERT DATA { :a :p 1 }", update.Result{Inserted: 1, Deleted: 2}},
	} {
		st := begin(t, "@prefix : <http://e/> . :a :p 1, 2 .")
		got, err := exec(t.Context(), st, prologue+c.request, options())
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v, want %+v", c.request, got, err, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	const before = "@prefix : <http://e/> . :a :p 1 . :g { :a :p 2 }"
	noLoad, few, small := options(), options(), options()
	noLoad.Load = nil
	few.MaxChanges = 2
	small.MaxSolutions = 3
	for _, c := range []struct {
		request string
		o       update.Options
		want    any // an error, or the text of one
	}{
		{"CREATE GRAPH :g", options(), update.ErrGraphExists},
		{"COPY :x TO :g", options(), update.ErrNoGraph},
		{"MOVE :x TO :g", options(), update.ErrNoGraph},
		{"ADD :x TO :g", options(), update.ErrNoGraph},
		{"LOAD :graphs INTO GRAPH :x", options(), update.ErrGraphs},
		{"LOAD :doc", noLoad, update.ErrNoLoad},
		{"LOAD :nothing", options(), "2:3: LOAD <http://e/nothing>: no such document"},
		{"LOAD :bad", options(), "2:3: LOAD <http://e/bad>: 1:"},
		{"CLEAR ALL; INSERT DATA { :a :p 1, 2, 3 }", few, "limit of 2 changes"},
		{"INSERT { ?s :q ?x } WHERE { ?s ?p ?o VALUES ?x { 1 2 3 4 5 6 } VALUES ?y { 1 2 3 4 5 6 } }", small, "limit of 3 solutions"},
		{"INSERT { ?s :q ?x } WHERE { SERVICE :x { ?s ?p ?o } }", options(), "SERVICE is not supported"},
	} {
		st := begin(t, before)
		was := text(dump(st.Snapshot()))
		request := prologue + "INSERT DATA { :new :p 1 } ;\n  " + c.request
		if c.o.MaxChanges > 0 {
			request = prologue + c.request
		}
		_, err := exec(t.Context(), st, request, c.o)
		switch want := c.want.(type) {
		case error:
			if !errors.Is(err, want) {
				t.Errorf("%s: got %v, want %v", c.request, err, want)
			}
		case string:
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q in it", c.request, err, want)
			}
		}
		if now := text(dump(st.Snapshot())); now != was {
			t.Errorf("%s: failed, and left\n%s", c.request, now)
		}
	}
}

func TestCancelled(t *testing.T) {
	st := begin(t, "@prefix : <http://e/> . :a :p 1, 2, 3, 4, 5, 6, 7, 8, 9 .")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, request := range []string{"CLEAR ALL", "LOAD SILENT :doc", "INSERT DATA { :a :p 10 }", "DELETE WHERE { ?s ?p ?o }"} {
		if _, err := exec(ctx, st, prologue+request, options()); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", request, err)
		}
	}
}

// No request takes a blank node's label that one before it took.
func TestFreshBlanksStayFresh(t *testing.T) {
	st := begin(t, "")
	for range 40 {
		if _, err := exec(t.Context(), st, prologue+"INSERT DATA { _:a :p _:b . _:c :p _:d }", options()); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[term.Term]bool{}
	for _, q := range dump(st.Snapshot()) {
		seen[q[0]], seen[q[2]] = true, true
	}
	if len(seen) != 160 {
		t.Errorf("got %d blank nodes, want 160", len(seen))
	}
}
