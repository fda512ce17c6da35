package ask

import (
	"embed"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A gist says which ideas a question has to speak of to be one of a template,
// whatever the order of its words. It is the last reading that is tried.
//
// It stays sure because nothing may be left over: every word is of a name that
// takes a slot, of an idea of the gist, or a filler. So "why", "not", "only"
// or a date, of which a gist does not speak, refuse it.
type gist struct {
	template string
	slots    []string
	needed   [][]string      // each: one of these ideas
	allowed  map[string]bool // needed ones included
	order    []string        // slots and ideas that have to come in this order
	narrower map[string]quad.IRI
}

// ideas are the words of one language for the ideas of gists.
type ideas struct {
	filler map[string]bool
	of     map[string][]string // phrase, words joined by a space -> ideas
	words  map[string]bool     // every single word of any phrase
	long   int                 // words in the longest phrase
}

//go:embed gists/*.txt
var gistFiles embed.FS

var gists = sync.OnceValue(func() []gist {
	var out []gist
	for _, f := range readGistLines("gists/gists.txt") {
		g := gist{template: f.head, allowed: map[string]bool{}, narrower: map[string]quad.IRI{}}
		optional := false
		for _, w := range f.words {
			name, isSlot := strings.CutPrefix(w, "{")
			order, isOrder := strings.CutPrefix(w, "order=")
			switch {
			case w == "?":
				optional = true
			case isOrder:
				g.order = strings.Split(order, "<")
			case isSlot:
				name, class, narrow := strings.Cut(strings.TrimSuffix(name, "}"), "=")
				if g.slots = append(g.slots, name); narrow {
					g.narrower[name] = quad.IRI(schema.NS + class)
				}
			default:
				any := strings.Split(w, "/")
				for _, idea := range any {
					g.allowed[idea] = true
				}
				if !optional {
					g.needed = append(g.needed, any)
				}
			}
		}
		out = append(out, g)
	}
	return out
})

var ideasOf = sync.OnceValue(func() map[string]*ideas {
	out := map[string]*ideas{}
	for _, lang := range languages {
		x := &ideas{filler: map[string]bool{}, of: map[string][]string{}, words: map[string]bool{}}
		for _, f := range readGistLines("gists/" + lang + ".txt") {
			for _, w := range f.words {
				parts := strings.Split(w, "_")
				for i, p := range parts {
					parts[i] = Fold(p)
					x.words[parts[i]] = true
				}
				x.long = max(x.long, len(parts))
				if f.head == "filler" {
					x.filler[parts[0]] = true
					continue
				}
				phrase := strings.Join(parts, " ")
				x.of[phrase] = append(x.of[phrase], f.head)
			}
		}
		out[lang] = x
	}
	return out
})

type gistLine struct {
	head  string
	words []string
}

// readGistLines reads an embedded file of lines "head: word word"; a test
// holds their form.
func readGistLines(name string) []gistLine {
	text, err := gistFiles.ReadFile(name)
	if err != nil {
		panic(err) // it is embedded
	}
	var out []gistLine
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		head, rest, _ := strings.Cut(line, ":")
		out = append(out, gistLine{head, strings.Fields(rest)})
	}
	return out
}

// readGist finds the one template of whose gist a question is; nil if there is
// none. It returns an *AmbiguousQuestionError if there are two, and an
// *AmbiguousNameError if only a name stands in the way.
//
// At ease it also passes over the words in which the template is asked, whatever
// the gist says.
func readGist(question string, words []word, names *Names, templates []*Template, langs []string, atEase bool) (*match, error) {
	if len(words) > maxGist {
		return nil, nil
	}
	var unclear error
	for _, lang := range langOrder(langs) {
		r := &gistReader{atEase: atEase, question: question, lang: lang, ideas: ideasOf()[lang], names: names, looked: map[lookUp]lookedUp{}, from: map[string]int{}}
		for _, w := range words {
			if !stopWords[lang][w.fold] {
				r.words = append(r.words, w)
			}
		}
		r.mentions = r.ideas.mentioned(r.words)
		var all []*match
		for _, g := range gists() {
			t := byID(templates, g.template)
			if t == nil || slices.ContainsFunc(all, func(m *match) bool { return m.t == t }) {
				continue
			}
			m, err := r.read(&g, t)
			switch {
			case err != nil && unclear == nil:
				unclear = err
			case m != nil:
				all = append(all, m)
			}
		}
		switch {
		case len(all) == 1:
			return all[0], nil
		case len(all) > 1:
			e := &AmbiguousQuestionError{Question: cut(question), Lang: lang}
			for _, m := range all {
				e.Readings = append(e.Readings, m.say(names))
			}
			return nil, e
		}
	}
	return nil, unclear
}

