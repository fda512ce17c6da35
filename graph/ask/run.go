package ask

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/article"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// solution is one row of a query: what its variables are, nil for one that has no
// value.
type solution struct {
	names  []string // the same for all rows of a query
	values []quad.Value
}

// get returns what a variable is, nil if it has no value or there is none.
func (s solution) get(name string) quad.Value {
	if i := slices.Index(s.names, name); i >= 0 {
		return s.values[i]
	}
	return nil
}

// with returns s with a further variable, or another value of one.
func (s solution) with(name string, value quad.Value) solution {
	if i := slices.Index(s.names, name); i >= 0 {
		s.values = slices.Clone(s.values)
		s.values[i] = value
		return s
	}
	s.names = append(s.names[:len(s.names):len(s.names)], name)
	s.values = append(s.values[:len(s.values):len(s.values)], value)
	return s
}

// run answers one template with its slots filled.
type run struct {
	ctx   context.Context
	t     *Template
	lang  string
	langs []string
	view  *graph.View
	slots map[string]quad.Value

	past    map[*graph.View]*graph.View // with every stance
	perhaps map[*graph.View]bool
	cache   map[askedKey]*asked
	ahead   map[*query]*early
	queries []string // of the rows, as they ran

	long map[*column]int // columns that are too much for all rows: how many rows may still have them

	// What was looked up.
	variables map[*query][]string
	records   map[quad.IRI]*graph.Dated // nil: no record
	seen      map[seenRecord]*graph.Record
	labels    map[quad.Value]string
	written   map[writtenTerm]string
	unsettled bool // some record was looked for in vain that another view may show
}

func newRun(ctx context.Context, v *graph.View, t *Template, lang string, langs []string, slots map[string]quad.IRI, typed map[string]string) *run {
	r := &run{
		ctx: ctx, t: t, lang: lang, langs: langs, view: v, slots: map[string]quad.Value{},
		past: map[*graph.View]*graph.View{}, perhaps: map[*graph.View]bool{},
	}
	r.forget()
	for name, iri := range slots {
		r.slots[name] = iri
	}
	for name, text := range typed {
		r.slots[name+"Typed"] = quad.String(text)
	}
	// What a template may ask of the question itself.
	r.slots["lang"], r.slots["spreading"], r.slots["heldOn"] = quad.String(lang), boolean(v.Lens().Spread), boolean(!v.Lens().At.IsZero())
	return r
}

// forget begins anew with what was asked and looked up.
func (r *run) forget() {
	r.cache, r.variables, r.long = map[askedKey]*asked{}, map[*query][]string{}, map[*column]int{}
	r.records, r.seen = map[quad.IRI]*graph.Dated{}, map[seenRecord]*graph.Record{}
	r.labels, r.written = map[quad.Value]string{}, map[writtenTerm]string{}
}

// label is what a term is called in the answer's language.
func (r *run) label(v quad.Value) string {
	l, ok := r.labels[v]
	if !ok {
		l = r.view.Label(v, r.langs...)
		r.labels[v] = l
	}
	return l
}

// said is the label of a term as it stands in a sentence: the name of a thing
// with its article.
func (r *run) said(v quad.Value) string { return r.inSentence(v, r.label(v), false) }

// inSentence is said for a text that is what v is called, or says of it; one that
// stands alone stays as it is.
func (r *run) inSentence(v quad.Value, text string, alone bool) string {
	if _, ok := v.(quad.IRI); ok && !alone {
		return article.With(text, r.lang)
	}
	return text
}

// pastStance returns v with claims of every stance, all other fields of its
// lens as they are.
func (r *run) pastStance(v *graph.View) (*graph.View, error) {
	if p := r.past[v]; p != nil {
		return p, nil
	}
	p, err := everyStance(v)
	if err != nil || p == v {
		return p, err
	}
	r.past[v], r.perhaps[p] = p, r.perhaps[v]
	return p, nil
}

// everyStance is pastStance that remembers nothing.
func everyStance(v *graph.View) (*graph.View, error) {
	if v.Lens().All {
		return v, nil
	}
	l := *v.Lens()
	l.Stances = nil
	for _, s := range schema.Stances() {
		l.Stances = append(l.Stances, quad.IRI(s.IRI))
	}
	return v.With(&l)
}

// group is the solutions that make one row.
type group struct {
	key       string
	keys      map[string]quad.Value
	solutions []solution
}

// any reports whether the rows' query gives a row over v. It looks at a few of
// them first.
func (r *run) any(v *graph.View) (bool, error) {
	for _, q := range r.t.rows {
		for _, few := range []bool{true, false} {
			rows, a, err := r.rowsOf(v, q, few)
			if err != nil {
				return false, err
			}
			if len(rows) > 0 {
				return true, nil
			}
			if !a.cut {
				break
			}
		}
	}
	return false, nil
}

// rowsOf runs a query of rows, with one for each speaker where the template
// wants that; few is for no more than some of them.
func (r *run) rowsOf(v *graph.View, q *query, few bool) ([]solution, *asked, error) {
	shown := v
	if q.pastStance {
		var err error
		if shown, err = r.pastStance(v); err != nil {
			return nil, nil, err
		}
	}
	var a *asked
	var err error
	if few {
		a, err = r.evaluate(r.ctx, shown, q, r.slots, true)
	} else {
		a, err = r.query(v, q, r.slots, false)
	}
	if err != nil {
		return nil, nil, err
	}
	rows := a.solutions
	if r.t.speakers != "" {
		rows = r.expandSpeakers(shown, rows, r.t.speakers)
	}
	return r.t.keepStates(v, rows), a, nil
}

