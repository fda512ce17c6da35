package ask

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/fold"
)

// A phrasing is one way to put a question: words, (alternatives|of words),
// [optional parts] and {slots}. It matches a whole question, words in order.
type phrasing struct {
	text  string
	root  phrase
	slots []string
	line  int
}

// phrase is a node of a phrasing.
type phrase struct {
	kind  phraseKind
	text  string   // the word, or the name of the slot
	parts []phrase // of a sequence or of alternatives
}

type phraseKind int8

const (
	phraseSeq phraseKind = iota
	phraseAlt            // an empty sequence among them makes it optional
	phraseWord
	phraseSlot
)

// phraseError is a fault of a phrasing; col counts runes from 1.
type phraseError struct {
	col int
	msg string
}

func (e *phraseError) Error() string { return fmt.Sprintf("column %d: %s", e.col, e.msg) }

// parsePhrasing reads one phrasing.
func parsePhrasing(text string) (*phrasing, error) { return new(phraseParser).parse(text) }

// A phraseParser reads phrasings, one after the other. Their nodes lie together:
// a start reads some thousand phrasings, and most of it would be to allocate.
type phraseParser struct {
	text  string
	at    int
	out   *phrasing
	stack []phrase // parts of what is being read
	nodes []phrase // room for parts that were read
}

func (p *phraseParser) parse(text string) (*phrasing, error) {
	p.text, p.at, p.stack = text, 0, p.stack[:0]
	p.out = &phrasing{text: text}
	root, err := p.alternatives(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(text) {
		return nil, p.fault("got %q, want the end of the phrasing", text[p.at:p.at+1])
	}
	p.out.root = root
	return p.out, nil
}

// maxNesting bounds how deep the parts of a phrasing nest.
const maxNesting = 20

func (p *phraseParser) fault(format string, args ...any) error {
	return &phraseError{utf8.RuneCountInString(p.text[:p.at]) + 1, fmt.Sprintf(format, args...)}
}

func (p *phraseParser) push(kind phraseKind, text string) {
	p.stack = append(p.stack, phrase{kind: kind, text: text})
}

// nodesAtOnce is for how many nodes room is made.
const nodesAtOnce = 64

// take takes the parts off the stack that were pushed since it had so many.
func (p *phraseParser) take(kind phraseKind, since int) phrase {
	parts := p.stack[since:]
	p.stack = p.stack[:since]
	if len(parts) > cap(p.nodes)-len(p.nodes) {
		p.nodes = make([]phrase, 0, max(nodesAtOnce, len(parts)))
	}
	from := len(p.nodes)
	p.nodes = append(p.nodes, parts...)
	return phrase{kind: kind, parts: p.nodes[from:len(p.nodes):len(p.nodes)]}
}

func (p *phraseParser) alternatives(depth int) (phrase, error) {
	if depth > maxNesting {
		return phrase{}, p.fault("parts nest deeper than %d", maxNesting)
	}
	since := len(p.stack)
	for {
		s, err := p.sequence(depth)
		if err != nil {
			return phrase{}, err
		}
		last := p.at >= len(p.text) || p.text[p.at] != '|'
		if last && len(p.stack) == since {
			return s, nil
		}
		if p.stack = append(p.stack, s); last {
			return p.take(phraseAlt, since), nil
		}
		p.at++
	}
}

func (p *phraseParser) sequence(depth int) (phrase, error) {
	since := len(p.stack)
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case '|', ')', ']':
			return p.take(phraseSeq, since), nil
		case '(', '[':
			if err := p.group(depth, c); err != nil {
				return phrase{}, err
			}
		case '{':
			end := strings.IndexByte(p.text[p.at:], '}')
			if end < 0 {
				return phrase{}, p.fault("got the end, want '}'")
			}
			name := p.text[p.at+1 : p.at+end]
			if !isName(name) {
				return phrase{}, p.fault("got the slot %q, want letters and digits", name)
			}
			p.at += end + 1
			p.push(phraseSlot, name)
			p.out.slots = append(p.out.slots, name)
		case '}':
			return phrase{}, p.fault("got '}', want '{' before it")
		default:
			from := p.at
			for p.at < len(p.text) && !isPhraseMark(p.text[p.at]) {
				p.at++
			}
			for w := range fold.Words(p.text[from:p.at]) {
				p.push(phraseWord, w.Fold)
			}
		}
	}
	return p.take(phraseSeq, since), nil
}

// group reads what stands between brackets.
func (p *phraseParser) group(depth int, opener byte) error {
	closer, since := byte(')'), len(p.stack)
	if opener == '[' {
		closer = ']'
	}
	p.at++
	inner, err := p.alternatives(depth + 1)
	if err != nil {
		return err
	}
	if p.at >= len(p.text) || p.text[p.at] != closer {
		return p.fault("got the end, want %q", closer)
	}
	p.at++
	if p.stack = append(p.stack, inner); opener == '[' {
		p.push(phraseSeq, "")
		inner = p.take(phraseAlt, since)
		p.stack = append(p.stack, inner)
	}
	return nil
}