// maxGist is how long a question may be to be read by its gist, in words.
const maxGist = 24

func byID(templates []*Template, id string) *Template {
	for _, t := range templates {
		if t.ID == id && !t.Own {
			return t
		}
	}
	return nil
}

type gistReader struct {
	atEase   bool
	question string
	words    []word
	lang     string
	ideas    *ideas
	names    *Names
	mentions map[string]bool // the ideas that any of the words may be of
	looked   map[lookUp]lookedUp
	from     map[string]int // the word with which a slot begins
}

// errNotSpelled is a text that no name is spelled like.
var errNotSpelled = errors.New("not spelled like a name")

type lookUp struct{ typed, classes string }

type lookedUp struct {
	found
	err error
}

// mentioned are the ideas of all phrases among some words.
func (x *ideas) mentioned(words []word) map[string]bool {
	out := map[string]bool{}
	for i := range words {
		var phrase strings.Builder
		for k := i; k < min(i+x.long, len(words)); k++ {
			if k > i {
				phrase.WriteString(" ")
			}
			phrase.WriteString(words[k].fold)
			for _, idea := range x.of[phrase.String()] {
				out[idea] = true
			}
		}
	}
	return out
}

// read fits the question to one gist.
func (r *gistReader) read(g *gist, t *Template) (*match, error) {
	for _, any := range g.needed {
		if !slices.ContainsFunc(any, func(idea string) bool { return r.mentions[idea] }) {
			return nil, nil
		}
	}
	m := &match{t: t, lang: r.lang, slots: map[string]found{}, typed: map[string]string{}}
	var unclear error
	if r.fill(g, t, m, 0, make([]bool, len(r.words)), &unclear) {
		return m, nil
	}
	return nil, unclear
}

// fill gives the slots from the i-th on a stretch of words each, the longest
// first, and then wants every other word to be of the gist.
func (r *gistReader) fill(g *gist, t *Template, m *match, i int, taken []bool, unclear *error) bool {
	if i == len(g.slots) {
		return r.speaksOf(g, t, taken)
	}
	name := g.slots[i]
	var classes []quad.IRI
	for _, s := range t.slots {
		if s.name == name {
			classes = s.classes
		}
	}
	if c := g.narrower[name]; c != "" {
		classes = []quad.IRI{c}
	}
	for size := min(len(r.words), maxSlotWords); size > 0; size-- {
		for from := 0; from+size <= len(r.words); from++ {
			span := taken[from : from+size]
			if slices.Contains(span, true) || !r.maybeName(from, from+size) {
				continue
			}
			typed := r.question[r.words[from].start:r.words[from+size-1].end]
			f := r.lookUp(typed, classes)
			for k := range span {
				span[k] = true
			}
			ok := false
			switch {
			case f.err == nil && !r.means(m, f.iri):
				m.slots[name], m.typed[name], r.from[name] = f.found, typed, from
				if ok = r.fill(g, t, m, i+1, taken, unclear); !ok {
					delete(m.slots, name)
				}
			case isAmbiguous(f.err) && slices.Contains(t.distinct, name):
				ok = r.fillApart(g, t, m, i, taken, f, typed, from, unclear)
			case isAmbiguous(f.err) && *unclear == nil && i == len(g.slots)-1 && r.speaksOf(g, t, taken):
				*unclear = f.err
			}
			for k := range span {
				span[k] = false
			}
			if ok {
				return true
			}
		}
	}
	return false
}

// fillApart gives a slot a name that several things have, where all but one of
// them are what other slots mean.
func (r *gistReader) fillApart(g *gist, t *Template, m *match, i int, taken []bool, f lookedUp, typed string, from int, unclear *error) bool {
	name := g.slots[i]
	e, _ := errors.AsType[*AmbiguousNameError](f.err)
	m.typed[name], r.from[name] = typed, from
	if r.fill(g, t, m, i+1, taken, unclear) && m.tellApart(map[string]*AmbiguousNameError{name: e}) == nil {
		return true
	}
	delete(m.slots, name)
	return false
}

// means reports whether a slot means a thing already.
func (r *gistReader) means(m *match, iri quad.IRI) bool {
	for _, f := range m.slots {
		if f.iri == iri {
			return true
		}
	}
	return false
}

