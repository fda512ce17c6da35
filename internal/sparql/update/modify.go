package update

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// insertData is OpInsertData (§4.3.1): one solution, the empty one.
func (r *run) insertData(op *syntax.InsertData) error {
	t := r.template(op.Quads, term.Term{}, nil)
	return t.fill(nil, func(q quad) error {
		_, err := r.insert(q)
		return err
	})
}

// deleteData is OpDeleteData (§4.3.2).
func (r *run) deleteData(op *syntax.DeleteData) error {
	t := r.template(op.Quads, term.Term{}, nil)
	return t.fill(nil, func(q quad) error {
		_, err := r.remove(q)
		return err
	})
}

// deleteWhere is DELETE WHERE (§3.1.3.3): its pattern is its template.
func (r *run) deleteWhere(op *syntax.DeleteWhere) error {
	where := &syntax.Group{Pos: op.Pos}
	for _, b := range op.Quads {
		var elem syntax.Pattern = &syntax.Triples{Pos: b.Pos, Triples: b.Triples}
		if b.Graph != (syntax.Node{}) {
			inner := &syntax.Group{Pos: b.Pos}
			if len(b.Triples) > 0 {
				inner.Elems = []syntax.Pattern{elem}
			}
			elem = &syntax.GraphPattern{Pos: b.Pos, Name: b.Graph, Group: inner}
		}
		where.Elems = append(where.Elems, elem)
	}
	return r.modify(&syntax.Modify{Pos: op.Pos, Delete: op.Quads, HasDelete: true, Where: where})
}

// modify is OpDeleteInsert (§4.3.3): WHERE is evaluated once, over what was
// before; then all deletions are made, then all insertions.
func (r *run) modify(op *syntax.Modify) error {
	pattern, err := algebra.TranslateGroup(op.Where)
	if err != nil {
		return err
	}
	with := r.graph(op.With)
	var vars columns
	del := r.template(op.Delete, with, &vars)
	ins := r.template(op.Insert, with, &vars)
	snap := r.tx.Snapshot()
	src := r.opts.Source(snap)
	q := &algebra.Query{
		Form: algebra.Select, Op: &algebra.Project{Input: pattern, Vars: vars.names}, Vars: vars.names, Base: op.Base,
	}
	if q.Dataset, err = r.dataset(op, with, pattern, src); err != nil {
		return err
	}
	res, err := r.opts.Engine(r.ctx, q, src, engine.Options{
		DefaultGraph: engine.Unlabelled, UnlabelledName: r.opts.UnlabelledName,
		MaxSolutions: r.opts.MaxSolutions, Now: r.opts.Now,
	})
	if err != nil {
		return err
	}
	// The rows come from a snapshot, so changes may begin at once; but what is
	// to be inserted waits for the last deletion.
	removed := map[quad]bool{}
	var later []quad
	waiting := map[quad]bool{}
	both := len(del.triples) > 0 && len(ins.triples) > 0
	for row, err := range res.Rows {
		if err != nil {
			return err
		}
		err = del.fill(row, func(q quad) error {
			there, err := r.remove(q)
			if there && both {
				removed[q] = true
			}
			return err
		})
		if err != nil {
			return err
		}
		err = ins.fill(row, func(q quad) error {
			if !both {
				_, err := r.insert(q)
				return err
			}
			if !waiting[q] {
				waiting[q] = true
				later = append(later, q)
			}
			return r.step()
		})
		if err != nil {
			return err
		}
	}
	for _, q := range later {
		_, err := r.insert(q)
		if err != nil {
			return err
		}
		if removed[q] { // it stays, so nothing happened to it
			r.result.Inserted--
			r.result.Deleted--
		}
	}
	return snap.Err()
}

