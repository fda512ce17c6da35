package ask

import (
	"context"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// askEach answers a question with a list of names where a template takes one:
// "… for NotPetya, the Bundestag and Estonia 2020". It returns nil for a
// question that has none.
func askEach(ctx context.Context, v *graph.View, question string, o *Options, templates []*Template) (*Answer, error) {
	prefix, items := listAtEnd(question)
	if len(items) < 2 || len(items) > maxListed {
		return nil, nil
	}
	one := *o
	one.keepEmpty, one.Sentence = true, nil
	if one.Names == nil {
		one.Names = NewNames(v, langOrder(o.Langs)...)
	}
	for _, item := range items {
		m, _, err := read(prefix+item, split(prefix+item), one.Names, templates, o.Langs)
		if err != nil || m.t.each == "" {
			return nil, err
		}
	}
	var parts []*part
	for _, item := range items {
		parts = append(parts, &part{question: prefix + item})
	}
	err := atOnce(ctx, parts, func(ctx context.Context, p *part) (err error) {
		p.answer, err = ask(ctx, v, p.question, &one, templates)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out *Answer
	for _, p := range parts {
		a := p.answer
		slot := a.template.each
		a.each(slot, v.Label(a.Slots[slot], langOrder([]string{a.Lang})...))
		if out == nil {
			out = a
			continue
		}
		out.Question += " " + a.Question
		out = out.with(a)
	}
	return out, nil
}

// part is a question about one of several names, and its answer.
type part struct {
	question string
	answer   *Answer
}

// listAtEnd splits "… for A, B and C" before A.
func listAtEnd(question string) (prefix string, items []string) {
	words := split(question)
	at := -1
	for i, w := range words {
		switch w.fold {
		case "for", "voor", "van", "of", "bij":
			at = i
		}
	}
	if at < 0 || at+1 >= len(words) {
		return "", nil
	}
	start := words[at+1].start
	from := start
	for i := at + 2; i <= len(words); i++ {
		if i == len(words) {
			items = append(items, strings.TrimSpace(question[from:words[i-1].end]))
			break
		}
		and := words[i].fold == "and" || words[i].fold == "en"
		if !and && !strings.ContainsAny(question[words[i-1].end:words[i].start], ",;") {
			continue
		}
		items = append(items, strings.TrimSpace(question[from:words[i-1].end]))
		if and {
			i++
		}
		if i >= len(words) {
			return "", nil
		}
		from = words[i].start
	}
	return question[:start], items
}

// each puts a column before the others that says of which thing a row is.
func (a *Answer) each(slot, label string) {
	head := strings.ToUpper(wantedClasses(a.template.slotNamed(slot).classes, a.Lang))
	a.Columns = append([]Column{{Name: slot, Head: head}}, a.Columns...)
	value := Value{Terms: []quad.Value{a.Slots[slot]}, Text: label}
	for _, rows := range [][]Row{a.Rows, a.Perhaps} {
		for i := range rows {
			rows[i].Cells = append([]Cell{{value}}, rows[i].Cells...)
		}
	}
}
