package ask

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// answer runs the template over v, and over v with the records that may have
// been public: what differs is only perhaps so.
func (m *match) answer(ctx context.Context, v *graph.View, o *Options) (*Answer, error) {
	r, slots := m.run(ctx, v, o)
	a := &Answer{
		Lang: m.lang, Template: m.t.ID, Slots: slots, World: v.World(), Lens: *v.Lens(), template: m.t, typed: m.typed,
	}
	a.WorldText = a.World.Describe(m.lang)
	for _, c := range m.t.columns {
		a.Columns = append(a.Columns, Column{Name: c.name, Head: c.head[m.lang]})
	}
	rows, err := r.findRows(a)
	if err != nil {
		return nil, err
	}
	if err := m.fill(r, a, rows, o); err != nil {
		return nil, err
	}
	for _, s := range m.t.slots {
		if f := m.slots[s.name]; f.how == byEdits {
			a.Notes = append(a.Notes, Note{Name: "read", Text: fmt.Sprintf(phrases[m.lang].read, m.typed[s.name], r.label(f.iri))})
		}
	}
	for i, c := range m.t.columns {
		if c.key != "" {
			a.Columns[i].Name = c.key
		}
	}
	if !o.keepEmpty {
		a.dropEmpty(m.t.columns)
	}
	return a, nil
}

// fill looks up the cells of the rows, says the answer and adds its notes. The
// sentence is told as soon as the columns are there that it speaks of.
func (m *match) fill(r *run, a *Answer, rows []unfilled, o *Options) error {
	spoken, others := m.t.spoken(m.lang)
	if err := r.fillColumns(rows, spoken); err != nil {
		return err
	}
	if m.t.yesOf != "" { // the sentence speaks of the evidence, and of all columns
		gather(rows)
	}
	m.speak(r, a)
	if o.Sentence != nil {
		o.Sentence(a.Sentence)
	}
	if !o.rowsOnly {
		defer r.askAhead()()
	}
	if err := r.fillColumns(rows, others); err != nil {
		return err
	}
	gather(rows)
	if o.rowsOnly {
		return nil
	}
	return r.fillNotes(a)
}

// speak writes the question as it was understood and the sentence of the answer.
func (m *match) speak(r *run, a *Answer) {
	a.Question = fillSentence(m.t.title[a.Lang].parts, a.Lang, r.sentence(a, a.Rows))
	x := m.t.answer[a.Lang]
	if len(a.Rows) == 0 {
		x = m.t.none[a.Lang]
	}
	a.Sentence = r.over(x, a, a.Rows)
	if m.t.onlyStates && len(a.Rows) == 0 {
		a.Sentence = fmt.Sprintf(phrases[a.Lang].noState, a.WorldText)
	}
	if say := r.onlyNamed(a); say != "" {
		a.Sentence = say
	}
	if m.when.any() {
		when := " (" + m.when.say(m.lang) + ")"
		a.Question, a.Sentence = a.Question+when, a.Sentence+when
	}
}

// run makes ready to answer over v.
func (m *match) run(ctx context.Context, v *graph.View, o *Options) (*run, map[string]quad.IRI) {
	slots := map[string]quad.IRI{}
	for name, f := range m.slots {
		slots[name] = f.iri
	}
	langs := langOrder(append([]string{m.lang}, o.Langs...))
	return newRun(ctx, v, m.t, m.lang, langs, slots, m.typed), slots
}

// answers reports whether the answer over v has a row that is not only perhaps
// so, without making the answer.
func (m *match) answers(ctx context.Context, v *graph.View, o *Options) (bool, error) {
	r, _ := m.run(ctx, v, o)
	if v.Lens().AsOf.IsZero() {
		return r.any(v)
	}
	a := &Answer{World: v.World()}
	_, err := r.findRows(a)
	return len(a.Rows) > 0, err
}

