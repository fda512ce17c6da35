package ask

import (
	"fmt"
	"strings"
	"unicode/utf8"
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
type phrase any

type (
	phraseWord string
	phraseSlot string
	phraseSeq  []phrase
	phraseAlt  []phrase // an empty sequence among them makes it optional
)

// phraseError is a fault of a phrasing; col counts runes from 1.
type phraseError struct {
	col int
	msg string
}

func (e *phraseError) Error() string { return fmt.Sprintf("column %d: %s", e.col, e.msg) }

// parsePhrasing reads one phrasing.
func parsePhrasing(text string) (*phrasing, error) {
	p := &phraseParser{text: text, out: &phrasing{text: text}}
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

type phraseParser struct {
	text string
	at   int
	out  *phrasing
}

// maxNesting bounds how deep the parts of a phrasing nest.
const maxNesting = 20

func (p *phraseParser) fault(format string, args ...any) error {
	return &phraseError{utf8.RuneCountInString(p.text[:p.at]) + 1, fmt.Sprintf(format, args...)}
}

func (p *phraseParser) alternatives(depth int) (phrase, error) {
	if depth > maxNesting {
		return nil, p.fault("parts nest deeper than %d", maxNesting)
	}
	var alt phraseAlt
	for {
		s, err := p.sequence(depth)
		if err != nil {
			return nil, err
		}
		alt = append(alt, s)
		if p.at >= len(p.text) || p.text[p.at] != '|' {
			break
		}
		p.at++
	}
	if len(alt) == 1 {
		return alt[0], nil
	}
	return alt, nil
}

func (p *phraseParser) sequence(depth int) (phrase, error) {
	var seq phraseSeq
	for p.at < len(p.text) {
		switch c := p.text[p.at]; c {
		case '|', ')', ']':
			return seq, nil
		case '(', '[':
			closer := map[byte]byte{'(': ')', '[': ']'}[c]
			p.at++
			inner, err := p.alternatives(depth + 1)
			if err != nil {
				return nil, err
			}
			if p.at >= len(p.text) || p.text[p.at] != closer {
				return nil, p.fault("got the end, want %q", closer)
			}
			p.at++
			if c == '[' {
				inner = phraseAlt{inner, phraseSeq(nil)}
			}
			seq = append(seq, inner)
		case '{':
			end := strings.IndexByte(p.text[p.at:], '}')
			if end < 0 {
				return nil, p.fault("got the end, want '}'")
			}
			name := p.text[p.at+1 : p.at+end]
			if !isName(name) {
				return nil, p.fault("got the slot %q, want letters and digits", name)
			}
			p.at += end + 1
			seq = append(seq, phraseSlot(name))
			p.out.slots = append(p.out.slots, name)
		case '}':
			return nil, p.fault("got '}', want '{' before it")
		default:
			end := strings.IndexAny(p.text[p.at:], "|()[]{}")
			if end < 0 {
				end = len(p.text) - p.at
			}
			for _, w := range split(p.text[p.at : p.at+end]) {
				seq = append(seq, phraseWord(w.fold))
			}
			p.at += end
		}
	}
	return seq, nil
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

// words calls f for every word of a phrase.
func eachWord(p phrase, f func(string)) {
	switch p := p.(type) {
	case phraseWord:
		f(string(p))
	case phraseSeq:
		for _, q := range p {
			eachWord(q, f)
		}
	case phraseAlt:
		for _, q := range p {
			eachWord(q, f)
		}
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
	m := &aligner{words: words, stop: stop, slots: map[string][2]int{}}
	m.match(p.root, 0, func(i int) {
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

type aligner struct {
	words []word
	stop  map[string]bool
	slots map[string][2]int
	out   []alignment
	steps int
	// expect, if not nil, is told what is looked for from which word on.
	expect func(p phrase, i int)
}

func (m *aligner) match(p phrase, i int, next func(int)) {
	if m.steps++; m.steps > maxSteps {
		return
	}
	if m.expect != nil {
		m.expect(p, i)
	}
	switch p := p.(type) {
	case phraseWord:
		for ; i < len(m.words); i++ {
			if m.words[i].fold == string(p) {
				next(i + 1)
			}
			if !m.stop[m.words[i].fold] {
				return
			}
		}
	case phraseSlot:
		for i < len(m.words) && m.stop[m.words[i].fold] {
			i++
		}
		old, had := m.slots[string(p)]
		for j := i + 1; j <= len(m.words) && j-i <= maxSlotWords; j++ {
			if had && !m.same(old, [2]int{i, j}) {
				continue // a slot that comes twice means the same thing
			}
			m.slots[string(p)] = [2]int{i, j}
			next(j)
		}
		if delete(m.slots, string(p)); had {
			m.slots[string(p)] = old
		}
	case phraseSeq:
		if len(p) == 0 {
			next(i)
			return
		}
		m.match(p[0], i, func(j int) { m.match(p[1:], j, next) })
	case phraseAlt:
		for _, q := range p {
			m.match(q, i, next)
		}
	}
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
