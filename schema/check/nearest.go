package check

import (
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/schema"
)

var propertyIRIs = sync.OnceValue(func() (out []string) {
	for _, p := range schema.Properties() {
		if p.Place() != schema.SchemaProperty && p.Place() != schema.DerivedProperty {
			out = append(out, p.IRI)
		}
	}
	return out
})

var classIRIs = sync.OnceValue(func() (out []string) {
	for _, c := range schema.Classes() {
		out = append(out, c.IRI)
	}
	return out
})

var termIRIs = sync.OnceValue(func() (out []string) {
	for _, list := range [][]schema.TermDef{schema.Stances(), schema.Forms(), schema.Kinds(), schema.Confidences()} {
		for _, t := range list {
			out = append(out, t.IRI)
		}
	}
	for _, s := range schema.Scales() {
		out = append(out, s.IRI)
	}
	return out
})

// nearest returns ", perhaps asc:x" for the candidate whose local name is
// within two edits of the IRI's, "" if none is.
func nearest(iri string, candidates []string) string {
	_, local, ok := strings.Cut(iri, "#")
	if !ok {
		local = iri[strings.LastIndexByte(iri, '/')+1:]
	}
	best, found := 3, ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(local), strings.ToLower(strings.TrimPrefix(c, schema.NS)), best); d < best && d < len(local) {
			best, found = d, c
		}
	}
	if found == "" {
		return ""
	}
	return ", perhaps " + schema.Handle(found)
}

// distance is the edit distance in bytes, or limit if it is that or more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least >= limit {
			return limit
		}
	}
	return min(row[len(b)], limit)
}
