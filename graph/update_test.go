package graph_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

func ExampleGraph_Exec() {
	g := graph.New(nil)
	defer g.Close()
	res, err := g.Exec(context.Background(), `
		INSERT DATA { GRAPH claim:x { id:apt31 asc:linkedTo id:mss } } ;
		DELETE { GRAPH ?r { ?s asc:linkedTo ?o } }
		INSERT { GRAPH ?r { ?s asc:partOf ?o } }
		WHERE { GRAPH ?r { ?s asc:linkedTo ?o } }`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(res.Inserted, "inserted,", res.Deleted, "deleted")
	// Output: 2 inserted, 1 deleted
}

// contents are the quads of a graph as N-Quads.
func contents(t *testing.T, g *graph.Graph) string {
	t.Helper()
	var b strings.Builder
	err := g.View(t.Context(), graph.Everything, func(v *graph.View) error { return v.Write(t.Context(), &b, rdf.NQuads) })
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func exec(t *testing.T, g *graph.Graph, text string, o *graph.UpdateOptions) *graph.UpdateResult {
	t.Helper()
	res, err := g.Exec(t.Context(), text, o)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return res
}

// A request is kept whole or not at all, in memory, in an RDF file and in a
// store, and also if the function given to Update looks away.
func TestExecAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"", "x.trig", "x.nq", "x.ascribe"} {
		t.Run("kept in "+name, func(t *testing.T) {
			g := graph.New(nil)
			if name != "" {
				var err error
				if g, err = graph.Open(filepath.Join(dir, name), &graph.Options{Create: true}); err != nil {
					t.Fatal(err)
				}
			}
			defer func() { g.Close() }()
			exec(t, g, "INSERT DATA { id:a asc:p 1 . GRAPH claim:x { id:a asc:p [] } }", nil)
			was := contents(t, g)
			for _, request := range []string{
				"CLEAR ALL; CREATE GRAPH claim:y; INSERT DATA { GRAPH claim:y { id:a asc:p 2 } }; CREATE GRAPH claim:y",
				"INSERT DATA { id:new asc:p 3 }; LOAD <file:///etc/passwd.ttl>",
				"DELETE WHERE { ?s ?p ?o }; INSERT { ?s ?p 4 } WHERE { SERVICE <http://e/> { ?s ?p ?o } }",
			} {
				if _, err := g.Exec(t.Context(), request, nil); err == nil {
					t.Errorf("%s: want an error", request)
				}
				err := g.Update(t.Context(), func(tx *graph.Tx) error {
					_, _ = tx.Add(quad.Quad{Subject: quad.IRI("a"), Predicate: quad.IRI("b"), Object: quad.IRI("c")})
					_, _ = tx.Exec(t.Context(), request, nil)
					return nil
				})
				if err == nil {
					t.Errorf("%s: Update kept a part", request)
				}
				if now := contents(t, g); now != was {
					t.Errorf("%s: left\n%s\nwant\n%s", request, now, was)
				}
			}
			if name == "" {
				return
			}
			g.Close()
			var err error
			if g, err = graph.Open(filepath.Join(dir, name), nil); err != nil {
				t.Fatal(err)
			}
			if now := contents(t, g); now != was {
				t.Errorf("the file holds\n%s\nwant\n%s", now, was)
			}
		})
	}
}

// A request that is not understood changes nothing, and the transaction goes on.
func TestExecSyntaxError(t *testing.T) {
	g := graph.New(nil)
	defer g.Close()
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		_, err := tx.Exec(t.Context(), "INSERT DATA { id:a asc:p 1 };\nCLEAR AL", &graph.UpdateOptions{File: "x.ru"})
		e, ok := errors.AsType[*graph.SyntaxError](err)
		if !ok || e.Line != 2 || e.Col != 7 || e.File != "x.ru" {
			t.Errorf("got %v", err)
		}
		_, err = tx.Exec(t.Context(), "INSERT DATA { id:a asc:p 2 }", nil)
		return err
	})
	if err != nil || g.Len() != 1 {
		t.Errorf("got %d quads, %v", g.Len(), err)
	}
	for _, text := range []string{"SELECT * {}", "INSERT DATA { ?x asc:p 1 }", "DELETE DATA { _:x asc:p 1 }", "INSERT { x:y asc:p 1 } WHERE {}", "INSERT DATA { <rel> asc:p 1 }"} {
		if _, ok := errors.AsType[*graph.SyntaxError](graph.ParseUpdate(text, nil)); !ok {
			t.Errorf("%s: want a SyntaxError", text)
		}
		if _, ok := errors.AsType[*graph.SyntaxError](execError(g, text)); !ok {
			t.Errorf("%s: want a SyntaxError", text)
		}
	}
	if err := graph.ParseUpdate("INSERT DATA { <rel> <p> 1 }", &graph.UpdateOptions{Base: "http://e/", NoPrefixes: true}); err != nil {
		t.Error(err)
	}
}

func execError(g *graph.Graph, text string) error {
	_, err := g.Exec(context.Background(), text, nil)
	return err
}

