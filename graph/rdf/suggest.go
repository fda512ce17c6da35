package rdf

import (
	"fmt"
	"slices"
	"strings"
)

// wellKnown are prefixes whose declaration an error can offer.
var wellKnown = map[string]string{
	"rdf":     rdfNS,
	"rdfs":    "http://www.w3.org/2000/01/rdf-schema#",
	"xsd":     xsd,
	"owl":     "http://www.w3.org/2002/07/owl#",
	"skos":    "http://www.w3.org/2004/02/skos/core#",
	"dcterms": "http://purl.org/dc/terms/",
	"foaf":    "http://xmlns.com/foaf/0.1/",
	"prov":    "http://www.w3.org/ns/prov#",
	"asc":     "https://w3id.org/ascribe/schema#",
	"id":      "https://w3id.org/ascribe/id/",
	"claim":   "https://w3id.org/ascribe/claim/",
	"act":     "https://w3id.org/ascribe/act/",
	"src":     "https://w3id.org/ascribe/source/",
}

// unknownPrefix fails at the mark, where a name with that prefix begins.
func (s *Scanner) unknownPrefix(name string) bool {
	hint := fmt.Sprintf("declare it: @prefix %s: <http://...> .", clip([]byte(name)))
	if near := nearest(name, s.prefixes); near != "" {
		hint = fmt.Sprintf("did you mean %s:?", near)
	} else if iri, ok := wellKnown[name]; ok {
		hint = fmt.Sprintf("declare it: @prefix %s: <%s> .", name, iri)
	}
	return s.fail(s.src.mark, hint, "got unknown prefix '%s:', want a declared one", clip([]byte(name)))
}

// nearest returns the declared prefix that is at most two edits (one, if name
// is short) from name; "" if there is none. Ties go to the first by name.
func nearest(name string, declared map[string]string) string {
	most := 2
	if len(name) < 4 {
		most = 1
	}
	if len(name) > 64 {
		return ""
	}
	best := ""
	for p := range declared {
		if p == "" || len(p) > 64 {
			continue
		}
		d := distance(strings.ToLower(name), strings.ToLower(p))
		if d < most || d == most && (best == "" || p < best) {
			best, most = p, d
		}
	}
	return best
}

// distance is the number of edits (insert, delete, replace, or swap of two
// neighbours) from a to b.
func distance(a, b string) int {
	prev2 := make([]int, len(b)+1)
	prev := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		cur := make([]int, len(b)+1)
		cur[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			cur[j+1] = slices.Min([]int{prev[j] + cost, prev[j+1] + 1, cur[j] + 1})
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				cur[j+1] = min(cur[j+1], prev2[j-1]+1)
			}
		}
		prev2, prev = prev, cur
	}
	return prev[len(b)]
}