// dataset is the dataset of WHERE (§3.1.3): that of USING, otherwise the store
// with the graph of WITH as default graph; nil is the store as it is.
func (r *run) dataset(op *syntax.Modify, with term.Term, pattern algebra.Op, src engine.Source) (*algebra.Dataset, error) {
	if len(op.Using) > 0 {
		d := &algebra.Dataset{}
		for _, c := range op.Using {
			if c.Named {
				d.Named = append(d.Named, c.IRI)
			} else {
				d.Default = append(d.Default, c.IRI)
			}
		}
		return d, nil
	}
	if with.IsZero() {
		return nil, nil
	}
	d := &algebra.Dataset{Default: []term.Term{with}}
	names, all := graphNames(pattern)
	if !all {
		d.Named = names
		return d, nil
	}
	ids, err := src.Graphs(r.ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		d.Named = append(d.Named, src.Term(id))
	}
	if r.opts.UnlabelledName != "" {
		d.Named = append(d.Named, term.NewIRI(r.opts.UnlabelledName))
	}
	return d, nil
}

// columns numbers the variables of the templates.
type columns struct {
	names []string
	index map[string]int
}

func (c *columns) of(name string) int {
	i, ok := c.index[name]
	if !ok {
		if c.index == nil {
			c.index = map[string]int{}
		}
		i = len(c.names)
		c.index[name] = i
		c.names = append(c.names, name)
	}
	return i
}

// slot is a position of a template.
type slot struct {
	kind  slotKind
	index int // of a column, or of a blank node
	term  term.Term
}

type slotKind uint8

const (
	constant slotKind = iota
	variable
	blank
)

// template is a QuadPattern (§4.2.3).
type template struct {
	run     *run
	triples [][4]slot // the label last
	blanks  []term.Term
	labels  map[string]int // blank node label to its place in blanks
}

// template prepares quads whose graph is graph where they name none. Without
// columns they have no variables.
func (r *run) template(quads []syntax.QuadBlock, graph term.Term, vars *columns) *template {
	t := &template{run: r, labels: map[string]int{}}
	slotOf := func(n syntax.Node) slot {
		switch {
		case n.Var != "":
			return slot{kind: variable, index: vars.of(n.Var)}
		case n.Term.Kind != term.Blank:
			return slot{term: n.Term}
		}
		i, ok := t.labels[n.Term.Value]
		if !ok {
			i = len(t.labels)
			t.labels[n.Term.Value] = i
		}
		return slot{kind: blank, index: i}
	}
	for _, b := range quads {
		label := slot{term: graph}
		if b.Graph != (syntax.Node{}) {
			label = slotOf(b.Graph)
			label.term = r.graph(label.term)
		}
		for _, tr := range b.Triples {
			t.triples = append(t.triples, [4]slot{slotOf(tr.S), slotOf(tr.P), slotOf(tr.O), label})
		}
	}
	t.blanks = make([]term.Term, len(t.labels))
	return t
}

// fill gives the quads of the template for one solution: blank nodes are fresh
// for each, what is no quad of RDF is left out.
func (t *template) fill(row []term.Term, out func(quad) error) error {
	clear(t.blanks)
	for _, tr := range t.triples {
		var q quad
		ok := true
		for i, s := range tr {
			switch s.kind {
			case constant:
				q[i] = s.term
			case variable:
				if q[i] = row[s.index]; q[i].IsZero() {
					ok = false
				} else if i == 3 {
					ok = ok && q[i].Kind == term.IRI
					q[i] = t.run.graph(q[i])
				}
			case blank:
				if t.blanks[s.index].IsZero() {
					t.blanks[s.index] = t.run.freshBlank()
				}
				q[i] = t.blanks[s.index]
			}
		}
		if !ok || !isTriple(q) {
			continue
		}
		if err := out(q); err != nil {
			return err
		}
	}
	return nil
}

// isTriple reports whether q has a triple that RDF 1.1 allows.
func isTriple(q quad) bool {
	s, p, o := q[0].Kind, q[1].Kind, q[2].Kind
	return (s == term.IRI || s == term.Blank) && p == term.IRI && o != term.None
}

// graphNames returns the IRIs that GRAPH names in a pattern, or all if there
// is a GRAPH with a variable.
func graphNames(pattern algebra.Op) (names []term.Term, all bool) {
	algebra.Inspect(pattern, func(op algebra.Op) bool {
		if g, ok := op.(*algebra.Graph); ok {
			if g.Name.IsVar() {
				all = true
			} else {
				names = append(names, g.Name.Term)
			}
		}
		return true
	})
	return names, all
}
