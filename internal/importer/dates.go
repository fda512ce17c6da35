package importer

import (
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Date returns a date as a literal of its own precision: "2021-07-19",
// "2021-07" or "2021". Nothing is padded.
func Date(s string) (quad.Value, bool) {
	d, err := graph.ParseDate(strings.TrimSpace(s))
	if err != nil || d.IsZero() {
		return nil, false
	}
	return DateValue(d), true
}

// DateValue returns a date as a literal of its own precision.
func DateValue(d graph.Date) quad.Value {
	datatype := schema.XSDDate
	switch {
	case d.Month == 0:
		datatype = schema.XSDGYear
	case d.Day == 0:
		datatype = schema.XSDGYearMonth
	}
	return quad.TypedString{Value: quad.String(d.String()), Type: quad.IRI(datatype)}
}

// Day returns the day, in UTC, of a time stamp of RFC 3339.
func Day(stamp string) (quad.Value, bool) {
	t, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return nil, false
	}
	return quad.TypedString{Value: quad.String(t.UTC().Format(time.DateOnly)), Type: schema.XSDDate}, true
}

// FirstOfJanuary reports whether a date literal is 1 January: in some sources
// that means that only the year is known.
func FirstOfJanuary(v quad.Value) bool {
	t, ok := v.(quad.TypedString)
	return ok && t.Type == schema.XSDDate && strings.HasSuffix(string(t.Value), "-01-01")
}
