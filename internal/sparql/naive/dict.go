package naive

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// val numbers a term within one evaluation, whether the source has it or an
// expression made it; 0 is unbound. Equal terms have equal numbers.
type val uint32

// dict gives terms their numbers.
type dict struct {
	src    engine.Source
	values []expr.Value
	ids    []store.ID // Any: the source does not have it
	byID   map[store.ID]val
	byTerm map[term.Term]val
}

func newDict(src engine.Source) *dict {
	return &dict{
		src:    src,
		values: make([]expr.Value, 1),
		ids:    make([]store.ID, 1),
		byID:   map[store.ID]val{},
		byTerm: map[term.Term]val{{}: 0},
	}
}

func (d *dict) add(v expr.Value, id store.ID) val {
	d.values = append(d.values, v)
	d.ids = append(d.ids, id)
	return val(len(d.values) - 1)
}

// fromID returns the number of a term of the source.
func (d *dict) fromID(id store.ID) val {
	if v, ok := d.byID[id]; ok {
		return v
	}
	v := d.add(expr.FromTerm(d.src.Term(id)), id)
	d.byID[id] = v
	return v
}

// fromTerm returns the number of any term.
func (d *dict) fromTerm(t term.Term) val {
	if v, ok := d.byTerm[t]; ok {
		return v
	}
	var v val
	if id, ok := d.src.Lookup(t); ok {
		v = d.fromID(id)
	} else {
		v = d.add(expr.FromTerm(t), store.Any)
	}
	d.byTerm[t] = v
	return v
}

// spellings returns the numbers of the source's literals that differ from t, a
// string with a language, by no more than the case of the tag.
func (d *dict) spellings(t term.Term) []val {
	var out []val
	for _, tag := range expr.TagForms(t.Extra) {
		if id, ok := d.src.Lookup(term.NewLang(t.Value, tag)); ok {
			out = append(out, d.fromID(id))
		}
	}
	return out
}

// id returns the source's id of v, false if the source does not have it.
func (d *dict) id(v val) (store.ID, bool) {
	id := d.ids[v]
	return id, id != store.Any
}

func (d *dict) meaning(v val) expr.Value { return d.values[v] }
func (d *dict) term(v val) term.Term     { return d.values[v].Term() }

// solution is a solution mapping: a value for each slot, 0 where unbound.
// vals is never changed after the solution has been handed on. id is set once
// BNODE needs to know which solution it is; Extend keeps it.
type solution struct {
	vals []val
	id   uint64
}

func (e *evaluator) empty() solution { return solution{vals: make([]val, len(e.names))} }

func (s solution) clone() solution {
	return solution{vals: append([]val(nil), s.vals...)}
}

// merge returns the union of two solutions, false if they are not compatible
// (§18.3).
func merge(a, b solution) (solution, bool) {
	for i, v := range a.vals {
		if v != 0 && b.vals[i] != 0 && v != b.vals[i] {
			return solution{}, false
		}
	}
	m := a.clone()
	for i, v := range b.vals {
		if v != 0 {
			m.vals[i] = v
		}
	}
	return m, true
}

func (s solution) isEmpty() bool {
	for _, v := range s.vals {
		if v != 0 {
			return false
		}
	}
	return true
}

// key returns the values of some slots as a map key.
func (s solution) key(slots []int, buf []byte) []byte {
	for _, i := range slots {
		v := s.vals[i]
		buf = append(buf, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	return buf
}

// row is a solution as expressions see it: with the values that EXISTS puts
// in the place of variables behind its own.
type row struct {
	e     *evaluator
	s     solution
	outer []val
}

func (r *row) at(i int) val {
	if v := r.s.vals[i]; v != 0 || r.outer == nil {
		return v
	}
	return r.outer[i]
}

func (r *row) At(i int) expr.Value { return r.e.meaning(r.at(i)) }
