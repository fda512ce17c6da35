package ask

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// MaxRows is how many rows one query of a template may give.
const MaxRows = 10_000

// solution is one row of a query.
type solution map[string]quad.Value

// run answers one template with its slots filled.
type run struct {
	ctx   context.Context
	t     *Template
	lang  string
	langs []string
	view  *graph.View
	slots map[string]quad.Value

	past     map[*graph.View]*graph.View // with every stance
	perhaps  map[*graph.View]bool
	answered map[*graph.View][]pair
	cache    map[string][]solution
}

func newRun(ctx context.Context, v *graph.View, t *Template, lang string, langs []string, slots map[string]quad.IRI, typed map[string]string) *run {
	r := &run{
		ctx: ctx, t: t, lang: lang, langs: langs, view: v, slots: map[string]quad.Value{},
		past: map[*graph.View]*graph.View{}, perhaps: map[*graph.View]bool{},
		answered: map[*graph.View][]pair{}, cache: map[string][]solution{},
	}
	for name, iri := range slots {
		r.slots[name] = iri
	}
	for name, text := range typed {
		r.slots[name+"Typed"] = quad.String(text)
	}
	// What a template may ask of the question itself.
	r.slots["lang"], r.slots["spreading"] = quad.String(lang), boolean(v.Lens().Spread)
	return r
}

// label is what a term is called in the answer's language.
func (r *run) label(v quad.Value) string { return r.view.Label(v, r.langs...) }

// pastStance returns v with claims of every stance, all other fields of its
// lens as they are.
func (r *run) pastStance(v *graph.View) (*graph.View, error) {
	if v.Lens().All {
		return v, nil
	}
	if p := r.past[v]; p != nil {
		return p, nil
	}
	l := *v.Lens()
	l.Stances = nil
	for _, s := range schema.Stances() {
		l.Stances = append(l.Stances, quad.IRI(s.IRI))
	}
	p, err := v.With(&l)
	if err != nil {
		return nil, err
	}
	r.past[v], r.perhaps[p] = p, r.perhaps[v]
	return p, nil
}

// query runs one SPARQL text of the template with some variables bound.
func (r *run) query(v *graph.View, q *query, bound map[string]quad.Value) ([]solution, string, error) {
	if q.pastStance {
		var err error
		if v, err = r.pastStance(v); err != nil {
			return nil, "", err
		}
	}
	text, err := expand(q.text, bound, func(name string, bound map[string]quad.Value, args []string) ([]pair, error) {
		if name == "answers" {
			return r.answersPairs(v)
		}
		party, ok := bound[args[1]].(quad.IRI)
		if !ok {
			return nil, fmt.Errorf("@by: ?%s is not bound", args[1])
		}
		return r.spokenBy(v, party), nil
	})
	if err != nil {
		return nil, "", err
	}
	key := fmt.Sprintf("%p %s", v, text)
	if rows, ok := r.cache[key]; ok {
		return rows, text, nil
	}
	res, err := v.Query(r.ctx, text, &graph.QueryOptions{File: r.t.File, MaxRows: MaxRows})
	if err != nil {
		return nil, text, err
	}
	var out []solution
	for row, err := range res.Rows() {
		if err != nil {
			return nil, text, err
		}
		s := solution{}
		for i, name := range res.Vars {
			if row[i] != nil {
				s[name] = row[i]
			}
		}
		out = append(out, s)
	}
	r.cache[key] = out
	return out, text, nil
}

// group is the solutions that make one row.
type group struct {
	key       string
	keys      map[string]quad.Value
	solutions []solution
}

// groups runs the rows' query over v and puts together what has the same key.
func (r *run) groups(v *graph.View) ([]*group, string, error) {
	var rows []solution
	var texts []string
	for _, q := range r.t.rows {
		part, text, err := r.query(v, q, r.slots)
		if err != nil {
			return nil, text, err
		}
		if r.t.speakers != "" {
			shown := v
			if q.pastStance {
				if shown, err = r.pastStance(v); err != nil {
					return nil, text, err
				}
			}
			part = r.expandSpeakers(shown, part, r.t.speakers)
		}
		rows, texts = append(rows, part...), append(texts, text)
	}
	var out []*group
	at := map[string]*group{}
	for _, row := range rows {
		keys, id := map[string]quad.Value{}, ""
		for _, k := range r.t.keys {
			keys[k] = row[k]
			id += quad.ToString(row[k]) + "\n"
		}
		g := at[id]
		if g == nil {
			g = &group{key: id, keys: keys}
			at[id] = g
			out = append(out, g)
		}
		g.solutions = append(g.solutions, row)
	}
	r.order(v, out)
	return out, strings.Join(texts, "\n\n"), nil
}