// maybeName reports whether words can be a name: the name of something, or with
// a word that is of no idea. Neither end is a filler.
func (r *gistReader) maybeName(from, to int) bool {
	if r.names.has(folded(r.words[from:to])) {
		return true
	}
	strange := slices.ContainsFunc(r.words[from:to], func(w word) bool { return !r.ideas.words[w.fold] })
	return strange && !r.ideas.filler[r.words[from].fold] && !r.ideas.filler[r.words[to-1].fold]
}

// lookUp finds a name as it is typed. Nothing near it will do, and a part of a
// name only for an incident: those have long names that nobody writes out.
func (r *gistReader) lookUp(typed string, classes []quad.IRI) lookedUp {
	key := lookUp{typed: typed}
	for _, c := range classes {
		key.classes += string(c) + " "
	}
	f, ok := r.looked[key]
	if !ok {
		_, f.found, f.err = r.names.spelled(typed, classes)
		if f.err == nil && (f.iri == "" || f.how > byName && !r.names.view.IsA(f.iri, schema.Incident)) {
			f.err = errNotSpelled
		}
		r.looked[key] = f
	}
	return f
}

// speaksOf reports whether the words that no name takes are of the gist, and
// all that it needs is among them.
func (r *gistReader) speaksOf(g *gist, t *Template, taken []bool) bool {
	said := map[string][]int{}
	for i := 0; i < len(r.words); {
		if taken[i] {
			i++
			continue
		}
		size := 0
		for n := min(r.ideas.long, len(r.words)-i); n > 0 && size == 0; n-- {
			var phrase []string
			for k := i; k < i+n && !taken[k]; k++ {
				phrase = append(phrase, r.words[k].fold)
			}
			if len(phrase) < n {
				continue
			}
			for _, idea := range r.ideas.of[strings.Join(phrase, " ")] {
				if g.allowed[idea] {
					said[idea], size = append(said[idea], i), n
				}
			}
		}
		if size == 0 {
			if w := r.words[i].fold; !r.ideas.filler[w] && !(r.atEase && len(r.ideas.of[w]) == 0 && wordsOf(t, r.lang)[w]) {
				return false
			}
			size = 1
		}
		i += size
	}
	for _, any := range g.needed {
		if !slices.ContainsFunc(any, func(idea string) bool { return len(said[idea]) > 0 }) {
			return false
		}
	}
	return r.inOrder(g, said)
}

// wordsOf holds the words in which a template is asked: those of its phrasings,
// and of the idioms that stand for one of them as a whole. Words that turn a
// question round are not among them: a gist must name their idea. A template
// takes about a millisecond, once.
func wordsOf(t *Template, lang string) map[string]bool {
	type of struct{ id, lang string }
	if words, ok := templateWords.Load(of{t.ID, lang}); ok {
		return words.(map[string]bool)
	}
	words := map[string]bool{}
	add := func(w string) { words[w] = words[w] || !turning[w] }
	for _, p := range t.phrasings[lang] {
		eachWord(p.root, add)
	}
	for _, x := range idioms[lang]() {
		if x.start && t.isAsked(split(x.plain), lang) {
			eachWord(x.pattern.root, add)
		}
	}
	templateWords.Store(of{t.ID, lang}, words)
	return words
}

var templateWords sync.Map

// isAsked reports whether words are a phrasing of t, whatever its slots take.
func (t *Template) isAsked(words []word, lang string) bool {
	return slices.ContainsFunc(t.phrasings[lang], func(p *phrasing) bool { return len(p.align(words, stopWords[lang])) > 0 })
}

// turning are words that make another question of the same words.
var turning = wordSet("not", "no", "never", "without", "only", "except", "but", "yet", "least", "most", "more", "less", "than",
	"other", "before", "after", "since", "until", "between", "first", "last", "or", "nobody", "none", "neither", "nor", "alone", "solely", "all",
	"niet", "geen", "nooit", "zonder", "alleen", "behalve", "maar", "minstens", "meeste", "meer", "minder", "dan", "ander", "andere",
	"voor", "na", "sinds", "tot", "tussen", "eerste", "laatste", "of", "niemand", "noch", "uitsluitend", "enkel", "alle")

// inOrder reports whether slots and ideas come in the order that a gist wants,
// each idea every time that it is said.
func (r *gistReader) inOrder(g *gist, said map[string][]int) bool {
	after := -1
	for _, x := range g.order {
		at := said[x]
		if name, isSlot := strings.CutPrefix(x, "{"); isSlot {
			at = []int{r.from[strings.TrimSuffix(name, "}")]}
		}
		for _, i := range at {
			if i <= after {
				return false
			}
		}
		if len(at) > 0 {
			after = at[len(at)-1]
		}
	}
	return true
}
