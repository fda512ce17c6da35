package ask

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// MaxName is the longest text that is looked up as a name, in runes.
const MaxName = 200

// Names finds the things that people's names mean. It is valid as long as the
// view it was made from, and safe for concurrent use.
type Names struct {
	view  *graph.View
	langs []string
	// index finds names in the graph's file; nil where there is none, and all
	// names are loaded.
	index *graph.NameIndex

	mu     sync.Mutex
	byKey  map[string][]*nameEntry // by compact name; with an index those that were looked for
	nears  map[nearKey][]*nameEntry
	byWord map[string][]*nameEntry // of a name that is no file's
	loose  map[string][]*nameEntry // those of byKey that no file has
	all    []*nameEntry            // the same, in order
}

// maxStateForms is about how many forms the names of states have.
const maxStateForms = 1000

type nameEntry struct {
	of    quad.IRI
	text  string
	words []string
	tier  int // 0: what the graph itself calls it, 1: how somebody calls it
}

// NewNames returns every visible name of v: labels in all languages, aliases,
// search forms and handles. langs are the languages in which candidates are
// shown, the wanted first; default English. It costs a pass over the names; of
// a graph in a store only over those that changed since it was compacted.
func NewNames(v *graph.View, langs ...string) *Names {
	n := &Names{
		view: v, langs: langs, index: v.NameIndex(),
		byKey: map[string][]*nameEntry{}, byWord: map[string][]*nameEntry{}, loose: make(map[string][]*nameEntry, maxStateForms),
	}
	var all []graph.Name
	if n.index == nil {
		all = v.Names()
	} else {
		all = n.index.Changed()
	}
	for _, name := range all {
		for _, e := range entriesOf(name) {
			n.addLoose(e)
		}
	}
	for _, name := range all { // after what the graph itself calls so
		if name.Kind == graph.LabelName {
			n.addStateForms(name.Of, stateForms(name.Text))
		}
	}
	if n.index != nil {
		// The names of states are the keys of their forms.
		forms := stateFormsByName()
		for _, key := range slices.Sorted(maps.Keys(forms)) {
			for _, name := range n.index.Find(key) {
				if name.Kind == graph.LabelName {
					n.addStateForms(name.Of, forms[key])
				}
			}
		}
	}
	return n
}

// entriesOf returns what a name is found by: nothing if that is too long, or
// nothing at all.
func entriesOf(name graph.Name) []*nameEntry {
	e := &nameEntry{of: name.Of, text: name.Text}
	if name.Kind == graph.AliasName {
		e.tier = 1
	}
	out := []*nameEntry{e}
	if name.Kind == graph.HandleName {
		if _, local, ok := strings.Cut(name.Text, ":"); ok {
			out = append(out, &nameEntry{of: name.Of, text: local, tier: e.tier})
		}
	}
	return out
}

// key folds an entry's text, and returns it without blanks.
func (e *nameEntry) key() string {
	e.words = foldedWords(e.text)
	return strings.Join(e.words, "")
}

// addLoose adds a name that is in no file.
func (n *Names) addLoose(e *nameEntry) {
	key := e.key()
	if key == "" || utf8.RuneCountInString(key) > MaxName {
		return
	}
	list, fresh := addEntry(n.loose[key], e)
	n.loose[key] = list
	if !fresh {
		return
	}
	n.all = append(n.all, e)
	for i, w := range e.words {
		if !slices.Contains(e.words[:i], w) {
			n.byWord[w] = append(n.byWord[w], e)
		}
	}
}

// addEntry adds a name to those of the same key: of one thing the first counts,
// with the surest tier.
func addEntry(list []*nameEntry, e *nameEntry) (added []*nameEntry, fresh bool) {
	for _, have := range list {
		if have.of == e.of {
			have.tier = min(have.tier, e.tier)
			return list, false
		}
	}
	return append(list, e), true
}

func (n *Names) addStateForms(of quad.IRI, f forms) {
	if f.said == nil || !n.view.IsA(of, schema.State) {
		return
	}
	for _, form := range f.said {
		n.addLoose(&nameEntry{of: of, text: form, tier: 1})
	}
	for _, capital := range f.capitals {
		e := &nameEntry{of: of, text: capital, tier: 1}
		key := e.key()
		n.loose[key], _ = addEntry(n.loose[key], e)
	}
}

