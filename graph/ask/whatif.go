package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// A Shift is how the answer to a question differs under an assumption. Things
// that the assumption makes one count as one in both answers.
type Shift struct {
	Question      string // as it was understood
	Before, After *Answer
	Gained, Lost  []Row    // rows of After, rows of Before
	Altered       [][2]Row // rows of both whose values differ: as before, as after
}

// Any reports whether the answer changes.
func (s *Shift) Any() bool { return len(s.Gained)+len(s.Lost)+len(s.Altered) > 0 }

// WhatIf answers a question over v with and without what the lens of v
// assumes, and what it is given to assume beside that. Errors are those of Ask,
// and of a lens that cannot be.
func WhatIf(ctx context.Context, v *graph.View, question string, assume []graph.Assumption, o *Options) (*Shift, error) {
	before, after, err := supposing(v, assume)
	if err != nil {
		return nil, err
	}
	a, err := Ask(ctx, before, question, o)
	if err != nil {
		return nil, err
	}
	b, err := Ask(ctx, after, question, o)
	if err != nil {
		return nil, err
	}
	return shiftOf(after, a, b), nil
}

// supposing returns v without and with assumptions.
func supposing(v *graph.View, assume []graph.Assumption) (before, after *graph.View, err error) {
	l := *v.Lens()
	l.Assume = nil
	if before, err = v.With(&l); err != nil {
		return nil, nil, err
	}
	l.Assume = slices.Concat(v.Lens().Assume, assume)
	after, err = v.With(&l)
	return before, after, err
}

// Shifts asks many questions as WhatIf does and returns those whose answers
// change, in their order, and how many were asked. Without questions they are
// those of the templates: the first example of each in the language that o
// prefers, and each that takes one name, about both ends of every assumption.
func Shifts(ctx context.Context, v *graph.View, assume []graph.Assumption, questions []string, o *Options) (changed []*Shift, asked int, err error) {
	if o == nil {
		o = &Options{}
	}
	before, after, err := supposing(v, assume)
	if err != nil {
		return nil, 0, err
	}
	opts := *o
	if opts.Names == nil {
		opts.Names = NewNames(before, langOrder(o.Langs)...)
	}
	opts.rowsOnly = true
	var each []func(*graph.View) (*Answer, error)
	if questions == nil {
		if each, err = wonder(ctx, before, after.Lens().Assume, &opts); err != nil {
			return nil, 0, err
		}
	}
	for _, q := range questions {
		each = append(each, func(v *graph.View) (*Answer, error) {
			a, err := Ask(ctx, v, q, &opts)
			if err != nil {
				err = fmt.Errorf("%s: %w", quoted(cut(q)), err)
			}
			return a, err
		})
	}
	seen := map[string]bool{}
	for _, answer := range each {
		a, err := answer(before)
		if _, limit := errors.AsType[*graph.LimitError](err); limit {
			return changed, asked, err
		}
		if err != nil {
			if questions == nil {
				continue // an example that this graph has no names for
			}
			return changed, asked, err
		}
		if seen[a.Question] {
			continue
		}
		seen[a.Question] = true
		asked++
		b, err := answer(after)
		if err != nil {
			return changed, asked, err
		}
		if s := shiftOf(after, a, b); s.Any() {
			if s.Before, s.After, err = inFull(answer, before, after, &opts); err != nil {
				return changed, asked, err
			}
			changed = append(changed, s)
		}
	}
	return changed, asked, nil
}

// inFull asks a question of two views with all that belongs to an answer.
func inFull(answer func(*graph.View) (*Answer, error), before, after *graph.View, o *Options) (a, b *Answer, err error) {
	o.rowsOnly = false
	defer func() { o.rowsOnly = true }()
	if a, err = answer(before); err != nil {
		return nil, nil, err
	}
	b, err = answer(after)
	return a, b, err
}

// wonder makes the questions that Shifts asks by itself.
func wonder(ctx context.Context, v *graph.View, assume []graph.Assumption, o *Options) (out []func(*graph.View) (*Answer, error), err error) {
	templates, err := o.templates()
	if err != nil {
		return nil, err
	}
	lang := langOrder(o.Langs)[0]
	var ends []quad.IRI
	for _, a := range assume {
		ends = append(ends, a.Subject, a.Object)
	}
	for _, t := range templates {
		if len(t.slots) != 1 || t.dated == "must" {
			continue
		}
		s := t.slots[0]
		for _, iri := range ends {
			if !slices.ContainsFunc(s.classes, func(c quad.IRI) bool { return v.IsA(iri, c) }) {
				continue
			}
			m := &match{
				t: t, lang: lang, slots: map[string]found{s.name: {iri: iri, how: byHandle}},
				typed: map[string]string{s.name: v.Label(iri, lang)},
			}
			out = append(out, func(v *graph.View) (*Answer, error) { return m.answer(ctx, v, o) })
		}
	}
	for _, t := range templates {
		if examples := t.Examples[lang]; len(examples) > 0 {
			out = append(out, func(v *graph.View) (*Answer, error) { return Ask(ctx, v, examples[0], o) })
		}
	}
	return out, nil
}

// shiftOf compares two answers to one question.
func shiftOf(after *graph.View, a, b *Answer) *Shift {
	s := &Shift{Question: a.Question, Before: a, After: b}
	rows := func(a *Answer) []Row { return slices.Concat(a.Rows, a.Perhaps) }
	at := map[string]Row{}
	for _, r := range rows(b) {
		at[r.name(after)] = r
	}
	kept := map[string]bool{}
	for _, r := range rows(a) {
		k := r.name(after)
		now, ok := at[k]
		switch {
		case !ok:
			s.Lost = append(s.Lost, r)
			continue
		case r.values(after) != now.values(after):
			s.Altered = append(s.Altered, [2]Row{r, now})
		}
		kept[k] = true
	}
	for _, r := range rows(b) {
		if !kept[r.name(after)] {
			s.Gained = append(s.Gained, r)
		}
	}
	return s
}

// name tells a row from the others of its answer, whatever its values.
func (row *Row) name(v *graph.View) string {
	if len(row.keys) == 0 {
		return row.values(v)
	}
	names := make([]string, 0, len(row.keys))
	for name, value := range row.keys {
		names = append(names, name+" "+canonicalText(v, value))
	}
	slices.Sort(names)
	return strings.Join(names, "\n")
}

// values are the values of a row, whatever they are called.
func (row *Row) values(v *graph.View) string {
	var b strings.Builder
	for _, c := range row.Cells {
		var texts []string
		for _, value := range c {
			text := value.Text
			if len(value.Terms) > 0 {
				text = ""
			}
			for _, t := range value.Terms {
				text += canonicalText(v, t) + " "
			}
			texts = append(texts, text)
		}
		slices.Sort(texts)
		b.WriteString(strings.Join(slices.Compact(texts), "\x00") + "\n")
	}
	if row.Perhaps {
		b.WriteString("perhaps")
	}
	return b.String()
}

func canonicalText(v *graph.View, value quad.Value) string {
	if iri, ok := value.(quad.IRI); ok {
		value = v.Canonical(iri)
	}
	return quad.ToString(value)
}
