package ask

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// parser reads one question in one language in every way that the grammar
// allows. Each rule returns its results with where they end.
type parser struct {
	question string
	toks     []token
	lang     string
	lex      *lexicon
	names    *Names

	steps    int
	resolved map[resolveKey]resolveResult
	nounMemo map[int][]setAt
	depth    int
	expected map[string]bool // words that could come where the question ends; nil: not asked
	wants    map[int]bool    // where a name could begin
	typing   bool            // a letter of the next word is typed
}

type token struct {
	word
	comma bool // a comma stands before it
}

type resolveKey struct {
	from, to int
	classes  string
}

type resolveResult struct {
	found
	err error
}

type setAt struct {
	set    *set
	to     int
	err    error
	closed bool // a clause has ended it: another needs "and"
}

type condAt struct {
	cond *cond
	to   int
	err  error
	last *clause
	gap  role // the place that the set's member takes in it
}

// maxParse bounds the work on one question.
const maxParse = 60_000

// maxNested bounds how deep clauses stand in clauses.
const maxNested = 4

func newParser(question string, words []word, lang string, names *Names) *parser {
	p := &parser{question: question, lang: lang, lex: lexiconOf(lang), names: names, resolved: map[resolveKey]resolveResult{}, nounMemo: map[int][]setAt{}}
	end := 0
	for _, w := range words {
		p.toks = append(p.toks, token{w, strings.ContainsAny(question[end:w.start], ",;:") && end > 0})
		end = w.end
	}
	p.unfront()
	p.raise()
	return p
}

// unfront puts a time before the question after it: "between 2018 and 2020,
// which states …".
func (p *parser) unfront() {
	_, to, ok := p.timeAt(0)
	if !ok || to >= len(p.toks) || !p.toks[to].comma {
		return
	}
	front := slices.Clone(p.toks[:to])
	front[0].comma = true
	p.toks = append(slices.Clone(p.toks[to:]), front...)
	p.toks[0].comma = false
}

// raise puts what is asked for at the end of a sentence before it: "NotPetya was
// blamed on Russia by which states".
func (p *parser) raise() {
	if len(p.toks) == 0 || p.is("which", 0) || p.is("who", 0) || p.is("list", 0) {
		return
	}
	for i := 2; i+1 < len(p.toks); i++ {
		prep := p.toks[i].fold == "by" || p.toks[i].fold == "to" || p.toks[i].fold == "door" || p.toks[i].fold == "aan"
		if !prep || p.toks[i-1].fold == "and" || p.toks[i-1].fold == "en" || !p.is("which", i+1) && !p.is("who", i+1) {
			continue
		}
		end := i + 2
		for end < len(p.toks) && !p.toks[end].comma && !p.is("and", end) {
			end++
		}
		raised, before, rest := slices.Clone(p.toks[i:end]), slices.Clone(p.toks[:i]), slices.Clone(p.toks[end:])
		before[0].comma = true // no name goes on from one part to the next
		if len(rest) > 0 {
			rest[0].comma = true
		}
		p.toks = slices.Concat(raised, before, rest)
		return
	}
}

func (p *parser) busy() bool {
	p.steps++
	return p.steps > maxParse
}

func (p *parser) at(i int) string {
	if i < len(p.toks) {
		return p.toks[i].fold
	}
	return ""
}

// is reports whether word i belongs to a class of grammar words.
func (p *parser) is(class string, i int) bool {
	if i >= len(p.toks) {
		if p.expected != nil && i == len(p.toks) {
			for w := range strings.FieldsSeq(grammarWords[p.lang][class]) {
				p.expected[w] = true
			}
		}
		return false
	}
	return p.lex.classes[class][p.toks[i].fold]
}

// words reports whether a sequence stands at i.
func (p *parser) words(i int, seq ...string) bool {
	for k, w := range seq {
		if i+k >= len(p.toks) {
			if p.expected != nil && i+k == len(p.toks) {
				p.expected[strings.Join(seq[k:], " ")] = true
			}
			return false
		}
		if p.toks[i+k].fold != w {
			return false
		}
	}
	return true
}

func (p *parser) phrase(i int, s string) (int, bool) {
	f := strings.Fields(s)
	return i + len(f), p.words(i, f...)
}

func (p *parser) skip(class string, i int) int {
	for i < len(p.toks) && p.is(class, i) {
		i++
	}
	return i
}

