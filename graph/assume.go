package graph

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// An Assumption is an edge that a lens takes as if somebody had said it: what
// if these two were one? It is a question of the user's, never stored.
//
// Under the lens it stands as a record of its own (Record.Assumed), which no
// other field of the lens hides. Its edge is an act of its subject where the
// predicate is that of an act (sanctioned, indicted), otherwise a claim by
// Assumer. What it links counts for everyone who blames, and what it says to be
// the same is seen as one, whoever denies that.
type Assumption struct {
	Subject   quad.IRI
	Predicate quad.IRI // an edge of the schema between things
	Object    quad.IRI
}

// Assumer is the party of what a lens assumes; its label says so.
const Assumer = quad.IRI(schema.NS + "assumed")

// assumerLabels are what Assumer is called.
var assumerLabels = []quad.Value{
	quad.LangString{Value: "assumed by you", Lang: "en"},
	quad.LangString{Value: "door u aangenomen", Lang: "nl"},
}

// assumable returns the edges that can be assumed: those between things.
func assumable() []schema.PropertyDef {
	return slices.DeleteFunc(schema.Properties(), func(p schema.PropertyDef) bool {
		return p.Type != schema.EdgeProperty || !slices.ContainsFunc(p.Objects, isThing)
	})
}

func isThing(class string) bool { return schema.IsA(class, schema.Entity) }

func (a Assumption) validate() error {
	for _, p := range assumable() {
		if quad.IRI(p.IRI) == a.Predicate {
			if a.Subject == "" || a.Object == "" || a.Subject == a.Object {
				return fmt.Errorf("%w: an assumption wants two things, got %s and %s", ErrLens, schema.Handle(string(a.Subject)), schema.Handle(string(a.Object)))
			}
			return nil
		}
	}
	return fmt.Errorf("%w: %s cannot be assumed, want an edge between things, such as sameAs or linkedTo", ErrLens, a.Predicate)
}

// actOf returns the kind of act whose edge p is, "" if it is none's.
func actOf(p quad.IRI) quad.IRI {
	for _, k := range schema.Kinds() {
		if k.Edge == string(p) {
			return quad.IRI(k.IRI)
		}
	}
	return ""
}

// record is the assumption as a record.
func (a Assumption) record(iri quad.IRI) *Draft {
	d := &Draft{Record: Record{IRI: iri, Undated: true}, Edges: []quad.Quad{{Subject: a.Subject, Predicate: a.Predicate, Object: a.Object}}}
	d.Kind = actOf(a.Predicate)
	d.Act = d.Kind != ""
	d.By = []quad.IRI{Assumer}
	if def, _ := schema.Property(string(a.Predicate)); def.BySubject {
		d.By[0] = a.Subject
	}
	if !d.Act {
		d.Stance = schema.Asserts
	}
	return d
}

// identifies reports whether the lens may see several things as one.
func (l *Lens) identifies() bool {
	return len(l.Names) > 0 || slices.ContainsFunc(l.Assume, func(a Assumption) bool { return a.Predicate == schema.SameAs })
}

// supposed is a state with what some lens assumes.
type supposed struct {
	snap    *store.Snapshot
	table   *recordTable
	records []store.ID // the assumed ones
}

// suppose returns the state of a snapshot as if what is assumed stood in it.
func suppose(snap *store.Snapshot, list []Assumption) (*supposed, error) {
	var quads []quad.Quad
	for _, l := range assumerLabels {
		quads = append(quads, quad.Quad{Subject: Assumer, Predicate: quad.IRI(schema.RDFSLabel), Object: l})
	}
	var iris []quad.IRI
	for n, a := range list {
		if err := a.validate(); err != nil {
			return nil, err
		}
		ns := schema.NSClaim
		if actOf(a.Predicate) != "" {
			ns = schema.NSAct
		}
		iri := quad.IRI(fmt.Sprintf("%sassumed/%d", ns, n+1))
		if _, taken := snap.Lookup(term.NewIRI(string(iri))); taken {
			return nil, fmt.Errorf("%w: the graph has a record %s, the name of what is assumed", ErrLens, schema.Handle(string(iri)))
		}
		iris = append(iris, iri)
		quads = append(quads, a.record(iri).Quads()...)
	}
	more := make([][4]term.Term, len(quads))
	for i, q := range quads {
		var err error
		if more[i], err = terms(q); err != nil {
			return nil, err
		}
	}
	next, err := snap.With(more)
	if err != nil {
		return nil, err
	}
	s := &supposed{snap: next}
	if s.table, err = readRecords(next); err != nil {
		return nil, err
	}
	for _, iri := range iris {
		id, _ := next.Lookup(term.NewIRI(string(iri)))
		s.records = append(s.records, id)
	}
	s.table.assume(s.records)
	return s, nil
}

