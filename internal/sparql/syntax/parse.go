package syntax

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/iri"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// The default limits.
const (
	DefaultMaxBytes     = 1 << 20
	DefaultMaxDepth     = 200
	DefaultMaxTriples   = 100_000
	DefaultMaxOperators = 20_000
)

// Options tune the parser. The zero value, and nil, are the defaults.
type Options struct {
	File string // named in errors
	Base string // absolute IRI against which relative ones are resolved; "": they are errors
	// Prefixes are declared before the text begins; the text may redeclare them.
	Prefixes map[string]string
	// Suggest are prefixes that a hint may tell the user to declare, beside rdf, xsd and their like.
	Suggest map[string]string

	MaxBytes int // length of the text; 0: DefaultMaxBytes
	MaxDepth int // groups, brackets and calls inside each other; 0: DefaultMaxDepth
	// MaxTriples bounds the triple patterns of the whole text, lists and
	// templates included, but not INSERT DATA and DELETE DATA; 0: DefaultMaxTriples.
	MaxTriples int
	// MaxOperators bounds what makes a tree deep without brackets: binary
	// operators, path steps and the elements of groups; 0: DefaultMaxOperators.
	MaxOperators int
}

// ParseQuery parses a query. A nil *Options is all defaults. The error is an *Error.
func ParseQuery(text string, opts *Options) (q *Query, err error) {
	p, err := newParser(text, opts)
	if err != nil {
		return nil, err
	}
	defer p.recover(&err)
	p.advance()
	q = p.query()
	if p.tok.kind != tEOF {
		p.unexpected("the end of the query")
	}
	return q, nil
}

// ParseUpdate parses an update request, which may be empty. A nil *Options is
// all defaults. The error is an *Error.
func ParseUpdate(text string, opts *Options) (u *Update, err error) {
	p, err := newParser(text, opts)
	if err != nil {
		return nil, err
	}
	defer p.recover(&err)
	p.advance()
	return p.update(), nil
}

// parser is a recursive descent parser with one token of look-ahead. Its
// methods are named after the productions of §19.8. They panic with *Error,
// which the entry points recover.
type parser struct {
	lexer
	tok  token
	opts Options

	base     string
	version  string
	prefixes map[string]string

	depth, operators, triples int

	// Blank nodes (§19.6): each label belongs to one basic graph pattern.
	blanks  blankRule
	bgp     int            // the pattern being read
	bgps    int            // how many there were
	labels  map[string]int // in which pattern, or INSERT DATA, a label stands
	used    map[string]bool
	nextGen int

	noVars string // if set, why variables are not allowed here
}

// blankRule says what a blank node means where it is read.
type blankRule uint8

const (
	blankPattern   blankRule = iota // a label belongs to one basic graph pattern
	blankTemplate                   // labels are free
	blankForbidden                  // DELETE
)

func newParser(text string, opts *Options) (p *parser, err error) {
	p = &parser{labels: map[string]int{}, prefixes: map[string]string{}}
	defer p.recover(&err)
	if opts != nil {
		p.opts = *opts
	}
	limit := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	limit(&p.opts.MaxBytes, DefaultMaxBytes)
	limit(&p.opts.MaxDepth, DefaultMaxDepth)
	limit(&p.opts.MaxTriples, DefaultMaxTriples)
	limit(&p.opts.MaxOperators, DefaultMaxOperators)
	maps.Copy(p.prefixes, p.opts.Prefixes)
	p.base = p.opts.Base
	p.file = p.opts.File
	p.lexer.pos = Pos{1, 1}
	p.src = text
	if len(text) > p.opts.MaxBytes {
		return nil, &Error{
			File: p.file, Line: 1, Col: 1,
			Msg: fmt.Sprintf("got a text of %d bytes, want at most %d", len(text), p.opts.MaxBytes),
		}
	}
	if p.base != "" && (!iri.IsAbsolute(p.base) || iri.Check(p.base) != nil) {
		return nil, &Error{
			File: p.file, Line: 1, Col: 1,
			Msg: fmt.Sprintf("got base %q, want an absolute IRI", shorten(p.base)),
		}
	}
	for name, ns := range p.opts.Prefixes {
		l := lexer{src: name + ":"}
		if t := l.next(); t.kind != tPName || t.text != name+":" || !iri.IsAbsolute(ns) || iri.Check(ns) != nil {
			return nil, &Error{
				File: p.file, Line: 1, Col: 1,
				Msg: fmt.Sprintf("got prefix %q for %q, want a name and an absolute IRI", shorten(name), shorten(ns)),
			}
		}
	}
	if strings.HasPrefix(text, "\uFEFF") {
		p.off, p.counted = 3, 3
	}
	return p, nil
}

