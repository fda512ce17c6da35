package syntax

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// term writes t in the shortest form that is surely read back as t.
func (p *printer) term(t term.Term) {
	switch t.Kind {
	case term.IRI:
		p.iri(t.Value)
	case term.Lang:
		p.print(quote(t.Value) + "@" + t.Extra)
	case term.Typed:
		if bare(t) {
			p.print(t.Value)
			return
		}
		p.print(quote(t.Value) + "^^")
		p.iri(t.Extra)
	case term.String:
		p.print(quote(t.Value))
	case term.Blank:
		p.print("_:" + t.Value)
	}
}

// bare reports whether the lexical form alone is read as t.
func bare(t term.Term) bool {
	var want kind
	switch t.Extra {
	case term.XSDBoolean:
		return t.Value == "true" || t.Value == "false"
	case term.XSDInteger:
		want = tInteger
	case term.XSDDecimal:
		want = tDecimal
	case term.XSDDouble:
		want = tDouble
	default:
		return false
	}
	l := lexer{src: t.Value}
	return l.number(0) > 0 && l.number(0) == len(t.Value) && numberKind(t.Value) == want
}

func (p *printer) iri(s string) {
	for _, x := range p.prefixes {
		local, ok := strings.CutPrefix(s, x.IRI)
		if ok && plainLocal(local) {
			p.print(x.Name + ":" + local)
			return
		}
	}
	p.print("<" + s + ">")
}

// plainLocal reports whether s is a local name of letters, digits, _ and -.
func plainLocal(s string) bool {
	for i, r := range s {
		if r != '_' && !isAlpha(r) && !isDigit(r) && (r != '-' || i == 0) {
			return false
		}
	}
	return s != ""
}

// quote writes s as a string literal in double quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < 0x20 || r == 0x7F {
				b.WriteString(`\u` + fmt.Sprintf("%04X", r))
				continue
			}
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (p *printer) path(x Path, level int) {
	var own int
	switch x.(type) {
	case *PathAlt:
		own = 0
	case *PathSeq:
		own = 1
	case *PathInverse:
		own = 2
	case *PathRepeat:
		own = 3
	default:
		own = 4
	}
	if own < level {
		p.print("(")
		p.path(x, 0)
		p.print(")")
		return
	}
	switch x := x.(type) {
	case *PathIRI:
		p.iri(x.IRI.Value)
	case *PathInverse:
		p.print("^")
		p.path(x.P, 3)
	case *PathAlt:
		for i, e := range x.Paths {
			if i > 0 {
				p.print("|")
			}
			p.path(e, 1)
		}
	case *PathSeq:
		for i, e := range x.Paths {
			if i > 0 {
				p.print("/")
			}
			p.path(e, 2)
		}
	case *PathRepeat:
		p.path(x.P, 4)
		p.print(bounds(x.Min, x.Max))
	case *PathNegated:
		p.print("!(")
		for i, it := range x.Items {
			if i > 0 {
				p.print("|")
			}
			if it.Inverse {
				p.print("^")
			}
			p.iri(it.IRI.Value)
		}
		p.print(")")
	}
}

// bounds writes the modifier of a repeated path.
func bounds(low, high int) string {
	switch {
	case low == 0 && high == 1:
		return "?"
	case low == 0 && high < 0:
		return "*"
	case low == 1 && high < 0:
		return "+"
	case high < 0:
		return "{" + strconv.Itoa(low) + ",}"
	case low == high:
		return "{" + strconv.Itoa(low) + "}"
	}
	return "{" + strconv.Itoa(low) + "," + strconv.Itoa(high) + "}"
}