func TestExecSeesTransaction(t *testing.T) {
	g := graph.New(nil)
	defer g.Close()
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		if _, err := tx.Add(quad.Quad{Subject: quad.IRI("http://e/a"), Predicate: quad.IRI("http://e/p"), Object: quad.String("x")}); err != nil {
			return err
		}
		res, err := tx.Exec(t.Context(), "INSERT { GRAPH claim:x { ?s ?p ?o } } WHERE { GRAPH asc:unlabelled { ?s ?p ?o } }", nil)
		if err == nil && *res != (graph.UpdateResult{Inserted: 1}) {
			t.Errorf("got %+v", res)
		}
		return err
	})
	if err != nil || g.Len() != 2 {
		t.Errorf("got %d quads, %v", g.Len(), err)
	}
}

func TestExecLimits(t *testing.T) {
	g := graph.New(&graph.Options{QueryTime: 50 * time.Millisecond})
	defer g.Close()
	exec(t, g, "INSERT DATA { id:a asc:p 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }", nil)
	was := contents(t, g)
	_, err := g.Exec(t.Context(), "INSERT { [] asc:q ?a } WHERE { ?s asc:p ?a, ?b, ?c, ?d, ?e, ?f, ?g, ?h }", nil)
	if e, ok := errors.AsType[*graph.LimitError](err); !ok || e.Limit != "time" || e.Max != 50 {
		t.Errorf("got %v", err)
	}
	_, err = g.Exec(t.Context(), "INSERT { [] asc:q ?a } WHERE { ?s asc:p ?a }", &graph.UpdateOptions{MaxChanges: 9})
	if e, ok := errors.AsType[*graph.LimitError](err); !ok || e.Limit != "changes" {
		t.Errorf("got %v", err)
	}
	if now := contents(t, g); now != was {
		t.Errorf("left\n%s", now)
	}
}

func TestExecLoad(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return "file://" + strings.ReplaceAll(filepath.ToSlash(path), " ", "%20")
	}
	doc := file("a doc.ttl", "<#a> <http://e/p> _:b . _:b <http://e/p> 1 .")
	bad := file("bad.ttl", "<#a> <http://e/p> 1 .\n<#a> <http://e/p> oops .")
	local := &graph.UpdateOptions{Load: graph.LoadFile}
	g := graph.New(nil)
	defer g.Close()
	// Off unless the caller permits it.
	if e, ok := errors.AsType[*graph.UpdateError](execError(g, "LOAD <"+doc+">")); !ok || e.Line != 1 {
		t.Errorf("got %v", e)
	}
	exec(t, g, "LOAD SILENT <"+doc+">", nil)
	if g.Len() != 0 {
		t.Error("LOAD read a file that nobody permitted")
	}
	exec(t, g, "LOAD <"+doc+">; LOAD <"+doc+"> INTO GRAPH claim:x", local)
	want := `<` + doc + `#a> <http://e/p> _:x . _:x <http://e/p> 1 . id:x { <` + doc + `#a> <http://e/p> _:y . _:y <http://e/p> 1 }`
	want = strings.Replace(want, "id:x", "<"+string(claimX(t))+">", 1)
	a, err := rdf.ReadAll(strings.NewReader(contents(t, g)), rdf.NQuads, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := rdf.ReadAll(strings.NewReader(want), rdf.TriG, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !rdf.Isomorphic(a, b) {
		t.Errorf("got %v\nwant %v", a, b)
	}
	n := g.Len()
	exec(t, g, "LOAD SILENT <"+bad+">; LOAD SILENT <http://e/>; LOAD SILENT <file:///nothing.ttl>; LOAD SILENT <"+file("x.pdf", "")+">", local)
	if g.Len() != n {
		t.Error("a silent failure changed the graph")
	}
	_, err = g.Exec(t.Context(), "LOAD <"+bad+">", local)
	if e, ok := errors.AsType[*rdf.SyntaxError](err); !ok || e.Line != 2 {
		t.Errorf("got %v", err)
	}
	for iri, want := range map[string]error{"file:///nothing.ttl": fs.ErrNotExist, "file:///x.pdf": graph.ErrFormat, "http://e/x.ttl": nil, "file://host/x.ttl": nil, "file://" + filepath.ToSlash(dir): graph.ErrFormat} {
		_, err := g.Exec(t.Context(), "LOAD <"+iri+">", local)
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", iri, err, want)
		}
	}
}

// claimX is the IRI of claim:x.
func claimX(t *testing.T) quad.IRI {
	t.Helper()
	g := graph.New(nil)
	defer g.Close()
	exec(t, g, "INSERT DATA { GRAPH claim:x { id:a asc:p 1 } }", nil)
	for q := range strings.FieldsSeq(contents(t, g)) {
		if strings.HasSuffix(q, "x>") {
			return quad.IRI(strings.Trim(q, "<>"))
		}
	}
	t.Fatal("no label")
	return ""
}

func TestExecReadOnly(t *testing.T) {
	g := graph.New(&graph.Options{ReadOnly: true})
	defer g.Close()
	if err := execError(g, "CLEAR ALL"); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("got %v", err)
	}
}