// keyed returns the names with a key, each thing once. They must not be changed.
func (n *Names) keyed(key string) []*nameEntry {
	if n.index == nil {
		return n.loose[key]
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if list, ok := n.byKey[key]; ok {
		return list
	}
	var list []*nameEntry
	for _, name := range n.index.Find(key) {
		e := &nameEntry{of: name.Of, text: name.Text}
		if name.Kind == graph.AliasName {
			e.tier = 1
		}
		if e.key() == key {
			list, _ = addEntry(list, e)
		}
	}
	for _, e := range n.loose[key] {
		list, _ = addEntry(list, new(*e)) // of its own: its tier may change
	}
	n.byKey[key] = list
	return list
}

// has reports whether something has a key as its whole name.
func (n *Names) has(key string) bool { return len(n.keyed(key)) > 0 }

// withWords returns the names in which all words stand.
func (n *Names) withWords(words ...string) []*nameEntry {
	all := func(e *nameEntry) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(e.words, w) })
	}
	var out []*nameEntry
	if n.index != nil {
		for _, key := range n.index.WithWords(words...) {
			out = n.collect(out, key, all)
		}
	}
	for _, e := range n.byWord[words[0]] {
		if all(e) {
			out = n.collect(out, strings.Join(e.words, ""), all)
		}
	}
	return distinct(out)
}

type nearKey struct {
	key   string
	edits int
}

// maxNears is how many keys are remembered with the names near them.
const maxNears = 1000

// near returns the names whose key is within so many edits of a key. They must
// not be changed. A question asks for the same ones many times.
func (n *Names) near(key string, edits int) []*nameEntry {
	k := nearKey{key, edits}
	n.mu.Lock()
	list, ok := n.nears[k]
	n.mu.Unlock()
	if ok {
		return list
	}
	list = n.findNear(key, edits)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.nears == nil || len(n.nears) >= maxNears {
		n.nears = map[nearKey][]*nameEntry{}
	}
	n.nears[k] = list
	return list
}

func (n *Names) findNear(key string, edits int) []*nameEntry {
	is := func(k string) bool { return distance(key, k, edits) <= edits }
	any := func(*nameEntry) bool { return true }
	var out []*nameEntry
	if n.index != nil {
		for _, k := range n.index.Near(key, edits) {
			if is(k) {
				out = n.collect(out, k, any)
			}
		}
	}
	for _, e := range n.all {
		if k := strings.Join(e.words, ""); is(k) {
			out = n.collect(out, k, any)
		}
	}
	return distinct(out)
}

// collect adds the names with a key that pass.
func (n *Names) collect(out []*nameEntry, key string, pass func(*nameEntry) bool) []*nameEntry {
	for _, e := range n.keyed(key) {
		if pass(e) {
			out = append(out, e)
		}
	}
	return out
}

// distinct leaves each entry once, the first time.
func distinct(list []*nameEntry) []*nameEntry {
	seen := make(map[*nameEntry]bool, len(list))
	return slices.DeleteFunc(list, func(e *nameEntry) bool {
		was := seen[e]
		seen[e] = true
		return was
	})
}

// How a name was found, the surest first.
type foundBy int

const (
	byHandle foundBy = iota
	byName
	byCore  // without a word such as "hack" or "attack"
	byPart  // all that was typed are words of one thing's name
	byEdits // near enough, and nothing else is
)

type found struct {
	iri   quad.IRI
	how   foundBy
	edits int
	name  string
}

// Resolve returns the thing that text names: a handle or an IRI, a folded
// name, or a name within a bounded number of edits (none for up to 3 letters
// of a word, 1 for up to 7, 2 beyond; digits must be exact). With classes,
// only things of one of them, subclasses included, count. A label wins over an
// alias that somebody uses for another thing.
//
// It returns an *UnknownNameError or an *AmbiguousNameError. It costs a look-up,
// and for a name that is not found a pass over all names.
func (n *Names) Resolve(text string, classes ...quad.IRI) (quad.IRI, error) {
	f, err := n.resolve(text, classes)
	return f.iri, err
}

// ResolveExact is Resolve for what is going to be written down: only a handle,
// an IRI or a whole name counts, letter for letter after Fold. What Resolve
// would guess - a word of a name, a name spelled otherwise, the incident among
// products - is an *UnknownNameError or an *AmbiguousNameError that offers it.
func (n *Names) ResolveExact(text string, classes ...quad.IRI) (quad.IRI, error) {
	f, err := n.lookUpExact(text, classes)
	if u, ok := errors.AsType[*UnknownNameError](err); ok {
		n.explain(u, classes)
		if guess, err := n.lookUp(text, classes); err == nil && len(u.Other) == 0 {
			first := n.Candidate(guess.iri)
			u.Nearest = slices.DeleteFunc(u.Nearest, func(c Candidate) bool { return c.IRI == first.IRI })
			u.Nearest = append([]Candidate{first}, u.Nearest...)
		}
	}
	return f.iri, err
}