// verbsAt returns the verb forms that stand at i, with where they end; wanted are
// those that a question goes on with, where it ends there.
func (p *parser) verbsAt(i int, wanted ...func(verbForm) bool) []entry[verbForm] {
	return lookup(p, p.lex.verbs, i, wanted...)
}

// rare words are wanted once a letter of them is typed: before that they would hide
// what is not rare.
func rare[T any](p *parser) func(T) bool { return func(T) bool { return p.typing } }

// lookup returns the entries of a lexicon that stand at i, with where they end.
// Where the question ends there, those that pass wanted may come; nil: all.
func lookup[T any](p *parser, m map[string][]entry[T], i int, wanted ...func(T) bool) []entry[T] {
	if i >= len(p.toks) {
		if p.expected != nil && i == len(p.toks) {
			for _, list := range m {
				for _, e := range list {
					if !slices.ContainsFunc(wanted, func(ok func(T) bool) bool { return !ok(e.value) }) {
						p.expected[strings.Join(e.words, " ")] = true
					}
				}
			}
		}
		return nil
	}
	var out []entry[T]
	for _, e := range m[p.toks[i].fold] {
		if p.words(i, e.words...) {
			out = append(out, e)
		}
	}
	return out
}

// ---- names

// spans returns the stretches from i that may be a name: those that are one
// word for word, the longest first, then runs of words that are no grammar.
func (p *parser) spans(i int) []int {
	var out []int
	last := min(len(p.toks), i+maxSlotWords)
	for j := i + 1; j < last; j++ {
		if p.toks[j].comma {
			last = j
			break
		}
	}
	var key strings.Builder
	for j := i; j < last; j++ {
		key.WriteString(p.toks[j].fold)
		if p.names.has(key.String()) || p.isHandle(i, j+1) || p.isPart(i, j+1) {
			out = append(out, j+1)
		}
	}
	slices.Reverse(out)
	if p.expected != nil {
		return out // what is typed before the end has to be known
	}
	run := i
	for run < last && !p.lex.vocab[p.toks[run].fold] && !stopWords[p.lang][p.toks[run].fold] {
		run++
	}
	start := run
	if len(out) > 0 {
		start = max(start, out[0])
	}
	for j := start; j < last && (generic[p.toks[j].fold] || isYear(p.toks[j].fold)); j++ {
		run = j + 1
		if !slices.Contains(out, run) {
			out = append(out, run)
		}
	}
	if start > i && !slices.Contains(out, start) {
		out = append(out, start)
	}
	return out
}

// isPart reports whether words that begin with what sort of thing it is, or
// have a number, are part of one name: "hack van de Bondsdag", "GRU Unit 26165".
func (p *parser) isPart(from, to int) bool {
	if to-from < 2 {
		return false
	}
	last := p.toks[to-1].fold
	if !generic[p.toks[from].fold] && (digitRuns(last) == "" || isYear(last)) || p.lex.vocab[last] || stopWords[p.lang][last] {
		return false
	}
	list := make([]string, 0, to-from)
	for _, t := range p.toks[from:to] {
		list = append(list, t.fold)
	}
	f, err := p.names.part("", list, nil)
	if core := coreOf(list); f.iri == "" && err == nil && len(core) < len(list) {
		f, err = p.names.part("", core, anyIncident)
	}
	return f.iri != "" || err != nil && generic[p.toks[from].fold]
}

func isYear(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 1900 && n < 2100
}

func (p *parser) text(from, to int) string {
	if p.toks[from].start > p.toks[to-1].end {
		return "" // words that were put elsewhere
	}
	return p.question[p.toks[from].start:p.toks[to-1].end]
}

func (p *parser) isHandle(from, to int) bool {
	text := p.text(from, to)
	if !strings.ContainsAny(text, ":/") {
		return false
	}
	return slices.ContainsFunc(schema.ExpandHandle(text), func(s string) bool { return p.names.knows(quad.IRI(s)) })
}

func (p *parser) resolve(from, to int, classes []quad.IRI) (found, error) {
	var b strings.Builder
	for _, c := range classes {
		b.WriteString(string(c) + " ")
	}
	key := resolveKey{from, to, b.String()}
	r, ok := p.resolved[key]
	if !ok {
		r.found, r.err = p.names.lookUp(p.text(from, to), classes)
		p.resolved[key] = r
	}
	return r.found, r.err
}
