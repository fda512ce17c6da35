package check

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// checkQuads holds each quad on its own to the vocabulary.
func (m *model) checkQuads() {
	classless := map[quad.Value]bool{} // reported once each
	blank := map[quad.Value]bool{}
	for _, q := range m.quads {
		r := m.recordOf(q)
		if q.Label != nil {
			if _, ok := q.Label.(quad.IRI); !ok && !blank[q.Label] {
				blank[q.Label] = true
				m.fault(BlankRecord, nil, q, "name the record by an IRI such as claim:uk-2021-07-19", "the label %s is no IRI", name(q.Label))
			}
		}
		if b, ok := q.Subject.(quad.BNode); ok && q.Label == nil && !blank[b] && (m.isRecord(b) || isRecordProperty(q.Predicate)) {
			blank[b] = true
			m.fault(BlankRecord, nil, q, "name the record by an IRI such as claim:uk-2021-07-19", "the record %s is no IRI", name(b))
		}
		if strings.HasPrefix(iriOf(q.Subject), schema.Base+"schema") {
			continue // the vocabulary itself, which has a test of its own
		}
		m.checkPredicate(q, r, classless)
	}
}

func iriOf(v quad.Value) string { iri, _ := v.(quad.IRI); return string(iri) }

// recordOf is the record that a quad stands under or describes.
func (m *model) recordOf(q quad.Quad) *record {
	if label, ok := q.Label.(quad.IRI); ok {
		return m.records[label]
	}
	if s, ok := q.Subject.(quad.IRI); ok && q.Label == nil {
		return m.records[s]
	}
	return nil
}

func (m *model) checkPredicate(q quad.Quad, r *record, classless map[quad.Value]bool) {
	p, ok := q.Predicate.(quad.IRI)
	if !ok {
		m.fault(UnknownPredicate, r, q, "use a property of the vocabulary", "the predicate %s is no IRI", name(q.Predicate))
		return
	}
	switch p {
	case schema.RDFType:
		if q.Label != nil {
			m.fault(Misplaced, r, q, "write it outside of the record", "a class is given inside a record")
		}
		if class, ok := schema.Class(iriOf(q.Object)); !ok || slices.ContainsFunc(notForData, func(c string) bool { return schema.IsA(class.IRI, c) }) {
			m.fault(UnknownClass, r, q, "use a class of the vocabulary"+nearest(iriOf(q.Object), classIRIs()), "%s is no class of things", name(q.Object))
		}
		return
	case schema.RDFSLabel, schema.RDFSComment:
		if q.Label != nil {
			m.fault(Misplaced, r, q, "write it outside of the record; a disputed name is asc:knownAs", "a label is given inside a record")
		}
		if datatypeOf(q.Object) == "" {
			m.fault(ObjectClass, r, q, "write a text with a language", "%s is no text", name(q.Object))
		}
		if !m.isRecord(q.Subject) {
			m.needClass(q, q.Subject, r, classless)
		}
		return
	}
	def, ok := schema.Property(string(p))
	if !ok {
		m.fault(UnknownPredicate, r, q, "use a property of the vocabulary"+nearest(string(p), propertyIRIs()), "unknown predicate %s", name(p))
		return
	}
	switch def.Place() {
	case schema.DerivedProperty:
		m.fault(DerivedStored, r, q, "remove it; a lens derives it", "%s is derived", name(p))
		return
	case schema.SchemaProperty:
		m.fault(Misplaced, r, q, "remove it", "%s describes the vocabulary, not data", name(p))
		return
	case schema.EdgeProperty:
		if q.Label == nil {
			m.fault(Misplaced, r, q, "put it inside a record: GRAPH claim:… { … }", "the edge %s stands under no record", name(p))
		}
	default:
		if q.Label != nil {
			m.fault(Misplaced, r, q, "write it outside of the record", "the description %s stands inside a record", name(p))
		}
	}
	m.checkSide(SubjectClass, q, q.Subject, def.Subjects, r, classless)
	m.checkSide(ObjectClass, q, q.Object, def.Objects, r, classless)
}

