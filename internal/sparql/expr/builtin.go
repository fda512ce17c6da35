package expr

import (
	"crypto/md5"
	cryptorand "crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/iri"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// builtin is a function that needs all its arguments.
type builtin struct {
	arity
	call func(env *Env, a []Value) (Value, error)
}

// one, two make builtins of fixed arity that need no Env.
func one(f func(Value) (Value, error)) builtin {
	return builtin{arity{1, 1}, func(_ *Env, a []Value) (Value, error) { return f(a[0]) }}
}

func two(f func(a, b Value) (Value, error)) builtin {
	return builtin{arity{2, 2}, func(_ *Env, a []Value) (Value, error) { return f(a[0], a[1]) }}
}

// builtins holds the operators of §17.3 and the functions of §17.4.
var builtins map[string]builtin

func init() {
	builtins = map[string]builtin{
		"!":      one(not),
		"unary+": one(plus),
		"unary-": one(minus),
		"+":      two(func(a, b Value) (Value, error) { return arith('+', a, b) }),
		"-":      two(func(a, b Value) (Value, error) { return arith('-', a, b) }),
		"*":      two(func(a, b Value) (Value, error) { return arith('*', a, b) }),
		"/":      two(func(a, b Value) (Value, error) { return arith('/', a, b) }),
		"=":      two(func(a, b Value) (Value, error) { return boolean(Equal(a, b)) }),
		"!=":     two(notEqual),
		"<":      two(comparison(func(c int) bool { return c < 0 })),
		">":      two(comparison(func(c int) bool { return c > 0 })),
		"<=":     two(comparison(func(c int) bool { return c <= 0 })),
		">=":     two(comparison(func(c int) bool { return c >= 0 })),

		"SAMETERM":  two(func(a, b Value) (Value, error) { return Bool(SameTerm(a.Term(), b.Term())), nil }),
		"ISIRI":     one(func(v Value) (Value, error) { return Bool(v.kind == kIRI), nil }),
		"ISURI":     one(func(v Value) (Value, error) { return Bool(v.kind == kIRI), nil }),
		"ISBLANK":   one(func(v Value) (Value, error) { return Bool(v.kind == kBlank), nil }),
		"ISLITERAL": one(func(v Value) (Value, error) { return Bool(v.isLiteral()), nil }),
		"ISNUMERIC": one(func(v Value) (Value, error) { return Bool(v.isNumeric()), nil }),

		"STR":      one(str),
		"LANG":     one(lang),
		"DATATYPE": one(datatypeOf),
		"IRI":      {arity{1, 2}, makeIRI},
		"URI":      {arity{1, 2}, makeIRI},
		"BNODE":    {arity{0, 1}, bnode},
		"STRDT":    two(strDT),
		"STRLANG":  two(strLang),
		"UUID":     {arity{0, 0}, func(*Env, []Value) (Value, error) { return IRI("urn:uuid:" + uuid()), nil }},
		"STRUUID":  {arity{0, 0}, func(*Env, []Value) (Value, error) { return String(uuid()), nil }},

		"STRLEN":         one(strLen),
		"SUBSTR":         {arity{2, 3}, func(_ *Env, a []Value) (Value, error) { return substr(a) }},
		"UCASE":          one(mapString(strings.ToUpper)),
		"LCASE":          one(mapString(strings.ToLower)),
		"STRSTARTS":      two(stringTest(strings.HasPrefix)),
		"STRENDS":        two(stringTest(strings.HasSuffix)),
		"CONTAINS":       two(stringTest(strings.Contains)),
		"STRBEFORE":      two(strBefore),
		"STRAFTER":       two(strAfter),
		"ENCODE_FOR_URI": one(encodeForURI),
		"CONCAT":         {arity{0, -1}, func(_ *Env, a []Value) (Value, error) { return concat(a) }},
		"LANGMATCHES":    two(langMatches),

		"ABS":   one(func(v Value) (Value, error) { return round("ABS", v) }),
		"ROUND": one(func(v Value) (Value, error) { return round("ROUND", v) }),
		"CEIL":  one(func(v Value) (Value, error) { return round("CEIL", v) }),
		"FLOOR": one(func(v Value) (Value, error) { return round("FLOOR", v) }),
		"RAND":  {arity{0, 0}, random},

		"NOW":  {arity{0, 0}, now},
		"YEAR": one(calendar(func(t *temporal) (Value, bool) { return Integer(t.year), t.shape != timeOfDay })),
		"MONTH": one(calendar(func(t *temporal) (Value, bool) {
			return Integer(int64(t.month)), t.shape != timeOfDay && t.shape != gYear
		})),
		"DAY":      one(calendar(func(t *temporal) (Value, bool) { return Integer(int64(t.day)), t.shape <= date })),
		"HOURS":    one(calendar(func(t *temporal) (Value, bool) { return Integer(int64(t.hour)), t.hasClock() })),
		"MINUTES":  one(calendar(func(t *temporal) (Value, bool) { return Integer(int64(t.minute)), t.hasClock() })),
		"SECONDS":  one(calendar(seconds)),
		"TIMEZONE": one(calendar(timezone)),
		"TZ":       one(calendar(func(t *temporal) (Value, bool) { return String(t.zone()), true })),

		"MD5":    one(hash(func(b []byte) []byte { s := md5.Sum(b); return s[:] })),
		"SHA1":   one(hash(func(b []byte) []byte { s := sha1.Sum(b); return s[:] })),
		"SHA256": one(hash(func(b []byte) []byte { s := sha256.Sum256(b); return s[:] })),
		"SHA384": one(hash(func(b []byte) []byte { s := sha512.Sum384(b); return s[:] })),
		"SHA512": one(hash(func(b []byte) []byte { s := sha512.Sum512(b); return s[:] })),
	}
}

func boolean(b bool, err error) (Value, error) {
	if err != nil {
		return Value{}, err
	}
	return Bool(b), nil
}

func not(v Value) (Value, error) {
	b, err := v.EBV()
	return boolean(!b, err)
}

func notEqual(a, b Value) (Value, error) {
	eq, err := Equal(a, b)
	return boolean(!eq, err)
}

func comparison(holds func(int) bool) func(a, b Value) (Value, error) {
	return func(a, b Value) (Value, error) {
		c, ordered, err := Compare(a, b)
		return boolean(ordered && holds(c), err)
	}
}

func plus(v Value) (Value, error) {
	if !v.isNumeric() {
		return Value{}, ErrType
	}
	return v.untermed(), nil
}

// untermed returns a number without the term that it was read from, so that a
// derived integer becomes an xsd:integer.
func (v Value) untermed() Value {
	v.t = term.Term{}
	return v
}

func minus(v Value) (Value, error) {
	switch v.kind {
	case kFloat, kDouble:
		return fromFloat(-v.f, v.kind), nil // also negates zero
	}
	return arith('-', Integer(0), v)
}

func str(v Value) (Value, error) {
	switch {
	case v.kind == kString:
		return v, nil
	case v.kind == kIRI, v.isLiteral():
		return String(v.lexical()), nil
	}
	return Value{}, ErrType
}

func lang(v Value) (Value, error) {
	if !v.isLiteral() {
		return Value{}, ErrType
	}
	if v.kind == kLang {
		return String(v.t.Extra), nil
	}
	return String(""), nil
}

func datatypeOf(v Value) (Value, error) {
	if !v.isLiteral() {
		return Value{}, ErrType
	}
	return IRI(v.Term().Datatype()), nil
}

// makeIRI is IRI(x) and, with the base that the query's prologue sets as second
// argument, IRI(x, base).
func makeIRI(env *Env, a []Value) (Value, error) {
	switch a[0].kind {
	case kIRI:
		return a[0], nil
	case kString:
	default:
		return Value{}, ErrType
	}
	base := env.Base
	if len(a) == 2 {
		base = a[1].lexical()
	}
	s := a[0].t.Value
	if iri.Check(s) != nil {
		return Value{}, ErrType
	}
	if base != "" {
		var err error
		if s, err = iri.Resolve(base, s); err != nil {
			return Value{}, ErrType
		}
	}
	return IRI(s), nil
}

func bnode(env *Env, a []Value) (Value, error) {
	if len(a) == 0 {
		return Value{kind: kBlank, t: term.NewBlank(env.fresh())}, nil
	}
	if a[0].kind != kString {
		return Value{}, ErrType
	}
	key := blankKey{env.Solution, a[0].t.Value}
	label, ok := env.blanks[key]
	if !ok {
		label = env.fresh()
		if env.blanks == nil {
			env.blanks = map[blankKey]string{}
		}
		env.blanks[key] = label
	}
	return Value{kind: kBlank, t: term.NewBlank(label)}, nil
}

func strDT(s, dt Value) (Value, error) {
	if s.kind != kString || dt.kind != kIRI || dt.t.Value == term.LangString {
		return Value{}, ErrType
	}
	return FromTerm(term.NewTyped(s.t.Value, dt.t.Value)), nil
}

func strLang(s, tag Value) (Value, error) {
	if s.kind != kString || tag.kind != kString || tag.t.Value == "" {
		return Value{}, ErrType
	}
	return FromTerm(term.NewLang(s.t.Value, tag.t.Value)), nil
}

// uuid returns a random UUID, version 4 (RFC 4122).
func uuid() string {
	var u [16]byte
	cryptorand.Read(u[:]) // never fails (Go 1.24)
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	h := hex.EncodeToString(u[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func random(env *Env, _ []Value) (Value, error) {
	if env.Rand != nil {
		return fromFloat(env.Rand.Float64(), kDouble), nil
	}
	return fromFloat(rand.Float64(), kDouble), nil
}

func hash(sum func([]byte) []byte) func(Value) (Value, error) {
	return func(v Value) (Value, error) {
		if v.kind != kString {
			return Value{}, ErrType
		}
		return String(hex.EncodeToString(sum([]byte(v.t.Value)))), nil
	}
}

func now(env *Env, _ []Value) (Value, error) {
	if env.Now.IsZero() {
		env.Now = time.Now()
	}
	return FromTerm(term.NewTyped(env.Now.Format("2006-01-02T15:04:05.999999999Z07:00"), term.XSDDateTime)), nil
}

// calendar makes a function of a timestamp; ok is false where its type does
// not have that part.
func calendar(f func(*temporal) (v Value, ok bool)) func(Value) (Value, error) {
	return func(v Value) (Value, error) {
		if v.kind != kTime {
			return Value{}, ErrType
		}
		r, ok := f(v.tm)
		if !ok {
			return Value{}, ErrType
		}
		return r, nil
	}
}

func (t *temporal) hasClock() bool {
	return t.shape == dateTime || t.shape == dateTimeStamp || t.shape == timeOfDay
}

func seconds(t *temporal) (Value, bool) {
	s := Integer(int64(t.second)).lexical()
	if t.frac != "" {
		s += "." + t.frac
	}
	d, ok := parseDecimal(s)
	return fromDecimal(d), ok && t.hasClock()
}

func timezone(t *temporal) (Value, bool) {
	if !t.hasTZ {
		return Value{}, false
	}
	return FromTerm(term.NewTyped(t.zoneDuration(), term.XSD+"dayTimeDuration")), true
}
