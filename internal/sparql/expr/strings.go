package expr

import (
	"math"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// MaxString is the length in bytes of the longest string that an expression
// may make; more ends the query, since a few BINDs that double a string would
// fill any memory.
const MaxString = 16 << 20

var errTooLong error = &engine.LimitError{Limit: "memory", Max: MaxString}

// like returns s as a string literal of the same kind as v (§17.4.3.1.1).
func like(v Value, s string) Value {
	if v.kind == kLang {
		return Value{kind: kLang, t: term.NewLang(s, v.t.Extra)}
	}
	return String(s)
}

// compatible is the rule for the arguments of the functions that compare two
// strings (§17.4.3.1.2): the second is simple, or in the first one's language.
func compatible(a, b Value) bool {
	switch {
	case !a.isString() || !b.isString():
		return false
	case b.kind == kString:
		return true
	}
	return a.kind == kLang && strings.EqualFold(a.t.Extra, b.t.Extra)
}

func strLen(v Value) (Value, error) {
	if !v.isString() {
		return Value{}, ErrType
	}
	return Integer(int64(utf8.RuneCountInString(v.t.Value))), nil
}

func mapString(f func(string) string) func(Value) (Value, error) {
	return func(v Value) (Value, error) {
		if !v.isString() {
			return Value{}, ErrType
		}
		return like(v, f(v.t.Value)), nil
	}
}

func stringTest(f func(s, part string) bool) func(a, b Value) (Value, error) {
	return func(a, b Value) (Value, error) {
		if !compatible(a, b) {
			return Value{}, ErrType
		}
		return Bool(f(a.t.Value, b.t.Value)), nil
	}
}

// strBefore and strAfter give a simple "" where the part does not occur
// (§17.4.3.9).
func strBefore(a, b Value) (Value, error) {
	if !compatible(a, b) {
		return Value{}, ErrType
	}
	if head, _, ok := strings.Cut(a.t.Value, b.t.Value); ok {
		return like(a, head), nil
	}
	return String(""), nil
}

func strAfter(a, b Value) (Value, error) {
	if !compatible(a, b) {
		return Value{}, ErrType
	}
	if _, tail, ok := strings.Cut(a.t.Value, b.t.Value); ok {
		return like(a, tail), nil
	}
	return String(""), nil
}

// substr is XPath's fn:substring: positions count characters from 1, and the
// characters at p with round(start) <= p < round(start)+round(length) are
// taken, so that a start below 1 uses up length.
func substr(a []Value) (Value, error) {
	if !a[0].isString() {
		return Value{}, ErrType
	}
	start, ok := position(a[1])
	if !ok {
		return Value{}, ErrType
	}
	end := math.Inf(1)
	if len(a) == 3 {
		length, ok := position(a[2])
		if !ok {
			return Value{}, ErrType
		}
		end = start + length
	}
	s := a[0].t.Value
	from, to, p := len(s), len(s), 1.0
	for i := range s {
		if p >= start && i < from {
			from = i
		}
		if !(p < end) {
			to = i
			break
		}
		p++
	}
	if math.IsNaN(start) || math.IsNaN(end) || from >= to {
		return like(a[0], ""), nil
	}
	return like(a[0], s[from:to]), nil
}

func position(v Value) (float64, bool) {
	if !v.isNumeric() {
		return 0, false
	}
	r, err := round("ROUND", v)
	return r.double(), err == nil
}

// concat keeps the language if all arguments share it (§17.4.3.12).
func concat(a []Value) (Value, error) {
	var b strings.Builder
	for _, v := range a {
		if !v.isString() {
			return Value{}, ErrType
		}
		if b.WriteString(v.t.Value); b.Len() > MaxString {
			return Value{}, errTooLong
		}
	}
	for _, v := range a {
		if v.kind != kLang || !strings.EqualFold(v.t.Extra, a[0].t.Extra) {
			return String(b.String()), nil
		}
	}
	if len(a) == 0 {
		return String(""), nil
	}
	return like(a[0], b.String()), nil
}

// encodeForURI escapes all but the unreserved characters of RFC 3986.
func encodeForURI(v Value) (Value, error) {
	if !v.isString() {
		return Value{}, ErrType
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(v.t.Value) {
		c := v.t.Value[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	if b.Len() > MaxString {
		return Value{}, errTooLong
	}
	return String(b.String()), nil
}

// langMatches is basic filtering (RFC 4647 §3.3.1).
func langMatches(tag, rng Value) (Value, error) {
	if tag.kind != kString || rng.kind != kString {
		return Value{}, ErrType
	}
	t, r := tag.t.Value, rng.t.Value
	if r == "*" {
		return Bool(t != ""), nil
	}
	return Bool(len(t) >= len(r) && strings.EqualFold(t[:len(r)], r) && (len(t) == len(r) || t[len(r)] == '-') && r != "" || t == r), nil
}

// cast applies the constructor function of a datatype (§17.5).
func cast(dt datatype, name string, v Value) (Value, error) {
	s := strings.Trim(v.lexical(), " \t\r\n") // the facet whiteSpace=collapse, for casts from strings
	switch dt.kind {
	case kBool:
		return castBool(v, s)
	case kInteger:
		return castInteger(dt, name, v, s)
	case kDecimal:
		return castDecimal(v, s)
	case kFloat, kDouble:
		switch {
		case v.kind == kBool:
			return fromFloat(float64(v.i), dt.kind), nil
		case v.isNumeric():
			return fromFloat(v.double(), dt.kind), nil
		case v.kind == kString:
			if f, ok := parseFloat(s, dt.kind); ok {
				return fromFloat(f, dt.kind), nil
			}
		}
	case kTime:
		return castTime(dt, name, v, s)
	}
	return Value{}, ErrType
}

func castBool(v Value, s string) (Value, error) {
	switch {
	case v.kind == kBool:
		return Bool(v.i != 0), nil
	case v.isNumeric():
		return boolean(v.EBV())
	case v.kind == kString:
		if b, ok := parseBool(s); ok {
			return Bool(b), nil
		}
	}
	return Value{}, ErrType
}

// castInteger truncates towards zero. A derived integer type checks its range
// and keeps its name.
func castInteger(dt datatype, name string, v Value, s string) (Value, error) {
	var n *big.Int
	switch v.kind {
	case kBool:
		n = big.NewInt(v.i)
	case kInteger:
		n = v.bigInt()
	case kDecimal:
		n = new(big.Int).Quo(v.dec.n, pow10(v.dec.scale))
	case kFloat, kDouble:
		if math.IsNaN(v.f) || math.IsInf(v.f, 0) {
			return Value{}, ErrType
		}
		n, _ = new(big.Float).SetFloat64(v.f).Int(nil)
	case kString:
		var ok bool
		if n, ok = parseInteger(s); !ok {
			return Value{}, ErrType
		}
	default:
		return Value{}, ErrType
	}
	if !dt.inRange(n) {
		return Value{}, ErrType
	}
	r := fromBig(n)
	if name != term.XSDInteger {
		r.t = term.NewTyped(r.lexical(), name)
	}
	return r, nil
}

func castDecimal(v Value, s string) (Value, error) {
	switch v.kind {
	case kBool:
		return decimalOf(big.NewInt(v.i)), nil
	case kInteger:
		return decimalOf(v.bigInt()), nil
	case kDecimal:
		return fromDecimal(v.dec.trim(1)), nil
	case kFloat, kDouble:
		if math.IsNaN(v.f) || math.IsInf(v.f, 0) {
			return Value{}, ErrType
		}
		// The digits that are written, not those of the binary fraction:
		// 0.1 stays 0.1.
		bits := 64
		if v.kind == kFloat {
			bits = 32
		}
		d, ok := parseDecimal(plainFloat(v.f, bits))
		if !ok {
			return Value{}, ErrType
		}
		return fromDecimal(d), nil
	case kString:
		if d, ok := parseDecimal(s); ok {
			if d.scale == 0 {
				return decimalOf(d.n), nil
			}
			return fromDecimal(d.trim(1)), nil
		}
	}
	return Value{}, ErrType
}

// decimalOf writes a whole decimal with one zero after the point: 1.0.
func decimalOf(n *big.Int) Value {
	return fromDecimal(&decimal{n: new(big.Int).Mul(n, big.NewInt(10)), scale: 1})
}

func castTime(dt datatype, name string, v Value, s string) (Value, error) {
	if v.kind == kTime {
		s = v.tm.as(dt.shape)
	} else if v.kind != kString {
		return Value{}, ErrType
	}
	t := term.NewTyped(s, name)
	if r := FromTerm(t); r.kind == kTime {
		return r, nil
	}
	return Value{}, ErrType
}
