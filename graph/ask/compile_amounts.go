package ask

import (
	"fmt"
	"strings"
)

// only: nobody and nothing else takes the place.
func (c *compiler) only(b *strings.Builder, a *atom, v *atomVars, r role, indent string) {
	f := a.fill[r]
	n := *a
	n.fill[r] = nil
	pattern, w := c.again(&n, func(q role) string {
		if q == r {
			return ""
		}
		if a.frame == blame && q == theFor || q == a.self {
			return v.v[q]
		}
		return ""
	})
	b.WriteString(indent + "FILTER NOT EXISTS {\n" + pattern)
	switch {
	case r == theBy && len(f.names) == 1:
		b.WriteString("    FILTER NOT EXISTS { @by(?" + w.record + ", ?" + v.v[r] + ") }\n")
	default:
		b.WriteString("    FILTER (?" + w.v[r] + " != ?" + v.v[r] + ")\n")
	}
	b.WriteString(indent + "}\n")
}

// rank keeps the records that none is earlier than, or later.
func (c *compiler) rank(b *strings.Builder, a *atom, v *atomVars, indent string) {
	pattern, w := c.again(a, func(role) string { return "" })
	one, two, known, bound := c.fresh("on"), c.fresh("on"), c.fresh("bound"), c.fresh("bound")
	op, mine, others, his, its := "<", "asc:onEarliest", "asc:onLatest", earliest, latest
	if a.rank < 0 {
		op, mine, others, his, its = ">", "asc:onLatest", "asc:onEarliest", latest, earliest
	}
	myDay, otherDay := his("COALESCE(?"+one+", ?"+known+")"), its("COALESCE(?"+two+", ?"+bound+")")
	fmt.Fprintf(b, indent+"OPTIONAL { ?%s asc:on ?%s } OPTIONAL { ?%s %s ?%s }\n", v.record, one, v.record, mine, known)
	fmt.Fprintf(b, indent+"FILTER NOT EXISTS {\n%s    OPTIONAL { ?%s asc:on ?%s } OPTIONAL { ?%s %s ?%s } FILTER (%s %s %s)\n%s}\n",
		pattern, w.record, two, w.record, others, bound, otherDay, op, myDay, indent)
}

// count keeps the members that have as many as are asked for, or the most.
func (c *compiler) count(b *strings.Builder, a *atom, v *atomVars, r role, f *filler, x, indent string) {
	if f.top > 0 {
		return // all are counted, and the rows cut
	}
	number := c.fresh("number")
	pattern, w := c.again(a, func(q role) string {
		if q == a.self {
			return x
		}
		return ""
	})
	of := w.v[r]
	if of == "" {
		of = w.record
	}
	fmt.Fprintf(b, indent+"{ SELECT ?%s (COUNT(DISTINCT ?%s) AS ?%s) WHERE {\n%s%s} GROUP BY ?%s }\n", x, of, number, pattern, indent, x)
	if f.most {
		other, most := c.fresh("other"), c.fresh("most")
		pattern, w := c.again(a, func(q role) string {
			if q == a.self {
				return other
			}
			return ""
		})
		of := w.v[r]
		if of == "" {
			of = w.record
		}
		fmt.Fprintf(b, indent+"{ SELECT (MAX(?%s) AS ?%sMax) WHERE { { SELECT ?%s (COUNT(DISTINCT ?%s) AS ?%s) WHERE {\n%s%s} GROUP BY ?%s } } }\n",
			most, most, other, of, most, pattern, indent, other)
		fmt.Fprintf(b, indent+"FILTER (?%s = ?%sMax)\n", number, most)
		return
	}
	op := ">="
	if f.exactly {
		op = "="
	}
	if f.atMost {
		op = "<="
	}
	fmt.Fprintf(b, indent+"FILTER (?%s %s %d)\n", number, op, f.atLeast)
}