// notForData are the classes that only the vocabulary's own terms have.
var notForData = []string{
	schema.RecordProperty, schema.EdgeProperty, schema.EntityProperty, schema.SourceProperty, schema.SchemaProperty, schema.DerivedProperty,
	schema.StanceClass, schema.FormClass, schema.KindClass, schema.ConfidenceClass, schema.ScaleClass, schema.LikelihoodWordClass, schema.GraphNameClass,
}

// needClass reports a node without a class, once.
func (m *model) needClass(q quad.Quad, v quad.Value, r *record, classless map[quad.Value]bool) bool {
	if len(m.classesOf(v)) > 0 {
		return true
	}
	if iri := iriOf(v); strings.HasPrefix(iri, schema.NS) {
		m.fault(UnknownTerm, r, q, "use a term of the vocabulary"+nearest(iri, termIRIs()), "unknown term %s", name(v))
		return false
	}
	if !classless[v] {
		classless[v] = true
		m.fault(NoClass, r, q, "say what it is, as in "+name(v)+" a asc:State", "%s has no class", name(v))
	}
	return false
}

// checkSide holds a subject or an object to the classes that a property allows.
func (m *model) checkSide(rule Rule, q quad.Quad, v quad.Value, allowed []string, r *record, classless map[quad.Value]bool) {
	if len(allowed) == 0 {
		return
	}
	side := map[Rule]string{SubjectClass: "subject", ObjectClass: "object"}[rule]
	if datatype := datatypeOf(v); datatype != "" {
		if !slices.Contains(allowed, datatype) {
			m.fault(rule, r, q, "use "+oneOf(allowed), "the %s of %s is %s, which is %s", side, name(q.Predicate), name(v), name(quad.IRI(datatype)))
		} else if msg := lexicalFault(lexicalForm(v), datatype); msg != "" {
			m.fault(InvalidLiteral, r, q, msg, "%s is no valid %s", name(v), name(quad.IRI(datatype)))
		}
		return
	}
	if r != nil && rule == SubjectClass && q.Label == nil && q.Subject == quad.Value(r.iri) && len(m.classesOf(v)) == 0 {
		return // RecordClass says it
	}
	if !m.needClass(q, v, r, classless) {
		return
	}
	if !slices.ContainsFunc(allowed, func(c string) bool { return m.isA(v, c) }) {
		m.fault(rule, r, q, "use "+oneOf(allowed), "the %s of %s is %s, which is %s", side, name(q.Predicate), name(v), oneOf(m.classesOf(v)))
	}
}

func oneOf(iris []string) string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = name(quad.IRI(iri))
	}
	return strings.Join(out, " or ")
}

// datatypeOf returns the datatype of a literal, "" for a node.
func datatypeOf(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return schema.XSDString
	case quad.LangString:
		return schema.RDFLangString
	case quad.TypedString:
		return string(v.Type)
	case quad.TypedStringer:
		return string(v.TypedString().Type.Full())
	}
	return ""
}

func lexicalForm(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	case quad.TypedStringer:
		return string(v.TypedString().Value)
	}
	return ""
}

var integer = regexp.MustCompile(`^[+-]?[0-9]+$`)

// lexicalFault says what form the datatype wants, "" if s has it.
func lexicalFault(s, datatype string) string {
	switch datatype {
	case schema.XSDDate, schema.XSDGYearMonth, schema.XSDGYear:
		if _, ok := parseDate(s, datatype); !ok {
			return "want " + map[string]string{
				schema.XSDDate: "a day of the calendar such as 2021-07-19", schema.XSDGYearMonth: "a month such as 2021-07", schema.XSDGYear: "a year such as 2021",
			}[datatype]
		}
	case schema.XSDBoolean:
		if !slices.Contains([]string{"true", "false", "1", "0"}, s) {
			return "want true or false"
		}
	case schema.XSDInteger:
		if !integer.MatchString(s) {
			return "want a whole number"
		}
	case schema.XSDAnyURI:
		if u, err := url.Parse(s); err != nil || !u.IsAbs() {
			return "want an absolute address such as https://example.org/"
		}
	case schema.XSDString, schema.RDFLangString:
		if strings.TrimSpace(s) == "" {
			return "want a text"
		}
		if !utf8.ValidString(s) {
			return "want UTF-8"
		}
	}
	return ""
}
