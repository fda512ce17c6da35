package ask

import (
	"context"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// Answer is what a question gives: rows with their records, and the world in
// which it holds. It stays valid after the view has ended.
type Answer struct {
	Asked    string // as it was typed
	Question string // as it was understood, names written out
	Lang     string // "en" or "nl"
	Template string // the template's id
	Slots    map[string]quad.IRI

	Columns []Column
	Rows    []Row
	// Perhaps are the rows that hold or fail depending on a date that is not
	// known exactly.
	Perhaps  []Row
	Notes    []Note
	Sentence string

	World     graph.World
	WorldText string // World in Lang
	Lens      graph.Lens
	SPARQL    string   // the query of the rows, as it ran
	Queries   []string // the same, one by one where there are several
	Looked    *Note    // what a negative answer was looked for among; nil if the question has no negative part

	template *Template
	typed    map[string]string
}

// Column is the head of a column.
type Column struct {
	Name string // how the template calls it: a key for programs
	Head string // in the answer's language
}

// Row is one row, a cell for each column.
type Row struct {
	Cells   []Cell
	Records []quad.IRI // the evidence, in the order in which it was met
	Perhaps bool

	keys map[string]quad.Value
}

// Cell holds the values of one column.
type Cell []Value

// Value is one value of a cell.
type Value struct {
	Terms   []quad.Value // what Text is made of: an entity, a literal, several of them
	Text    string
	Mark    string     // how the value is meant, such as "relayed by a newspaper"; often ""
	Records []quad.IRI // its own evidence
}

func (v Value) String() string {
	if v.Mark == "" {
		return v.Text
	}
	return v.Text + " (" + v.Mark + ")"
}

// term is the one thing that a value is of; nil if it is of none or of several.
func (v Value) term() quad.Value {
	if len(v.Terms) != 1 {
		return nil
	}
	return v.Terms[0]
}

// String writes the values as a table shows them.
func (c Cell) String() string {
	sep := ", "
	out := make([]string, len(c))
	for i, v := range c {
		out[i] = v.String()
		if v.Mark != "" || len(v.Terms) > 1 || strings.Contains(v.Text, ",") {
			sep = "; "
		}
	}
	return strings.Join(out, sep)
}

// Note is a line that belongs to an answer, with the records it rests on.
type Note struct {
	Name    string // how the template calls it; "perhaps", "disputed", "read", "also", "lens"
	Text    string
	Records []quad.IRI
}

// Cell returns the cell of a column, nil if there is no such column.
func (a *Answer) Cell(row *Row, column string) Cell {
	for i, c := range a.Columns {
		if c.Name == column {
			return row.Cells[i]
		}
	}
	return nil
}

// Records returns the evidence of all rows, each record once.
func (a *Answer) Records() []quad.IRI {
	var out union[quad.IRI]
	for _, rows := range [][]Row{a.Rows, a.Perhaps} {
		for _, row := range rows {
			out.add(row.Records...)
		}
	}
	return out.list
}

// Subgraph takes what the answer rests on out of the view that it was asked of,
// to be drawn: through the answer's lens, which the question may have narrowed,
// and with claims of every stance where it speaks of those that the lens leaves
// out, such as denials.
func (a *Answer) Subgraph(ctx context.Context, v *graph.View, o *graph.SubgraphOptions) (*graph.Subgraph, error) {
	v, err := v.With(&a.Lens)
	if err != nil {
		return nil, err
	}
	records := a.Records()
	if slices.ContainsFunc(records, func(r quad.IRI) bool { return v.Record(r) == nil }) {
		if v, err = v.PastStance(); err != nil {
			return nil, err
		}
	}
	return v.Subgraph(ctx, records, o)
}