func (p *parser) recover(err *error) {
	switch e := recover().(type) {
	case nil:
	case *Error:
		*err = e
	default:
		panic(e)
	}
}

func (p *parser) advance() { p.tok = p.next() }

// fail reports msg at the current token.
func (p *parser) fail(format string, args ...any) {
	p.lexer.fail(p.tok.pos, "", format, args...)
}

// failAt reports msg at pos, with a hint.
func (p *parser) failAt(pos Pos, hint, format string, args ...any) {
	p.lexer.fail(pos, hint, format, args...)
}

// unexpected reports "got the token, want want". The keywords are what a word
// may have been meant to be.
func (p *parser) unexpected(want string, keywords ...string) {
	hint := ""
	switch {
	case p.tok.kind == tWord:
		if near, ok := nearest(p.tok.text, keywords); ok && !strings.EqualFold(near, p.tok.text) {
			hint = "did you mean " + near + "?"
		}
	case p.isPunct("<"):
		hint = "if this begins an IRI, it lacks its > or holds a space or one of <>\"{}|^`\\"
	}
	p.lexer.fail(p.tok.pos, hint, "got %s, want %s", p.tok.describe(), want)
}

func (p *parser) isPunct(s string) bool { return p.tok.kind == tPunct && p.tok.text == s }

func (p *parser) isWord(w string) bool {
	return p.tok.kind == tWord && strings.EqualFold(p.tok.text, w)
}

// word returns the current keyword in upper case, "" for another token.
func (p *parser) word() string {
	if p.tok.kind != tWord {
		return ""
	}
	return strings.ToUpper(p.tok.text)
}

func (p *parser) takePunct(s string) bool {
	if p.isPunct(s) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) takeWord(w string) bool {
	if p.isWord(w) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) wantPunct(s string) {
	if !p.takePunct(s) {
		p.unexpected(strconv.Quote(s))
	}
}

func (p *parser) wantWord(w string) {
	if !p.takeWord(w) {
		p.unexpected(w, w)
	}
}

// enter counts a level of nesting; leave must follow.
func (p *parser) enter() {
	p.depth++
	if p.depth > p.opts.MaxDepth {
		p.fail("got %s at nesting depth %d, want at most %d", p.tok.describe(), p.depth, p.opts.MaxDepth)
	}
}

func (p *parser) leave() { p.depth-- }

// operator counts one link of a chain.
func (p *parser) operator() {
	p.operators++
	if p.operators > p.opts.MaxOperators {
		p.fail("got more than %d operators and group elements in one text, want at most that", p.opts.MaxOperators)
	}
}

// prologue reads BASE, PREFIX and VERSION.
func (p *parser) prologue() {
	for {
		switch {
		case p.takeWord("BASE"):
			pos := p.tok.pos
			p.base = p.iriToken("an IRI after BASE")
			if !iri.IsAbsolute(p.base) {
				p.failAt(pos, "", "got a relative IRI, want an absolute one after BASE")
			}
		case p.takeWord("PREFIX"):
			if p.tok.kind != tPName || p.tok.local {
				p.unexpected("a prefix that ends with a colon")
			}
			name := p.tok.prefix
			p.advance()
			p.prefixes[name] = p.iriToken("an IRI for the prefix")
		case p.takeWord("VERSION"):
			if p.tok.kind != tString || p.tok.long {
				p.unexpected("a version in single or double quotes")
			}
			p.version = p.tok.val
			p.advance()
		default:
			return
		}
	}
}