// groups runs the rows' query over v and puts together what has the same key.
func (r *run) groups(v *graph.View) ([]*group, string, error) {
	var rows []solution
	var texts []string
	for _, q := range r.t.rows {
		part, a, err := r.rowsOf(v, q, false)
		if err != nil {
			return nil, "", err
		}
		rows, texts = append(rows, part...), append(texts, a.text)
	}
	r.queries = texts
	var out []*group
	at := map[string]*group{}
	for _, row := range rows {
		keys, id := map[string]quad.Value{}, ""
		for _, k := range r.t.keys {
			keys[k] = row.get(k)
			id += quad.ToString(keys[k]) + "\n"
		}
		g := at[id]
		if g == nil {
			g = &group{key: id, keys: keys}
			at[id] = g
			out = append(out, g)
		}
		g.solutions = append(g.solutions, row)
	}
	for _, g := range out {
		r.sortByRecord(g.solutions)
	}
	r.order(v, out)
	return r.t.cut(out), strings.Join(texts, "\n\n"), nil
}

// cut keeps the groups with most, as many as are wanted, and those that have as
// many as the last of them.
func (t *Template) cut(groups []*group) []*group {
	if t.top == 0 || len(groups) <= t.top {
		return groups
	}
	least := groups[t.top-1].count(t.topOf)
	end := t.top
	for end < len(groups) && groups[end].count(t.topOf) == least {
		end++
	}
	return groups[:end]
}

// order sorts groups by what the template names: records by their date, words in the
// order of the header, others by what they are called; "-" turns an order around.
func (r *run) order(v *graph.View, groups []*group) {
	type placed struct {
		group *group
		keys  []sortKey
	}
	list := make([]placed, len(groups))
	for i, g := range groups {
		list[i] = placed{g, make([]sortKey, len(r.t.sort))}
		for k, by := range r.t.sort {
			list[i].keys[k] = r.sortKey(g, strings.TrimPrefix(by, "-"))
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int {
		for k, by := range r.t.sort {
			c := r.compareKeys(v, &a.keys[k], &b.keys[k])
			if strings.HasPrefix(by, "-") {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	for i := range list {
		groups[i] = list[i].group
	}
}

// sortKey is what groups are sorted by: a value, as what it is compared.
type sortKey struct {
	value  quad.Value
	record *graph.Dated // nil: none
	number int
	counts bool // number is one
	word   int  // the place among the template's words, -1: none
	text   string
	read   bool // text is there
}

// sortKey is that of a group by a variable, or by how many values it has ("#").
func (r *run) sortKey(g *group, by string) sortKey {
	if of, ok := strings.CutPrefix(by, "#"); ok {
		return sortKey{number: g.count(of), counts: true}
	}
	k := sortKey{value: g.first(r.record, by)}
	if iri, ok := k.value.(quad.IRI); ok {
		k.record = r.record(iri)
	}
	k.number, k.counts = integer(k.value)
	k.word = r.wordRank(k.value)
	return k
}

func (r *run) compareKeys(v *graph.View, a, b *sortKey) int {
	switch {
	case a.record != nil && b.record != nil:
		return a.record.Compare(b.record)
	case a.counts && b.counts:
		return a.number - b.number
	case a.word >= 0 && b.word >= 0:
		return a.word - b.word
	}
	for _, k := range [...]*sortKey{a, b} {
		if !k.read {
			k.text, k.read = r.valueText(v, k.value), true
		}
	}
	return cmp.Compare(a.text, b.text)
}

// sortByRecord orders solutions by the date of the first record of their evidence;
// what has none, or one that is not visible, comes first.
func (r *run) sortByRecord(list []solution) {
	if len(list) < 2 {
		return
	}
	type dated struct {
		record *graph.Dated
		at     int
	}
	order := make([]dated, len(list))
	for i, s := range list {
		order[i].at = i
		if records := recordsIn(s); len(records) > 0 {
			order[i].record = r.record(records[0])
		}
	}
	// The places keep the order of what is alike.
	slices.SortFunc(order, func(a, b dated) int {
		switch {
		case a.record != nil && b.record != nil:
			return cmp.Or(a.record.Compare(b.record), a.at-b.at)
		case a.record != nil:
			return 1
		case b.record != nil:
			return -1
		}
		return a.at - b.at
	})
	sorted := make([]solution, len(list))
	for i, d := range order {
		sorted[i] = list[d.at]
	}
	copy(list, sorted)
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
func (g *group) first(record func(quad.IRI) *graph.Dated, name string) quad.Value {
	var best quad.Value
	var bestRecord *graph.Dated
	for _, s := range g.solutions {
		value := s.get(name)
		iri, _ := value.(quad.IRI)
		rec := record(iri)
		switch {
		case best == nil, rec != nil && bestRecord != nil && rec.Compare(bestRecord) < 0:
			best, bestRecord = value, rec
		}
	}
	return best
}

// count is how many values a variable has in the group.
func (g *group) count(name string) int {
	seen := map[string]bool{}
	for _, s := range g.solutions {
		if value := s.get(name); value != nil {
			seen[quad.ToString(value)] = true
		}
	}
	return len(seen)
}

// integer is the value of an integer literal.
func integer(v quad.Value) (int, bool) {
	switch v := v.(type) {
	case quad.Int:
		return int(v), true
	case quad.TypedString:
		if string(v.Type) == term.XSDInteger {
			n, err := strconv.Atoi(string(v.Value))
			return n, err == nil
		}
	}
	return 0, false
}
