package notebook

import (
	"errors"
	"fmt"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// MaxRows is how many rows of a query's result a table shows; Rows has them
// all.
const MaxRows = 1000

// Rows is the result of a SELECT, shown as a table in which things have their
// labels and records their handles, or of an ASK, shown as true or false.
type Rows struct {
	Page
	Vars []string       // the columns
	Rows [][]quad.Value // nil is unbound
	Bool bool           // of an ASK
}

// Query runs a SPARQL SELECT, PATHS or ASK, as graph.View.Query does.
func (b *Book) Query(sparql string) *Rows {
	r := &Rows{}
	b.view(&r.Page, func(d *desk) error {
		res, err := d.View.Query(d.ctx, sparql, nil)
		if err != nil {
			return err
		}
		switch res.Form {
		case graph.Ask:
			r.Bool, r.head = res.Bool, fmt.Sprint(res.Bool)
			return nil
		case graph.Construct, graph.Describe:
			return errors.New("query: it gives triples, want a SELECT, PATHS or ASK: graph.View.Query gives those of a CONSTRUCT or DESCRIBE")
		}
		r.Vars, r.table = res.Vars, &table{head: res.Vars}
		for values, err := range res.Rows() {
			if err != nil {
				return err
			}
			r.Rows = append(r.Rows, values)
			if len(r.Rows) > MaxRows {
				continue
			}
			cells := make([]cell, len(values))
			for i, v := range values {
				cells[i] = cell{d.value(v)}
			}
			r.table.add(cells...)
		}
		if n := len(r.Rows); n == 0 {
			r.notes = append(r.notes, "No rows.")
		} else if n > MaxRows {
			r.notes = append(r.notes, fmt.Sprintf("%d rows, of which the first %d are shown.", n, MaxRows))
		}
		return nil
	})
	return r
}

// value is a term as a part of a cell.
func (d *desk) value(v quad.Value) part {
	switch v := v.(type) {
	case nil:
		return part{}
	case quad.IRI:
		if r := d.View.Record(v); r != nil {
			return d.record(r)
		}
		p := part{text: d.Label(v), title: string(v)}
		if src := d.View.Source(v, d.Langs...); src.URL != "" {
			p.href = src.URL
		}
		return p
	}
	return part{text: d.Label(v)}
}
