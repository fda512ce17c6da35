package expr

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// datatype describes a datatype whose values are known.
type datatype struct {
	kind     kind
	shape    shape  // kTime
	min, max string // kInteger: the inclusive range; "" is unbounded
}

func (d datatype) inRange(n *big.Int) bool {
	return (d.min == "" || n.Cmp(mustInt(d.min)) >= 0) && (d.max == "" || n.Cmp(mustInt(d.max)) <= 0)
}

func mustInt(s string) *big.Int {
	n, _ := new(big.Int).SetString(s, 10)
	return n
}

// knownTypes holds the datatypes of the operators (§17.1, §17.3), the integers
// derived from xsd:integer, and the calendar's.
var knownTypes = map[string]datatype{
	term.XSDBoolean:                 {kind: kBool},
	term.XSDInteger:                 {kind: kInteger},
	term.XSDDecimal:                 {kind: kDecimal},
	term.XSDFloat:                   {kind: kFloat},
	term.XSDDouble:                  {kind: kDouble},
	term.XSD + "nonPositiveInteger": {kind: kInteger, max: "0"},
	term.XSD + "negativeInteger":    {kind: kInteger, max: "-1"},
	term.XSD + "nonNegativeInteger": {kind: kInteger, min: "0"},
	term.XSD + "positiveInteger":    {kind: kInteger, min: "1"},
	term.XSD + "long":               {kind: kInteger, min: "-9223372036854775808", max: "9223372036854775807"},
	term.XSD + "int":                {kind: kInteger, min: "-2147483648", max: "2147483647"},
	term.XSD + "short":              {kind: kInteger, min: "-32768", max: "32767"},
	term.XSD + "byte":               {kind: kInteger, min: "-128", max: "127"},
	term.XSD + "unsignedLong":       {kind: kInteger, min: "0", max: "18446744073709551615"},
	term.XSD + "unsignedInt":        {kind: kInteger, min: "0", max: "4294967295"},
	term.XSD + "unsignedShort":      {kind: kInteger, min: "0", max: "65535"},
	term.XSD + "unsignedByte":       {kind: kInteger, min: "0", max: "255"},
	term.XSDDateTime:                {kind: kTime, shape: dateTime},
	term.XSD + "dateTimeStamp":      {kind: kTime, shape: dateTimeStamp},
	term.XSDDate:                    {kind: kTime, shape: date},
	term.XSD + "time":               {kind: kTime, shape: timeOfDay},
	term.XSDYear:                    {kind: kTime, shape: gYear},
	term.XSDMonth:                   {kind: kTime, shape: gYearMonth},
}