// order sorts groups by what the template names: records by their date, words in the
// order of the header, others by what they are called; "-" turns an order around.
func (r *run) order(v *graph.View, groups []*group) {
	compare := func(a, b quad.Value) int {
		x, xok := a.(quad.IRI)
		y, yok := b.(quad.IRI)
		if xok && yok {
			if p, q := v.Record(x), v.Record(y); p != nil && q != nil {
				return p.Compare(q)
			}
		}
		if p, q := r.wordRank(a), r.wordRank(b); p >= 0 && q >= 0 {
			return p - q
		}
		return cmp.Compare(r.valueText(v, a), r.valueText(v, b))
	}
	sort.SliceStable(groups, func(i, j int) bool {
		for _, by := range r.t.sort {
			name := strings.TrimPrefix(by, "-")
			c := compare(groups[i].first(v, name), groups[j].first(v, name))
			if name != by {
				c = -c
			}
			if c != 0 {
				return c < 0
			}
		}
		return false
	})
}

// wordRank is the place of a word among those of the template, -1 if it is none.
func (r *run) wordRank(v quad.Value) int {
	s, ok := v.(quad.String)
	if !ok {
		return -1
	}
	return slices.Index(r.t.wordOrder, string(s))
}

// first returns a variable's value in the group: of records the earliest.
func (g *group) first(v *graph.View, name string) quad.Value {
	var best quad.Value
	var bestRecord *graph.Record
	for _, s := range g.solutions {
		iri, _ := s[name].(quad.IRI)
		rec := v.Record(iri)
		switch {
		case best == nil, rec != nil && bestRecord != nil && rec.Compare(bestRecord) < 0:
			best, bestRecord = s[name], rec
		}
	}
	return best
}

