package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// The most rows and triples of a query whose records draw looks up.
const (
	mostDrawnRows    = 500
	mostDrawnTriples = 2000
)

// pathColumns are the columns of PATHS, a row a hop.
var pathColumns = []string{"path", "hop", "from", "p", "to", "forward"}

// queryDrawing takes what is to be drawn of a query's answer out of the view:
// the chains of PATHS; the records on which the rows of a SELECT or an ASK rest;
// the records that hold the triples of a CONSTRUCT or a DESCRIBE. It returns how
// many records that is.
func (s *session) queryDrawing(ctx context.Context, v *graph.View, text string, o *graph.SubgraphOptions) (drawing, int, error) {
	qo := &graph.QueryOptions{Relations: true}
	p, err := s.prepare(text, qo)
	if err != nil {
		return nil, 0, err
	}
	res, err := p.Run(ctx, v, nil)
	if err != nil {
		return nil, 0, err
	}
	var records []quad.IRI
	cut := false
	switch {
	case res.Form == graph.Construct || res.Form == graph.Describe:
		records, cut, err = s.holding(ctx, v, res)
	case slices.Equal(res.Vars, pathColumns):
		return s.queryChains(ctx, v, text, res, o)
	case res.Form == graph.Ask:
		var ev *graph.Evidence
		if ev, err = v.Explain(ctx, text, nil, qo); err == nil {
			records = ev.Records
		}
	default:
		n := 0
		for row, err := range res.Rows() {
			if err != nil {
				return nil, 0, err
			}
			if n++; n > mostDrawnRows {
				cut = true
				break
			}
			ev, err := v.Explain(ctx, text, row, qo)
			if err != nil {
				return nil, 0, err
			}
			records = append(records, ev.Records...)
		}
	}
	if err != nil {
		return nil, 0, err
	}
	if cut {
		fmt.Fprintf(s.err, "ascribe: only the first rows are drawn (%d rows or %d triples); LIMIT the query to choose\n", mostDrawnRows, mostDrawnTriples)
	}
	sub, err := v.Subgraph(ctx, records, o)
	if err != nil {
		return nil, 0, err
	}
	return subgraphDrawing(sub), len(sub.Records), nil
}

// holding are the records under which the triples of a result stand.
func (s *session) holding(ctx context.Context, v *graph.View, res *graph.Result) (records []quad.IRI, cut bool, err error) {
	n := 0
	for t, err := range res.Triples() {
		if err != nil {
			return nil, false, err
		}
		if n++; n > mostDrawnTriples {
			return records, true, nil
		}
		for q, err := range v.Match(ctx, graph.Pattern{Subject: t.Subject, Predicate: t.Predicate, Object: t.Object}) {
			if err != nil {
				return nil, false, err
			}
			if label, ok := q.Label.(quad.IRI); ok {
				records = append(records, label)
			}
		}
	}
	return records, false, nil
}

// queryChains draws the chains of PATHS.
func (s *session) queryChains(ctx context.Context, v *graph.View, text string, res *graph.Result, o *graph.SubgraphOptions) (drawing, int, error) {
	var chains []graph.Chain
	var records []quad.IRI
	last := quad.Value(nil)
	for row, err := range res.Rows() {
		if err != nil {
			return nil, 0, err
		}
		from, ok := row[2].(quad.IRI)
		p, ok2 := row[3].(quad.IRI)
		to, ok3 := row[4].(quad.IRI)
		if !ok || !ok2 || !ok3 {
			continue // a chain to a literal has no box for its end
		}
		if len(chains) == 0 || row[0] != last {
			if len(chains) == graph.DefaultPathLimit {
				break
			}
			chains, last = append(chains, nil), row[0]
		}
		hop := graph.Hop{From: from, Predicate: p, To: to, Forward: isTrue(row[5])}
		ends := graph.Pattern{Subject: from, Predicate: p, Object: to}
		if !hop.Forward {
			ends.Subject, ends.Object = to, from
		}
		for q, err := range v.Match(ctx, ends) {
			if err != nil {
				return nil, 0, err
			}
			if label, ok := q.Label.(quad.IRI); ok && !slices.Contains(hop.Records, label) {
				hop.Records = append(hop.Records, label)
			}
		}
		records = append(records, hop.Records...)
		chains[len(chains)-1] = append(chains[len(chains)-1], hop)
	}
	o.MaxRecords = max(1, len(records))
	sub, err := v.Subgraph(ctx, records, o)
	if err != nil {
		return nil, 0, err
	}
	return pathDrawing(sub, chains), len(sub.Records), nil
}

func isTrue(v quad.Value) bool {
	t, ok := v.(quad.TypedString)
	return ok && (t.Value == "true" || t.Value == "1")
}