// dropEmpty leaves out the optional columns that no row has.
func (a *Answer) dropEmpty(columns []*column) {
	for i := len(columns) - 1; i >= 0; i-- {
		empty := func(r Row) bool { return len(r.Cells[i]) == 0 }
		if !columns[i].optional || slices.ContainsFunc(slices.Concat(a.Rows, a.Perhaps), func(r Row) bool { return !empty(r) }) {
			continue
		}
		a.Columns = slices.Delete(a.Columns, i, i+1)
		for _, rows := range [][]Row{a.Rows, a.Perhaps} {
			for k := range rows {
				rows[k].Cells = slices.Delete(rows[k].Cells, i, i+1)
			}
		}
	}
}

// unfilled is a row of an answer whose cells are being looked up.
type unfilled struct {
	*Row
	group *group
	view  *graph.View
}

// findRows runs the rows' query and lays out the rows, without their cells. What
// differs with the records that may have been public is only perhaps so.
func (r *run) findRows(a *Answer) ([]unfilled, error) {
	groups, text, err := r.groups(r.view)
	if err != nil {
		return nil, fmt.Errorf("%s: rows: %w", r.t.File, err)
	}
	a.SPARQL, a.Queries = text, r.queries
	other, view := groups, r.view
	if !r.view.Lens().AsOf.IsZero() && a.World.Perhaps > 0 {
		if view, err = r.view.WithPerhaps(); err != nil {
			return nil, err
		}
		r.perhaps[view] = true
		if other, _, err = r.groups(view); err != nil {
			return nil, fmt.Errorf("%s: rows: %w", r.t.File, err)
		}
	}
	inGroups, inOther := keysOf(groups), keysOf(other)
	var sure, perhaps []unfilled
	for _, g := range groups {
		if row := (unfilled{&Row{}, g, r.view}); inOther[g.key] {
			sure = append(sure, row)
		} else {
			perhaps = append(perhaps, row)
		}
	}
	for _, g := range other {
		if !inGroups[g.key] {
			perhaps = append(perhaps, unfilled{&Row{}, g, view})
		}
	}
	a.Rows, a.Perhaps = r.layOut(sure, false), r.layOut(perhaps, true)
	return append(sure, perhaps...), nil
}

// layOut makes the rows of an answer, to be filled.
func (r *run) layOut(list []unfilled, perhaps bool) []Row {
	var out []Row
	for _, u := range list {
		out = append(out, Row{Cells: make([]Cell, len(r.t.columns)), Perhaps: perhaps, keys: u.group.keys})
	}
	for i := range list {
		list[i].Row = &out[i]
	}
	return out
}

func keysOf(groups []*group) map[string]bool {
	out := make(map[string]bool, len(groups))
	for _, g := range groups {
		out[g.key] = true
	}
	return out
}

func (r *run) fillNotes(a *Answer) error {
	w := phrases[a.Lang]
	for _, n := range r.t.notes {
		note, err := r.noteOf(r.view, n, nil)
		if err != nil {
			return err
		}
		if note != nil {
			a.Notes = append(a.Notes, *note)
		}
	}
	if r.t.looked != nil {
		looked, err := r.noteOf(r.view, r.t.looked, func(name string) ([]string, bool) {
			if name == "count" {
				return nil, false
			}
			values := r.sentence(a, a.Rows)(name, false)
			return values, len(values) > 0
		})
		if err != nil {
			return err
		}
		a.Looked = looked
	}
	if len(a.Perhaps) > 0 {
		var lines []string
		for i := range a.Perhaps {
			lines = append(lines, r.briefly(a, &a.Perhaps[i]))
		}
		a.Notes = append(a.Notes, Note{Name: "perhaps", Text: fmt.Sprintf(w.perhaps, strings.Join(lines, separator(lines)))})
	}
	disputed, err := r.disputes(a)
	if err != nil {
		return err
	}
	a.Notes = append(a.Notes, disputed...)
	backed, err := r.backed(a)
	if err != nil {
		return err
	}
	a.Notes = append(append(a.Notes, backed...), r.namedOnly(a)...)
	for i, c := range r.t.columns {
		if left, long := r.long[c]; long && left == 0 {
			a.Notes = append(a.Notes, Note{Name: "cut", Text: fmt.Sprintf(w.cut, a.Columns[i].Head, MaxLong)})
		}
	}
	if l := r.view.Lens(); l.All || l.NoRules {
		a.Notes = append(a.Notes, Note{Name: "lens", Text: w.nothingDerived})
	}
	return nil
}

