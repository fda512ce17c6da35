package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// existing is what a graph holds already of what an import speaks of.
type existing struct {
	byStem  map[string][]quad.IRI            // records by stem
	dead    map[quad.IRI]quad.IRI            // superseded or retracted, by which
	sources map[quad.IRI][]quad.IRI          // of records
	typed   map[quad.IRI]bool                // things that are described
	labels  map[quad.IRI]map[quad.Value]bool // of things
	// versions that records were taken from, by collection.
	versions map[string][]string
}

// survey reads it in one scan for each of five predicates.
func survey(ctx context.Context, tx *graph.Tx) (*existing, error) {
	e := &existing{
		byStem: map[string][]quad.IRI{}, dead: map[quad.IRI]quad.IRI{}, sources: map[quad.IRI][]quad.IRI{},
		typed: map[quad.IRI]bool{}, labels: map[quad.IRI]map[quad.Value]bool{},
		versions: map[string][]string{},
	}
	retracts := map[quad.IRI]bool{}
	re := map[quad.IRI][]quad.IRI{}
	for _, scan := range []struct {
		predicate string
		see       func(s quad.IRI, o quad.Value)
	}{
		{schema.RDFType, func(s quad.IRI, o quad.Value) {
			if o == quad.Value(quad.IRI(schema.Claim)) || o == quad.Value(quad.IRI(schema.Act)) {
				e.byStem[stemOf(s)] = append(e.byStem[stemOf(s)], s)
			}
			e.typed[s] = true
		}},
		{schema.RDFSLabel, func(s quad.IRI, o quad.Value) { e.label(s, o) }},
		{schema.Supersedes, func(s quad.IRI, o quad.Value) {
			if old, ok := o.(quad.IRI); ok {
				e.dead[old] = s
			}
		}},
		{schema.Stance, func(s quad.IRI, o quad.Value) {
			if o == quad.Value(quad.IRI(schema.Retracts)) {
				retracts[s] = true
			}
		}},
		{schema.Re, func(s quad.IRI, o quad.Value) {
			if other, ok := o.(quad.IRI); ok {
				re[s] = append(re[s], other)
			}
		}},
		{schema.SourceProp, func(s quad.IRI, o quad.Value) {
			if src, ok := o.(quad.IRI); ok && !strings.HasPrefix(string(src), schema.NSSource+"web/") {
				e.sources[s] = append(e.sources[s], src)
				local := strings.TrimPrefix(string(src), schema.NSSource)
				if i := strings.LastIndexByte(local, '/'); i > 0 && !slices.Contains(e.versions[local[:i]], local[i+1:]) {
					e.versions[local[:i]] = append(e.versions[local[:i]], local[i+1:])
				}
			}
		}},
	} {
		for q, err := range tx.Match(ctx, graph.Pattern{Predicate: quad.IRI(scan.predicate), Unlabelled: true}) {
			if err != nil {
				return nil, err
			}
			if s, ok := q.Subject.(quad.IRI); ok {
				scan.see(s, q.Object)
			}
		}
	}
	for r := range retracts {
		for _, other := range re[r] {
			e.dead[other] = r
		}
	}
	return e, nil
}

func (e *existing) label(of quad.IRI, v quad.Value) {
	if e.labels[of] == nil {
		e.labels[of] = map[quad.Value]bool{}
	}
	e.labels[of][v] = true
}

// alive returns the records under a stem that nothing replaced or took back.
func (e *existing) alive(stem string) (out []quad.IRI) {
	for _, r := range e.byStem[stem] {
		if _, dead := e.dead[r]; !dead {
			out = append(out, r)
		}
	}
	return out
}

// version returns the version of a record: its own, which its IRI says, or that of
// the collection that it was taken from.
func (e *existing) version(record quad.IRI, collection string) string {
	last := string(record[strings.LastIndexByte(string(record), '/')+1:])
	if v, _, ok := strings.Cut(last, "-"); ok {
		return v
	}
	for _, s := range e.sources[record] {
		if v, ok := strings.CutPrefix(string(s), schema.NSSource+collection+"/"); ok {
			return v
		}
	}
	return ""
}
