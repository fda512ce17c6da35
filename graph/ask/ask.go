// Package ask answers an analyst's question, put in English or Dutch, over a
// view of the graph: the question picks a template, the template's SPARQL
// gives rows, each with the records it rests on, and the answer says in which
// world it holds. It never guesses: a word that is not understood refuses, a
// name that may mean two things asks which.
//
//	err := g.View(ctx, &graph.Lens{AsOf: d}, func(v *graph.View) error {
//		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", nil)
//		…
//	})
//
// The templates are files (templates/*.txtar); their language is described in
// templates/README.md.
package ask

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Options tune Ask; nil is the default.
type Options struct {
	// Langs are the languages that are tried first and whose labels are
	// preferred after the question's own; default English.
	Langs []string
	// Names resolves the names; default: NewNames of the view, which costs a
	// pass over all names.
	Names *Names
}

// MaxQuestion is how long a question may be, in bytes.
const MaxQuestion = 2000

// A NotUnderstoodError reports a question that fits no template.
type NotUnderstoodError struct {
	Question string
	Word     string   // the word that no question has; "" if each word is known and their order is not
	Nearest  []string // questions that are understood, the nearest first
}

func (e *NotUnderstoodError) Error() string {
	if e.Word != "" {
		return "the question was not understood at " + quoted(e.Word)
	}
	return "the question was not understood, though each of its words is known"
}

// Hint names questions that are understood.
func (e *NotUnderstoodError) Hint() string {
	if len(e.Nearest) == 0 {
		return "list the questions that are understood"
	}
	return "questions near it: " + strings.Join(e.Nearest, " / ")
}

// Ask answers a question over v. It returns a *NotUnderstoodError, an
// *UnknownNameError or an *AmbiguousNameError for a question that it cannot
// take, and the errors of Query.
//
// "As of DATE" at either end of the question narrows the lens of v, as does
// "official claims only"; two dates give the rows of both, with a first column
// that says which. It is safe for concurrent use.
func Ask(ctx context.Context, v *graph.View, question string, o *Options) (*Answer, error) {
	templates, err := builtin()
	if err != nil {
		return nil, err
	}
	return ask(ctx, v, question, o, templates)
}

func ask(ctx context.Context, v *graph.View, question string, o *Options, templates []*Template) (*Answer, error) {
	if o == nil {
		o = &Options{}
	}
	words := split(question)
	if len(question) > MaxQuestion || len(words) == 0 {
		return nil, &NotUnderstoodError{Question: cut(question), Nearest: firstExamples(templates, langOrder(o.Langs)[0])}
	}
	names := o.Names
	if names == nil {
		names = NewNames(v, langOrder(o.Langs)...)
	}
	m, err := understand(question, words, names, templates, o.Langs)
	var mods modifiers
	if err != nil && !isAmbiguous(err) {
		// What does not fit as a whole may say at its ends how to look.
		if rest, found := takeModifiers(words); found.any() {
			again, err2 := understand(question, rest, names, templates, o.Langs)
			if err2 == nil {
				m, err, mods = again, nil, found
			} else if _, lost := errors.AsType[*NotUnderstoodError](err2); !lost {
				err = err2
			}
		}
	}
	if err != nil {
		return nil, err
	}
	var a *Answer
	for _, d := range mods.each() {
		l := *v.Lens()
		l.Official = l.Official || mods.official
		if !d.IsZero() {
			l.AsOf = d
		}
		seen := v
		if mods.any() {
			if seen, err = v.With(&l); err != nil {
				return nil, err
			}
		}
		next, err := m.answer(ctx, seen, o)
		if err != nil {
			return nil, err
		}
		if len(mods.dates) > 1 {
			next.dated(d)
		}
		if a = a.with(next); a == nil {
			a = next
		}
	}
	a.Asked = question
	return a, nil
}

