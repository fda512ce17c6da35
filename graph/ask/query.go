package ask

import (
	"cmp"
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
	MaxRows = 100_000 // rows of one query: more is an error
	MaxCell = 100     // values of one cell: of more some are left out, and the cell ends in "…"
	// MaxLong is how many rows have the cells of a column of which thousands of
	// rows have far more than others; the cells of further rows are "…", and a note
	// says so.
	MaxLong = 100
)

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
	key := r.key(v, q, bound)
	if a := r.cache[key]; a != nil {
		return a, nil
	}
	text, err := r.expand(v, q, bound)
	if err != nil {
		return nil, err
	}
	o := &graph.QueryOptions{File: r.t.File, MaxRows: MaxRows, Relations: true}
	if forCell {
		o.MaxRows = MaxCell
	}
	p, err := graph.Prepare(text, o)
	if err != nil {
		return nil, err
	}
	a := &asked{text: text}
	vars, err := r.solve(v, p, func(_ []quad.Value, s solution) { a.solutions = append(a.solutions, s) }, 0)
	if limit, ok := errors.AsType[*graph.LimitError](err); forCell && ok && limit.Limit == "rows" {
		a.cut, err = true, nil
	}
	if err != nil {
		return nil, err
	}
	if !q.sorted() {
		sortSolutions(a.solutions, vars)
	}
	r.cache[key] = a
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
// those apart. It returns the variables of the other columns.
func (r *run) solve(v *graph.View, p *graph.Prepared, each func(lead []quad.Value, s solution), lead int) ([]string, error) {
	res, err := p.Run(r.ctx, v, nil)
	if err != nil {
		return nil, err
	}
	vars := res.Vars[lead:]
	for row, err := range res.Rows() {
		if err != nil {
			return vars, err
		}
		s := make(solution, len(vars))
		for i, name := range vars {
			if row[lead+i] != nil {
				s[name] = row[lead+i]
			}
		}
		each(row[:lead], s)
	}
	return vars, nil
}

// sorted reports whether the query itself orders what it gives.
func (q *query) sorted() bool { return strings.Contains(q.text, "ORDER BY") }

// sortSolutions sorts: what an engine gives first depends on the ids of its terms.
func sortSolutions(list []solution, vars []string) {
	slices.SortStableFunc(list, func(a, b solution) int {
		for _, name := range vars {
			if c := cmp.Compare(quad.ToString(a[name]), quad.ToString(b[name])); c != 0 {
				return c
			}
		}
		return 0
	})
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
func (r *run) key(v *graph.View, q *query, bound map[string]quad.Value) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%p %p", v, q)
	for _, name := range r.mentions(q) {
		if value := bound[name]; value != nil && value != r.slots[name] {
			b.WriteString("\n" + name + " " + quad.ToString(value))
		}
	}
	return b.String()
}

// fewRows is how many rows have their columns' queries run one by one; tests set
// it.
var fewRows = 4

// maxBatch is how many rows a query of a batch may give, beside four for each row;
// tests set it.
var maxBatch = MaxRows / 10

// prefetch runs a column's query for all groups at once, where that gives the
// same, and keeps what it gave.
func (r *run) prefetch(v *graph.View, groups []*group, c *column) error {
	if c.query == nil || len(groups) < fewRows || c.query.sorted() {
		return nil
	}
	if c.query.pastStance {
		var err error
		if v, err = r.pastStance(v); err != nil {
			return err
		}
	}
	// What varies from row to row: most rows have the same variables.
	batches := map[string]*batch{}
	var order []string
	for _, g := range groups {
		for _, s := range g.solutions {
			if c.needs != "" && s[c.needs] == nil {
				continue
			}
			bound := r.bound(c, s)
			key := r.key(v, c.query, bound)
			if r.cache[key] != nil {
				continue
			}
			var vars []string
			var row []quad.Value
			for _, name := range r.mentions(c.query) {
				if bound[name] != nil && bound[name] != r.slots[name] {
					vars, row = append(vars, name), append(row, bound[name])
				}
			}
			id := strings.Join(vars, " ")
			b := batches[id]
			if b == nil {
				b = &batch{vars: vars, at: map[string]*asked{}}
				batches[id] = b
				order = append(order, id)
			}
			if b.at[key] == nil {
				b.at[key] = &asked{}
				b.keys, b.rows = append(b.keys, key), append(b.rows, row)
			}
		}
	}
	for _, id := range order {
		if err := r.askBatch(v, c, batches[id]); err != nil {
			return err
		}
	}
	return nil
}

// batch is a query for several rows of values.
type batch struct {
	vars []string
	keys []string // of the cache, by row
	rows [][]quad.Value
	at   map[string]*asked
}

// bound is what the query of a column has values for in a row.
func (r *run) bound(c *column, s solution) map[string]quad.Value {
	bound := maps.Clone(r.slots)
	for name, value := range s {
		if !isColumnVariable(name, c.speakers) {
			bound[name] = value
		}
	}
	return bound
}

// joined is a query joined with the rows of a batch; false if it cannot be: @by may
// have a party that varies, or a variable stand where only a value can.
func (r *run) joined(v *graph.View, q *query, b *batch) (*graph.Prepared, bool) {
	text, err := r.expand(v, q, r.slots)
	if err != nil {
		return nil, false
	}
	p, err := graph.Prepare(text, &graph.QueryOptions{File: r.t.File, MaxRows: 4*len(b.rows) + maxBatch, Relations: true})
	if err != nil {
		return nil, false
	}
	return p.Each(b.vars, b.rows)
}

// askBatch runs a column's query for the rows of a batch. Where it cannot be
// joined with them, or gives much more than cells hold, nothing is kept: it will
// be run row by row.
func (r *run) askBatch(v *graph.View, c *column, b *batch) error {
	ofSlots := slices.ContainsFunc(b.vars, func(name string) bool { return r.slots[name] != nil })
	if len(b.rows) < fewRows || len(b.vars) == 0 || ofSlots {
		return nil
	}
	p, ok := r.joined(v, c.query, b)
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
	vars, err := r.solve(v, p, func(lead []quad.Value, s solution) {
		if a := byRow[id(lead)]; a != nil {
			a.solutions = append(a.solutions, s)
		}
	}, len(b.vars))
	if limit, ok := errors.AsType[*graph.LimitError](err); ok && limit.Limit == "rows" {
		if !c.speakers {
			r.long[c] = MaxLong
		}
		return nil
	}
	if err != nil {
		return err
	}
	for key, a := range b.at {
		sortSolutions(a.solutions, vars)
		if !c.speakers && len(a.solutions) > MaxCell {
			a.solutions, a.cut = a.solutions[:MaxCell], true
		}
		r.cache[key] = a
	}
	return nil
}
