package rdf

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// grouping is the state of a Turtle or TriG Writer: the graph, subject and
// predicate that the last statement left open.
type grouping struct {
	open    bool // a subject is open
	g, s, p Term
	mem     []byte // behind the spans of g, s and p
	spaces  []namespace
	wrote   bool
}

// namespace is a prefix that names may be abbreviated with.
type namespace struct {
	prefix string // with ':'
	iri    string
}

const indent = "    "

// begin writes the prefixes, by name.
func (g *grouping) begin(w *Writer) error {
	for _, p := range slices.Sorted(maps.Keys(w.opts.Prefixes)) {
		iri := w.opts.Prefixes[p]
		if !validPrefix(p) || !AbsoluteIRI(iri) || !utf8.ValidString(iri) {
			return fmt.Errorf("write %s: cannot declare prefix %q as <%s>: want a name and an absolute IRI", w.format.Title(), p, iri)
		}
		w.buf = fmt.Appendf(w.buf, "@prefix %s: <%s> .\n", p, iri)
		g.spaces = append(g.spaces, namespace{p + ":", iri})
		g.wrote = true
	}
	slices.SortStableFunc(g.spaces, func(a, b namespace) int { return len(b.iri) - len(a.iri) })
	return nil
}

// validPrefix reports whether p is empty or a PN_PREFIX.
func validPrefix(p string) bool {
	if p == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(p)
	return isNameBase(r) && validLabel([]byte(p))
}

func same(a, b Term) bool { return a.Kind == b.Kind && bytes.Equal(a.Value, b.Value) }

// write appends a statement.
func (g *grouping) write(w *Writer, st *Statement) {
	in := ""
	if st.G.Kind != None {
		in = indent
	}
	switch {
	case !g.open || !same(g.g, st.G):
		g.close(w, true)
		if g.wrote {
			w.buf = append(w.buf, '\n')
		}
		if st.G.Kind != None {
			w.buf = append(g.term(w.buf, st.G), " {\n"...)
		}
		g.subject(w, in, st)
	case !same(g.s, st.S):
		g.close(w, false)
		if st.G.Kind == None {
			w.buf = append(w.buf, '\n')
		}
		g.subject(w, in, st)
	case !same(g.p, st.P):
		w.buf = append(w.buf, " ;\n"...)
		w.buf = append(append(w.buf, in...), indent...)
		w.buf = append(g.predicate(w.buf, st.P), ' ')
	default:
		w.buf = append(w.buf, ", "...)
	}
	w.buf = g.object(w.buf, st.O)
	g.open, g.wrote = true, true
	g.mem = g.mem[:0]
	g.g, g.s, g.p = g.keep(st.G), g.keep(st.S), g.keep(st.P)
}

// keep copies a term that is no literal.
func (g *grouping) keep(t Term) Term {
	from := len(g.mem)
	g.mem = append(g.mem, t.Value...)
	return Term{Kind: t.Kind, Value: g.mem[from:len(g.mem):len(g.mem)]}
}

func (g *grouping) subject(w *Writer, in string, st *Statement) {
	w.buf = g.term(append(w.buf, in...), st.S)
	w.buf = append(g.predicate(append(w.buf, ' '), st.P), ' ')
}

// close ends the open subject, and with graph the graph that it is in.
func (g *grouping) close(w *Writer, graph bool) {
	if !g.open {
		return
	}
	w.buf = append(w.buf, " .\n"...)
	if graph && g.g.Kind != None {
		w.buf = append(w.buf, "}\n"...)
	}
}

func (g *grouping) end(w *Writer) {
	g.close(w, true)
	g.open = false
}

func (g *grouping) predicate(dst []byte, t Term) []byte {
	if same(t, rdfType) {
		return append(dst, 'a')
	}
	return g.term(dst, t)
}

// term appends an IRI or blank node.
func (g *grouping) term(dst []byte, t Term) []byte {
	if t.Kind != IRI {
		return t.AppendNTriples(dst)
	}
	for _, ns := range g.spaces {
		if len(t.Value) < len(ns.iri) || string(t.Value[:len(ns.iri)]) != ns.iri {
			continue
		}
		start := len(dst)
		if out, ok := appendLocal(append(dst, ns.prefix...), t.Value[len(ns.iri):]); ok {
			return out
		}
		dst = dst[:start]
	}
	return t.AppendNTriples(dst)
}

// appendLocal appends name as a PN_LOCAL and reports whether it could.
func appendLocal(dst, name []byte) ([]byte, bool) {
	for i := 0; i < len(name); {
		c := name[i]
		r, n := utf8.DecodeRune(name[i:])
		switch {
		case c >= utf8.RuneSelf:
			if i == 0 && !isNameBase(r) || !isName(r) {
				return dst, false
			}
			dst = append(dst, name[i:i+n]...)
		case is(c, cAlpha|cDigit), c == '_', c == ':', c == '-' && i > 0:
			dst = append(dst, c)
		case c == '.' && i > 0 && i+1 < len(name):
			dst = append(dst, c)
		case c == '%' && i+2 < len(name) && is(name[i+1], cHex) && is(name[i+2], cHex):
			dst = append(dst, c)
		case is(c, cLocal):
			dst = append(dst, '\\', c)
		default:
			return dst, false
		}
		i += n
	}
	return dst, true
}

// object appends any term. Numbers and booleans are abbreviated if their
// lexical form is the token that reads back as them.
func (g *grouping) object(dst []byte, t Term) []byte {
	switch t.Kind {
	case IRI, Blank:
		return g.term(dst, t)
	case Typed:
		if abbreviates(t) {
			return append(dst, t.Value...)
		}
	}
	if bytes.IndexByte(t.Value, '\n') >= 0 {
		dst = append(dst, `"""`...)
		dst = appendEscaped(dst, t.Value, true)
		dst = append(dst, `"""`...)
	} else {
		dst = appendQuoted(dst, t.Value)
	}
	switch t.Kind {
	case Lang:
		dst = append(append(dst, '@'), t.Extra...)
	case Typed:
		dst = g.term(append(dst, "^^"...), Term{Kind: IRI, Value: t.Extra})
	}
	return dst
}

// abbreviates reports whether the lexical form of t is an INTEGER, DECIMAL,
// DOUBLE or BooleanLiteral that stands for t itself.
func abbreviates(t Term) bool {
	if !strings.HasPrefix(string(t.Extra), xsd) {
		return false
	}
	v := t.Value
	if bytes.Equal(t.Extra, xsdBoolean) {
		return string(v) == "true" || string(v) == "false"
	}
	if len(v) > 0 && (v[0] == '+' || v[0] == '-') {
		v = v[1:]
	}
	digits := func() (n int) {
		for n < len(v) && is(v[n], cDigit) {
			n++
		}
		v = v[n:]
		return n
	}
	whole, part, dot := digits(), 0, false
	if len(v) > 0 && v[0] == '.' {
		dot = true
		v = v[1:]
		part = digits()
	}
	switch {
	case bytes.Equal(t.Extra, xsdInteger):
		return whole > 0 && !dot && len(v) == 0
	case bytes.Equal(t.Extra, xsdDecimal):
		return dot && part > 0 && len(v) == 0
	case bytes.Equal(t.Extra, xsdDouble):
		if whole+part == 0 || len(v) < 2 || v[0]|0x20 != 'e' {
			return false
		}
		v = v[1:]
		if v[0] == '+' || v[0] == '-' {
			v = v[1:]
		}
		return digits() > 0 && len(v) == 0
	}
	return false
}
