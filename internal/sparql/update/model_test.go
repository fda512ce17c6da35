package update_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/update"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// dataset is the model: a set of quads. The label of the default graph is "".
type dataset map[[4]string]bool

// world makes random requests and says what each does to a dataset. It knows
// nothing of algebra, engines or stores: a pattern is matched by trying every
// quad.
type world struct {
	rng  *rand.Rand
	data dataset
}

func (w *world) pick(of ...string) string { return of[w.rng.IntN(len(of))] }

func (w *world) node() string  { return w.pick(":a", ":b", ":c") }
func (w *world) value() string { return w.pick(":a", ":b", ":g", `"x"`, "1") }
func (w *world) graph() string { return w.pick("", ":g", ":h", ":i") }

// in writes triples of a graph.
func in(graph, triples string) string {
	if graph == "" {
		return triples
	}
	return "GRAPH " + graph + " { " + triples + " }"
}

// next returns a request and carries it out on the model; false if it must fail.
func (w *world) next() (request string, ok bool) {
	var b strings.Builder
	for i := range 1 + w.rng.IntN(4) {
		if i > 0 {
			b.WriteString(" ;\n")
		}
		op, ok := w.operation()
		b.WriteString(op)
		if !ok {
			return b.String(), false
		}
	}
	return b.String(), true
}

func (w *world) operation() (string, bool) {
	switch w.rng.IntN(10) {
	case 0, 1, 2:
		return w.ground("INSERT DATA", true), true
	case 3:
		return w.ground("DELETE DATA", false), true
	case 4, 5, 6:
		return w.modify(), true
	case 7:
		return w.clear(), true
	case 8:
		return w.create()
	}
	return w.transfer()
}

func (w *world) ground(verb string, insert bool) string {
	var quads []string
	for range 1 + w.rng.IntN(4) {
		q := [4]string{w.node(), w.pick(":p", ":q"), w.value(), w.graph()}
		quads = append(quads, in(q[3], strings.Join(q[:3], " ")+" ."))
		if insert {
			w.data[q] = true
		} else {
			delete(w.data, q)
		}
	}
	return verb + " { " + strings.Join(quads, " ") + " }"
}

func (w *world) clear() string {
	verb := w.pick("CLEAR ", "DROP ", "CLEAR SILENT ", "DROP SILENT ")
	graph := w.pick("DEFAULT", "NAMED", "ALL", "GRAPH :g", "GRAPH :h", "GRAPH :nothing")
	maps.DeleteFunc(w.data, func(q [4]string, _ bool) bool {
		switch graph {
		case "ALL":
			return true
		case "NAMED":
			return q[3] != ""
		case "DEFAULT":
			return q[3] == ""
		}
		return "GRAPH "+q[3] == graph
	})
	return verb + graph
}

func (w *world) holds(graph string) bool {
	for q := range w.data {
		if q[3] == graph {
			return true
		}
	}
	return graph == ""
}

func (w *world) create() (string, bool) {
	graph, silent := w.pick(":g", ":h", ":i"), w.pick("", "SILENT ")
	return "CREATE " + silent + "GRAPH " + graph, silent != "" || !w.holds(graph)
}

func (w *world) transfer() (string, bool) {
	verb, silent := w.pick("ADD ", "COPY ", "MOVE "), w.pick("", "SILENT ")
	from, to := w.graph(), w.graph()
	name := map[string]string{"": "DEFAULT", ":g": ":g", ":h": "GRAPH :h", ":i": ":i"}
	request := verb + silent + name[from] + " TO " + name[to]
	switch {
	case from == to:
		return request, true
	case !w.holds(from):
		return request, silent != ""
	}
	var moved [][4]string
	for q := range w.data {
		if q[3] == from {
			moved = append(moved, q)
		}
	}
	maps.DeleteFunc(w.data, func(q [4]string, _ bool) bool {
		return verb == "MOVE " && q[3] == from || verb != "ADD " && q[3] == to
	})
	for _, q := range moved {
		q[3] = to
		w.data[q] = true
	}
	return request, true
}

