package graph

import (
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// ScanError reports a value that does not fit the field it is scanned into.
type ScanError struct {
	Row    int    // 1-based
	Column string // the variable
	Value  quad.Value
	Want   string // what the field takes
}

func (e *ScanError) Error() string {
	got := "nothing"
	if e.Value != nil {
		got = quad.ToString(e.Value)
	}
	return fmt.Sprintf("row %d, ?%s: got %s, want %s", e.Row, e.Column, got, e.Want)
}

// Scan yields the rows of a Select as structs of type T. A field takes the
// variable that its tag names (`sparql:"state"`), or the one with its own name,
// whatever the case of letters; `sparql:"-"` takes none. Fields may be
//
//	quad.Value   any term, nil if it is unbound
//	quad.IRI     an IRI
//	string       the text of a literal, or an IRI
//	bool, int…, uint…, float…  a literal of such a type
//	Date         an xsd:date, gYearMonth or gYear, in its own precision
//	time.Time    an xsd:dateTime with a time zone
//	*T of these  nil if it is unbound
//
// An unbound variable leaves any other field zero only if that is a
// quad.Value; it is a *ScanError elsewhere, as is a value that does not fit,
// and ends the rows. A field without a variable, or a type that is no struct, is
// an error before the first row. Like Rows it is single-use.
func Scan[T any](r *Result) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		fields, err := scanFields(reflect.TypeFor[T](), r.Vars)
		if err != nil {
			r.done()
			yield(zero, err)
			return
		}
		n := 0
		for row, err := range r.Rows() {
			if err != nil {
				yield(zero, err)
				return
			}
			n++
			var out T
			dst := reflect.ValueOf(&out).Elem()
			for _, f := range fields {
				if want := assign(dst.Field(f.index), row[f.column]); want != "" {
					yield(zero, &ScanError{Row: n, Column: r.Vars[f.column], Value: row[f.column], Want: want})
					return
				}
			}
			if !yield(out, nil) {
				return
			}
		}
	}
}

// scanField joins a struct field with a column.
type scanField struct{ index, column int }

func scanFields(t reflect.Type, vars []string) ([]scanField, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("scan rows into a %s: want a struct", t)
	}
	var out []scanField
	for i := range t.NumField() {
		f := t.Field(i)
		name, tagged := f.Tag.Lookup("sparql")
		if !f.IsExported() || name == "-" {
			continue
		}
		if !tagged {
			name = f.Name
		}
		column := -1
		for j, v := range vars {
			if v == name || !tagged && strings.EqualFold(v, name) {
				column = j
				break
			}
		}
		if column < 0 {
			return nil, fmt.Errorf("scan rows into %s.%s: the query has no column ?%s, only %s", t, f.Name, name, strings.Join(vars, ", "))
		}
		out = append(out, scanField{i, column})
	}
	return out, nil
}

var (
	valueType = reflect.TypeFor[quad.Value]()
	iriType   = reflect.TypeFor[quad.IRI]()
	dateType  = reflect.TypeFor[Date]()
	timeType  = reflect.TypeFor[time.Time]()
)

// assign sets a field, or returns what it takes.
func assign(dst reflect.Value, value quad.Value) (want string) {
	switch {
	case dst.Type() == valueType:
		if value != nil {
			dst.Set(reflect.ValueOf(value))
		}
		return ""
	case dst.Kind() == reflect.Pointer && value == nil:
		return ""
	case dst.Kind() == reflect.Pointer:
		to := reflect.New(dst.Type().Elem())
		if want := assign(to.Elem(), value); want != "" {
			return want
		}
		dst.Set(to)
		return ""
	}
	t, ok := term.FromValue(value)
	literal := ok && t.IsLiteral()
	switch dst.Type() {
	case iriType:
		if t.Kind != term.IRI {
			return "an IRI"
		}
		dst.SetString(t.Value)
		return ""
	case dateType:
		d, ok := dateOf(t)
		if !ok {
			return "a date, a month or a year"
		}
		dst.Set(reflect.ValueOf(d))
		return ""
	case timeType:
		at, err := time.Parse(time.RFC3339Nano, t.Value)
		if err != nil || t.Extra != term.XSDDateTime {
			return "a date and time with a time zone"
		}
		dst.Set(reflect.ValueOf(at))
		return ""
	}
	switch dst.Kind() {
	case reflect.String:
		if !literal && t.Kind != term.IRI {
			return "a literal or an IRI"
		}
		dst.SetString(t.Value)
	case reflect.Bool:
		if t.Extra != term.XSDBoolean || !literal {
			return "a boolean"
		}
		dst.SetBool(isTrue(t))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(t.Value, 10, dst.Type().Bits())
		if err != nil || t.Kind != term.Typed {
			return "an integer of " + dst.Type().String()
		}
		dst.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(strings.TrimPrefix(t.Value, "+"), 10, dst.Type().Bits())
		if err != nil || t.Kind != term.Typed {
			return "an integer of " + dst.Type().String()
		}
		dst.SetUint(n)
	case reflect.Float32, reflect.Float64:
		// XML Schema writes infinities INF and -INF; Go reads both.
		f, err := strconv.ParseFloat(t.Value, dst.Type().Bits())
		if err != nil || t.Kind != term.Typed {
			return "a number of " + dst.Type().String()
		}
		dst.SetFloat(f)
	default:
		return "a field of another type than " + dst.Type().String()
	}
	return ""
}