// row computes the cells of a group.
func (r *run) row(v *graph.View, g *group) (Row, error) {
	row := Row{keys: g.keys}
	for _, s := range g.solutions {
		row.Records = merge(row.Records, recordsIn(s))
	}
	for _, c := range r.t.columns {
		cell, err := r.cell(v, g, c)
		if err != nil {
			return row, fmt.Errorf("%s: column %s: %w", r.t.File, c.name, err)
		}
		for _, value := range cell {
			row.Records = merge(row.Records, value.Records)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row, nil
}

// recordsIn returns the evidence of a solution: every variable whose name
// begins with "record" or "when".
func recordsIn(s solution) []quad.IRI {
	var names []string
	for name := range s {
		if strings.HasPrefix(name, "record") || strings.HasPrefix(name, "when") {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var out []quad.IRI
	for _, name := range names {
		if iri, ok := s[name].(quad.IRI); ok {
			out = merge(out, []quad.IRI{iri})
		}
	}
	return out
}

func (r *run) cell(v *graph.View, g *group, c *column) (Cell, error) {
	var cell Cell
	var speakersOf []quad.IRI
	for _, s := range g.solutions {
		found := []solution{s}
		if c.query != nil {
			bound := map[string]quad.Value{}
			for name, value := range r.slots {
				bound[name] = value
			}
			for name, value := range s {
				if !isColumnVariable(name, c.speakers) {
					bound[name] = value
				}
			}
			var err error
			if found, _, err = r.query(v, c.query, bound); err != nil {
				return nil, err
			}
		}
		if c.speakers {
			for _, f := range found {
				name := "record"
				if c.query == nil {
					name = c.name
				}
				if iri, ok := f[name].(quad.IRI); ok {
					speakersOf = merge(speakersOf, []quad.IRI{iri})
				}
			}
			continue
		}
		for _, value := range r.preferred(found, c) {
			cell = addValue(cell, value)
		}
	}
	if c.speakers {
		past, err := r.pastStance(v)
		if err != nil {
			return nil, err
		}
		return r.speakerValues(v, past, speakersOf), nil
	}
	return cell, nil
}

// addValue appends a value, or adds its records to the one that reads alike.
func addValue(c Cell, v Value) Cell {
	for i := range c {
		if c[i].Text == v.Text && c[i].Mark == v.Mark {
			c[i].Records = merge(c[i].Records, v.Records)
			return c
		}
	}
	return append(c, v)
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
	var parts, marks []string
	if c.query == nil {
		parts = []string{c.name}
	} else {
		for name := range s {
			switch {
			case strings.HasPrefix(name, "value"), strings.HasPrefix(name, "when") && c.query != nil:
				parts = append(parts, name)
			case strings.HasPrefix(name, "mark"):
				marks = append(marks, name)
			}
		}
		// value, value2, ... in their order; dates after the value they date.
		slices.SortFunc(parts, func(a, b string) int { return cmp.Compare(partOrder(a), partOrder(b)) })
		sort.Strings(marks)
	}
	var texts, markTexts []string
	for _, name := range parts {
		term := s[name]
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
		markTexts = append(markTexts, r.text(name, s[name]))
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

// text writes a term of a variable: a record's date where the name begins with
// "when", a word of the template, or a label.
func (r *run) text(variable string, v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok && strings.HasPrefix(variable, "when") {
		if rec := r.record(iri); rec != nil {
			return whenText(rec, r.lang)
		}
	}
	return r.valueText(r.view, v)
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
	return v.Label(value, r.langs...)
}

var bondWords = map[string]int{"itself": 0, "organ": 1, "member": 2, "represented": 3}

// record looks a record up, past the stance filter if need be.
func (r *run) record(iri quad.IRI) *graph.Record {
	if rec := r.view.Record(iri); rec != nil {
		return rec
	}
	for _, p := range r.past {
		if rec := p.Record(iri); rec != nil {
			return rec
		}
	}
	for p := range r.perhaps {
		if rec := p.Record(iri); rec != nil {
			return rec
		}
	}
	return nil
}

// noteOf runs a note; nil where it found nothing to say.
func (r *run) noteOf(v *graph.View, n *note, extra func(string) ([]string, bool)) (*Note, error) {
	found, _, err := r.query(v, n.query, r.slots)
	if err != nil {
		return nil, fmt.Errorf("%s: note %s: %w", r.t.File, n.name, err)
	}
	out := &Note{Name: n.name}
	for _, s := range found {
		out.Records = merge(out.Records, recordsIn(s))
	}
	if extra == nil {
		if len(found) == 0 || isZero(found) {
			return nil, nil
		}
	}
	x := n.text[r.lang]
	all := func(name string) []string {
		if extra != nil {
			if values, ok := extra(name); ok {
				return values
			}
		}
		if name == "count" {
			return []string{strconv.Itoa(len(found))}
		}
		if v := r.slots[name]; v != nil {
			return []string{r.label(v)}
		}
		return r.texts(found, name)
	}
	if x.row == nil {
		out.Text = fill(x.parts, r.lang, all)
		return out, nil
	}
	lines := r.noteLines(found, x.row)
	out.Text = fill(x.parts, r.lang, func(name string) []string {
		if name == "rows" {
			return []string{strings.Join(lines, separator(lines))}
		}
		return all(name)
	})
	return out, nil
}

// isZero reports whether a note is only the count 0.
func isZero(found []solution) bool {
	if len(found) != 1 {
		return false
	}
	for _, v := range found[0] {
		if t, ok := v.(quad.TypedString); !ok || t.Value != "0" {
			return false
		}
	}
	return true
}

func separator(lines []string) string {
	if slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, ",") }) {
		return "; "
	}
	return ", "
}

// texts returns the distinct texts of a variable, in order.
func (r *run) texts(found []solution, name string) []string {
	var out []string
	for _, s := range found {
		if s[name] == nil {
			continue
		}
		if t := r.text(name, s[name]); !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// noteLines writes the line of each group of solutions: those that agree in
// all variables of the line whose name does not begin with "list".
func (r *run) noteLines(found []solution, parts []textPart) []string {
	var order []string
	groups := map[string][]solution{}
	for _, s := range found {
		id := ""
		for _, p := range parts {
			if p.name != "" && !strings.HasPrefix(p.name, "list") {
				id += quad.ToString(s[p.name]) + "\n"
			}
		}
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], s)
	}
	var lines []string
	for _, id := range order {
		line := fill(parts, r.lang, func(name string) []string {
			if v := r.slots[name]; v != nil {
				return []string{r.label(v)}
			}
			if texts := r.texts(groups[id], name); len(texts) > 0 {
				return texts
			}
			return r.texts(groups[id], unlisted(name))
		})
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}