// onlyNamed says, where yes or no is asked of a party, that it is only named by
// others among those who speak: that is no word of its own. "" if it speaks.
func (r *run) onlyNamed(a *Answer) string {
	party, ok := r.slots[r.t.yesOf].(quad.IRI)
	if r.t.yesOf == "" || !ok || len(a.Rows) == 0 {
		return ""
	}
	past, err := r.pastStance(r.view)
	if err != nil {
		return ""
	}
	named := false
	for _, row := range a.Rows {
		for _, record := range row.Records {
			for _, s := range past.Speakers(record, r.view.Lens().Spread) {
				if s.Party == party && s.Bond != graph.NamedMember {
					return ""
				}
				named = named || s.Party == party
			}
		}
	}
	if !named {
		return ""
	}
	return fmt.Sprintf(phrases[a.Lang].onlyNamed, r.said(party), len(a.Rows), a.WorldText)
}

// over writes a sentence about rows.
func (r *run) over(x *text, a *Answer, rows []Row) string {
	lookup := r.sentence(a, rows)
	return fillSentence(x.parts, a.Lang, func(name string, alone bool) []string {
		if name != "rows" || x.row == nil {
			return lookup(name, alone)
		}
		lines := r.rowLines(x.row, a, rows)
		if len(lines) > maxListed {
			lines = append(lines[:maxListed:maxListed], fmt.Sprintf(phrases[a.Lang].more, len(lines)-maxListed))
		}
		return []string{strings.Join(lines, separator(lines))}
	})
}

// rowLines writes the line of each row; rows that agree in all but what
// {list...} collects share one.
func (r *run) rowLines(parts []textPart, a *Answer, rows []Row) []string {
	var order []string
	groups := map[string][]Row{}
	for i := range rows {
		var id strings.Builder
		for _, p := range parts {
			if p.name != "" && !strings.HasPrefix(p.name, "list") {
				id.WriteString(strings.Join(r.sentence(a, rows[i:i+1])(p.name, false), ",") + "\n")
			}
		}
		if groups[id.String()] == nil {
			order = append(order, id.String())
		}
		groups[id.String()] = append(groups[id.String()], rows[i])
	}
	var lines []string
	seen := map[string]bool{}
	for _, id := range order {
		l := fill(parts, a.Lang, func(name string, alone bool) []string { return r.sentence(a, groups[id])(unlisted(name), alone) })
		if !seen[l] {
			seen[l] = true
			lines = append(lines, l)
		}
	}
	return lines
}

// briefly names a row by its keys.
func (r *run) briefly(a *Answer, row *Row) string {
	if x := r.t.answer[a.Lang]; x.row != nil {
		return fill(x.row, a.Lang, r.sentence(a, []Row{*row}))
	}
	var out []string
	for _, k := range r.t.keys {
		if row.keys[k] != nil {
			out = append(out, r.text(k, row.keys[k]))
		}
	}
	return strings.Join(out, ", ")
}

// sentence looks up what a placeholder means for some rows.
func (r *run) sentence(a *Answer, rows []Row) lookUpText {
	return func(name string, alone bool) []string {
		switch name {
		case "count":
			return []string{strconv.Itoa(len(rows))}
		case "world":
			return []string{a.WorldText}
		}
		if v, ok := r.slots[name]; ok {
			return []string{r.inSentence(v, r.label(v), alone)}
		}
		var out union[string]
		add := func(v quad.Value, text string) {
			if text != "" {
				out.add(r.inSentence(v, text, alone))
			}
		}
		for i, c := range a.Columns {
			if c.Name == name {
				for _, row := range rows {
					for _, v := range row.Cells[i] {
						add(v.term(), v.Text)
					}
				}
				return out.list
			}
		}
		for _, row := range rows {
			if v := row.keys[name]; v != nil {
				add(v, r.text(name, v))
			}
		}
		return out.list
	}
}
