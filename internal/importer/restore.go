package importer

import (
	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Restored is an entity, a record or a source as a graph of this project had
// it: all quads that describe it or stand under it.
type Restored struct {
	Thing quad.Value
	Quads []quad.Quad
	Where string // in the source
}

// Restore adds a thing that an export wrote. It is written under its own IRI: a
// record that the graph has otherwise is rejected, and the description of an
// entity or a source that the graph has already stays as it is.
func (b *Batch) Restore(r Restored) { b.restored = append(b.restored, r) }

// restore writes what was restored.
func (w *writer) restore() error {
	if len(w.restored) == 0 {
		return nil
	}
	had, err := w.described()
	if err != nil {
		return err
	}
	for _, r := range w.restored {
		record, described, same := compare(r, had[r.Thing])
		switch {
		case same:
			if record {
				w.Report.AlreadyThere++
			}
			continue
		case described && record:
			w.Reject(r.Where, "the graph has the record %s with other content", handle(r.Thing))
			continue
		case described:
			w.Left("descriptions of things that the graph describes otherwise")
			continue
		case record:
			w.Report.New++
		default:
			w.Report.NewEntities++
		}
		if err := w.keep(r); err != nil {
			return err
		}
		for _, q := range r.Quads {
			had[r.Thing][q] = true
		}
	}
	return nil
}

// described returns what the graph says already of the things to be restored.
func (w *writer) described() (map[quad.Value]map[quad.Quad]bool, error) {
	had := make(map[quad.Value]map[quad.Quad]bool, len(w.restored))
	for _, r := range w.restored {
		had[r.Thing] = map[quad.Quad]bool{}
	}
	for q, err := range w.tx.Match(w.ctx, graph.Pattern{}) {
		if err != nil {
			return nil, err
		}
		about := q.Label
		if about == nil {
			about = q.Subject
		}
		if set := had[about]; set != nil {
			set[q] = true
		}
	}
	return had, nil
}

// compare reports whether a restored thing is a record, whether the graph, which
// has these quads of it, describes it, and whether it says the same.
func compare(r Restored, had map[quad.Quad]bool) (record, described, same bool) {
	own := map[quad.Quad]bool{}
	same = true
	for _, q := range r.Quads {
		own[q] = true
		same = same && had[q]
		record = record || q.Label != nil
		if class, ok := q.Object.(quad.IRI); ok && q.Predicate == quad.Value(quad.IRI(schema.RDFType)) {
			record = record || schema.IsA(string(class), schema.Record)
		}
	}
	return record, len(had) > 0, same && len(own) == len(had)
}

func handle(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok {
		return schema.Handle(string(iri))
	}
	return quad.ToString(v)
}

// keep writes a restored thing.
func (w *writer) keep(r Restored) error {
	for _, q := range r.Quads {
		fresh, err := w.tx.Add(q)
		if err != nil {
			return err
		}
		if fresh {
			w.Report.NewQuads++
		}
		s, ok := q.Subject.(quad.IRI)
		if !ok || q.Label != nil {
			continue
		}
		switch q.Predicate {
		case quad.Value(quad.IRI(schema.RDFType)):
			w.ex.typed[s] = true
			if q.Object == quad.Value(quad.IRI(schema.Claim)) || q.Object == quad.Value(quad.IRI(schema.Act)) {
				w.ex.byStem[stemOf(s)] = append(w.ex.byStem[stemOf(s)], s)
			}
		case quad.Value(quad.IRI(schema.RDFSLabel)):
			w.ex.label(s, q.Object)
		case quad.Value(quad.IRI(schema.Supersedes)):
			if old, ok := q.Object.(quad.IRI); ok {
				w.ex.dead[old] = s
			}
		}
	}
	return nil
}
