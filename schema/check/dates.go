package check

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// date is the first and the last day that a date literal covers.
type date struct {
	first, last time.Time
	precision   string // the datatype
}

var dateForms = map[string]*regexp.Regexp{
	schema.XSDDate:       regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?$`),
	schema.XSDGYearMonth: regexp.MustCompile(`^(\d{4})-(\d\d)(?:Z|[+-]\d\d:\d\d)?$`),
	schema.XSDGYear:      regexp.MustCompile(`^(\d{4})(?:Z|[+-]\d\d:\d\d)?$`),
}

func parseDate(s, datatype string) (date, bool) {
	form := dateForms[datatype]
	if form == nil {
		return date{}, false
	}
	part := form.FindStringSubmatch(s)
	if part == nil {
		return date{}, false
	}
	n := [3]int{0, 1, 1}
	for i, p := range part[1:] {
		n[i], _ = strconv.Atoi(p) // digits by the expression
	}
	first := time.Date(n[0], time.Month(n[1]), n[2], 0, 0, 0, 0, time.UTC)
	if first.Year() != n[0] || int(first.Month()) != n[1] || first.Day() != n[2] {
		return date{}, false // a day that the calendar lacks
	}
	last := first
	switch datatype {
	case schema.XSDGYearMonth:
		last = first.AddDate(0, 1, -1)
	case schema.XSDGYear:
		last = first.AddDate(1, 0, -1)
	}
	return date{first, last, datatype}, true
}

func dateOf(v quad.Value) (date, bool) { return parseDate(lexicalForm(v), datatypeOf(v)) }

// firstDate is the one valid date among values.
func firstDate(vs []quad.Value) (date, bool) {
	for _, v := range vs {
		if d, ok := dateOf(v); ok {
			return d, true
		}
	}
	return date{}, false
}

// checkDates holds the dates of a record to each other and to its sources.
func (m *model) checkDates(r *record) {
	on, hasOn := firstDate(r.props[schema.On])
	earliest, hasEarliest := firstDate(r.props[schema.OnEarliest])
	latest, hasLatest := firstDate(r.props[schema.OnLatest])
	conflict := func(hint, format string, args ...any) {
		m.fault(DateConflict, r, quad.Quad{}, hint, format, args...)
	}
	undated := isTrue(r.props[schema.Undated])
	if !undated && len(r.props[schema.On])+len(r.props[schema.OnEarliest])+len(r.props[schema.OnLatest]) == 0 {
		m.fault(NoDate, r, quad.Quad{}, "add asc:on with what the source gives, or asc:undated true", "the record has no date")
	}
	if undated && hasOn {
		conflict("remove one of the two", "the record is undated and has a date")
	}
	if hasEarliest && hasLatest && earliest.first.After(latest.last) {
		conflict("swap the two or correct one", "asc:onEarliest %s lies after asc:onLatest %s", day(earliest.first), day(latest.last))
	}
	if hasOn && hasEarliest && (earliest.first.Before(on.first) || earliest.first.After(on.last)) {
		conflict("correct one of the two", "asc:onEarliest %s lies outside of asc:on", day(earliest.first))
	}
	if hasOn && hasLatest && (latest.last.Before(on.first) || latest.last.After(on.last)) {
		conflict("correct one of the two", "asc:onLatest %s lies outside of asc:on", day(latest.last))
	}
	from, hasFrom := firstDate(r.props[schema.ValidFrom])
	to, hasTo := firstDate(r.props[schema.ValidTo])
	if hasFrom && hasTo && from.first.After(to.last) {
		conflict("swap the two or correct one", "asc:validFrom %s lies after asc:validTo %s", day(from.first), day(to.last))
	}
	m.checkIncidentDates(r, conflict)
	m.checkSourceDates(r, on, hasOn, undated)
	m.checkPrecision(r)
}

// checkIncidentDates holds began and ended under one record to each other.
func (m *model) checkIncidentDates(r *record, conflict func(hint, format string, args ...any)) {
	began := map[quad.Value]date{}
	for _, q := range r.edges {
		if d, ok := dateOf(q.Object); ok && q.Predicate == quad.Value(quad.IRI(schema.Began)) {
			began[q.Subject] = d
		}
	}
	for _, q := range r.edges {
		b, has := began[q.Subject]
		if d, ok := dateOf(q.Object); ok && has && q.Predicate == quad.Value(quad.IRI(schema.Ended)) && b.first.After(d.last) {
			conflict("swap the two or correct one", "%s began %s and ended %s", name(q.Subject), day(b.first), day(d.last))
		}
	}
}

func (m *model) checkSourceDates(r *record, on date, hasOn, undated bool) {
	var last time.Time
	all := len(r.props[schema.SourceProp]) > 0
	answered := false // a source gives its date, or says that it is not known
	for _, s := range r.props[schema.SourceProp] {
		d, ok := firstDate(m.about[s][schema.Published])
		all = all && ok
		answered = answered || ok || isTrue(m.about[s][schema.DateUnknown])
		if ok && d.last.After(last) {
			last = d.last
		}
	}
	if all && hasOn && on.first.After(last) {
		m.fault(DateAfterSource, r, quad.Quad{}, "check asc:on and asc:published", "the record is from %s, its latest source from %s", day(on.first), day(last))
	}
	if undated && !answered && len(r.props[schema.SourceProp]) > 0 {
		m.fault(NoSourceDate, r, quad.Quad{}, "add asc:published to a source, or asc:dateUnknown true to one that gives none",
			"the record is undated, and so are its sources")
	}
}

// checkPrecision finds days that look as if a month or year had been padded.
// asc:onEarliest and asc:onLatest are padded by design, and memberships often
// do begin on 1 January.
func (m *model) checkPrecision(r *record) {
	published := m.publishedOf(r)
	from, hasFrom := firstDate(r.props[schema.ValidFrom])
	for p, vs := range r.props {
		if p == schema.OnEarliest || p == schema.OnLatest {
			continue
		}
		for _, v := range vs {
			d, ok := dateOf(v)
			may := p == schema.ValidFrom || p == schema.ValidTo || ok && hasFrom && d == from
			m.checkPadding(r, quad.Quad{Subject: r.iri, Predicate: p, Object: v}, published, may)
		}
	}
	for _, q := range r.edges {
		m.checkPadding(r, q, published, false)
	}
}

func (m *model) publishedOf(r *record) (out []date) {
	for _, s := range r.props[schema.SourceProp] {
		for _, v := range m.about[s][schema.Published] {
			if d, ok := dateOf(v); ok {
				out = append(out, d)
			}
		}
	}
	return out
}

func (m *model) checkPadding(r *record, q quad.Quad, published []date, may bool) {
	d, ok := dateOf(q.Object)
	if !ok || d.precision != schema.XSDDate || d.first.Day() != 1 {
		return
	}
	newYear := d.first.Month() == time.January
	for _, p := range published {
		if p.first.Equal(d.first) && (p.precision == schema.XSDGYearMonth || p.precision == schema.XSDGYear && newYear) {
			m.fault(InventedPrecision, r, q, "write the date as the source has it, such as \""+lexical(p)+"\"^^"+name(quad.IRI(p.precision)),
				"%s is %s, but the source says no more than %s", name(q.Predicate), day(d.first), lexical(p))
			return
		}
	}
	if newYear && !may {
		m.fault(SuspiciousDate, r, q, fmt.Sprintf("if the source says only the year, write \"%04d\"^^xsd:gYear", d.first.Year()), "%s is 1 January %d", name(q.Predicate), d.first.Year())
	}
}

func lexical(d date) string {
	switch d.precision {
	case schema.XSDGYear:
		return d.first.Format("2006")
	case schema.XSDGYearMonth:
		return d.first.Format("2006-01")
	}
	return day(d.first)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func isTrue(vs []quad.Value) bool {
	for _, v := range vs {
		if s := lexicalForm(v); s == "true" || s == "1" {
			return true
		}
	}
	return false
}
