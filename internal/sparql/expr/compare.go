package expr

import (
	"math"
	"math/big"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Equal is the operator "=" (§17.3, RDFterm-equal of §17.4.1.7). Two literals
// that are not the same term and of which one has an unknown datatype, or a
// lexical form that its datatype does not have, may or may not be equal: a
// type error. A literal with a language tag and one without are never equal;
// tags compare without case.
func Equal(a, b Value) (bool, error) {
	switch {
	case a.kind == kNone || b.kind == kNone:
		return false, ErrType
	case !a.isLiteral() || !b.isLiteral():
		return a.t == b.t && a.kind == b.kind, nil
	case a.isNumeric() && b.isNumeric():
		c, ok := compareNumbers(a, b)
		return ok && c == 0, nil
	case a.kind == kLang || b.kind == kLang:
		return a.kind == b.kind && a.t.Value == b.t.Value && strings.EqualFold(a.t.Extra, b.t.Extra), nil
	case a.kind == kTime && b.kind == kTime:
		switch o := compareTemporal(a.tm, b.tm); o {
		case unordered, strangers:
			if a.t == b.t {
				return true, nil
			}
			return false, ErrType
		default:
			return o == same, nil
		}
	case a.kind == b.kind && a.kind == kString:
		return a.t.Value == b.t.Value, nil
	case a.kind == b.kind && a.kind == kBool:
		return a.i == b.i, nil
	case a.Term() == b.Term():
		return true, nil
	}
	return false, ErrType
}

// Compare is what the operators "<", ">", "<=" and ">=" share: the sign of
// the comparison of a and b. ordered is false where every one of the four is
// false (NaN).
func Compare(a, b Value) (c int, ordered bool, err error) {
	switch {
	case a.isNumeric() && b.isNumeric():
		c, ordered = compareNumbers(a, b)
		return c, ordered, nil
	case a.kind == kString && b.kind == kString:
		return strings.Compare(a.t.Value, b.t.Value), true, nil // UTF-8 sorts by code point
	case a.kind == kBool && b.kind == kBool:
		return cmpInt(a.i, b.i), true, nil
	case a.kind == kTime && b.kind == kTime:
		if o := compareTemporal(a.tm, b.tm); o <= after {
			return int(o), true, nil
		}
	}
	return 0, false, ErrType
}

// ranks of the ORDER BY groups.
const (
	rankUnbound = iota
	rankBlank
	rankIRI
	rankString
	rankLang
	rankBool
	rankNumber
	rankTime
	rankOther
)

func (v Value) rank() int {
	switch v.kind {
	case kNone:
		return rankUnbound
	case kBlank:
		return rankBlank
	case kIRI:
		return rankIRI
	case kString:
		return rankString
	case kLang:
		return rankLang
	case kBool:
		return rankBool
	case kInteger, kDecimal, kFloat, kDouble:
		return rankNumber
	case kTime:
		return rankTime
	}
	return rankOther
}

// Order is the order of ORDER BY (§15.1) made total: unbound, blank nodes,
// IRIs, literals; literals as strings, strings with a language, booleans,
// numbers (NaN first), timestamps, and all others by datatype and lexical
// form. It is 0 for terms that are equal by value, such as 1 and 1.0.
// Numbers compare exactly here, without promotion, which is not transitive.
func Order(a, b Value) int {
	ra, rb := a.rank(), b.rank()
	if ra != rb {
		return ra - rb
	}
	switch ra {
	case rankUnbound:
		return 0
	case rankBool:
		return cmpInt(a.i, b.i)
	case rankNumber:
		return orderNumbers(a, b)
	case rankTime:
		return a.tm.total(b.tm)
	case rankLang:
		if c := strings.Compare(a.t.Value, b.t.Value); c != 0 {
			return c
		}
		return strings.Compare(strings.ToLower(a.t.Extra), strings.ToLower(b.t.Extra))
	case rankOther:
		if c := strings.Compare(a.t.Extra, b.t.Extra); c != 0 {
			return c
		}
	}
	return strings.Compare(a.t.Value, b.t.Value)
}

// OrderTerms is Order with ties broken by datatype and lexical form: 0 only
// for the same term.
func OrderTerms(a, b Value) int {
	if c := Order(a, b); c != 0 {
		return c
	}
	x, y := a.Term(), b.Term()
	if c := strings.Compare(x.Extra, y.Extra); c != 0 {
		return c
	}
	return strings.Compare(x.Value, y.Value)
}

func orderNumbers(a, b Value) int {
	if a.kind <= kDecimal && b.kind <= kDecimal {
		c, _ := compareNumbers(a, b)
		return c
	}
	x, y := a.double(), b.double()
	switch nx, ny := math.IsNaN(x), math.IsNaN(y); {
	case nx && ny:
		return 0
	case nx:
		return -1
	case ny:
		return 1
	case x < y:
		return -1
	case x > y:
		return 1
	case math.IsInf(x, 0), a.kind >= kFloat && b.kind >= kFloat:
		return 0
	}
	return a.rat().Cmp(b.rat())
}

// rat returns a finite number exactly.
func (v Value) rat() *big.Rat {
	if v.kind <= kDecimal {
		d := v.decimal()
		return new(big.Rat).SetFrac(d.n, pow10(d.scale))
	}
	return new(big.Rat).SetFloat64(v.f)
}

// SameTerm is sameTerm() (§17.4.1.8).
func SameTerm(a, b term.Term) bool { return a == b }