func isPhraseMark(c byte) bool {
	switch c {
	case '|', '(', ')', '[', ']', '{', '}':
		return true
	}
	return false
}

// isName reports whether s can name a slot or a variable.
func isName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// eachWord calls f for every word of a phrase.
func eachWord(p phrase, f func(string)) {
	if p.kind == phraseWord {
		f(p.text)
	}
	for _, q := range p.parts {
		eachWord(q, f)
	}
}

// An alignment is one way in which a question fits a phrasing: each slot's
// first word and the one after its last.
type alignment struct {
	slots map[string][2]int
	open  int // words that slots took
}

// maxSlotWords is how long a name in a question may be, in words.
const maxSlotWords = 12

// maxSteps bounds the work of one phrasing on one question.
const maxSteps = 50_000

// align returns the ways in which the words fit p. Stop words of the question
// that the phrasing does not have are passed over.
func (p *phrasing) align(words []word, stop map[string]bool) []alignment {
	if !p.mayFit(words) {
		return nil
	}
	m := &aligner{words: words, stop: stop, slots: map[string][2]int{}}
	m.match(&p.root, 0, func(i int) {
		for ; i < len(words); i++ {
			if !stop[words[i].fold] {
				return
			}
		}
		a := alignment{slots: map[string][2]int{}}
		for name, span := range m.slots {
			a.slots[name] = span
			a.open += span[1] - span[0]
		}
		m.out = append(m.out, a)
	})
	return m.out
}

// mayFit reports whether the words have all that p cannot do without: most phrasings
// fit no question, and most of these are told here.
func (p *phrasing) mayFit(words []word) bool {
	if p.root.kind != phraseSeq {
		return true
	}
	for i := range p.root.parts {
		q := &p.root.parts[i]
		if q.kind == phraseWord && !slices.ContainsFunc(words, func(w word) bool { return w.fold == q.text }) {
			return false
		}
	}
	return true
}

type aligner struct {
	words []word
	stop  map[string]bool
	slots map[string][2]int
	out   []alignment
	steps int
	// expect, if not nil, is told what is looked for from which word on.
	expect func(p *phrase, i int)
}

// match finds where p may end that begins with the i-th word.
func (m *aligner) match(p *phrase, i int, next func(int)) {
	if !m.step(p, i) {
		return
	}
	switch p.kind {
	case phraseWord:
		m.word(p, i, next)
	case phraseSlot:
		m.slot(p.text, i, next)
	case phraseSeq:
		m.sequence(p.parts, i, next)
	case phraseAlt:
		for k := range p.parts {
			m.match(&p.parts[k], i, next)
		}
	}
}

// step counts a step, and reports whether it may be taken.
func (m *aligner) step(p *phrase, i int) bool {
	if m.steps++; m.steps > maxSteps {
		return false
	}
	if m.expect != nil {
		m.expect(p, i)
	}
	return true
}

func (m *aligner) word(p *phrase, i int, next func(int)) {
	for ; i < len(m.words); i++ {
		if m.words[i].fold == p.text {
			next(i + 1)
		}
		if !m.stop[m.words[i].fold] {
			return
		}
	}
}

func (m *aligner) slot(name string, i int, next func(int)) {
	for i < len(m.words) && m.stop[m.words[i].fold] {
		i++
	}
	old, had := m.slots[name]
	for j := i + 1; j <= len(m.words) && j-i <= maxSlotWords; j++ {
		if had && !m.same(old, [2]int{i, j}) {
			continue // a slot that comes twice means the same thing
		}
		m.slots[name] = [2]int{i, j}
		next(j)
	}
	if delete(m.slots, name); had {
		m.slots[name] = old
	}
}

// sequence matches parts one after the other. A word that is no stop word stands
// in one place at most, so that what comes before the first other part is soon
// told.
func (m *aligner) sequence(parts []phrase, i int, next func(int)) {
	for len(parts) > 0 && parts[0].kind == phraseWord && !m.stop[parts[0].text] {
		if !m.step(&parts[0], i) {
			return
		}
		for i < len(m.words) && m.words[i].fold != parts[0].text {
			if !m.stop[m.words[i].fold] {
				return
			}
			i++
		}
		if i == len(m.words) {
			return
		}
		parts, i = parts[1:], i+1
	}
	if len(parts) == 0 {
		next(i)
		return
	}
	m.match(&parts[0], i, func(j int) { m.sequence(parts[1:], j, next) })
}

// same reports whether two stretches of the question are the same words.
func (m *aligner) same(a, b [2]int) bool {
	if a[1]-a[0] != b[1]-b[0] {
		return false
	}
	for k := range a[1] - a[0] {
		if m.words[a[0]+k].fold != m.words[b[0]+k].fold {
			return false
		}
	}
	return true
}