func (n *Names) lookUpExact(text string, classes []quad.IRI) (found, error) {
	words, f, err := n.whole(text, classes)
	switch {
	case f.iri != "" && f.how > byName:
		at := slices.DeleteFunc(slices.Clone(n.keyed(strings.Join(words, ""))), func(e *nameEntry) bool { return !n.isOneOf(e.of, classes) })
		return found{}, &AmbiguousNameError{Text: text, Candidates: n.candidates(at, nil), Lang: n.lang()}
	case f.iri != "" || err != nil:
		return f, err
	}
	return found{}, n.unknown(text, words, classes)
}

func (n *Names) resolve(text string, classes []quad.IRI) (found, error) {
	f, err := n.lookUp(text, classes)
	if u, ok := errors.AsType[*UnknownNameError](err); ok {
		n.explain(u, classes)
	}
	return f, err
}

// explain adds to the error of an unknown name what may have been meant.
func (n *Names) explain(u *UnknownNameError, classes []quad.IRI) {
	if words := foldedWords(u.Text); len(words) > 0 && u.Nearest == nil {
		u.Wanted, u.Nearest = n.wanted(classes), n.nearest(words, classes)
	}
}

// lookUp is resolve without the costly part of an error: what may have been
// meant instead.
func (n *Names) lookUp(text string, classes []quad.IRI) (found, error) {
	text = strings.TrimSpace(text)
	words, f, err := n.spelled(text, classes)
	if f.iri != "" || err != nil {
		return f, err
	}
	incidents := incidentsAmong(classes)
	core := coreOf(words)
	if !n.has(strings.Join(words, "")) && !regions()[strings.Join(words, "")] {
		if f, err := n.close(text, words, classes); f.iri != "" || err != nil {
			return f, err
		}
		if len(core) < len(words) && incidents != nil {
			if f, err := n.close(text, core, incidents); f.iri != "" || err != nil {
				return f, err
			}
		}
	}
	return found{}, n.unknown(text, words, classes)
}

// spelled finds what a text names as a whole or by a part, as it is spelled. It
// is no error that there is nothing.
func (n *Names) spelled(text string, classes []quad.IRI) (words []string, f found, err error) {
	words, f, err = n.whole(text, classes)
	if f.iri != "" || err != nil {
		return words, f, err
	}
	core, incidents := coreOf(words), incidentsAmong(classes)
	if len(core) < len(words) && incidents != nil {
		if f, err = n.exact(text, core, incidents, byCore); f.iri != "" || err != nil {
			return words, f, err
		}
		if f, err = n.part(text, core, incidents); f.iri != "" || err != nil {
			return words, f, err
		}
	}
	f, err = n.part(text, words, classes)
	return words, f, err
}

// whole finds what a text names as a whole: a handle, an IRI or a name. The
// words are those of the text, folded; it is no error that nothing is called so.
func (n *Names) whole(text string, classes []quad.IRI) (words []string, f found, err error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > MaxName {
		return nil, found{}, &UnknownNameError{Text: string([]rune(text)[:40]) + "…", Wanted: n.wanted(classes), Lang: n.lang(), classes: classes}
	}
	for _, iri := range schema.ExpandHandle(strings.Trim(text, "<>")) {
		if iri := quad.IRI(iri); n.knows(iri) && n.isOneOf(iri, classes) {
			return nil, found{iri: iri, how: byHandle}, nil
		}
	}
	words = foldedWords(text)
	if len(words) == 0 {
		return nil, found{}, &UnknownNameError{Text: text, Wanted: n.wanted(classes), Lang: n.lang(), classes: classes}
	}
	f, err = n.exact(text, words, classes, byName)
	return words, f, err
}

func (n *Names) unknown(text string, words []string, classes []quad.IRI) *UnknownNameError {
	other := n.candidates(n.keyed(strings.Join(words, "")), nil)
	return &UnknownNameError{Text: strings.TrimSpace(text), Wanted: n.wanted(classes), Other: other, Lang: n.lang(), classes: classes}
}

// IsNamed reports whether a thing has a text, folded, as a whole name; words
// such as hack and attack at its end do not count.
func (n *Names) IsNamed(iri quad.IRI, text string) bool {
	words := foldedWords(text)
	of := func(words []string) bool {
		return slices.ContainsFunc(n.keyed(strings.Join(words, "")), func(e *nameEntry) bool { return e.of == iri })
	}
	return of(words) || of(coreOf(words))
}

// knows reports whether an IRI is a thing or a visible record.
func (n *Names) knows(iri quad.IRI) bool {
	return n.view.Record(iri) != nil || n.view.Has(iri) && len(n.view.Classes(iri)) > 0
}

