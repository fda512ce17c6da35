package term

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
)

// FromValue returns the term of a Cayley value and whether v is one that a
// graph can hold. nil gives the zero Term and true. A native value (quad.Int,
// Float, Bool, Time) becomes the typed literal with the canonical lexical form
// of XML Schema; Native is the way back.
func FromValue(v quad.Value) (Term, bool) {
	switch v := v.(type) {
	case nil:
		return Term{}, true
	case quad.IRI:
		return NewIRI(string(v)), true
	case quad.BNode:
		return NewBlank(string(v)), true
	case quad.String:
		return NewString(string(v)), true
	case quad.LangString:
		return NewLang(string(v.Value), v.Lang), true
	case quad.TypedString:
		return NewTyped(string(v.Value), string(v.Type)), true
	case quad.Int:
		return NewTyped(strconv.FormatInt(int64(v), 10), XSDInteger), true
	case quad.Bool:
		return NewTyped(strconv.FormatBool(bool(v)), XSDBoolean), true
	case quad.Float:
		return NewTyped(canonicalDouble(float64(v)), XSDDouble), true
	case quad.Time:
		return NewTyped(time.Time(v).UTC().Format(canonicalTime), XSDDateTime), true
	}
	return Term{}, false
}

// canonicalTime is the canonical form of an xsd:dateTime: in UTC, without
// trailing zeros of the second.
const canonicalTime = "2006-01-02T15:04:05.999999999Z"

// canonicalDouble is the canonical form of an xsd:double: one digit before
// the point, at least one after it, an exponent without padding.
func canonicalDouble(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, err := strconv.Atoi(exponent)
	if err != nil {
		return strconv.FormatFloat(f, 'E', -1, 64)
	}
	return mantissa + "E" + strconv.Itoa(n)
}

// Native returns t as a Cayley value, with a typed literal of a native type
// as quad.Int, Float, Bool or Time if its lexical form is the canonical one, so
// that nothing is lost: "01"^^xsd:integer stays a quad.TypedString.
func (t Term) Native() quad.Value {
	if t.Kind != Typed {
		return t.QuadValue()
	}
	var v quad.Value
	switch t.Extra {
	case XSDInteger:
		if n, err := strconv.ParseInt(t.Value, 10, 64); err == nil {
			v = quad.Int(n)
		}
	case XSDBoolean:
		if b, err := strconv.ParseBool(t.Value); err == nil {
			v = quad.Bool(b)
		}
	case XSDDouble:
		if f, err := strconv.ParseFloat(t.Value, 64); err == nil {
			v = quad.Float(f)
		}
	case XSDDateTime:
		if at, err := time.Parse(canonicalTime, t.Value); err == nil {
			v = quad.Time(at)
		}
	}
	if v == nil {
		return t.QuadValue()
	}
	if back, _ := FromValue(v); back != t {
		return t.QuadValue()
	}
	return v
}
