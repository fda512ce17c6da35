// Package words puts records and edges in the words in which the command and
// notebooks show them.
package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/dutch"
	"github.com/cayleygraph/quad"
)

// Words speaks of what a view shows, in the first of Langs that there is.
type Words struct {
	View  *graph.View
	Langs []string
}

// Label is what people call a thing or a term.
func (w Words) Label(value quad.Value) string { return w.View.Label(value, w.Langs...) }

// Labels joins what people call some things.
func (w Words) Labels(iris []quad.IRI) string {
	names := make([]string, len(iris))
	for i, iri := range iris {
		names[i] = w.Label(iri)
	}
	return strings.Join(names, ", ")
}

// Lens says the lens of the view; "" for the default one.
func (w Words) Lens() string {
	return w.View.Lens().Describe(w.Langs[0], func(iri quad.IRI) string { return w.View.OwnLabel(iri, w.Langs...) })
}

// Said puts in words how a record stands: "asserts", "sanction", with how sure
// it is.
func (w Words) Said(r *graph.Record) string {
	if r.Act {
		return w.Label(r.Kind)
	}
	parts := []string{w.Label(r.Stance)}
	for _, words := range r.LikelihoodWords {
		parts = append(parts, "“"+w.View.Label(words)+"”")
	}
	if r.Likelihood[0] >= 0 {
		parts = append(parts, fmt.Sprintf("%d–%d %%", r.Likelihood[0], r.Likelihood[1]))
	}
	if r.Confidence != "" {
		parts = append(parts, w.Label(r.Confidence))
	}
	return strings.Join(parts, ", ")
}

// Who names the makers of a record and who passed their words on.
func (w Words) Who(r *graph.Record) string {
	text := w.Labels(r.By)
	if r.Assumed && !slices.Contains(r.By, graph.Assumer) {
		text += " (" + w.Label(graph.Assumer) + ")"
	}
	if len(r.RelayedBy) > 0 {
		text += " (" + w.word("relayed by", "doorgegeven door") + " " + w.Labels(r.RelayedBy) + ")"
	}
	return text
}

// Text picks the text in the language that is wanted most.
func (w Words) Text(texts []quad.Value) string {
	for _, lang := range w.Langs {
		for _, t := range texts {
			if l, ok := t.(quad.LangString); ok && strings.HasPrefix(l.Lang, lang) {
				return string(l.Value)
			}
		}
	}
	if len(texts) > 0 {
		return w.View.Label(texts[0])
	}
	return ""
}

// When writes a record's date.
func (w Words) When(r *graph.Record) string { return w.Date(r.When()) }

// Date writes the date of a record or an event, as Record.When gives it.
func (w Words) Date(text string) string {
	if !w.dutch() {
		return text
	}
	switch date, until, ok := strings.Cut(text, " to "); {
	case text == "assumed":
		return "aangenomen"
	case text == "undated":
		return "zonder datum"
	case ok:
		return date + " tot " + until
	case strings.HasPrefix(text, "by "):
		return "uiterlijk " + text[len("by "):]
	case strings.HasPrefix(text, "from "):
		return "vanaf " + text[len("from "):]
	}
	return text
}

// word is fixed words in the wanted language.
func (w Words) word(en, nl string) string {
	if w.dutch() {
		return nl
	}
	return en
}

func (w Words) dutch() bool {
	return len(w.Langs) > 0 && (w.Langs[0] == "nl" || strings.HasPrefix(w.Langs[0], "nl-"))
}

// Sources names documents: title, publisher, date.
func (w Words) Sources(iris []quad.IRI) string {
	var out []string
	for _, iri := range iris {
		src := w.View.Source(iri, w.Langs...)
		text := cmp.Or(src.Title, w.Label(iri))
		if src.Publisher != "" {
			text += ", " + src.Publisher
		}
		if !src.Published.IsZero() {
			text += ", " + src.Published.String()
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// Edge writes an edge as subject, predicate and object: of one that the view
// shows as another, as it was written.
func (w Words) Edge(q quad.Quad) string { return w.edge(q, "") }

// edge is Edge with what follows the object.
func (w Words) edge(q quad.Quad, others string) string {
	written := w.View.Written(q)
	if len(written) == 0 {
		return w.clause(q.Predicate, w.Label(q.Subject), w.Label(q.Predicate), w.Label(q.Object)+others)
	}
	own := func(v quad.Value) string { return w.View.OwnLabel(v, w.Langs...) }
	texts := make([]string, len(written))
	for i, said := range written {
		texts[i] = w.clause(said.Quad.Predicate, own(said.Quad.Subject), own(said.Quad.Predicate), own(said.Quad.Object))
	}
	return strings.Join(texts, "; ") + others
}

// clause puts the words of an edge together.
func (w Words) clause(predicate quad.Value, subject, label, object string) string {
	if iri, ok := predicate.(quad.IRI); ok && w.dutch() {
		return dutch.Clause(string(iri), subject, label, object)
	}
	return subject + " " + label + " " + object
}

// Statement writes a statement; "(denied)" follows one that is denied.
func (w Words) Statement(st *graph.Statement) string {
	text := w.Label(st.Predicate) + " " + w.Label(st.Object)
	if st.Subject != "" {
		text = w.clause(st.Predicate, w.Label(st.Subject), w.Label(st.Predicate), w.Label(st.Object))
	}
	if st.Answers != "" {
		text += " (" + w.word("for", "voor") + " " + w.Label(st.Answers) + ")"
	}
	if st.Denied {
		text += " (" + w.word("denied", "ontkend") + ")"
	}
	return text
}

// Readable sorts quads and leaves out texts that are there in a language that
// is wanted more.
func (w Words) Readable(quads []quad.Quad) []quad.Quad {
	rank := func(lang string) int {
		for i, l := range w.Langs {
			if lang == l || strings.HasPrefix(lang, l+"-") {
				return i
			}
		}
		return len(w.Langs)
	}
	type place struct{ subject, predicate, label quad.Value }
	best := map[place]int{}
	texts := func(q quad.Quad, fn func(place, int) bool) bool {
		l, ok := q.Object.(quad.LangString)
		return ok && fn(place{q.Subject, q.Predicate, q.Label}, rank(l.Lang))
	}
	for _, q := range quads {
		texts(q, func(p place, r int) bool {
			if old, ok := best[p]; !ok || r < old {
				best[p] = r
			}
			return true
		})
	}
	out := slices.DeleteFunc(slices.Clone(quads), func(q quad.Quad) bool {
		return texts(q, func(p place, r int) bool { return r > best[p] })
	})
	slices.SortFunc(out, graph.CompareQuads)
	return out
}
