package ask

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/dutch"
	"github.com/cayleygraph/quad"
)

// Evidence is why an answer is what it is.
type Evidence struct {
	Rows []RowEvidence // of Rows, then of Perhaps
	// Looked says what a negative answer looked for and found nothing, with
	// the records that it looked at; nil if the question has no negative part.
	Looked *Note
	World  string

	lang string
}

// RowEvidence is the evidence of one row.
type RowEvidence struct {
	Row     *Row
	Title   string // the row's first cells
	Records []RecordEvidence
}

// RecordEvidence is one record with what it says.
type RecordEvidence struct {
	Record  *graph.Record
	By      []string // who stands behind it, in the answer's language
	When    string
	Stance  string // of a claim; of an act its kind
	Relayed string // by whom; "" if first-hand
	Sources []graph.Source
	Words   []string    // quotes, or a summary if there are none
	Edges   []EdgeText  // what stands under the record
	Derived []DerivedBy // what the rules made of it for this row
}

// EdgeText is a quad and how it reads.
type EdgeText struct {
	Quad quad.Quad
	Text string
}

// DerivedBy is a derived quad with the stored quads it follows from.
type DerivedBy struct {
	EdgeText
	Rule     string // the name of the rule
	Supports []EdgeText
	// Sure says which support is the least sure, and how sure that is; "" where
	// none says.
	Sure string
}

// Why returns the evidence of the answer. v must be the view that Ask got, or
// one with the same lens.
func (a *Answer) Why(ctx context.Context, v *graph.View) (*Evidence, error) {
	if a.Lens.AsOf != v.Lens().AsOf {
		l := a.Lens
		var err error
		if v, err = v.With(&l); err != nil {
			return nil, err
		}
	}
	r := newRun(ctx, v, a.template, a.Lang, langOrder([]string{a.Lang}), a.Slots, a.typed)
	past, err := r.pastStance(v)
	if err != nil {
		return nil, err
	}
	views := []*graph.View{v, past}
	if len(a.Perhaps) > 0 {
		p, err := v.WithPerhaps()
		if err != nil {
			return nil, err
		}
		views = append(views, p)
		r.perhaps[p] = true
	}
	e := &Evidence{Looked: a.Looked, World: a.WorldText, lang: a.Lang}
	for _, rows := range [][]Row{a.Rows, a.Perhaps} {
		for i := range rows {
			row := &rows[i]
			re := RowEvidence{Row: row, Title: r.briefly(a, row)}
			named := row.named()
			for _, iri := range row.Records {
				rec, err := r.evidence(views, iri, named)
				if err != nil {
					return nil, err
				}
				if rec != nil {
					re.Records = append(re.Records, *rec)
				}
			}
			slices.SortStableFunc(re.Records, func(a, b RecordEvidence) int { return a.Record.Compare(b.Record) })
			e.Rows = append(e.Rows, re)
		}
	}
	return e, nil
}

// named returns every term that a row shows or is keyed by.
func (row *Row) named() map[quad.Value]bool {
	out := map[quad.Value]bool{}
	for _, v := range row.keys {
		if v != nil {
			out[v] = true
		}
	}
	for _, c := range row.Cells {
		for _, v := range c {
			for _, t := range v.Terms {
				out[t] = true
			}
		}
	}
	return out
}

// evidence describes one record, from the first of the views that shows it.
func (r *run) evidence(views []*graph.View, iri quad.IRI, named map[quad.Value]bool) (*RecordEvidence, error) {
	for _, v := range views {
		rec := v.Record(iri)
		if rec == nil {
			continue
		}
		e := &RecordEvidence{Record: rec, When: whenText(rec.When(), r.lang)}
		for _, s := range shownSpeakers(v, iri, false) {
			mark, _ := r.speakerMark(v, iri, s)
			e.By = append(e.By, Value{Text: r.label(s.Party), Mark: mark}.String())
		}
		if e.Stance = r.label(rec.Stance); rec.Act {
			e.Stance = r.label(rec.Kind)
		}
		if !rec.FirstHand() {
			e.Relayed = r.label(rec.RelayedBy[0])
		}
		for _, s := range rec.Sources {
			e.Sources = append(e.Sources, v.Source(s, r.lang))
		}
		e.Words = r.inBestLang(rec.Quotes)
		if len(e.Words) == 0 {
			e.Words = r.inBestLang(rec.Summary)
		}
		for q, err := range v.Match(r.ctx, graph.Pattern{Label: iri}) {
			if err != nil {
				return nil, err
			}
			if !v.IsDerived(q) {
				e.Edges = append(e.Edges, r.edge(q))
				continue
			}
			if !named[q.Subject] || !named[q.Object] {
				continue
			}
			why, err := v.Derivation(r.ctx, q)
			if err != nil {
				return nil, err
			}
			d := DerivedBy{EdgeText: r.edge(q), Rule: why.Rule.Name, Sure: r.sureness(why)}
			for _, s := range why.Supports {
				d.Supports = append(d.Supports, r.edge(s))
			}
			e.Derived = append(e.Derived, d)
		}
		return e, nil
	}
	return nil, nil
}

