// Package claimscsv writes what a lens shows as a table of claims and acts, for
// spreadsheets: CSV (RFC 4180) with the header that the importer of the same
// name reads, a row for each edge.
//
// Things, documents and records are named by their handles, so that import
// finds them in a graph that has them; their names stand beside them for
// people. What a table has no column for (a second quote or summary, one in
// another language, a record that is superseded, edges of IRIs outside of the
// project's namespace) is left out, and the column not_in_table says of which
// properties; other formats of export hold all.
package claimscsv

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	claims "github.com/ascribe-graph/ascribe/internal/importer/claimscsv"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// record is a record of the table, with what describes it.
type record struct {
	iri   quad.IRI
	act   bool
	props map[string][]quad.Value
	edges []quad.Quad
	id    string
	done  bool
}

// table writes records, those that others speak of before them.
type table struct {
	v       *graph.View
	w       *csv.Writer
	columns []string
	records map[quad.IRI]*record
}

// Write writes what a view shows, by record. It holds the records in memory.
func Write(ctx context.Context, w io.Writer, v *graph.View) error {
	t := &table{v: v, w: csv.NewWriter(w), columns: claims.Columns(), records: map[quad.IRI]*record{}}
	order, err := t.collect(ctx)
	if err != nil {
		return err
	}
	if err := t.w.Write(t.columns); err != nil {
		return err
	}
	for _, r := range order {
		if err := t.write(r); err != nil {
			return err
		}
	}
	t.w.Flush()
	return t.w.Error()
}

// collect reads the records, and gives each an id of its own in the table.
func (t *table) collect(ctx context.Context) (order []*record, err error) {
	ids := map[string]bool{}
	for _, r := range t.v.Records() {
		order = append(order, &record{iri: r.IRI, act: r.Act, props: map[string][]quad.Value{}})
	}
	slices.SortFunc(order, func(a, b *record) int { return cmp.Compare(a.iri, b.iri) })
	for _, r := range order {
		t.records[r.iri] = r
		r.id = tableID(r.iri, ids)
		for q, err := range t.v.Match(ctx, graph.Pattern{Subject: r.iri, Unlabelled: true}) {
			if err != nil {
				return nil, err
			}
			p := quad.ToString(q.Predicate)
			if iri, ok := q.Predicate.(quad.IRI); ok {
				p = string(iri)
			}
			r.props[p] = append(r.props[p], q.Object)
		}
		if r.edges, err = t.v.Edges(ctx, r.iri); err != nil {
			return nil, err
		}
		slices.SortFunc(r.edges, graph.CompareQuads)
	}
	return order, nil
}

// maxID is the longest id that the importer takes, with room for a number.
const maxID = 90

// tableID makes an id of letters, digits and . _ - that no other record has.
func tableID(iri quad.IRI, ids map[string]bool) string {
	_, local, ok := strings.Cut(strings.TrimPrefix(string(iri), schema.Base), "/")
	if !ok {
		local = string(iri)
	}
	stem := []byte(local)
	for i, c := range stem {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '.' && c != '-' {
			stem[i] = '_'
		}
	}
	base := strings.TrimLeft(string(stem[:min(len(stem), maxID)]), "._-")
	base = cmp.Or(base, "record")
	id := base
	for n := 2; ids[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	ids[id] = true
	return id
}

// write writes the rows of a record, after those that it speaks of.
func (t *table) write(r *record) error {
	if r.done {
		return nil
	}
	r.done = true // before the others: two may speak of each other
	for _, v := range r.props[schema.Re] {
		if iri, ok := v.(quad.IRI); ok && t.records[iri] != nil {
			if err := t.write(t.records[iri]); err != nil {
				return err
			}
		}
	}
	c := t.cells(r)
	rows := []map[string]string{{}}
	for i, q := range r.edges {
		row, ok := t.edge(q)
		if !ok {
			c.left(q.Predicate)
			continue
		}
		if i == 0 || len(rows[0]) == 0 {
			rows[0] = row
		} else {
			rows = append(rows, row)
		}
	}
	slices.Sort(c.missing)
	c.cells["not_in_table"] = strings.Join(slices.Compact(c.missing), "; ")
	for i, row := range rows {
		line := make([]string, len(t.columns))
		for j, column := range t.columns {
			switch {
			case row[column] != "":
				line[j] = row[column]
			case i == 0 || column == "claim":
				line[j] = c.cells[column]
			}
		}
		if err := t.w.Write(line); err != nil {
			return err
		}
	}
	return nil
}

// edge returns the cells of an edge; ok is false for one that a table cannot hold.
func (t *table) edge(q quad.Quad) (row map[string]string, ok bool) {
	p, isIRI := q.Predicate.(quad.IRI)
	def, known := schema.Property(string(p))
	if !isIRI || !known || def.Place() != schema.EdgeProperty {
		return nil, false
	}
	row = map[string]string{"edge": strings.TrimPrefix(def.IRI, schema.NS), "subject_name": t.v.Label(q.Subject)}
	if row["subject"], ok = handle(q.Subject); !ok {
		return nil, false
	}
	switch o := q.Object.(type) {
	case quad.TypedString:
		if want, ok := importer.Date(string(o.Value)); !ok || want != quad.Value(o) {
			return nil, false
		}
		row["object"] = string(o.Value)
		return row, true
	case quad.String, quad.LangString:
		return row, t.textObject(row, def, o)
	case quad.IRI:
		if slices.Contains(def.Objects, schema.KindClass) {
			row["object"] = strings.TrimPrefix(string(o), schema.NS)
			return row, true
		}
	}
	row["object_name"] = t.v.Label(q.Object)
	row["object"], ok = handle(q.Object)
	return row, ok
}

// textObject fills in a text, with its language where the letters do not tell it.
func (t *table) textObject(row map[string]string, def schema.PropertyDef, o quad.Value) bool {
	text, lang := "", claims.NoLanguage
	switch o := o.(type) {
	case quad.String:
		text = string(o)
	case quad.LangString:
		text, lang = string(o.Value), o.Lang
	}
	if clean, ok := importer.CleanName(text); slices.Contains(def.Objects, schema.XSDString) && (!ok || clean != text) {
		return false
	}
	row["object"] = text
	if claims.TextObject(def, text, "") != o {
		row["object_lang"] = lang
	}
	return strings.TrimSpace(text) == text && text != ""
}

// handle returns the handle of a thing, which import takes.
func handle(v quad.Value) (string, bool) {
	iri, ok := v.(quad.IRI)
	if !ok || !claims.IsHandle(schema.Handle(string(iri))) {
		return "", false
	}
	return schema.Handle(string(iri)), true
}