func parseBool(s string) (value, ok bool) {
	switch s {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// parseInteger reads [+-]?[0-9]+.
func parseInteger(s string) (*big.Int, bool) {
	digits := strings.TrimPrefix(s, "-")
	if len(digits) == len(s) {
		digits = strings.TrimPrefix(s, "+")
	}
	if digits == "" || !allDigits(digits) {
		return nil, false
	}
	if len(s) < 19 {
		n, err := strconv.ParseInt(s, 10, 64)
		return big.NewInt(n), err == nil
	}
	return new(big.Int).SetString(s, 10)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// decimal is n / 10^scale, exactly. Its scale is also how many digits are
// written after the point.
type decimal struct {
	n     *big.Int
	scale int
}

// parseDecimal reads [+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+).
func parseDecimal(s string) (*decimal, bool) {
	sign, rest := "", s
	if s != "" && (s[0] == '+' || s[0] == '-') {
		sign, rest = s[:1], s[1:]
	}
	whole, frac, _ := strings.Cut(rest, ".")
	if whole+frac == "" || !allDigits(whole) || !allDigits(frac) {
		return nil, false
	}
	n, ok := new(big.Int).SetString(sign+whole+frac, 10)
	return &decimal{n: n, scale: len(frac)}, ok
}

// powersOf10 are those that division and usual scales need; they are only read.
var powersOf10 = func() (p [2 * divisionDigits]*big.Int) {
	p[0] = big.NewInt(1)
	for i := 1; i < len(p); i++ {
		p[i] = new(big.Int).Mul(p[i-1], big.NewInt(10))
	}
	return p
}()

// pow10 returns a power of ten, which must not be changed.
func pow10(k int) *big.Int {
	if k < len(powersOf10) {
		return powersOf10[k]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(k)), nil)
}

// at returns d's numerator at a scale that is not below its own.
func (d *decimal) at(scale int) *big.Int {
	if scale == d.scale {
		return d.n
	}
	return new(big.Int).Mul(d.n, pow10(scale-d.scale))
}

func (d *decimal) cmp(o *decimal) int {
	s := max(d.scale, o.scale)
	return d.at(s).Cmp(o.at(s))
}

// trim removes zeros at the end, down to keep digits after the point.
func (d *decimal) trim(keep int) *decimal {
	if d.n.IsInt64() {
		n, scale := d.n.Int64(), d.scale
		for scale > keep && n%10 == 0 {
			n, scale = n/10, scale-1
		}
		if scale == d.scale {
			return d
		}
		return &decimal{n: big.NewInt(n), scale: scale}
	}
	n, scale, ten := d.n, d.scale, big.NewInt(10)
	for scale > keep {
		q, r := new(big.Int).QuoRem(n, ten, new(big.Int))
		if r.Sign() != 0 {
			break
		}
		n, scale = q, scale-1
	}
	return &decimal{n: n, scale: scale}
}

func (d *decimal) String() string {
	s := new(big.Int).Abs(d.n).String()
	if d.scale > 0 {
		if pad := d.scale + 1 - len(s); pad > 0 {
			s = strings.Repeat("0", pad) + s
		}
		s = s[:len(s)-d.scale] + "." + s[len(s)-d.scale:]
	}
	if d.n.Sign() < 0 {
		s = "-" + s
	}
	return s
}

func (d *decimal) float() float64 {
	f, _ := new(big.Rat).SetFrac(d.n, pow10(d.scale)).Float64()
	return f
}

// divisionDigits is how many digits after the point a quotient has at least,
// where it does not end before: XPath §4.2.4 leaves it to the implementation
// and XML Schema asks for 18.
const divisionDigits = 24

func (d *decimal) quo(o *decimal) *decimal {
	if q, ok := d.shortQuo(o); ok {
		return q
	}
	scale := max(d.scale, o.scale) + divisionDigits
	// d/o = (dn/10^ds) / (on/10^os); the numerator gets scale digits more.
	num := new(big.Int).Mul(d.n, pow10(scale+o.scale-d.scale))
	return (&decimal{n: num.Quo(num, o.n), scale: scale}).trim(1)
}

// shortQuo is quo of small numbers whose quotient ends after a few digits.
func (d *decimal) shortQuo(o *decimal) (q *decimal, ok bool) {
	if d.scale > 9 || o.scale > 9 || !d.n.IsInt64() || !o.n.IsInt64() {
		return nil, false
	}
	n, m := d.n.Int64(), o.n.Int64()
	const most, mostWhole = math.MaxInt64 / 100_000_000_000, math.MaxInt64 / 20 // with nine zeros more, or a digit, nothing overflows
	if n > most || n < -most || m > most || m < -most {
		return nil, false
	}
	n, m = n*pow10(o.scale).Int64(), m*pow10(d.scale).Int64()
	whole, left := n/m, n%m
	scale := 0
	for ; left != 0; scale++ {
		if whole > mostWhole || whole < -mostWhole {
			return nil, false
		}
		left *= 10
		whole, left = whole*10+left/m, left%m
	}
	if scale == 0 { // as trim leaves it
		whole, scale = whole*10, 1
	}
	return &decimal{n: big.NewInt(whole), scale: scale}, true
}

// parseFloat reads the lexical space of xsd:float and xsd:double (XSD 1.1,
// so "+INF" too).
func parseFloat(s string, k kind) (float64, bool) {
	switch s {
	case "INF", "+INF":
		return math.Inf(1), true
	case "-INF":
		return math.Inf(-1), true
	case "NaN":
		return math.NaN(), true
	}
	mantissa := s
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		exp := s[i+1:]
		mantissa = s[:i]
		if exp != "" && (exp[0] == '+' || exp[0] == '-') {
			exp = exp[1:]
		}
		if exp == "" || !allDigits(exp) {
			return 0, false
		}
	}
	if mantissa != "" && (mantissa[0] == '+' || mantissa[0] == '-') {
		mantissa = mantissa[1:]
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	if whole+frac == "" || !allDigits(whole) || !allDigits(frac) {
		return 0, false
	}
	bits := 64
	if k == kFloat {
		bits = 32
	}
	f, _ := strconv.ParseFloat(s, bits) // out of range is ±INF, as XSD 1.1 §3.3.5 says
	return f, true
}

// formatFloat returns the canonical form of xsd:double or xsd:float: 1.5E0.
func formatFloat(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	s := strconv.FormatFloat(f, 'e', -1, bits)
	mantissa, exp, _ := strings.Cut(s, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	n, _ := strconv.Atoi(exp)
	return mantissa + "E" + strconv.Itoa(n)
}

// floatString is the string that XPath casts a float or double to: plain
// between a millionth and a million, canonical otherwise
// (XPath Functions 3.0 §19.1.2.2).
func floatString(f float64, bits int) string {
	if a := math.Abs(f); f == 0 || a >= 1e-6 && a < 1e6 {
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	return formatFloat(f, bits)
}

// double returns a numeric value as a double.
func (v Value) double() float64 {
	switch v.kind {
	case kInteger:
		if v.dec != nil {
			return v.dec.float()
		}
		return float64(v.i)
	case kDecimal:
		return v.dec.float()
	}
	return v.f
}

// decimal returns an integer or decimal value as a decimal.
func (v Value) decimal() *decimal {
	if v.kind == kDecimal {
		return v.dec
	}
	return &decimal{n: v.bigInt()}
}

// maxBits bounds the size of a product; beyond it is the error of an overflow
// (XPath's FOAR0002).
const maxBits = 1 << 18

// arith applies + - * / with numeric type promotion (§17.1, XPath §B.1).
func arith(op byte, a, b Value) (Value, error) {
	if !a.isNumeric() || !b.isNumeric() {
		return Value{}, ErrType
	}
	k := max(a.kind, b.kind)
	switch k {
	case kInteger:
		if a.dec == nil && b.dec == nil {
			if v, ok := smallArith(op, a.i, b.i); ok {
				return v, nil
			}
		}
		return bigArith(op, a.bigInt(), b.bigInt())
	case kDecimal:
		return decimalArith(op, a.decimal(), b.decimal())
	}
	x, y := a.double(), b.double()
	if k == kFloat {
		x, y = float64(float32(x)), float64(float32(y))
	}
	switch op {
	case '+':
		x += y
	case '-':
		x -= y
	case '*':
		x *= y
	default:
		x /= y
	}
	return fromFloat(x, k), nil
}

// smallArith is integer arithmetic that does not overflow; otherwise false.
func smallArith(op byte, a, b int64) (Value, bool) {
	var r int64
	switch op {
	case '+':
		r = a + b
		if (r > a) != (b > 0) {
			return Value{}, false
		}
	case '-':
		r = a - b
		if (r < a) != (b > 0) {
			return Value{}, false
		}
	case '*':
		const half = 1<<31 - 1
		if a > half || a < -half || b > half || b < -half {
			return Value{}, false
		}
		r = a * b
	default:
		return Value{}, false
	}
	return Integer(r), true
}

func bigArith(op byte, a, b *big.Int) (Value, error) {
	r := new(big.Int)
	switch op {
	case '+':
		return fromBig(r.Add(a, b)), nil
	case '-':
		return fromBig(r.Sub(a, b)), nil
	case '*':
		if a.BitLen()+b.BitLen() > maxBits {
			return Value{}, ErrType
		}
		return fromBig(r.Mul(a, b)), nil
	}
	return decimalArith(op, &decimal{n: a}, &decimal{n: b}) // the quotient of integers is a decimal
}

func decimalArith(op byte, a, b *decimal) (Value, error) {
	s := max(a.scale, b.scale)
	switch op {
	case '+':
		return fromDecimal((&decimal{n: new(big.Int).Add(a.at(s), b.at(s)), scale: s}).trim(1)), nil
	case '-':
		return fromDecimal((&decimal{n: new(big.Int).Sub(a.at(s), b.at(s)), scale: s}).trim(1)), nil
	case '*':
		if a.n.BitLen()+b.n.BitLen() > maxBits || a.scale+b.scale > maxBits {
			return Value{}, ErrType
		}
		return fromDecimal((&decimal{n: new(big.Int).Mul(a.n, b.n), scale: a.scale + b.scale}).trim(1)), nil
	}
	if b.n.Sign() == 0 {
		return Value{}, ErrType
	}
	return fromDecimal(a.quo(b)), nil
}

// compareNumbers compares with promotion; ok is false if one is NaN.
func compareNumbers(a, b Value) (c int, ok bool) {
	k := max(a.kind, b.kind)
	switch k {
	case kInteger:
		if a.dec == nil && b.dec == nil {
			return cmpInt(a.i, b.i), true
		}
		return a.bigInt().Cmp(b.bigInt()), true
	case kDecimal:
		return a.decimal().cmp(b.decimal()), true
	}
	x, y := a.double(), b.double()
	if k == kFloat {
		x, y = float64(float32(x)), float64(float32(y))
	}
	switch {
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	case x == y:
		return 0, true
	}
	return 0, false
}

func cmpInt(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// round applies ABS, ROUND, CEIL or FLOOR and keeps the numeric type.
func round(name string, v Value) (Value, error) {
	switch v.kind {
	case kInteger:
		if name == "ABS" && (v.dec != nil || v.i < 0) {
			return fromBig(new(big.Int).Abs(v.bigInt())), nil
		}
		return Value{kind: kInteger, i: v.i, dec: v.dec}, nil
	case kDecimal:
		return fromDecimal(roundDecimal(name, v.dec)), nil
	case kFloat, kDouble:
		f := v.f
		switch name {
		case "ABS":
			f = math.Abs(f)
		case "CEIL":
			f = math.Ceil(f)
		case "FLOOR":
			f = math.Floor(f)
		case "ROUND":
			// Halves go up (XPath fn:round); beyond 2^52 all are whole,
			// and adding 0.5 would lose that.
			if math.Abs(f) < 1<<52 {
				r := math.Floor(f)
				if f-r >= 0.5 {
					r++
				}
				f = math.Copysign(r, f)
			}
		}
		return fromFloat(f, v.kind), nil
	}
	return Value{}, ErrType
}

func roundDecimal(name string, d *decimal) *decimal {
	if name == "ABS" {
		return &decimal{n: new(big.Int).Abs(d.n), scale: d.scale}
	}
	unit := pow10(d.scale)
	n := new(big.Int).Set(d.n)
	switch name {
	case "ROUND": // floor(d + 0.5), at twice the scale so that it stays whole
		n.Add(n.Mul(n, big.NewInt(2)), unit)
		unit = new(big.Int).Mul(unit, big.NewInt(2))
	case "CEIL":
		n.Add(n, new(big.Int).Sub(unit, big.NewInt(1)))
	}
	// Div rounds down for a positive divisor.
	return &decimal{n: n.Div(n, unit)}
}
