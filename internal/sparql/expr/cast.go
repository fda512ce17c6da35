package expr

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// function compiles a call of a function named by an IRI: the constructor
// functions of the known datatypes and of xsd:string.
func (c *compiler) function(e *algebra.ExprFunc) (node, error) {
	args, err := c.all(e.Args)
	if err != nil {
		return nil, err
	}
	dt, known := knownTypes[e.IRI]
	if !known && e.IRI != term.XSDString {
		// §17.6: an unknown function is an error of the expression. Refusing
		// it tells the user more than a filter that is never true.
		return nil, &UnsupportedError{What: "function <" + e.IRI + ">", Hint: "the casts of xsd: datatypes are the functions with an IRI"}
	}
	if err := (arity{1, 1}).check("<"+e.IRI+">", len(args)); err != nil {
		return nil, err
	}
	if !known {
		return strict(func(_ *Env, a []Value) (Value, error) { return castString(a[0]) }, args), nil
	}
	return strict(func(_ *Env, a []Value) (Value, error) { return cast(dt, e.IRI, a[0]) }, args), nil
}

// castString is the constructor of xsd:string: a number or boolean in its
// canonical form, any other literal and an IRI as written.
func castString(v Value) (Value, error) {
	switch v.kind {
	case kNone, kBlank:
		return Value{}, ErrType
	case kBool, kInteger:
		return String(v.untermed().lexical()), nil
	case kDecimal:
		return String(v.dec.trim(0).String()), nil
	case kFloat:
		return String(floatString(v.f, 32)), nil
	case kDouble:
		return String(floatString(v.f, 64)), nil
	}
	return String(v.lexical()), nil
}

// plainFloat writes a finite float without an exponent and with a point.
func plainFloat(f float64, bits int) string {
	s := strconv.FormatFloat(f, 'f', -1, bits)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// as writes t as another type: parts that are missing are taken from
// 00:00:00, parts that are too much are left out. "" if t lacks a part.
func (t *temporal) as(sh shape) string {
	if t.shape == timeOfDay && sh != timeOfDay || sh == timeOfDay && !t.hasClock() ||
		t.shape == gYear && sh != gYear || t.shape == gYearMonth && sh != gYearMonth {
		return ""
	}
	var b strings.Builder
	if sh != timeOfDay {
		if t.year < 0 {
			b.WriteByte('-')
		}
		fmt.Fprintf(&b, "%04d", max(t.year, -t.year))
		if sh != gYear {
			fmt.Fprintf(&b, "-%02d", t.month)
		}
		if sh != gYear && sh != gYearMonth {
			fmt.Fprintf(&b, "-%02d", t.day)
		}
	}
	if sh == dateTime || sh == dateTimeStamp {
		b.WriteByte('T')
	}
	if sh == dateTime || sh == dateTimeStamp || sh == timeOfDay {
		fmt.Fprintf(&b, "%02d:%02d:%02d", t.hour, t.minute, t.second)
		if t.frac != "" {
			b.WriteString("." + t.frac)
		}
	}
	return b.String() + t.zone()
}