// sureness says how sure the weakest support of a derived edge is.
func (r *run) sureness(d *graph.Derivation) string {
	weak := d.Weakest
	if weak == nil {
		return ""
	}
	how := r.label(weak.Confidence)
	if weak.Likelihood[0] >= 0 {
		how = fmt.Sprintf("%d–%d %%", weak.Likelihood[0], weak.Likelihood[1])
	}
	return fmt.Sprintf(phrases[r.lang].sure, how, weak.Handle())
}

// inBestLang keeps the texts in the most wanted language that there is.
func (r *run) inBestLang(values []quad.Value) []string {
	best := len(r.langs) + 1
	rank := func(v quad.Value) int {
		if l, ok := v.(quad.LangString); ok {
			return r.langRank(l.Lang)
		}
		return 0
	}
	for _, v := range values {
		best = min(best, rank(v))
	}
	var out []string
	for _, v := range values {
		if rank(v) == best {
			out = append(out, r.label(v))
		}
	}
	return out
}

func (r *run) ownLabel(v quad.Value) string { return r.view.OwnLabel(v, r.langs...) }

// clause puts the words of an edge together.
func (r *run) clause(predicate quad.Value, subject, label, object string) string {
	if iri, ok := predicate.(quad.IRI); ok && r.lang == "nl" {
		return dutch.Clause(string(iri), subject, label, object)
	}
	return subject + " " + label + " " + object
}

func (r *run) edge(q quad.Quad) EdgeText {
	t := r.clause(q.Predicate, r.label(q.Subject), r.label(q.Predicate), r.label(q.Object))
	if written := r.view.Written(q); len(written) > 0 {
		t = "" // as its record says it
		for i, w := range written {
			if i > 0 {
				t += "; "
			}
			t += r.clause(w.Quad.Predicate, r.ownLabel(w.Quad.Subject), r.ownLabel(w.Quad.Predicate), r.ownLabel(w.Quad.Object))
		}
	}
	if iri, ok := q.Label.(quad.IRI); ok {
		if rec := r.record(iri); rec != nil {
			t += " [" + rec.Handle() + "]"
		}
	}
	return EdgeText{Quad: q, Text: t}
}

// String writes the evidence for people.
func (e *Evidence) String() string {
	w := phrases[e.lang]
	var b strings.Builder
	for _, row := range e.Rows {
		fmt.Fprintf(&b, "%s %s\n", w.evidence, row.Title)
		for _, rec := range row.Records {
			fmt.Fprintf(&b, "  %s  %s  %s  %s\n", rec.Record.Handle(), rec.When, strings.Join(rec.By, ", "), rec.Stance)
			for _, words := range rec.Words {
				fmt.Fprintf(&b, "      %s: %s\n", w.quote, words)
			}
			for _, s := range rec.Sources {
				fmt.Fprintf(&b, "      %s: %s\n", w.source, sourceText(s))
			}
			for _, edge := range rec.Edges {
				fmt.Fprintf(&b, "      %s\n", edge.Text)
			}
			for _, d := range rec.Derived {
				fmt.Fprintf(&b, "      %s (%s)\n", d.Text, fmt.Sprintf(w.derived, d.Rule))
				if d.Sure != "" {
					fmt.Fprintf(&b, "        %s\n", d.Sure)
				}
				for _, s := range d.Supports {
					fmt.Fprintf(&b, "        %s %s\n", w.restsOn, s.Text)
				}
			}
		}
	}
	if e.Looked != nil {
		fmt.Fprintf(&b, "%s\n", e.Looked.Text)
	}
	return b.String()
}

func sourceText(s graph.Source) string {
	parts := []string{s.Title}
	if s.Title == "" {
		parts[0] = string(s.IRI)
	}
	if !s.Published.IsZero() {
		parts = append(parts, s.Published.String())
	}
	if s.URL != "" {
		parts = append(parts, s.URL)
	}
	return strings.Join(parts, ", ")
}
