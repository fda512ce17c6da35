package graph

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// A Date is a day, a month or a year: as precise as its source, never padded.
// The zero Date is no date. Dates are comparable with ==; whether one lies
// before another is asked of their intervals.
type Date struct {
	Year  int
	Month time.Month // 0: the year only
	Day   int        // 0: the month or year only
}

// ParseDate reads "2021-07-19", "2021-07" or "2021". A time zone on an
// xsd:date is accepted and ignored.
func ParseDate(s string) (Date, error) {
	orig := s
	bad := func(why string) (Date, error) {
		return Date{}, fmt.Errorf("date %q: %s, want a day 2021-07-19, a month 2021-07 or a year 2021", orig, why)
	}
	if z := zoneStart(s); z >= 0 {
		s = s[:z]
	}
	parts := strings.Split(s, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return bad("not a date")
	}
	var n [3]int
	for i, p := range parts {
		if i > 0 && len(p) != 2 {
			return bad("month and day have two digits")
		}
		v, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return bad("not a date")
		}
		n[i] = int(v)
	}
	d := Date{Year: n[0], Month: time.Month(n[1]), Day: n[2]}
	switch {
	case len(parts) >= 2 && (d.Month < 1 || d.Month > 12):
		return bad("there is no such month")
	case len(parts) == 3 && (d.Day < 1 || d.Day > daysIn(d.Year, d.Month)):
		return bad("there is no such day")
	}
	return d, nil
}

// zoneStart returns where a time zone ("Z", "+02:00", "-05:00") begins, or -1.
func zoneStart(s string) int {
	if strings.HasSuffix(s, "Z") {
		return len(s) - 1
	}
	if n := len(s); n > 6 && s[n-3] == ':' && (s[n-6] == '+' || s[n-6] == '-') {
		return n - 6
	}
	return -1
}

func daysIn(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// dateOf reads a date literal; ok is false for anything else.
func dateOf(t term.Term) (d Date, ok bool) {
	switch t.Datatype() {
	case term.XSDDate, term.XSDMonth, term.XSDYear:
		d, err := ParseDate(t.Value)
		return d, err == nil
	}
	return Date{}, false
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String writes d in its own precision, "" for the zero Date.
func (d Date) String() string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// First and Last return the first and the last day that d covers.
func (d Date) First() Date {
	if d.IsZero() {
		return d
	}
	return Date{d.Year, max(d.Month, 1), max(d.Day, 1)}
}

// Last returns the last day that d covers.
func (d Date) Last() Date {
	if d.IsZero() || d.Day != 0 {
		return d
	}
	m := d.Month
	if m == 0 {
		m = time.December
	}
	return Date{d.Year, m, daysIn(d.Year, m)}
}

// Days is an interval of days, both ends included, as days since 1970-01-01.
type days struct{ lo, hi int32 }

// The ends of time: what an open end of an interval reaches.
const (
	dawn int32 = -1 << 31
	dusk int32 = 1<<31 - 1
)

var always = days{dawn, dusk}

func (d Date) days() days {
	if d.IsZero() {
		return always
	}
	return days{dayNumber(d.First()), dayNumber(d.Last())}
}

// dayNumber is how many days lie between 1970 and a date of the calendar, whose
// years are counted from March, so that a leap day is the last one of its year.
func dayNumber(d Date) int32 {
	year, month := d.Year, int(d.Month)-3
	if month < 0 {
		year, month = year-1, month+12
	}
	const perEra, toEpoch = 146097, 719468 // days of 400 years, and from the first March to 1970
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	ofEra := year - era*400
	ofYear := (153*month+2)/5 + d.Day - 1
	return int32(era*perEra + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - toEpoch)
}

// dateFromDay is the day of a day number, zero at the ends of time.
func dateFromDay(n int32) Date {
	if n == dawn || n == dusk {
		return Date{}
	}
	y, m, d := time.Unix(int64(n)*86400, 0).UTC().Date()
	return Date{y, m, d}
}

// Before reports whether d ends before o begins.
func (d Date) Before(o Date) bool { return d.days().hi < o.days().lo }

// Sub returns how many days lie from the first day of o to the first day of d.
func (d Date) Sub(o Date) int { return int(d.days().lo) - int(o.days().lo) }
