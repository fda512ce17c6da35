package ask

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// The limits of what the queries of a template may give.
const (
	MaxRows = 100_000 // rows of one query: more is an error; of records among which was looked, ten times as many
	MaxCell = 100     // values of one cell: of more some are left out, and the cell ends in "…"
	// MaxLong is how many rows have the cells of a column of which thousands of
	// rows have far more than others; the cells of further rows are "…", and a note
	// says so.
	MaxLong = 100
)

// manyLooked times as many records as rows may be looked among: in a great graph
// those are all claims.
const manyLooked = 10

var maxRows = MaxRows // tests set it

// asked is what a query of a template gave.
type asked struct {
	solutions []solution
	cut       bool // there is more
	text      string
}

// query runs one query of the template with some variables bound. It gives at
// most some solutions; more is an error, unless it is for a cell.
func (r *run) query(v *graph.View, q *query, bound map[string]quad.Value, forCell bool) (*asked, error) {
	if q.pastStance {
		var err error
		if v, err = r.pastStance(v); err != nil {
			return nil, err
		}
	}
	key := r.key(v, q, func(name string) quad.Value { return bound[name] })
	if a := r.cache[key]; a != nil {
		return a, nil
	}
	a, err := r.evaluate(r.ctx, v, q, bound, forCell)
	if err != nil {
		return nil, err
	}
	r.cache[key] = a
	return a, nil
}

