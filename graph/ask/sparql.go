package ask

import (
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// The queries of templates are SPARQL with two additions, which are expanded
// before a query is run or shown:
//
//	?slot                     of a slot, or of a row under a column: its term
//	@answers(?record, ?incident)  the records that answer an incident, or a claim about it, whatever the lens makes of that claim
//	@by(?record, ?slot)       the records behind which the party stands

// sparqlPiece is what scanSPARQL finds that matters here.
type sparqlPiece struct {
	start, end int
	variable   string   // without "?"
	macro      string   // without "@"
	args       []string // variables without "?"
}

// scanSPARQL calls f for every variable and macro of a query, strings, IRIs
// and comments passed over.
func scanSPARQL(s string, f func(sparqlPiece)) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '#':
			for i < len(s) && s[i] != '\n' {
				i++
			}
		case c == '"' || c == '\'':
			i = endOfString(s, i)
		case c == '<':
			i = endOfIRI(s, i)
		case c == '?' || c == '$':
			end := endOfName(s, i+1)
			if name := s[i+1 : end]; isName(name) {
				f(sparqlPiece{start: i, end: end, variable: name})
			}
			i = end
		case c == '@':
			end := endOfName(s, i+1)
			name := s[i+1 : end]
			i = end
			if name != "answers" && name != "by" || end >= len(s) || s[end] != '(' {
				continue
			}
			p := sparqlPiece{start: end - len(name) - 1, macro: name}
			closed := strings.IndexByte(s[end:], ')')
			if closed < 0 {
				continue
			}
			for arg := range strings.SplitSeq(s[end+1:end+closed], ",") {
				p.args = append(p.args, strings.TrimPrefix(strings.TrimSpace(arg), "?"))
			}
			p.end = end + closed + 1
			i = p.end
			f(p)
		default:
			i++
		}
	}
}

func endOfName(s string, i int) int {
	for i < len(s) && (s[i] == '_' || s[i] >= '0' && s[i] <= '9' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z') {
		i++
	}
	return i
}

func endOfString(s string, i int) int {
	q := s[i : i+1]
	if long := strings.Repeat(q, 3); strings.HasPrefix(s[i:], long) {
		if end := strings.Index(s[i+3:], long); end >= 0 {
			return i + 3 + end + 3
		}
		return len(s)
	}
	for i++; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == q[0]:
			return i + 1
		}
	}
	return len(s)
}

func endOfIRI(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '>':
			return j + 1
		case s[j] <= ' ' || strings.IndexByte("<\"{}|^`\\", s[j]) >= 0:
			return i + 1
		}
	}
	return i + 1
}

// variablesOf returns the variables that a query mentions, in macros too.
func variablesOf(s string) map[string]bool {
	out := map[string]bool{}
	scanSPARQL(s, func(p sparqlPiece) {
		if p.variable != "" {
			out[p.variable] = true
		}
		for _, a := range p.args {
			out[a] = true
		}
	})
	return out
}

// expand puts the values of bound variables into a query, and what macro makes
// of each macro.
func expand(s string, bound map[string]quad.Value, macro func(sparqlPiece) (string, error)) (string, error) {
	var b strings.Builder
	at := 0
	var failed error
	scanSPARQL(s, func(p sparqlPiece) {
		var text string
		if p.variable != "" {
			var ok bool
			if text, ok = sparqlTerm(bound[p.variable]); !ok {
				return
			}
		} else {
			var err error
			if text, err = macro(p); err != nil {
				failed = err
				return
			}
		}
		b.WriteString(s[at:p.start])
		b.WriteString(text)
		at = p.end
	})
	b.WriteString(s[at:])
	return b.String(), failed
}

// relation writes a macro as a pattern of the relation of the lens that it
// stands for (docs/rules.md).
func relation(p sparqlPiece, bound map[string]quad.Value, spread bool) string {
	arg := func(i int) string {
		if text, ok := sparqlTerm(bound[p.args[i]]); ok {
			return text
		}
		return "?" + p.args[i]
	}
	switch {
	case p.macro == "answers":
		return "{ " + arg(0) + " rule:answers " + arg(1) + " }"
	case spread:
		return "{ " + arg(1) + " rule:standsBehind|rule:represented " + arg(0) + " }"
	}
	return "{ " + arg(1) + " rule:standsBehind " + arg(0) + " }"
}

// sparqlTerm writes a term as SPARQL does; ok is false for what cannot stand
// in a query for itself.
func sparqlTerm(v quad.Value) (string, bool) {
	if v == nil {
		return "", false
	}
	t, ok := term.FromValue(v)
	if !ok || t.Kind == term.Blank || t.IsZero() {
		return "", false
	}
	return t.String(), true
}
