package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// fillColumns computes the cells of some columns.
func (r *run) fillColumns(rows []unfilled, columns []int) error {
	if err := r.prefetch(rows, columns); err != nil {
		return err
	}
	for _, row := range rows {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		for _, i := range columns {
			c := r.t.columns[i]
			var err error
			if row.Cells[i], err = r.cell(row.view, row.group, c); err != nil {
				return fmt.Errorf("%s: column %s: %w", r.t.File, c.name, err)
			}
		}
	}
	return nil
}

// gather takes the evidence of rows from their solutions and their cells.
func gather(rows []unfilled) {
	for _, row := range rows {
		var records union[quad.IRI]
		for _, s := range row.group.solutions {
			records.add(recordsIn(s)...)
		}
		for _, cell := range row.Cells {
			for _, value := range cell {
				records.add(value.Records...)
			}
		}
		row.Records = records.list
	}
}

// recordsIn returns the evidence of a solution: every variable whose name
// begins with "record" or "when".
func recordsIn(s solution) []quad.IRI {
	var few [4]int
	at := few[:0]
	for i, name := range s.names {
		if strings.HasPrefix(name, "record") || strings.HasPrefix(name, "when") {
			at = append(at, i)
		}
	}
	slices.SortFunc(at, func(i, k int) int { return cmp.Compare(s.names[i], s.names[k]) })
	var out []quad.IRI
	for _, i := range at {
		if iri, ok := s.values[i].(quad.IRI); ok && !slices.Contains(out, iri) {
			out = append(out, iri)
		}
	}
	return out
}

func (r *run) cell(v *graph.View, g *group, c *column) (Cell, error) {
	if c.countOf != "" {
		n := g.count(c.countOf)
		term := quad.TypedString{Value: quad.String(strconv.Itoa(n)), Type: term.XSDInteger}
		return Cell{{Terms: []quad.Value{term}, Text: strconv.Itoa(n)}}, nil
	}
	if left, long := r.long[c]; long {
		if left == 0 {
			return Cell{{Text: "…"}}, nil
		}
		r.long[c]--
	}
	var values cellValues
	var speakersOf union[quad.IRI]
	cut := false
	for _, s := range g.solutions {
		found := []solution{s}
		if c.needs != "" && s.get(c.needs) == nil {
			continue
		}
		if c.query != nil {
			a, err := r.ofRow(v, c, s)
			if err != nil {
				return nil, err
			}
			found, cut = a.solutions, cut || a.cut
		}
		if c.speakers {
			for _, f := range found {
				name := "record"
				if c.query == nil {
					name = c.name
				}
				if iri, ok := f.get(name).(quad.IRI); ok {
					speakersOf.add(iri)
				}
			}
			continue
		}
		for _, value := range r.preferred(found, c) {
			values.add(value)
		}
	}
	if c.speakers {
		past, err := r.pastStance(v)
		if err != nil {
			return nil, err
		}
		return r.speakerValues(v, past, speakersOf.list, r.named(c.of)), nil
	}
	cell := values.cell()
	slices.SortStableFunc(cell, func(a, b Value) int { return r.wordRank(a.Terms[0]) - r.wordRank(b.Terms[0]) })
	if cut {
		cell = append(cell, Value{Text: "…"})
	}
	return cell, nil
}

// named are the parties in slots.
func (r *run) named(slots []string) []quad.IRI {
	var out []quad.IRI
	for _, s := range slots {
		if iri, ok := r.slots[s].(quad.IRI); ok {
			out = append(out, iri)
		}
	}
	return out
}

// cellValues are the values of a cell, those that read alike as one with the
// records of all.
type cellValues struct {
	list    Cell
	records []union[quad.IRI]
	at      map[[2]string]int // by text and mark
}

func (c *cellValues) add(v Value) {
	key := [2]string{v.Text, v.Mark}
	i, ok := c.at[key]
	if !ok {
		if c.at == nil {
			c.at = map[[2]string]int{}
		}
		i = len(c.list)
		c.at[key] = i
		c.list, c.records = append(c.list, v), append(c.records, union[quad.IRI]{})
	}
	c.records[i].add(v.Records...)
}

func (c *cellValues) cell() Cell {
	for i := range c.list {
		c.list[i].Records = c.records[i].list
	}
	return c.list
}

// preferred makes values of solutions; where a text is there in several
// languages, only those in the best one.
func (r *run) preferred(found []solution, c *column) []Value {
	var out []Value
	ranks := make([]int, 0, len(found))
	best := len(r.langs) + 2
	for _, s := range found {
		v, rank := r.value(s, c)
		if len(v.Terms) == 0 {
			continue
		}
		out = append(out, v)
		ranks = append(ranks, rank)
		if rank > 0 {
			best = min(best, rank)
		}
	}
	kept := out[:0]
	for i, v := range out {
		if ranks[i] == 0 || ranks[i] == best {
			kept = append(kept, v)
		}
	}
	return kept
}