// quadPattern has variables that begin with "?"; the label "" is the graph of
// WITH, of USING, or the default graph.
type quadPattern [4]string

func (q quadPattern) String() string { return in(q[3], strings.Join(q[:3], " ")+" .") }

func (w *world) pattern(labels ...string) quadPattern {
	return quadPattern{
		w.pick(":a", "?x", "?y", "?z"), w.pick(":p", "?v", ":q"), w.pick(":b", "?x", "?y", "1"), w.pick(labels...),
	}
}

func (w *world) modify() string {
	labels := []string{"", "", ":g", ":h", "?g", "?x"}
	var where, del, ins []quadPattern
	for range 1 + w.rng.IntN(2) {
		where = append(where, w.pattern(labels...))
	}
	if w.rng.IntN(5) == 0 { // DELETE WHERE
		w.apply(where, nil, where, "", nil, nil)
		return "DELETE WHERE { " + all(where) + " }"
	}
	for range w.rng.IntN(3) {
		del = append(del, w.pattern(labels...))
	}
	for range w.rng.IntN(3) {
		ins = append(ins, w.pattern(labels...))
	}
	request, with := "", ""
	if w.rng.IntN(3) == 0 {
		with = w.pick(":g", ":h", ":nothing")
		request = "WITH " + with + " "
	}
	request += "DELETE { " + all(del) + " } INSERT { " + all(ins) + " } "
	var using, named []string
	if w.rng.IntN(3) == 0 {
		for range 1 + w.rng.IntN(2) {
			if g := w.pick(":g", ":h", ":nothing"); w.rng.IntN(2) == 0 {
				using = append(using, g)
				request += "USING " + g + " "
			} else {
				named = append(named, g)
				request += "USING NAMED " + g + " "
			}
		}
	}
	w.apply(del, ins, where, with, using, named)
	return request + "WHERE { " + all(where) + " }"
}

func all(patterns []quadPattern) string {
	var out []string
	for _, p := range patterns {
		out = append(out, p.String())
	}
	return strings.Join(out, " ")
}

// apply deletes and inserts for each way in which where matches.
func (w *world) apply(del, ins, where []quadPattern, with string, using, named []string) {
	chosen := len(using)+len(named) > 0
	matches := func(q [4]string, label string) bool { // is q in the graph that label means?
		switch {
		case label != "":
			return q[3] != "" && (!chosen || slices.Contains(named, q[3]))
		case chosen:
			return slices.Contains(using, q[3])
		}
		return q[3] == with
	}
	solutions := []map[string]string{{}}
	for _, p := range where {
		var next []map[string]string
		for _, s := range solutions {
			for q := range w.data {
				if !matches(q, p[3]) {
					continue
				}
				n, ok := maps.Clone(s), true
				for i, x := range p {
					switch {
					case i == 3 && x == "":
					case !strings.HasPrefix(x, "?"):
						ok = ok && x == q[i]
					case n[x] == "":
						n[x] = q[i]
					default:
						ok = ok && n[x] == q[i]
					}
				}
				if ok {
					next = append(next, n)
				}
			}
		}
		solutions = next
	}
	fill := func(p quadPattern, s map[string]string) (q [4]string, ok bool) {
		for i, x := range p {
			if q[i] = x; strings.HasPrefix(x, "?") {
				q[i] = s[x]
			}
			iri := strings.HasPrefix(q[i], ":")
			if i == 2 && q[i] == "" || i != 2 && !iri && (i != 3 || x != "") {
				return q, false
			}
		}
		if p[3] == "" {
			q[3] = with
		}
		return q, true
	}
	for _, s := range solutions {
		for _, p := range del {
			if q, ok := fill(p, s); ok {
				delete(w.data, q)
			}
		}
	}
	for _, s := range solutions {
		for _, p := range ins {
			if q, ok := fill(p, s); ok {
				w.data[q] = true
			}
		}
	}
}