func cut(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func isAmbiguous(err error) bool {
	_, ok := errors.AsType[*AmbiguousNameError](err)
	return ok
}

func isUnknown(err error) bool {
	_, ok := errors.AsType[*UnknownNameError](err)
	return ok
}

// langOrder returns all languages, the wanted first.
func langOrder(langs []string) []string {
	var out []string
	for _, l := range slices.Concat(langs, languages) {
		l, _, _ = strings.Cut(strings.ToLower(l), "-")
		if !slices.Contains(out, l) && slices.Contains(languages, l) {
			out = append(out, l)
		}
	}
	return out
}

// match is a question as it was understood.
type match struct {
	t     *Template
	lang  string
	slots map[string]found
	typed map[string]string
	open  int // words that names took
	edits int // letters that had to be changed in them
	parts int // names of which only a part was typed
}

func (m *match) compare(o *match) int {
	return cmp.Or(cmp.Compare(m.edits, o.edits), cmp.Compare(m.open, o.open), cmp.Compare(m.parts, o.parts))
}

// understand finds the template whose phrasing fits best: fewest letters
// changed in names, then most words matched by the phrasing itself.
func understand(question string, words []word, names *Names, templates []*Template, langs []string) (*match, error) {
	var best *match
	var failed error
	failedOpen := 0
	type look struct {
		text, classes string
	}
	type result struct {
		found
		err error
	}
	cache := map[look]result{}
	resolve := func(text string, classes []quad.IRI) (found, error) {
		key := look{text, fmt.Sprint(classes)}
		res, ok := cache[key]
		if !ok {
			res.found, res.err = names.resolve(text, classes)
			cache[key] = res
		}
		return res.found, res.err
	}
	for _, lang := range langOrder(langs) {
		for _, t := range templates {
			for _, p := range t.phrasings[lang] {
				for _, a := range p.align(words, stopWords[lang]) {
					m := &match{t: t, lang: lang, slots: map[string]found{}, typed: map[string]string{}, open: a.open}
					err := m.fillSlots(question, words, a, resolve)
					switch {
					case err == nil && (best == nil || m.compare(best) < 0):
						best = m
					case err != nil && (failed == nil || a.open < failedOpen || a.open == failedOpen && isUnknown(failed) && !isUnknown(err)):
						failed, failedOpen = err, a.open
					}
				}
			}
		}
	}
	switch {
	case best != nil:
		return best, nil
	case failed != nil && failedOpen <= maxUnknownWords && !names.holdsName(failed) && !holdsQuestion(failed, templates):
		return nil, failed
	}
	return nil, notUnderstood(question, words, names, templates, langs)
}

// maxUnknownWords is how many words that fit no name are taken for a name that
// is not known, rather than for a question that is not understood.
const maxUnknownWords = 6

func (m *match) fillSlots(question string, words []word, a alignment, resolve func(string, []quad.IRI) (found, error)) error {
	for _, s := range m.t.slots {
		span := a.slots[s.name]
		from, to := span[0], span[1]
		for to-1 > from && stopWords[m.lang][words[to-1].fold] {
			to--
		}
		typed := question[words[from].start:words[to-1].end]
		f, err := resolve(typed, s.classes)
		if err != nil {
			return err
		}
		m.slots[s.name], m.typed[s.name] = f, typed
		m.edits += f.edits
		if f.how == byPart {
			m.parts++
		}
	}
	return nil
}

// notUnderstood explains what was not understood, and what would be.
func notUnderstood(question string, words []word, names *Names, templates []*Template, langs []string) error {
	order := langOrder(langs)
	vocabulary := map[string]map[string]int{}
	for _, lang := range order {
		vocabulary[lang] = vocabularyOf(templates, lang)
	}
	named := names.covered(words)
	lang, most := order[0], -1
	for _, l := range order {
		n := 0
		for _, w := range words {
			if vocabulary[l][w.fold] > 0 || stopWords[l][w.fold] {
				n++
			}
		}
		if n > most {
			lang, most = l, n
		}
	}
	e := &NotUnderstoodError{Question: cut(question)}
	for i, w := range words {
		if !named[i] && vocabulary[lang][w.fold] == 0 && !stopWords[lang][w.fold] {
			e.Word = question[w.start:w.end]
			break
		}
	}
	e.Nearest = nearestQuestions(words, templates, lang, vocabulary[lang])
	return e
}

// holdsName reports whether what was looked up in vain has a name among other
// words: then it is not the name but the question that is not understood.
func (n *Names) holdsName(err error) bool {
	unknown, ok := errors.AsType[*UnknownNameError](err)
	if !ok || len(unknown.Other) > 0 {
		return false
	}
	words := split(unknown.Text)
	return len(words) > 1 && slices.Contains(n.covered(words), true)
}

// holdsQuestion reports whether what was looked up in vain, and is near no
// name, has words of questions in it.
func holdsQuestion(err error, templates []*Template) bool {
	unknown, ok := errors.AsType[*UnknownNameError](err)
	if !ok || len(unknown.Other) > 0 || len(unknown.Nearest) > 0 {
		return false
	}
	for _, lang := range languages {
		v := vocabularyOf(templates, lang)
		for _, w := range split(unknown.Text) {
			if len(w.fold) > 3 && v[w.fold] > 0 && !stopWords[lang][w.fold] {
				return true
			}
		}
	}
	return false
}

// vocabularyOf counts in how many templates each word of a language stands.
func vocabularyOf(templates []*Template, lang string) map[string]int {
	out := map[string]int{}
	for _, t := range templates {
		seen := map[string]bool{}
		for _, p := range t.phrasings[lang] {
			eachWord(p.root, func(w string) { seen[w] = true })
		}
		for w := range seen {
			out[w]++
		}
	}
	return out
}

// covered reports which words are part of a name.
func (n *Names) covered(words []word) []bool {
	out := make([]bool, len(words))
	for i := range words {
		key := ""
		for j := i; j < len(words) && j < i+maxSlotWords; j++ {
			key += words[j].fold
			if len(n.byKey[key]) > 0 {
				for k := i; k <= j; k++ {
					out[k] = true
				}
			}
		}
	}
	return out
}

// nearestQuestions returns an example of each of the three templates that share
// most words with a question, rare words counting more.
func nearestQuestions(words []word, templates []*Template, lang string, weight map[string]int) []string {
	have := map[string]bool{}
	for _, w := range words {
		have[w.fold] = true
	}
	type scored struct {
		t     *Template
		score float64
	}
	var list []scored
	for _, t := range templates {
		best := 0.0
		for _, p := range t.phrasings[lang] {
			score := 0.0
			seen := map[string]bool{}
			eachWord(p.root, func(w string) {
				if have[w] && !seen[w] && !stopWords[lang][w] {
					seen[w] = true
					score += 1 / float64(weight[w])
				}
			})
			best = max(best, score)
		}
		list = append(list, scored{t, best})
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []string
	for _, s := range list[:min(len(list), 3)] {
		out = append(out, s.t.Examples[lang][0])
	}
	return out
}

func firstExamples(templates []*Template, lang string) []string {
	var out []string
	for _, t := range templates[:min(len(templates), 3)] {
		out = append(out, t.Examples[lang][0])
	}
	return out
}

// answer runs the template over v, and over v with the records that may have
// been public: what differs is only perhaps so.
func (m *match) answer(ctx context.Context, v *graph.View, o *Options) (*Answer, error) {
	slots := map[string]quad.IRI{}
	for name, f := range m.slots {
		slots[name] = f.iri
	}
	langs := langOrder(append([]string{m.lang}, o.Langs...))
	r := newRun(ctx, v, m.t, m.lang, langs, slots, m.typed)
	a := &Answer{
		Lang: m.lang, Template: m.t.ID, Slots: slots, World: v.World(), Lens: *v.Lens(), template: m.t, typed: m.typed,
	}
	a.WorldText = worldText(a.World, m.lang)
	for _, c := range m.t.columns {
		a.Columns = append(a.Columns, Column{Name: c.name, Head: c.head[m.lang]})
	}
	if err := r.fillRows(a); err != nil {
		return nil, err
	}
	if err := r.fillNotes(a); err != nil {
		return nil, err
	}
	for _, s := range m.t.slots {
		if f := m.slots[s.name]; f.how == byEdits {
			a.Notes = append(a.Notes, Note{Name: "read", Text: fmt.Sprintf(phrases[m.lang].read, m.typed[s.name], r.label(f.iri))})
		}
	}
	return a, nil
}

func (r *run) fillRows(a *Answer) error {
	groups, text, err := r.groups(r.view)
	if err != nil {
		return fmt.Errorf("%s: rows: %w", r.t.File, err)
	}
	a.SPARQL = text
	var other []*group
	view := r.view
	if !r.view.Lens().AsOf.IsZero() && a.World.Perhaps > 0 {
		if view, err = r.view.WithPerhaps(); err != nil {
			return err
		}
		r.perhaps[view] = true
		if other, _, err = r.groups(view); err != nil {
			return fmt.Errorf("%s: rows: %w", r.t.File, err)
		}
	} else {
		other = groups
	}
	has := func(list []*group, g *group) bool {
		return slices.ContainsFunc(list, func(o *group) bool { return o.key == g.key })
	}
	for _, g := range groups {
		row, err := r.row(r.view, g)
		if err != nil {
			return err
		}
		if has(other, g) {
			a.Rows = append(a.Rows, row)
			continue
		}
		row.Perhaps = true
		a.Perhaps = append(a.Perhaps, row)
	}
	for _, g := range other {
		if has(groups, g) {
			continue
		}
		row, err := r.row(view, g)
		if err != nil {
			return err
		}
		row.Perhaps = true
		a.Perhaps = append(a.Perhaps, row)
	}
	return nil
}

func (r *run) fillNotes(a *Answer) error {
	w := phrases[a.Lang]
	title := r.t.title[a.Lang]
	a.Question = fill(title.parts, a.Lang, r.sentence(a, a.Rows))
	x := r.t.answer[a.Lang]
	if len(a.Rows) == 0 {
		x = r.t.none[a.Lang]
	}
	a.Sentence = r.over(x, a, a.Rows)
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
			values := r.sentence(a, a.Rows)(name)
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
	if l := r.view.Lens(); l.All || l.NoRules {
		a.Notes = append(a.Notes, Note{Name: "lens", Text: w.nothingDerived})
	}
	return nil
}

// over writes a sentence about rows.
func (r *run) over(x *text, a *Answer, rows []Row) string {
	lookup := r.sentence(a, rows)
	return fill(x.parts, a.Lang, func(name string) []string {
		if name != "rows" || x.row == nil {
			return lookup(name)
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
		id := ""
		for _, p := range parts {
			if p.name != "" && !strings.HasPrefix(p.name, "list") {
				id += strings.Join(r.sentence(a, rows[i:i+1])(p.name), ",") + "\n"
			}
		}
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], rows[i])
	}
	var lines []string
	for _, id := range order {
		l := fill(parts, a.Lang, func(name string) []string { return r.sentence(a, groups[id])(unlisted(name)) })
		if !slices.Contains(lines, l) {
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
func (r *run) sentence(a *Answer, rows []Row) func(string) []string {
	return func(name string) []string {
		switch name {
		case "count":
			return []string{strconv.Itoa(len(rows))}
		case "world":
			return []string{a.WorldText}
		}
		if v, ok := r.slots[name]; ok {
			return []string{r.label(v)}
		}
		var out []string
		add := func(s string) {
			if s != "" && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		for i, c := range a.Columns {
			if c.Name == name {
				for _, row := range rows {
					for _, v := range row.Cells[i] {
						add(v.Text)
					}
				}
				return out
			}
		}
		for _, row := range rows {
			if v := row.keys[name]; v != nil {
				add(r.text(name, v))
			}
		}
		return out
	}
}

// disputes returns a line where a claim that rows rest on is denied: by a
// denial that names it, or by one of the same edge. It looks past the stance
// filter of the lens and obeys its other fields.
func (r *run) disputes(a *Answer) ([]Note, error) {
	past, err := r.pastStance(r.view)
	if err != nil {
		return nil, err
	}
	type edge struct{ s, p, o string }
	said := map[edge]bool{}
	restsOn := map[quad.IRI]bool{}
	tell := map[quad.IRI]bool{schema.AttributedTo: true, schema.AttributedToState: true, schema.LinkedTo: true, schema.ActsFor: true, schema.Conducted: true, schema.PartOf: true, schema.OfficerOf: true, schema.SameAs: true}
	edges := func(v *graph.View, record quad.IRI, f func(edge)) error {
		for q, err := range v.Match(r.ctx, graph.Pattern{Label: record}) {
			if err != nil {
				return err
			}
			if p, ok := q.Predicate.(quad.IRI); ok && tell[p] {
				f(edge{quad.ToString(q.Subject), string(p), quad.ToString(q.Object)})
			}
		}
		return nil
	}
	for _, record := range a.Records() {
		if rec := past.Record(record); rec == nil || rec.Stance == schema.Denies {
			continue
		}
		restsOn[record] = true
		if err := edges(past, record, func(e edge) { said[e] = true }); err != nil {
			return nil, err
		}
	}
	var lines []string
	var records []quad.IRI
	for _, rec := range past.Records() {
		if rec.Stance != schema.Denies {
			continue
		}
		hit := slices.ContainsFunc(rec.Re, func(iri quad.IRI) bool { return restsOn[iri] })
		if !hit {
			if err := edges(past, rec.IRI, func(e edge) { hit = hit || said[e] }); err != nil {
				return nil, err
			}
		}
		if hit {
			records = append(records, rec.IRI)
			var by []string
			for _, s := range shownSpeakers(past, rec.IRI, false) {
				by = append(by, r.label(s.Party))
			}
			lines = append(lines, fmt.Sprintf(phrases[a.Lang].denies, listed(by, a.Lang), whenText(rec, a.Lang), rec.Handle()))
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return []Note{{Name: "disputed", Text: fmt.Sprintf(phrases[a.Lang].disputed, strings.Join(lines, "; ")), Records: records}}, nil
}
