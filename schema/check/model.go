package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// model is a graph as the rules look at it.
type model struct {
	quads   []quad.Quad
	classes map[quad.Value][]string // direct, in order of arrival
	about   map[quad.Value]props    // what the unlabelled quads say of a subject
	records map[quad.IRI]*record
	links   structure
	found   []Violation
}

// props are the objects by predicate.
type props map[quad.IRI][]quad.Value

// record is a label or what is described as a record.
type record struct {
	iri   quad.IRI
	props props
	edges []quad.Quad
	claim bool
	act   bool
}

func newModel() *model {
	return &model{
		classes: map[quad.Value][]string{}, about: map[quad.Value]props{},
		records: map[quad.IRI]*record{},
	}
}

func (m *model) add(q quad.Quad) {
	m.quads = append(m.quads, q)
	p, _ := q.Predicate.(quad.IRI)
	if class, ok := q.Object.(quad.IRI); ok && p == schema.RDFType && !slices.Contains(m.classes[q.Subject], string(class)) {
		m.classes[q.Subject] = append(m.classes[q.Subject], string(class))
	}
	if q.Label != nil {
		return
	}
	if m.about[q.Subject] == nil {
		m.about[q.Subject] = props{}
	}
	m.about[q.Subject][p] = append(m.about[q.Subject][p], q.Object)
}

// link finds the records, once all quads are there.
func (m *model) link() {
	slices.SortFunc(m.quads, func(a, b quad.Quad) int { return strings.Compare(quadText(a), quadText(b)) })
	for _, q := range m.quads {
		if label, ok := q.Label.(quad.IRI); ok {
			m.record(label).edges = append(m.record(label).edges, q)
		} else if s, ok := q.Subject.(quad.IRI); ok && q.Label == nil && (m.isRecord(s) || isRecordProperty(q.Predicate)) {
			m.record(s)
		}
	}
	for _, r := range m.records {
		m.links.addRecord(m, r)
	}
	m.links.seal()
}

func (m *model) record(iri quad.IRI) *record {
	r := m.records[iri]
	if r == nil {
		r = &record{
			iri: iri, props: m.about[iri],
			claim: m.isA(iri, schema.Claim), act: m.isA(iri, schema.Act),
		}
		m.records[iri] = r
	}
	return r
}

// described reports whether any unlabelled quad says what the record is.
func (r *record) described() bool {
	for p := range r.props {
		if p == schema.RDFType || isRecordProperty(p) {
			return true
		}
	}
	return false
}

func (r *record) has(p quad.IRI, v quad.IRI) bool { return slices.Contains(r.props[p], quad.Value(v)) }

// holds reports whether the record's edges stand: denied and retracted ones do not.
func (r *record) holds() bool {
	return !r.has(schema.Stance, schema.Denies) && !r.has(schema.Stance, schema.Retracts)
}

func isRecordProperty(v quad.Value) bool {
	p, _ := v.(quad.IRI)
	def, ok := schema.Property(string(p))
	return ok && def.Place() == schema.RecordProperty
}

// classesOf returns the classes of a node, of a term of the vocabulary its type.
func (m *model) classesOf(v quad.Value) []string {
	if c := m.classes[v]; len(c) > 0 {
		return c
	}
	if iri, ok := v.(quad.IRI); ok {
		if t, ok := schema.Lookup(string(iri)); ok {
			return []string{t.Type}
		}
	}
	return nil
}

func (m *model) isA(v quad.Value, class string) bool {
	return slices.ContainsFunc(m.classesOf(v), func(c string) bool { return schema.IsA(c, class) })
}

func (m *model) isRecord(v quad.Value) bool { return m.isA(v, schema.Record) }

// fault adds a violation; r is nil where no record is concerned.
func (m *model) fault(rule Rule, r *record, q quad.Quad, hint, format string, args ...any) {
	v := Violation{Rule: rule, Severity: severities[rule], Quad: q, Msg: fmt.Sprintf(format, args...), Hint: hint}
	if r != nil {
		v.Record = r.iri
	}
	m.found = append(m.found, v)
}

// name is a value as messages show it: a handle with its prefix, or the
// literal in quotes, shortened.
func name(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case quad.IRI:
		if local, ok := strings.CutPrefix(string(v), schema.NSClaim); ok {
			return "claim:" + local
		}
		if h := schema.Handle(string(v)); h != string(v) {
			return h
		}
		return v.String()
	}
	const most = 60
	s := []rune(v.String())
	if len(s) > most {
		s = append(s[:most], '…')
	}
	return string(s)
}

func names[T quad.Value](vs []T) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = name(v)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ", ")
}