// read is the content of a snapshot as the model has it.
func read(quads [][4]term.Term) dataset {
	out := dataset{}
	for _, q := range quads {
		var m [4]string
		for i, t := range q {
			switch {
			case t.Kind == term.IRI:
				m[i] = ":" + strings.TrimPrefix(t.Value, "http://e/")
			case t.Kind == term.Typed:
				m[i] = t.Value
			case t.Kind == term.String:
				m[i] = `"` + t.Value + `"`
			}
		}
		out[m] = true
	}
	return out
}

// Random requests do to a store what they do to a plain set of quads; one
// that fails does nothing.
func TestModel(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	runs := 150
	if testing.Short() {
		runs = 20
	}
	failed, changed := 0, 0
	for run := range runs {
		w := &world{rng: rand.New(rand.NewPCG(seed, uint64(run))), data: dataset{}}
		st := begin(t, "")
		var history []string
		for range 25 {
			before := maps.Clone(w.data)
			request, ok := w.next()
			history = append(history, request)
			if !ok {
				w.data = before
				failed++
			}
			was := st.Snapshot().Len()
			res, err := exec(t.Context(), st, prologue+request, options())
			_, isOp := errors.AsType[*update.OpError](err)
			if (err == nil) != ok || err != nil && !isOp {
				t.Fatalf("seed %d run %d: got error %v, want one: %t\n%s", seed, run, err, !ok, strings.Join(history, "\n--\n"))
			}
			changed += res.Inserted + res.Deleted
			got := read(dump(st.Snapshot()))
			if !maps.Equal(got, w.data) || len(got) != was+res.Inserted-res.Deleted {
				t.Fatalf("seed %d run %d: %+v\ngot  %v\nwant %v\n%s", seed, run, res, got, w.data, strings.Join(history, "\n--\n"))
			}
		}
		if err := st.Check(t.Context()); err != nil {
			t.Fatalf("seed %d run %d: %v", seed, run, err)
		}
	}
	t.Logf("%d requests, %d of them failed, %d changes", runs*25, failed, changed)
}

// FuzzUpdate runs any text that parses: it changes what it says it changed, or
// nothing, and never takes the store apart.
func FuzzUpdate(f *testing.F) {
	for run := range 30 {
		w := &world{rng: rand.New(rand.NewPCG(1, uint64(run))), data: dataset{}}
		request, _ := w.next()
		f.Add(prologue + request)
	}
	for _, s := range []string{
		"LOAD <http://e/doc> INTO GRAPH <http://e/x>; LOAD SILENT <http://e/bad>",
		prologue + "INSERT { GRAPH ?g { [] ?p (1 _:x) } } WHERE { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s :q ?x } BIND(BNODE() AS ?b) }",
		prologue + "WITH :g DELETE { ?s ?p ?o } WHERE { { SELECT ?s ?p ?o { GRAPH ?h { ?s ?p ?o } } } FILTER EXISTS { ?s :p* ?o } }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, request string) {
		st := begin(t, `@prefix : <http://e/> . :a :p :b, 1 ; :q _:x . :g { :a :p :c . _:x :p "x"@en } _:h { :a :p :d }`)
		was := text(dump(st.Snapshot()))
		n := st.Snapshot().Len()
		o := options()
		o.MaxSolutions, o.MaxChanges = 20_000, 20_000
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		res, err := exec(ctx, st, request, o)
		now := dump(st.Snapshot())
		if err != nil && text(now) != was {
			t.Fatalf("failed (%v), and left\n%s", err, text(now))
		}
		if err == nil && len(now) != n+res.Inserted-res.Deleted {
			t.Fatalf("%d quads became %d by %+v", n, len(now), res)
		}
		if e, ok := errors.AsType[*syntax.Error](err); ok && (e.Line < 1 || e.Col < 1) {
			t.Fatalf("no place: %+v", e)
		}
		if e, ok := errors.AsType[*engine.LimitError](err); ok && e.Max == 0 {
			t.Fatalf("no limit: %+v", e)
		}
		for _, q := range now {
			subject := q[0].Kind == term.IRI || q[0].Kind == term.Blank
			if label := q[3].Kind; !subject || q[1].Kind != term.IRI || label > term.Blank {
				t.Fatal(fmt.Sprint("not RDF: ", q))
			}
		}
		if err := st.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}