func (n *Names) isOneOf(iri quad.IRI, classes []quad.IRI) bool {
	return len(classes) == 0 || slices.ContainsFunc(classes, func(c quad.IRI) bool { return n.view.IsA(iri, c) })
}

func (n *Names) exact(text string, words []string, classes []quad.IRI, how foundBy) (found, error) {
	return n.single(text, n.keyed(strings.Join(words, "")), classes, how)
}

// single returns the one thing that entries name, those of the surer tier first.
func (n *Names) single(text string, entries []*nameEntry, classes []quad.IRI, how foundBy) (found, error) {
	for tier := range 2 {
		var at []*nameEntry
		for _, e := range entries {
			if e.tier == tier && n.isOneOf(e.of, classes) {
				at = append(at, e)
			}
		}
		switch c := n.candidates(at, nil); {
		case len(c) == 1:
			return found{iri: c[0].IRI, how: how, name: at[0].text}, nil
		case len(c) > 1:
			if one, ok := n.likelier(c, classes); ok {
				return found{iri: one, how: byEdits, name: text}, nil
			}
			return found{}, &AmbiguousNameError{Text: text, Candidates: c, Lang: n.lang()}
		}
	}
	return found{}, nil
}

// likelier returns the one incident among products where anything may be
// meant: who asks about Exchange here asks about the hack. The answer says so.
func (n *Names) likelier(list []Candidate, classes []quad.IRI) (quad.IRI, bool) {
	if len(classes) != 1 || classes[0] != schema.Entity {
		return "", false
	}
	var one quad.IRI
	for _, c := range list {
		switch {
		case n.view.IsA(c.IRI, schema.Incident) && one == "":
			one = c.IRI
		case n.view.IsA(c.IRI, schema.Product):
		default:
			return "", false
		}
	}
	return one, one != ""
}

// candidates returns the things of entries, each once, sorted by label or kept
// in order where an order is given.
func (n *Names) candidates(entries []*nameEntry, order func(a, b Candidate) int) []Candidate {
	var out []Candidate
	seen := map[quad.IRI]bool{}
	for _, e := range entries {
		if !seen[e.of] {
			seen[e.of] = true
			c := n.Candidate(e.of)
			if e.text != c.Label {
				c.Name = e.text
			}
			out = append(out, c)
		}
	}
	if order == nil {
		slices.SortFunc(out, func(a, b Candidate) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.IRI, b.IRI)) })
	}
	return out
}

// Candidate describes a thing as the errors and Complete do.
func (n *Names) Candidate(iri quad.IRI) Candidate { return n.candidateIn(iri, n.langs...) }

// candidateIn is Candidate in the first of other languages, default English.
func (n *Names) candidateIn(iri quad.IRI, langs ...string) Candidate {
	c := Candidate{IRI: iri, Label: n.view.Label(iri, langs...)}
	if classes := n.view.Classes(iri); len(classes) > 0 {
		slices.Sort(classes)
		c.Class = schema.Label(string(classes[0]), firstOf(langs))
	}
	return c
}

func (n *Names) lang() string { return firstOf(n.langs) }

// firstOf is the first of some languages, English where there is none.
func firstOf(langs []string) string {
	if len(langs) > 0 {
		return langs[0]
	}
	return "en"
}

// wanted names classes in the words of an error.
func (n *Names) wanted(classes []quad.IRI) string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = schema.Label(string(c), n.lang())
	}
	return strings.Join(names, " or ")
}

// maxKeys is how many names of a file Complete looks at.
const maxKeys = 20_000

// from returns the names whose key begins with a prefix.
func (n *Names) from(prefix string) []*nameEntry {
	any := func(*nameEntry) bool { return true }
	var out []*nameEntry
	if n.index != nil {
		for _, k := range n.index.From(prefix, maxKeys) {
			out = n.collect(out, k, any)
		}
	}
	for _, e := range n.all {
		if k := strings.Join(e.words, ""); strings.HasPrefix(k, prefix) {
			out = n.collect(out, k, any)
		}
	}
	return distinct(out)
}

// MaxCompletions is how many candidates Complete returns at most.
const MaxCompletions = 50

// Complete returns the things one of whose names begins with prefix, for
// completion in a shell: Name is what to type, sorted.
func (n *Names) Complete(prefix string, classes ...quad.IRI) []Candidate {
	key := compact(prefix)
	var out []Candidate
	for _, e := range n.from(key) {
		if !n.isOneOf(e.of, classes) {
			continue
		}
		c := n.Candidate(e.of)
		c.Name = e.text
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Candidate) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.IRI, b.IRI)) })
	out = slices.CompactFunc(out, func(a, b Candidate) bool { return a.Name == b.Name && a.IRI == b.IRI })
	return out[:min(len(out), MaxCompletions)]
}