// value makes the value of one solution; rank is 0 for what has no language,
// otherwise the place of its language among the wanted ones, from 1.
func (r *run) value(s solution, c *column) (v Value, rank int) {
	var fewParts, fewMarks [4]string
	parts, marks := fewParts[:0], fewMarks[:0]
	if c.query == nil {
		parts = append(parts, c.name)
	} else {
		for i, name := range s.names {
			switch {
			case s.values[i] == nil:
			case strings.HasPrefix(name, "value"), strings.HasPrefix(name, "when"):
				parts = append(parts, name)
			case strings.HasPrefix(name, "mark"):
				marks = append(marks, name)
			}
		}
		// value, value2, ... in their order; dates after the value they date.
		slices.SortFunc(parts, func(a, b string) int { return cmp.Compare(partOrder(a), partOrder(b)) })
		slices.Sort(marks)
	}
	var texts, markTexts []string
	for _, name := range parts {
		term := s.get(name)
		if term == nil {
			continue
		}
		v.Terms = append(v.Terms, term)
		texts = append(texts, r.text(name, term))
		if l, ok := term.(quad.LangString); ok && rank == 0 {
			rank = 1 + r.langRank(l.Lang)
		}
	}
	for _, name := range marks {
		markTexts = append(markTexts, r.text(name, s.get(name)))
	}
	v.Text, v.Mark = strings.Join(texts, " "), strings.Join(markTexts, ", ")
	v.Records = recordsIn(s)
	return v, rank
}

// partOrder sorts value before when before value2.
func partOrder(name string) string {
	if rest, ok := strings.CutPrefix(name, "when"); ok {
		return "value1" + rest
	}
	return name
}

func (r *run) langRank(tag string) int {
	primary, _, _ := strings.Cut(tag, "-")
	if i := slices.IndexFunc(r.langs, func(l string) bool { return strings.EqualFold(l, primary) }); i >= 0 {
		return i
	}
	return len(r.langs)
}

// writtenTerm is a term as it is written: as a date, or as what it is called.
type writtenTerm struct {
	value quad.Value
	when  bool
}

// text writes a term of a variable: a record's date where the name begins with
// "when", a word of the template, or a label.
func (r *run) text(variable string, v quad.Value) string {
	key := writtenTerm{v, strings.HasPrefix(variable, "when")}
	text, ok := r.written[key]
	if ok {
		return text
	}
	settled := true // what it is called does not change any more
	var rec *graph.Dated
	if iri, ok := v.(quad.IRI); ok {
		rec = r.record(iri)
		_, settled = r.records[iri]
	}
	if key.when && rec != nil {
		text = whenText(rec.When(), r.lang)
	} else {
		text = r.valueText(r.view, v)
	}
	if settled {
		r.written[key] = text
	}
	return text
}

func (r *run) valueText(v *graph.View, value quad.Value) string {
	if s, ok := value.(quad.String); ok {
		if w, ok := r.t.words[string(s)]; ok {
			return w[r.lang]
		}
		if w, ok := bondWords[string(s)]; ok {
			return phrases[r.lang].bonds[w]
		}
	}
	if iri, ok := value.(quad.IRI); ok {
		if rec := r.record(iri); rec != nil {
			return rec.Handle()
		}
	}
	if t, ok := value.(quad.TypedString); ok && string(t.Type) == term.XSDInteger {
		return string(t.Value)
	}
	if v == r.view {
		return r.label(value)
	}
	return v.Label(value, r.langs...)
}

var bondWords = map[string]int{"itself": 0, "organ": 1, "member": 2, "represented": 3}

// record looks a record up, past the stance filter if need be.
func (r *run) record(iri quad.IRI) *graph.Dated {
	rec, met := r.records[iri]
	if rec == nil && !met {
		if rec = r.findRecord(iri); rec != nil || !r.view.IsRecord(iri) {
			r.records[iri] = rec
		}
	}
	return rec
}

func (r *run) findRecord(iri quad.IRI) *graph.Dated {
	if rec := r.view.Dated(iri); rec != nil {
		return rec
	}
	if !r.view.IsRecord(iri) {
		return nil
	}
	for _, p := range r.past {
		if rec := p.Dated(iri); rec != nil {
			return rec
		}
	}
	for p := range r.perhaps {
		if rec := p.Dated(iri); rec != nil {
			return rec
		}
	}
	r.unsettled = true
	return nil
}

// seenRecord is a record as a view shows it.
type seenRecord struct {
	view *graph.View
	iri  quad.IRI
}

// visible returns a record that a view shows, or nil, and remembers it.
func (r *run) visible(v *graph.View, iri quad.IRI) *graph.Record {
	key := seenRecord{v, iri}
	rec, met := r.seen[key]
	if !met {
		rec = v.Record(iri)
		r.seen[key] = rec
	}
	return rec
}
