package expr

import (
	"strconv"
	"strings"
)

// shape is which parts of a timestamp a datatype has.
type shape uint8

const (
	dateTime shape = iota
	dateTimeStamp
	date
	timeOfDay
	gYearMonth
	gYear
)

// temporal is a value of one of the calendar's datatypes (XML Schema 1.1,
// part 2, §3.3.7 and following), proleptic Gregorian.
type temporal struct {
	shape  shape
	year   int64
	month  int // 1 to 12
	day    int // 1 to 31
	hour   int
	minute int
	second int
	frac   string // digits of the second after the point, without zeros at the end
	hasTZ  bool
	tz     int   // minutes east of UTC
	start  int64 // seconds from 1970-01-01T00:00:00, local if !hasTZ, to where it begins
}

// uncertainty is how far a missing timezone may move an instant, in seconds.
const uncertainty = 14 * 3600

// parseTemporal reads the lexical form s of a datatype of that shape.
func parseTemporal(s string, sh shape) (*temporal, bool) {
	t := &temporal{shape: sh, year: 1970, month: 1, day: 1}
	p := scanner{s: s, ok: true}
	if sh != timeOfDay {
		t.year = p.year()
		if sh != gYear {
			p.literal("-")
			t.month = p.number(2, 1, 12)
		}
		if sh != gYear && sh != gYearMonth {
			p.literal("-")
			t.day = p.number(2, 1, 31)
		}
	}
	if sh == dateTime || sh == dateTimeStamp {
		p.literal("T")
	}
	if sh == dateTime || sh == dateTimeStamp || sh == timeOfDay {
		t.hour = p.number(2, 0, 24)
		p.literal(":")
		t.minute = p.number(2, 0, 59)
		p.literal(":")
		t.second = p.number(2, 0, 59)
		t.frac = p.fraction()
	}
	t.tz, t.hasTZ = p.timezone()
	if !p.ok || p.s != "" || t.day > daysIn(t.year, t.month) || (sh == dateTimeStamp && !t.hasTZ) {
		return nil, false
	}
	if t.hour == 24 {
		if t.minute != 0 || t.second != 0 || t.frac != "" {
			return nil, false
		}
		t.endOfDay()
	}
	t.start = daysFromCivil(t.year, t.month, t.day)*86400 + int64(t.hour*3600+t.minute*60+t.second)
	if t.hasTZ {
		t.start -= int64(t.tz) * 60
	}
	return t, true
}

// endOfDay turns 24:00:00 into 00:00:00 of the next day.
func (t *temporal) endOfDay() {
	t.hour = 0
	if t.shape == timeOfDay {
		return
	}
	if t.day++; t.day > daysIn(t.year, t.month) {
		t.day = 1
		if t.month++; t.month > 12 {
			t.month = 1
			t.year++
		}
	}
}

// scanner reads parts off the front of s; ok turns false at the first mistake.
type scanner struct {
	s  string
	ok bool
}

func (p *scanner) literal(want string) {
	rest, ok := strings.CutPrefix(p.s, want)
	p.s, p.ok = rest, p.ok && ok
}

func (p *scanner) digits() string {
	i := 0
	for i < len(p.s) && p.s[i] >= '0' && p.s[i] <= '9' {
		i++
	}
	d := p.s[:i]
	p.s = p.s[i:]
	return d
}

func (p *scanner) number(width, lo, hi int) int {
	if len(p.s) < width || !allDigits(p.s[:width]) {
		p.ok = false
		return lo
	}
	n, _ := strconv.Atoi(p.s[:width])
	p.s = p.s[width:]
	if n < lo || n > hi {
		p.ok = false
		return lo
	}
	return n
}

// year reads -?([1-9][0-9]{3,}|0[0-9]{3}). More than twelve digits are beyond
// what is supported.
func (p *scanner) year() int64 {
	rest, neg := strings.CutPrefix(p.s, "-")
	p.s = rest
	d := p.digits()
	if len(d) < 4 || len(d) > 12 || (len(d) > 4 && d[0] == '0') {
		p.ok = false
		return 1970
	}
	y, _ := strconv.ParseInt(d, 10, 64)
	if neg {
		y = -y
	}
	return y
}

func (p *scanner) fraction() string {
	if !strings.HasPrefix(p.s, ".") {
		return ""
	}
	p.s = p.s[1:]
	d := p.digits()
	p.ok = p.ok && d != ""
	return strings.TrimRight(d, "0")
}

