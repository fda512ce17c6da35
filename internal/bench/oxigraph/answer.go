package main

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// row is a solution: the terms of its bound variables in N-Triples.
type row map[string]string

// key is the same for equal rows.
func (r row) key() string {
	var b strings.Builder
	for _, v := range slices.Sorted(maps.Keys(r)) {
		b.WriteString(v + "=" + r[v] + "\t")
	}
	return b.String()
}

// answer is what a query gives, in a form that may be compared: numbers by
// value, blank nodes all alike.
type answer struct {
	Rows []row  `json:",omitempty"`
	Bool bool   `json:",omitempty"`
	Err  string `json:",omitempty"`
	set  bool   // rows are triples, a set
}

// add adds a solution.
func (a *answer) add(cells map[string]string) {
	r := row{}
	for v, t := range cells {
		r[v] = normal(t)
	}
	a.Rows = append(a.Rows, r)
}

func (a *answer) addTriple(t [3]string) {
	a.set = true
	a.add(map[string]string{"s": t[0], "p": t[1], "o": t[2]})
}

var number = regexp.MustCompile(`^"([^"]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(integer|decimal|double)>$`)

// normal writes equal numbers of one type alike, and blank nodes.
func normal(t string) string {
	if strings.HasPrefix(t, "_:") {
		return "_:"
	}
	if m := number.FindStringSubmatch(t); m != nil {
		if f, err := strconv.ParseFloat(m[1], 64); err == nil {
			return `"` + strconv.FormatFloat(f, 'g', -1, 64) + `"^^` + m[2]
		}
	}
	return t
}

// equal reports whether two answers are the same, but for the order of rows.
// Errors are equal whatever they say.
func (a answer) equal(b answer) bool {
	if a.Err != "" || b.Err != "" {
		return a.Err != "" && b.Err != ""
	}
	return a.Bool == b.Bool && len(a.without(b)) == 0 && len(b.without(a)) == 0
}

// without returns the rows that a has more often than b.
func (a answer) without(b answer) []row {
	left := map[string]int{}
	for _, r := range b.Rows {
		if left[r.key()]++; b.set || a.set {
			left[r.key()] = len(a.Rows)
		}
	}
	var out []row
	for _, r := range a.Rows {
		if left[r.key()]--; left[r.key()] < 0 {
			out = append(out, r)
		}
	}
	return out
}

// only returns r with these columns.
func (r row) only(columns []string) row {
	out := row{}
	for _, v := range columns {
		if t, ok := r[v]; ok {
			out[v] = t
		}
	}
	return out
}

// only returns a with these columns.
func (a answer) only(columns []string) answer {
	out := a
	out.Rows = nil
	for _, r := range a.Rows {
		out.Rows = append(out.Rows, r.only(columns))
	}
	return out
}

// unordered reports whether §15.1 leaves the order of two terms open: that of
// blank nodes, and of literals that < does not compare.
func unordered(a, b string) bool {
	if a == "" || b == "" || a == b && !strings.HasPrefix(a, "_:") {
		return false
	}
	return kind(a) == kind(b) && (kind(a) == "blank" || kind(a) == "literal") || kind(a) != kind(b) && literal(a) && literal(b)
}

func literal(t string) bool { return strings.HasPrefix(t, `"`) }

// kind is the same for terms that §17.3 or §15.1 compare, and "blank" or
// "literal" for those that none compares.
func kind(t string) string {
	switch {
	case strings.HasPrefix(t, "_:"):
		return "blank"
	case strings.HasPrefix(t, "<"):
		return "IRI"
	case strings.HasSuffix(t, `"^^integer`), strings.HasSuffix(t, `"^^decimal`), strings.HasSuffix(t, `"^^double`):
		return "number"
	case strings.HasSuffix(t, `"`):
		return "string"
	case strings.HasSuffix(t, `#boolean>`):
		return "boolean"
	case strings.HasSuffix(t, `#dateTime>`):
		return "dateTime"
	}
	return "literal"
}
