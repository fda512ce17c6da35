// Package expr evaluates SPARQL expressions: SPARQL 1.1 Query §17 (operators,
// functions, casts), the total order of ORDER BY (§15.1) and the aggregates
// (§11, §18.5.1). Every engine shares it, so that engines can differ in how
// they find solutions and in nothing else.
//
// An expression is compiled once for a layout of columns and evaluated for
// each row. An error of SPARQL is ErrType, a constant; any other error (a
// cancelled context inside EXISTS) is fatal and is handed on as it is.
//
// Departures from the specification:
//
//   - xsd:date, xsd:gYearMonth and xsd:gYear compare with each other by their
//     intervals: 2021-07 < 2021-08-01 is true. Where the intervals overlap but
//     differ in precision (2021-07 and 2021-07-19) "=" is false, and "<" and
//     ">" are a type error, since neither is known to come first. Values of the
//     same type compare by where they start, as XPath says. xsd:dateTime is
//     not part of this.
//   - "<" also orders xsd:date, xsd:time, xsd:gYear and xsd:gYearMonth among
//     themselves, and YEAR, MONTH, DAY, TIMEZONE and TZ take them.
//   - A timestamp without a timezone has none (XML Schema), rather than the
//     implicit one of XPath: it compares with one that has a timezone only if
//     14 hours either way make no difference; otherwise it is a type error.
//   - MIN and MAX ignore the solutions whose expression is an error, as COUNT
//     and SAMPLE do.
//   - The effective boolean value is that of SPARQL 1.2: see EBV.
//   - Regular expressions are RE2: without back references, character class
//     subtraction and Unicode blocks (UnsupportedError); \b and \B are allowed.
package expr

