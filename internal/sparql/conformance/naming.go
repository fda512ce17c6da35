package conformance

import (
	"regexp"
	"slices"
)

var graphIRI = regexp.MustCompile(`<(http://(?:www\.)?example\.(?:org|com)/g\d)>|(?m::(g\d)\b)`)

// GraphNamings are the names that a test's graphs may have: the index tells
// which files they are of, not how they are called. The first naming is g1,
// g2, … in order; the others take other subsets, of these names and of those in
// the request. Each gives the names before and after the update.
func GraphNamings(request string, before, after int) [][2][]string {
	names := []string{"http://example.org/g1", "http://example.org/g2", "http://example.org/g3"}
	for _, m := range graphIRI.FindAllStringSubmatch(request, -1) {
		iri := m[1]
		if iri == "" {
			iri = "http://example.org/" + m[2]
		}
		if !slices.Contains(names, iri) {
			names = append(names, iri)
		}
	}
	var out [][2][]string
	for _, a := range subsets(names, before) {
		for _, b := range subsets(names, after) {
			out = append(out, [2][]string{a, b})
		}
	}
	return out
}

// subsets returns the subsets of n names, each in order, the first first.
func subsets(names []string, n int) [][]string {
	if n == 0 {
		return [][]string{nil}
	}
	var out [][]string
	for i := range names {
		for _, rest := range subsets(names[i+1:], n-1) {
			out = append(out, append([]string{names[i]}, rest...))
		}
	}
	return out
}