func (p *scanner) timezone() (minutes int, has bool) {
	if p.s == "" {
		return 0, false
	}
	sign := 1
	switch p.s[0] {
	case 'Z':
		p.s = p.s[1:]
		return 0, true
	case '-':
		sign = -1
	case '+':
	default:
		p.ok = false
		return 0, false
	}
	p.s = p.s[1:]
	h := p.number(2, 0, 14)
	p.literal(":")
	m := p.number(2, 0, 59)
	if h == 14 && m != 0 {
		p.ok = false
	}
	return sign * (h*60 + m), true
}

func daysIn(year int64, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysFromCivil counts the days from 1970-01-01 to a Gregorian date. Years are
// counted from March, so that the leap day is the last of its year.
func daysFromCivil(year int64, month, day int) int64 {
	y, m := year, int64(month)-3
	if m < 0 {
		y, m = y-1, m+12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	dayOfYear := (153*m+2)/5 + int64(day) - 1
	return era*146097 + inEra*365 + inEra/4 - inEra/100 + dayOfYear - 719468
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// end returns where a date, month or year ends: the start of the next, in
// seconds as in start.
func (t *temporal) end() int64 {
	switch t.shape {
	case date:
		return t.start + 86400
	case gYearMonth:
		return t.start + int64(daysIn(t.year, t.month))*86400
	case gYear:
		return t.start + (daysFromCivil(t.year+1, 1, 1)-daysFromCivil(t.year, 1, 1))*86400
	}
	return t.start
}

// isInterval reports whether t is of a type that compares by its interval.
func (t *temporal) isInterval() bool {
	return t.shape == date || t.shape == gYearMonth || t.shape == gYear
}

// sameFamily reports whether a and b have the same type, dateTimeStamp being
// a dateTime.
func sameFamily(a, b *temporal) bool {
	return max(a.shape, dateTimeStamp) == max(b.shape, dateTimeStamp)
}

// order is what is known of the order of two timestamps.
type order int8

const (
	before    order = -1
	same      order = 0
	after     order = 1
	overlap   order = 2 // intervals of different precision that share time
	unordered order = 3 // only one has a timezone and it matters
	strangers order = 4 // types that do not compare
)

// compareTemporal compares two timestamps.
func compareTemporal(a, b *temporal) order {
	if !sameFamily(a, b) {
		if a.isInterval() && b.isInterval() {
			return compareIntervals(a, b)
		}
		return strangers
	}
	c := order(cmpInt(a.start, b.start))
	if c == same {
		c = order(strings.Compare(a.frac, b.frac))
	}
	if a.hasTZ == b.hasTZ {
		return c
	}
	// The one without a timezone may be up to 14 hours off; the bound itself
	// can be reached.
	switch d := a.start - b.start; {
	case d < -uncertainty:
		return before
	case d > uncertainty:
		return after
	case d == -uncertainty && a.frac < b.frac:
		return before
	case d == uncertainty && a.frac > b.frac:
		return after
	}
	return unordered
}

func compareIntervals(a, b *temporal) order {
	var slack int64
	if a.hasTZ != b.hasTZ {
		slack = uncertainty
	}
	switch {
	case a.end()+slack <= b.start:
		return before
	case b.end()+slack <= a.start:
		return after
	}
	return overlap
}

// total orders any two timestamps: by where they begin, a missing timezone
// taken as UTC, then by type and by having a timezone. 0 means that
// compareTemporal says same.
func (t *temporal) total(o *temporal) int {
	if c := cmpInt(t.start, o.start); c != 0 {
		return c
	}
	if c := strings.Compare(t.frac, o.frac); c != 0 {
		return c
	}
	if c := int(max(t.shape, dateTimeStamp)) - int(max(o.shape, dateTimeStamp)); c != 0 {
		return c
	}
	return int(b2i(t.hasTZ) - b2i(o.hasTZ))
}

// zone returns the timezone as TZ() gives it: "", "Z" or "-08:00".
func (t *temporal) zone() string {
	if !t.hasTZ {
		return ""
	}
	if t.tz == 0 {
		return "Z"
	}
	sign, m := byte('+'), t.tz
	if m < 0 {
		sign, m = '-', -m
	}
	return string([]byte{sign, '0' + byte(m/600), '0' + byte(m/60%10), ':', '0' + byte(m%60/10), '0' + byte(m%10)})
}

// zoneDuration returns the timezone as an xsd:dayTimeDuration: "PT0S", "-PT8H".
func (t *temporal) zoneDuration() string {
	if t.tz == 0 {
		return "PT0S"
	}
	m, s := t.tz, ""
	if m < 0 {
		m, s = -m, "-"
	}
	s += "PT"
	if h := m / 60; h > 0 {
		s += strconv.Itoa(h) + "H"
	}
	if m %= 60; m > 0 {
		s += strconv.Itoa(m) + "M"
	}
	return s
}