// evaluate is query that remembers nothing. It may run beside others.
func (r *run) evaluate(ctx context.Context, v *graph.View, q *query, bound map[string]quad.Value, forCell bool) (*asked, error) {
	text, err := r.expand(v, q, bound)
	if err != nil {
		return nil, err
	}
	o := &graph.QueryOptions{File: r.t.File, MaxRows: maxRows, Relations: true}
	switch {
	case forCell:
		o.MaxRows = MaxCell
	case r.t.looked != nil && q == r.t.looked.query:
		o.MaxRows = manyLooked * maxRows
	}
	p, err := graph.Prepare(text, o)
	if err != nil {
		return nil, err
	}
	a := &asked{text: text}
	err = solve(ctx, v, p, func(_ []quad.Value, s solution) { a.solutions = append(a.solutions, s) }, 0)
	if limit, ok := errors.AsType[*graph.LimitError](err); forCell && ok && limit.Limit == "rows" {
		a.cut, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	if !q.sorted() {
		sortSolutions(a.solutions)
	}
	return a, nil
}

// expand writes a query with values for what is bound, and its macros.
func (r *run) expand(v *graph.View, q *query, bound map[string]quad.Value) (string, error) {
	return expand(q.text, bound, func(p sparqlPiece) (string, error) {
		if _, ok := bound[p.args[1]].(quad.IRI); p.macro == "by" && !ok {
			return "", fmt.Errorf("@by: ?%s is not bound", p.args[1])
		}
		return relation(p, bound, v.Lens().Spread), nil
	})
}

// solve runs a query; each row is given without its first lead columns, and
// those apart.
func solve(ctx context.Context, v *graph.View, p *graph.Prepared, each func(lead []quad.Value, s solution), lead int) error {
	res, err := p.Run(ctx, v, nil)
	if err != nil {
		return err
	}
	vars := res.Vars[lead:]
	for row, err := range res.Rows() {
		if err != nil {
			return err
		}
		each(row[:lead], solution{vars, row[lead:]})
	}
	return nil
}

// sorted reports whether the query itself orders what it gives.
func (q *query) sorted() bool { return strings.Contains(q.text, "ORDER BY") }

// sortSolutions sorts: what an engine gives first depends on the ids of its terms.
func sortSolutions(list []solution) {
	slices.SortStableFunc(list, func(a, b solution) int {
		for i := range a.values {
			if c := compareTexts(a.values[i], b.values[i]); c != 0 {
				return c
			}
		}
		return 0
	})
}

// compareTexts compares what quad.ToString writes, of IRIs without writing it.
func compareTexts(a, b quad.Value) int {
	x, xok := a.(quad.IRI)
	y, yok := b.(quad.IRI)
	if !xok || !yok {
		return cmp.Compare(quad.ToString(a), quad.ToString(b))
	}
	n := min(len(x), len(y))
	if c := cmp.Compare(x[:n], y[:n]); c != 0 || len(x) == len(y) {
		return c
	}
	// The shorter one is the beginning of the other: it ends in ">".
	if len(x) > n {
		return cmp.Or(cmp.Compare(x[n], '>'), 1)
	}
	return cmp.Or(cmp.Compare('>', y[n]), -1)
}

// mentions returns the variables of a query, sorted.
func (r *run) mentions(q *query) []string {
	names, ok := r.variables[q]
	if !ok {
		names = slices.Sorted(maps.Keys(variablesOf(q.text)))
		r.variables[q] = names
	}
	return names
}

// key tells apart the queries that were run: by their values too.
func (r *run) key(v *graph.View, q *query, bound func(name string) quad.Value) askedKey {
	var b strings.Builder
	for _, name := range r.mentions(q) {
		if value := bound(name); value != nil && value != r.slots[name] {
			b.WriteString("\n" + name + " " + quad.ToString(value))
		}
	}
	return askedKey{v, q, b.String()}
}

// askedKey is a query over a view, with the values that it has beside those of
// the slots.
type askedKey struct {
	view   *graph.View
	query  *query
	values string
}

// fewRows is how many rows have their columns' queries run one by one; tests set
// it.
var fewRows = 4

// maxBatch is how many rows a query of a batch may give, beside four for each row;
// tests set it.
var maxBatch = MaxRows / 10

// prefetch runs the queries of columns for all rows at once, where that gives
// the same, and keeps what they gave.
func (r *run) prefetch(rows []unfilled, columns []int) error {
	v := r.view
	var groups []*group
	for _, row := range rows {
		if row.view == v {
			groups = append(groups, row.group)
		}
	}
	if len(groups) < fewRows {
		return nil
	}
	var all []*batch
	for _, i := range columns {
		c := r.t.columns[i]
		if c.query == nil || c.query.sorted() {
			continue
		}
		of := v
		if c.query.pastStance {
			var err error
			if of, err = r.pastStance(v); err != nil {
				return err
			}
		}
		all = append(all, r.batches(of, groups, c)...)
	}
	if err := atOnce(r.ctx, all, r.askBatch); err != nil {
		return err
	}
	for _, b := range all {
		if b.asked {
			maps.Copy(r.cache, b.at)
		}
		if b.tooMuch && !b.column.speakers {
			r.long[b.column] = MaxLong
		}
	}
	for _, i := range columns {
		c := r.t.columns[i]
		if _, long := r.long[c]; !long {
			continue
		}
		if err := r.prefetchLong(v, groups, c); err != nil {
			return fmt.Errorf("%s: column %s: %w", r.t.File, c.name, err)
		}
	}
	return nil
}

// batches returns what the query of a column has values for in the groups: what
// varies from row to row, by which variables have a value. Most rows have the same.
func (r *run) batches(v *graph.View, groups []*group, c *column) []*batch {
	of := map[string]*batch{}
	var out []*batch
	for _, g := range groups {
		for _, s := range g.solutions {
			if c.needs != "" && s.get(c.needs) == nil {
				continue
			}
			bound := r.inRow(c, s)
			key := r.key(v, c.query, bound)
			if r.cache[key] != nil {
				continue
			}
			var vars []string
			var row []quad.Value
			for _, name := range r.mentions(c.query) {
				if value := bound(name); value != nil && value != r.slots[name] {
					vars, row = append(vars, name), append(row, value)
				}
			}
			id := strings.Join(vars, " ")
			b := of[id]
			if b == nil {
				b = &batch{view: v, column: c, vars: vars, at: map[askedKey]*asked{}}
				of[id] = b
				out = append(out, b)
			}
			if b.at[key] == nil {
				b.at[key] = &asked{}
				b.keys, b.rows = append(b.keys, key), append(b.rows, row)
			}
		}
	}
	return out
}

// prefetchLong runs the query of a column that is too much for all rows for those
// that will have it.
func (r *run) prefetchLong(v *graph.View, groups []*group, c *column) error {
	if c.query.pastStance {
		var err error
		if v, err = r.pastStance(v); err != nil {
			return err
		}
	}
	type cell struct {
		key   askedKey
		bound map[string]quad.Value
		asked *asked
	}
	var cells []*cell
	for _, g := range groups[:min(len(groups), MaxLong)] {
		for _, s := range g.solutions {
			if c.needs != "" && s.get(c.needs) == nil {
				continue
			}
			if key := r.key(v, c.query, r.inRow(c, s)); r.cache[key] == nil {
				cells = append(cells, &cell{key: key, bound: r.bound(c, s)})
			}
		}
	}
	err := atOnce(r.ctx, cells, func(ctx context.Context, x *cell) (err error) {
		x.asked, err = r.evaluate(ctx, v, c.query, x.bound, true)
		return err
	})
	if err != nil {
		return err
	}
	for _, x := range cells {
		r.cache[x.key] = x.asked
	}
	return nil
}

// batch is a column's query for several rows of values.
type batch struct {
	view    *graph.View
	column  *column
	vars    []string
	keys    []askedKey // by row
	rows    [][]quad.Value
	at      map[askedKey]*asked
	asked   bool // at is what it gave
	tooMuch bool // it gives much more than cells hold
}

// bound is what the query of a column has values for in a row.
func (r *run) bound(c *column, s solution) map[string]quad.Value {
	bound := maps.Clone(r.slots)
	for i, name := range s.names {
		if value := s.values[i]; value != nil && !isColumnVariable(name, c.speakers) {
			bound[name] = value
		}
	}
	return bound
}

// inRow looks up what bound has.
func (r *run) inRow(c *column, s solution) func(name string) quad.Value {
	return func(name string) quad.Value {
		if value := s.get(name); value != nil && !isColumnVariable(name, c.speakers) {
			return value
		}
		return r.slots[name]
	}
}

// ofRow is query of a column in a row.
func (r *run) ofRow(v *graph.View, c *column, s solution) (*asked, error) {
	if c.query.pastStance {
		var err error
		if v, err = r.pastStance(v); err != nil {
			return nil, err
		}
	}
	if a := r.cache[r.key(v, c.query, r.inRow(c, s))]; a != nil {
		return a, nil
	}
	return r.query(v, c.query, r.bound(c, s), !c.speakers)
}

// joined is a query joined with the rows of a batch; false if it cannot be: @by may
// have a party that varies, or a variable stand where only a value can.
func (r *run) joined(v *graph.View, q *query, b *batch) (*graph.Prepared, bool) {
	text, err := r.expand(v, q, r.slots)
	if err != nil {
		return nil, false
	}
	p, err := graph.Prepare(text, &graph.QueryOptions{File: r.t.File, MaxRows: 4*len(b.rows) + maxBatch, AllOrNone: true, Relations: true})
	if err != nil {
		return nil, false
	}
	return p.Each(b.vars, b.rows)
}

// askBatch runs a column's query for the rows of a batch. Where it cannot be
// joined with them, or gives much more than cells hold, it will be run row by row.
// It may run beside others.
func (r *run) askBatch(ctx context.Context, b *batch) error {
	ofSlots := slices.ContainsFunc(b.vars, func(name string) bool { return r.slots[name] != nil })
	if len(b.rows) < fewRows || len(b.vars) == 0 || ofSlots {
		return nil
	}
	p, ok := r.joined(b.view, b.column.query, b)
	if !ok {
		return nil
	}
	byRow := make(map[string]*asked, len(b.rows))
	id := func(row []quad.Value) string {
		var s strings.Builder
		for _, value := range row {
			s.WriteString(quad.ToString(value) + "\n")
		}
		return s.String()
	}
	for i, row := range b.rows {
		byRow[id(row)] = b.at[b.keys[i]]
	}
	err := solve(ctx, b.view, p, func(lead []quad.Value, s solution) {
		if a := byRow[id(lead)]; a != nil {
			a.solutions = append(a.solutions, s)
		}
	}, len(b.vars))
	if limit, ok := errors.AsType[*graph.LimitError](err); ok && limit.Limit == "rows" {
		b.tooMuch = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: column %s: %w", r.t.File, b.column.name, err)
	}
	for _, a := range b.at {
		sortSolutions(a.solutions)
		if !b.column.speakers && len(a.solutions) > MaxCell {
			a.solutions, a.cut = a.solutions[:MaxCell], true
		}
	}
	b.asked = true
	return nil
}