// prefixList returns the declared prefixes by name.
func (p *parser) prefixList() []Prefix {
	var list []Prefix
	for _, name := range slices.Sorted(maps.Keys(p.prefixes)) {
		list = append(list, Prefix{name, p.prefixes[name]})
	}
	return list
}

// iriToken reads an IRIREF and resolves it.
func (p *parser) iriToken(want string) string {
	if p.tok.kind != tIRI {
		p.unexpected(want)
	}
	s, err := iri.Resolve(p.base, p.tok.val)
	if err != nil {
		p.failAt(p.tok.pos, "declare a base with BASE <…>, or write the whole IRI", "got relative IRI %s, want an absolute one: there is no base", shorten(p.tok.text))
	}
	p.advance()
	return s
}

func (p *parser) isIRI() bool { return p.tok.kind == tIRI || p.tok.kind == tPName }

// iri reads IRIREF or a prefixed name.
func (p *parser) iri(want string) term.Term {
	if p.tok.kind != tPName {
		return term.NewIRI(p.iriToken(want))
	}
	ns, ok := p.prefixes[p.tok.prefix]
	if !ok {
		p.failAt(p.tok.pos, prefixHint(p.tok.prefix, p.prefixes, p.opts.Suggest),
			"got %s, want a declared prefix: %s: is not", shorten(p.tok.text), shorten(p.tok.prefix))
	}
	t := term.NewIRI(ns + p.tok.val)
	p.advance()
	return t
}

func (p *parser) variable(want string) string {
	if p.tok.kind != tVar {
		p.unexpected(want)
	}
	if p.noVars != "" {
		p.fail("got %s, want no variables %s", p.tok.describe(), p.noVars)
	}
	name := p.tok.val
	p.advance()
	return name
}

// integer reads an unsigned INTEGER; what no int holds becomes the largest.
func (p *parser) integer(want string) int {
	if p.tok.kind != tInteger || !isDigit(rune(p.tok.text[0])) {
		p.unexpected(want)
	}
	n, err := strconv.Atoi(p.tok.text)
	if err != nil {
		n = math.MaxInt
	}
	p.advance()
	return n
}

// isLiteral reports whether the current token begins a literal.
func (p *parser) isLiteral() bool {
	switch p.tok.kind {
	case tString, tInteger, tDecimal, tDouble:
		return true
	}
	return p.isWord("true") || p.isWord("false")
}

// literal reads RDFLiteral, NumericLiteral or BooleanLiteral.
func (p *parser) literal() term.Term {
	t := p.tok
	p.advance()
	switch t.kind {
	case tInteger:
		return term.NewTyped(t.text, term.XSDInteger)
	case tDecimal:
		return term.NewTyped(t.text, term.XSDDecimal)
	case tDouble:
		return term.NewTyped(t.text, term.XSDDouble)
	case tWord:
		return term.NewTyped(strings.ToLower(t.text), term.XSDBoolean)
	}
	switch {
	case p.tok.kind == tLang:
		tag := p.tok.val
		p.advance()
		return term.NewLang(t.val, tag)
	case p.takePunct("^^"):
		return term.NewTyped(t.val, p.iri("a datatype IRI").Value)
	}
	return term.NewString(t.val)
}

// freshBlank returns a blank node with a label that the text does not use.
func (p *parser) freshBlank(pos Pos) Node {
	if p.used == nil {
		p.used = usedLabels(p.src)
	}
	for {
		label := "b" + strconv.Itoa(p.nextGen)
		p.nextGen++
		if !p.used[label] {
			return Node{Pos: pos, Term: term.NewBlank(label)}
		}
	}
}

// usedLabels returns what looks like a blank node label anywhere in src.
func usedLabels(src string) map[string]bool {
	used := map[string]bool{}
	for {
		i := strings.Index(src, "_:")
		if i < 0 {
			return used
		}
		src = src[i+2:]
		end := 0
		for end < len(src) {
			r, n := utf8.DecodeRuneInString(src[end:])
			if r != '.' && !isPNChar(r) {
				break
			}
			end += n
		}
		used[strings.TrimRight(src[:end], ".")] = true
	}
}
