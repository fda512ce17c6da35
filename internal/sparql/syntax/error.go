package syntax

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Error reports a text that is no query, or one that breaks a rule or a
// limit. It is the only type of error that this package returns.
type Error struct {
	File      string // Options.File
	Line, Col int    // 1-based; Col counts runes
	Msg       string // what was found, then what was wanted
	Hint      string // what to do; "" if there is nothing better than Msg
	Text      string // the line, for a caret below Col; "" if Col is beyond 1,000
}

func (e *Error) Error() string {
	if e.File == "" {
		return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// lineText returns the line of src with the 1-based number line, cut after
// 1,000 runes.
func lineText(src string, line, col int) string {
	const most = 1000
	if col > most {
		return ""
	}
	for line > 1 {
		i := strings.IndexAny(src, "\r\n")
		if i < 0 {
			return ""
		}
		if strings.HasPrefix(src[i:], "\r\n") {
			i++
		}
		src = src[i+1:]
		line--
	}
	if i := strings.IndexAny(src, "\r\n"); i >= 0 {
		src = src[:i]
	}
	n := 0
	for i := range src {
		if n == most {
			return src[:i]
		}
		n++
	}
	return src
}

// nearest returns the candidate with the smallest edit distance to word, if
// that is small enough to be a slip; case does not count.
func nearest(word string, candidates []string) (string, bool) {
	best, at := "", 1+max(1, min(2, len(word)/3))
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c), at); d < at {
			best, at = c, d
		}
	}
	return best, best != ""
}

// distance is the edit distance (insert, delete, replace, swap of neighbours) of a and b, or at
// least limit if it is not smaller.
func distance(a, b string, limit int) int {
	if len(a) > 64 || len(b) > 64 || max(len(a), len(b))-min(len(a), len(b)) >= limit {
		return limit
	}
	before, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}

// wellKnown are the prefixes that a hint may offer in full.
var wellKnown = map[string]string{
	"rdf":     "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	"rdfs":    "http://www.w3.org/2000/01/rdf-schema#",
	"xsd":     "http://www.w3.org/2001/XMLSchema#",
	"owl":     "http://www.w3.org/2002/07/owl#",
	"foaf":    "http://xmlns.com/foaf/0.1/",
	"dc":      "http://purl.org/dc/elements/1.1/",
	"dcterms": "http://purl.org/dc/terms/",
	"skos":    "http://www.w3.org/2004/02/skos/core#",
	"prov":    "http://www.w3.org/ns/prov#",
}

// prefixHint says what to do about a prefix that is not declared.
func prefixHint(name string, declared, suggested map[string]string) string {
	for _, known := range []map[string]string{suggested, wellKnown} {
		if iri, ok := known[name]; ok {
			return fmt.Sprintf("add PREFIX %s: <%s>", name, iri)
		}
	}
	if near, ok := nearest(name, slices.Sorted(maps.Keys(declared))); ok {
		return fmt.Sprintf("did you mean %s:?", near)
	}
	for _, known := range []map[string]string{suggested, wellKnown} {
		if near, ok := nearest(name, slices.Sorted(maps.Keys(known))); ok {
			return fmt.Sprintf("did you mean %s:? Then add PREFIX %s: <%s>", near, near, known[near])
		}
	}
	return fmt.Sprintf("declare it with PREFIX %s: <…> before the query", name)
}

// shorten cuts a token for a message.
func shorten(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
