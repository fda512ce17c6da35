package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) citeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "cite HANDLE...",
		Short: "Write footnotes of records: who, when, what, in which words, by which document",
		Long: `Write a footnote for each record: who said or did it, when (as precisely as the source says), what, in
which words, who passed it on, and the documents with publisher, date and address.

Plain text by default, also in a pipe; --format markdown writes Markdown footnotes whose labels are the handles,
--format json, ndjson, csv and tsv a row a record.`,
		Example: `  ascribe cite uk-2021-07-19/2
  ascribe cite uk-2021-07-19/1 act:us-2021-04-15/1 --format markdown`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: s.completeRecords,
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				v, err := citable(v)
				if err != nil {
					return err
				}
				var notes []*footnote
				for _, arg := range args {
					r, err := s.record(v, names, arg)
					if err != nil {
						return err
					}
					if slices.ContainsFunc(notes, func(n *footnote) bool { return n.record.IRI == r.IRI }) {
						continue
					}
					n, err := s.footnote(c.Context(), v, r)
					if err != nil {
						return err
					}
					notes = append(notes, n)
				}
				return s.printFootnotes(v, notes)
			})
		},
	}
}

// citable is what a handle may be cited from: with the default lens every
// record, else what the lens shows, whatever its stance. A denial is cited as a
// denial.
func citable(v *graph.View) (*graph.View, error) {
	if v.Lens().String() == "" {
		return v.With(graph.Everything)
	}
	return v.PastStance()
}

// record finds a visible record by its handle or IRI; what is no record is
// said to be what it is.
func (s *session) record(v *graph.View, names *ask.Names, handle string) (*graph.Record, error) {
	if r, err := findRecord(v, handle); r != nil || err != nil {
		return r, err
	}
	all, err := v.With(graph.Everything)
	if err != nil {
		return nil, err
	}
	for _, iri := range schema.ExpandHandle(strings.Trim(handle, "<>")) {
		if r := all.Record(quad.IRI(iri)); r != nil {
			return nil, &hintedError{errors.New(s.say("the lens hides the record %q", handle)), s.say("--lens all shows every record; 'ascribe show %s --lens all' this one", r.Handle())}
		}
	}
	if iri, err := names.Resolve(handle); err == nil && v.Record(iri) == nil {
		return nil, usagef(s.say("'ascribe list records --about %q' lists the records about it, with their handles", handle),
			s.say("%q is no record but a thing: %s", handle, v.Label(iri, s.langs()...)))
	}
	var handles []string
	for _, r := range all.Records() {
		handles = append(handles, r.Handle())
	}
	hint := s.say("'ascribe list records' lists them, with their handles")
	if near := nearest(singular(handle), handles); near != "" {
		hint = s.say("did you mean %s?", near)
	}
	return nil, usagef(hint, s.say("there is no record %q", handle))
}

// completeRecords offers the handles that begin with what is typed.
func (s *session) completeRecords(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	err := s.view(c.Context(), func(v *graph.View, _ *ask.Names) error {
		for _, r := range v.Records() {
			if strings.HasPrefix(r.Handle(), typed) {
				out = append(out, cobra.CompletionWithDesc(oneLine(r.Handle()), oneLine(s.who(v, r))))
			}
		}
		return nil
	})
	if err != nil {
		cobra.CompErrorln(err.Error())
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// footnote is a record as it is cited.
type footnote struct {
	record   *graph.Record
	by       string
	relayed  string
	on       string
	says     string
	form     string
	edges    []string
	quotes   []string
	sources  []graph.Source
	answers  string
	takeback string // that it stands no more
	when     string // on, in words

	say func(format string, args ...any) string // in the language of the flags
}

func (s *session) footnote(ctx context.Context, v *graph.View, r *graph.Record) (*footnote, error) {
	n := &footnote{
		record: r, by: s.labels(v, r.By), relayed: s.labels(v, r.RelayedBy), on: r.When(), when: s.words(v).When(r), say: s.say, says: s.said(v, r), form: s.oneLabel(v, r.Form),
	}
	edges, err := v.Edges(ctx, r.IRI)
	if err != nil {
		return nil, err
	}
	for _, q := range s.readable(edges) {
		n.edges = append(n.edges, s.edgeText(v, q))
	}
	if len(r.Re) > 0 {
		n.edges = append(n.edges, s.say("with regard to %s", handles(r.Re)))
	}
	if len(edges) == 0 {
		if text := s.labelIn(v, r.Summary); text != "" {
			n.edges = append(n.edges, text)
		}
	}
	for _, q := range r.Quotes {
		n.quotes = append(n.quotes, s.words(v).Quote(q))
	}
	for _, iri := range r.Sources {
		src := v.Source(iri, s.langs()...)
		src.Title = cmp.Or(src.Title, v.Label(iri, s.langs()...))
		n.sources = append(n.sources, src)
	}
	var to []string
	for _, iri := range r.InResponseTo {
		if v.Record(iri) != nil {
			to = append(to, schema.Handle(string(iri)))
		} else {
			to = append(to, v.Label(iri, s.langs()...))
		}
	}
	n.answers = strings.Join(to, ", ")
	switch st := v.Standing(r.IRI); {
	case len(st.RetractedBy) > 0:
		n.takeback = s.say("taken back by %s", handles(st.RetractedBy))
	case len(st.SupersededBy) > 0:
		n.takeback = s.say("replaced by %s", handles(st.SupersededBy))
	}
	return n, nil
}

func handles(iris []quad.IRI) string { return strings.Join(handleList(iris), ", ") }

func handleList(iris []quad.IRI) []string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = schema.Handle(string(iri))
	}
	return out
}