import (
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// ErrType is the error of an expression (§17.2): a FILTER takes it as false,
// BIND leaves its variable unbound. It is also what an unbound variable gives.
var ErrType = errors.New("type error in an expression")

// IsTypeError reports whether err is an error that SPARQL handles, rather than
// one that ends the query.
func IsTypeError(err error) bool { return errors.Is(err, ErrType) }

type kind uint8

// The kinds of values. Numeric kinds are in the order of promotion.
const (
	kNone kind = iota
	kBlank
	kIRI
	kString
	kLang
	kBool
	kInteger
	kDecimal
	kFloat
	kDouble
	kTime    // one of the datatypes of temporal
	kIll     // a known datatype and a lexical form that it does not have
	kUnknown // a datatype that is not known
)

// Value is a term together with what it means. It is immutable and safe for
// concurrent use. The zero Value is unbound.
type Value struct {
	t    term.Term // zero for a computed number or boolean: see Term
	kind kind
	i    int64    // kBool, kInteger unless big
	f    float64  // kFloat (rounded to 32 bits), kDouble
	dec  *decimal // kDecimal; kInteger beyond int64, with scale 0
	tm   *temporal
}

// FromTerm returns the value of t: the lexical form is read here, once.
func FromTerm(t term.Term) Value {
	v := Value{t: t}
	switch t.Kind {
	case term.IRI:
		v.kind = kIRI
	case term.Blank:
		v.kind = kBlank
	case term.String:
		v.kind = kString
	case term.Lang:
		v.kind = kLang
	case term.Typed:
		v.kind = kUnknown
		if dt, ok := knownTypes[t.Extra]; ok {
			v.read(dt)
		}
	}
	return v
}

// read parses the lexical form of a literal of a known datatype.
func (v *Value) read(dt datatype) {
	v.kind = kIll
	switch dt.kind {
	case kBool:
		if b, ok := parseBool(v.t.Value); ok {
			v.kind, v.i = kBool, b2i(b)
		}
	case kInteger:
		if n, ok := parseInteger(v.t.Value); ok && dt.inRange(n) {
			v.setInteger(n)
		}
	case kDecimal:
		if d, ok := parseDecimal(v.t.Value); ok {
			v.kind, v.dec = kDecimal, d
		}
	case kFloat, kDouble:
		if f, ok := parseFloat(v.t.Value, dt.kind); ok {
			v.kind, v.f = dt.kind, f
		}
	case kTime:
		if tm, ok := parseTemporal(v.t.Value, dt.shape); ok {
			v.kind, v.tm = kTime, tm
		}
	}
}

func (v *Value) setInteger(n *big.Int) {
	v.kind = kInteger
	if n.IsInt64() {
		v.i = n.Int64()
		return
	}
	v.dec = &decimal{n: n}
}

// Bool returns the xsd:boolean b.
func Bool(b bool) Value { return Value{kind: kBool, i: b2i(b)} }

// Integer returns the xsd:integer n.
func Integer(n int64) Value { return Value{kind: kInteger, i: n} }

// String returns the xsd:string s.
func String(s string) Value { return Value{kind: kString, t: term.NewString(s)} }

// IRI returns the IRI s.
func IRI(s string) Value { return Value{kind: kIRI, t: term.NewIRI(s)} }

func fromBig(n *big.Int) Value {
	var v Value
	v.setInteger(n)
	return v
}

func fromDecimal(d *decimal) Value { return Value{kind: kDecimal, dec: d} }

func fromFloat(f float64, k kind) Value {
	if k == kFloat {
		f = float64(float32(f))
	}
	return Value{kind: k, f: f}
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// IsZero reports whether v is unbound.
func (v Value) IsZero() bool { return v.kind == kNone }

// Term returns v as a term: the one that it was made from, or the canonical
// form of a computed value.
func (v Value) Term() term.Term {
	if v.t.Kind != term.None {
		return v.t
	}
	switch v.kind {
	case kBool:
		return term.NewTyped(strconv.FormatBool(v.i != 0), term.XSDBoolean)
	case kInteger:
		return term.NewTyped(v.lexical(), term.XSDInteger)
	case kDecimal:
		return term.NewTyped(v.lexical(), term.XSDDecimal)
	case kFloat:
		return term.NewTyped(v.lexical(), term.XSDFloat)
	case kDouble:
		return term.NewTyped(v.lexical(), term.XSDDouble)
	}
	return term.Term{}
}

// lexical returns the lexical form of a literal.
func (v Value) lexical() string {
	if v.t.Kind != term.None {
		return v.t.Value
	}
	switch v.kind {
	case kBool:
		return strconv.FormatBool(v.i != 0)
	case kInteger:
		if v.dec != nil {
			return v.dec.n.String()
		}
		return strconv.FormatInt(v.i, 10)
	case kDecimal:
		return v.dec.String()
	case kFloat:
		return formatFloat(v.f, 32)
	case kDouble:
		return formatFloat(v.f, 64)
	}
	return ""
}

func (v Value) isNumeric() bool { return v.kind >= kInteger && v.kind <= kDouble }
func (v Value) isLiteral() bool { return v.kind >= kString }
func (v Value) isString() bool  { return v.kind == kString || v.kind == kLang }

// bigInt returns an integer value as a big integer.
func (v Value) bigInt() *big.Int {
	if v.dec != nil {
		return v.dec.n
	}
	return big.NewInt(v.i)
}

// EBV is the effective boolean value (§17.2.2). As SPARQL 1.2 has it, a string
// with a language has none, nor has a literal whose datatype does not have its
// lexical form: a type error, and false in a FILTER either way.
func (v Value) EBV() (bool, error) {
	switch v.kind {
	case kBool:
		return v.i != 0, nil
	case kString:
		return v.t.Value != "", nil
	case kInteger:
		return v.dec != nil || v.i != 0, nil
	case kDecimal:
		return v.dec.n.Sign() != 0, nil
	case kFloat, kDouble:
		return v.f != 0 && v.f == v.f, nil
	}
	return false, ErrType
}

// TagForms returns the spellings in which a language tag is looked for: tags
// are the same without regard to case (BCP 47 §2.1.1), but data keeps them as
// written. They are the tag itself, in lower case, in upper case, and with the
// case that BCP 47 recommends (zh-Hant-TW).
func TagForms(tag string) []string {
	parts := strings.Split(strings.ToLower(tag), "-")
	for i, p := range parts[1:] {
		switch len(p) {
		case 2:
			parts[i+1] = strings.ToUpper(p)
		case 4:
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	forms := []string{tag}
	for _, f := range []string{strings.ToLower(tag), strings.ToUpper(tag), strings.Join(parts, "-")} {
		if !slices.Contains(forms, f) {
			forms = append(forms, f)
		}
	}
	return forms
}