// assume marks the rows of assumed records.
func (t *recordTable) assume(records []store.ID) {
	for _, id := range records {
		if i, ok := t.index.of(id); ok {
			t.list[i].assumed = true
		}
	}
}

// linkWords may stand before a predicate: "A is linked to B".
var linkWords = []string{"is", "are", "was", "were", "the", "de", "het", "werd", "zijn", "waren"}

// ParseAssumption reads "Silk Typhoon sameAs APT27": two names, which resolve
// finds, with an edge between them by its label, English or Dutch, or its name in
// the schema. Words such as "is" may stand before the edge, and = is sameAs.
// Names are sought among what the schema lets stand on their side of the edge.
// It returns an error that wraps ErrLens, or that of resolve; one with a method
// Things() []quad.IRI says what an ambiguous name may mean.
func ParseAssumption(text string, resolve Resolver) (Assumption, error) {
	words := strings.Fields(text)
	var failed error
	var found []Assumption
	for _, p := range assumable() {
		for _, name := range edgeNames(p) {
			for at := 1; at+len(name) < len(words); at++ {
				if !slices.EqualFunc(words[at:at+len(name)], name, strings.EqualFold) {
					continue
				}
				subject := words[:at]
				for len(subject) > 1 && slices.Contains(linkWords, strings.ToLower(subject[len(subject)-1])) {
					subject = subject[:len(subject)-1]
				}
				a, err := between(p, strings.Join(subject, " "), strings.Join(words[at+len(name):], " "), resolve)
				switch {
				case err != nil:
					failed = err
				case !slices.Contains(found, a):
					found = append(found, a)
				}
			}
		}
	}
	switch {
	case len(found) == 1:
		if err := found[0].validate(); err != nil {
			return Assumption{}, err
		}
		return found[0], nil
	case len(found) > 1:
		return Assumption{}, fmt.Errorf("%w: %q can be read in %d ways; write the edge by its name in the schema, and things by their handles", ErrLens, text, len(found))
	case failed != nil:
		return Assumption{}, failed
	}
	var known []string
	for _, p := range assumable() {
		known = append(known, strings.TrimPrefix(p.IRI, schema.NS))
	}
	return Assumption{}, fmt.Errorf("%w: no edge stands in %q, want two things with one of %s between them", ErrLens, text, strings.Join(known, ", "))
}

// edgeNames are the ways to write an edge, each as words.
func edgeNames(p schema.PropertyDef) [][]string {
	local := strings.TrimPrefix(p.IRI, schema.NS)
	texts := []string{p.EN, p.NL, local, "asc:" + local}
	if p.IRI == schema.SameAs {
		texts = append(texts, "=")
	}
	slices.Sort(texts)
	var out [][]string
	for _, t := range slices.Compact(texts) {
		out = append(out, strings.Fields(t))
	}
	return out
}

// between resolves the two ends of an edge.
func between(p schema.PropertyDef, subject, object string, resolve Resolver) (Assumption, error) {
	a := Assumption{Predicate: quad.IRI(p.IRI)}
	things := func(classes []string) []quad.IRI {
		var out []quad.IRI
		for _, c := range classes {
			if isThing(c) {
				out = append(out, quad.IRI(c))
			}
		}
		return out
	}
	var errSubject, errObject error
	a.Subject, errSubject = resolve(subject, things(p.Subjects)...)
	a.Object, errObject = resolve(object, things(p.Objects)...)
	// Nothing is assumed of a thing and itself: a name that means two things, one
	// of which is at the other end, can only mean the other.
	if errObject == nil {
		a.Subject, errSubject = other(a.Subject, errSubject, a.Object)
	}
	if errSubject == nil {
		a.Object, errObject = other(a.Object, errObject, a.Subject)
	}
	return a, cmp.Or(errSubject, errObject)
}

// other returns what an ambiguous name means beside a thing, if that is one.
func other(iri quad.IRI, err error, beside quad.IRI) (quad.IRI, error) {
	var ambiguous interface{ Things() []quad.IRI }
	if !errors.As(err, &ambiguous) {
		return iri, err
	}
	rest := slices.DeleteFunc(ambiguous.Things(), func(t quad.IRI) bool { return t == beside })
	if len(rest) == 1 && len(ambiguous.Things()) == 2 {
		return rest[0], nil
	}
	return iri, err
}