// statement is who, when and what, without a full stop.
func (n *footnote) statement() string {
	text := n.by + ", " + n.when
	if n.relayed != "" {
		text += ", " + n.say("relayed by %s", n.relayed)
	}
	text += ", " + n.says
	if n.form != "" {
		text += " (" + n.form + ")"
	}
	if len(n.edges) > 0 {
		text += ": " + strings.Join(n.edges, "; ")
	}
	if n.answers != "" {
		text += "; " + n.say("in response to %s", n.answers)
	}
	if n.takeback != "" {
		text += "; " + n.takeback
	}
	return text
}

// source writes a document: title, publisher, date, address.
func (n *footnote) source(src graph.Source, title, url func(string) string) string {
	parts := []string{title(src.Title)}
	if src.Publisher != "" {
		parts = append(parts, src.Publisher)
	}
	if !src.Published.IsZero() {
		parts = append(parts, src.Published.String())
	}
	if src.URL != "" {
		parts = append(parts, url(src.URL))
	}
	return strings.Join(parts, ", ")
}

// text is the whole footnote in a line.
func (n *footnote) text(escape func(string) string, url func(string) string) string {
	parts := []string{escape(n.statement())}
	parts = append(parts, mapped(n.quotes, escape)...)
	var sources []string
	for _, src := range n.sources {
		src.Title, src.Publisher = escape(src.Title), escape(src.Publisher)
		sources = append(sources, n.source(src, func(t string) string { return "“" + t + "”" }, url))
	}
	if len(sources) > 0 {
		parts = append(parts, strings.Join(sources, "; "))
	}
	for i, p := range parts {
		// A full stop after an address would be taken for a part of it.
		if last := strings.LastIndexByte(p, ' '); !strings.Contains(p[last+1:], "://") {
			parts[i] = strings.TrimRight(p, ".") + "."
		}
	}
	return strings.Join(parts, " ")
}

func mapped(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

func (s *session) printFootnotes(v *graph.View, notes []*footnote) error {
	format := "table"
	if s.flags.format != "" {
		var err error
		if format, err = s.format(sheetFormats...); err != nil {
			return err
		}
	}
	same := func(t string) string { return t }
	switch format {
	case "table":
		for i, n := range notes {
			lead := fmt.Sprintf("[%d] ", i+1)
			line := folded(oneLine(lead+n.text(same, same)+" ["+n.record.Handle()+"]"), s.width(), len(lead))
			if _, err := io.WriteString(s.out, line+"\n"); err != nil {
				return err
			}
		}
		return nil
	case "markdown":
		for _, n := range notes {
			line := "[^" + footnoteLabel(n.record.Handle()) + "]: " + oneLine(n.text(markdown.Replace, angled))
			if _, err := io.WriteString(s.out, line+"\n"); err != nil {
				return err
			}
		}
		return nil
	}
	sh := s.sheetOf(v, "record", "by", "on", "says", "form", "what", "words", "relayed by", "in response to", "stands", "source")
	sh.Keys = []string{"record", "by", "on", "says", "form", "what", "quotes", "relayedBy", "inResponseTo", "standing", "sources"}
	for _, n := range notes {
		texts := make([]string, len(n.sources))
		data := make([]map[string]string, len(n.sources))
		for i, src := range n.sources {
			texts[i] = n.source(src, same, same)
			data[i] = map[string]string{"iri": string(src.IRI), "title": src.Title, "publisher": src.Publisher, "published": src.Published.String(), "url": src.URL}
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(n.record.Handle()), textCell(n.by), textCell(n.on), textCell(n.says), textCell(n.form),
			{Text: strings.Join(n.edges, "; "), JSON: orNone(n.edges)},
			{Text: strings.Join(n.quotes, " "), JSON: orNone(n.quotes)},
			textCell(n.relayed), textCell(n.answers), textCell(n.takeback),
			{Text: strings.Join(texts, "; "), JSON: data},
		})
	}
	return s.print(sh)
}

// footnoteLabel makes a handle a label of a Markdown footnote, which ends at
// "]" and holds no space.
func footnoteLabel(handle string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '[', r == ']', r == '^', r <= ' ':
			return '-'
		}
		return r
	}, oneLine(handle))
}

// angled writes an address as a Markdown autolink; one that could end it early
// is escaped as text.
func angled(url string) string {
	if strings.ContainsAny(url, "<> \t\n") || !strings.Contains(url, ":") {
		return markdown.Replace(url)
	}
	return "<" + url + ">"
}
