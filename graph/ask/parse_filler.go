package ask

import (
	"errors"
	"slices"
	"strconv"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// ---- noun phrases as fillers

// element is one name, or one description, among those of a filler.
type element struct {
	from, to int
	set      *set
	not      bool
	err      error
}

// fillerPhrase is what may take a place, before it is known which.
type fillerPhrase struct {
	elements []element
	or       bool
	anyone   bool
	nobody   bool
	them     bool
	only     bool
	atLeast  int
	exactly  bool
	atMost   bool
	most     bool
	each     bool
	mutual   bool // "each other"
	subject  bool // Dutch "men", which is never an object
	to       int
}

// mutualWords say that two do the same to each other.
var mutualWords = phraseList{"en": {"each other", "one another", "each other mutually"}, "nl": {"elkaar", "elkaar over en weer", "elkaar wederzijds"}}

// entityish reports whether it names things rather than describing them.
func (f *fillerPhrase) entityish() bool { return len(f.elements) > 0 && f.elements[0].set == nil }

func (p *parser) filler(i int) []*fillerPhrase {
	var out []*fillerPhrase
	if p.busy() {
		return nil
	}
	only := false
	if p.is("only", i) {
		for _, q := range p.quantifiers(i) { // "only one state"
			for _, s := range p.nounPhrase(q.to) {
				f := *q
				f.elements, f.to = []element{{set: s.set, err: s.err}}, s.to
				out = append(out, &f)
			}
		}
		only = true
		i++
	}
	if p.is("anyone", i) {
		out = append(out, &fillerPhrase{anyone: true, subject: p.words(i, "men"), to: i + 1})
	}
	if p.is("nobody", i) {
		out = append(out, &fillerPhrase{nobody: true, to: i + 1})
	} else if p.words(i, "no", "one") {
		out = append(out, &fillerPhrase{nobody: true, to: i + 2})
	}
	if p.is("no", i) {
		for _, s := range p.nounPhrase(i + 1) {
			out = append(out, &fillerPhrase{nobody: true, elements: []element{{set: s.set, err: s.err}}, to: s.to})
		}
	}
	for no, nor := range map[string]string{"neither": "nor", "noch": "noch"} {
		if !p.words(i, no) {
			continue
		}
		for _, e := range p.elements(i + 1) {
			if !p.words(e.to, nor) || e.set != nil {
				continue
			}
			for _, d := range p.elements(e.to + 1) {
				if d.set == nil {
					out = append(out, &fillerPhrase{nobody: true, or: true, elements: []element{e, d}, to: d.to})
				}
			}
		}
	}
	if p.is("them", i) {
		out = append(out, &fillerPhrase{them: true, to: i + 1})
	}
	for _, to := range p.after(mutualWords, i) {
		out = append(out, &fillerPhrase{mutual: true, to: to})
	}
	for _, q := range p.quantifiers(i) {
		at := q.to
		if q.atLeast > 0 && (p.words(at, "other") || p.words(at, "andere")) {
			at++
		}
		for _, s := range p.nounPhrase(at) {
			f := *q
			f.elements, f.to, f.only = []element{{set: s.set, err: s.err}}, s.to, only
			out = append(out, &f)
		}
		if q.atLeast > 0 && (p.words(at, "others") || p.words(at, "anderen")) {
			// others of the kind that is asked for: "which states …"
			for _, e := range lookup(p, p.lex.nouns, 1) {
				if p.is("which", 0) && e.value.noun == nouns[0] {
					f := *q
					f.elements, f.to, f.only = []element{{set: newSet(nounForm{e.value.noun, true})}}, at+1, only
					out = append(out, &f)
				}
			}
		}
	}
	for _, e := range p.elements(i) {
		out = p.more(out, []element{e}, e.to, 0, only)
	}
	if p.words(i, "either") || p.words(i, "ofwel") || p.words(i, "hetzij") {
		for _, e := range p.elements(i + 1) {
			for _, f := range p.more(nil, []element{e}, e.to, 0, only) {
				if f.or {
					out = append(out, f)
				}
			}
		}
	}
	if p.lang == "en" {
		for _, f := range slices.Clone(out) {
			if f.entityish() && !f.only && p.is("alone", f.to) { // "the UK alone"
				g := *f
				g.only, g.to = true, f.to+1
				out = append(out, &g)
			}
		}
	}
	if p.expected != nil {
		p.expectName(i)
	}
	return out
}

// more extends a list of elements: "A, B and C", "A or B", "A but not B".
func (p *parser) more(out []*fillerPhrase, have []element, to int, or int8, only bool) []*fillerPhrase {
	if len(have) > 8 || p.busy() {
		return out
	}
	complete := or != 3 // 3: after a comma, the conjunction is still to come
	if complete {
		out = append(out, &fillerPhrase{elements: have, or: or == 2, to: to, only: only})
	}
	var next int8
	j, neg := to, false
	switch {
	case to < len(p.toks) && p.toks[to].comma && !p.is("and", to) && !p.is("or", to) && !p.is("but", to):
		next = 3
	case p.lang == "nl" && p.words(to, "als") && or != 2 && p.said("zowel", to):
		j, next = to+1, 1
	case p.is("and", to) && or != 2:
		j, next = to+1, 1
		if p.words(j, "also") || p.words(j, "ook") {
			j++
		}
		if p.is("not", j) {
			j, neg = j+1, true
		}
	case p.is("or", to) && or != 1:
		j, next = to+1, 2
	case p.is("but", to) && p.is("not", to+1):
		j, next, neg = to+2, 1, true
	default:
		return out
	}
	for _, e := range p.elements(j) {
		if (e.set == nil) != (have[0].set == nil) {
			continue
		}
		e.not = neg
		out = p.more(out, append(slices.Clip(have), e), e.to, next, only)
	}
	return out
}

// said reports whether a word stands before i.
func (p *parser) said(w string, i int) bool {
	for _, t := range p.toks[:i] {
		if t.fold == w {
			return true
		}
	}
	return false
}

// elements returns the single names and descriptions at i.
func (p *parser) elements(i int) []element {
	var out []element
	if p.words(i, "zowel") && p.lang == "nl" {
		i++
	}
	j := p.skip("det", i)
	for _, to := range p.spans(j) {
		out = append(out, element{from: j, to: to})
	}
	if j > i && len(out) == 0 {
		for _, to := range p.spans(i) {
			out = append(out, element{from: i, to: to})
		}
	}
	for _, s := range p.nounPhrase(i) {
		err := s.err
		if err == nil && p.is("article", i) && s.set.oneIncident() {
			err = p.names.unknown(p.text(i, s.to), nil, s.set.noun.classes)
		}
		out = append(out, element{set: s.set, to: s.to, err: err})
	}
	return out
}

// oneIncident reports whether it describes an incident by nothing but that: with an
// article before it, it is one of which somebody spoke before, not any.
func (s *set) oneIncident() bool {
	return s.noun != nil && !s.many && len(s.is) == 0 && s.top == 0 && slices.Contains(s.noun.classes, quad.IRI(schema.Incident))
}

func (p *parser) number(i int) (int, bool) {
	if i >= len(p.toks) {
		return 0, false
	}
	if n, ok := numberWords[p.toks[i].fold]; ok {
		return n, true
	}
	n, err := strconv.Atoi(p.toks[i].fold)
	return n, err == nil && n > 0 && n < 1000
}

// quantifiers returns "at least 3", "more than one", "the most" at i.
func (p *parser) quantifiers(i int) []*fillerPhrase {
	var out []*fillerPhrase
	number := func(at int, f fillerPhrase, plus int) {
		if n, ok := p.number(at); ok {
			f.atLeast, f.to = n+plus, at+1
			if plus < 0 {
				f.atLeast = n
			}
			out = append(out, &f)
		}
	}
	for _, s := range map[string][]string{"en": {"at least"}, "nl": {"minstens", "minimaal", "ten minste", "tenminste"}}[p.lang] {
		if j, ok := p.phrase(i, s); ok {
			number(j, fillerPhrase{}, 0)
		}
	}
	for _, s := range map[string][]string{"en": {"more than"}, "nl": {"meer dan"}}[p.lang] {
		if j, ok := p.phrase(i, s); ok {
			number(j, fillerPhrase{}, 1)
		}
	}
	for _, s := range map[string][]string{"en": {"exactly"}, "nl": {"precies"}}[p.lang] {
		if j, ok := p.phrase(i, s); ok {
			number(j, fillerPhrase{exactly: true}, 0)
		}
	}
	for _, s := range map[string][]string{"en": {"at most"}, "nl": {"hoogstens"}}[p.lang] {
		if j, ok := p.phrase(i, s); ok {
			number(j, fillerPhrase{atMost: true}, 0)
		}
	}
	for _, s := range map[string][]string{"en": {"only one", "just one", "a single", "only a single", "exactly one"}, "nl": {"maar één", "slechts één", "één enkele", "maar een", "slechts een", "precies één"}}[p.lang] {
		if j, ok := p.phrase(i, Fold(s)); ok {
			out = append(out, &fillerPhrase{atLeast: 1, exactly: true, to: j})
		}
	}
	if p.is("each", i) {
		out = append(out, &fillerPhrase{each: true, to: i + 1})
		if p.words(i+1, "other") || p.words(i+1, "andere") || p.words(i+1, "ander") {
			out = append(out, &fillerPhrase{each: true, to: i + 2})
		}
	}
	if n, ok := p.number(i); ok && n > 1 {
		if j, ok := p.phrase(i+1, map[string]string{"en": "or more", "nl": "of meer"}[p.lang]); ok {
			out = append(out, &fillerPhrase{atLeast: n, to: j})
		}
	}
	j := p.skip("det", i)
	if p.words(j, map[string]string{"en": "most", "nl": "meeste"}[p.lang]) {
		out = append(out, &fillerPhrase{most: true, to: j + 1})
	}
	return out
}

// fillers turns a phrase into what takes a place of some classes: all of the
// returned hold (one for "A or B", several for "A and B").
func (p *parser) fillers(f *fillerPhrase, classes []quad.IRI) ([]*filler, []bool, error) {
	if f.anyone {
		return nil, nil, nil
	}
	var out []*filler
	var nots []bool
	var failed error
	for _, e := range f.elements {
		g := &filler{only: f.only, atLeast: f.atLeast, exactly: f.exactly, atMost: f.atMost, most: f.most, each: f.each}
		if names := attributionOf(e.set); names != nil && slices.Equal(classes, anyIncident) {
			g.names = names
			if e.err != nil {
				failed = worse(failed, e.err)
			}
		} else if e.set != nil {
			if !compatible(e.set.classes, classes) {
				return nil, nil, errMisfit
			}
			if e.err != nil {
				failed = e.err
			}
			g.set = e.set
			if n := e.set.noun; n != nil && n.frame == namings && len(e.set.is) == 1 && e.set.is[0].op == isAtom && e.set.is[0].atom.plain() {
				bare := *e.set
				bare.is = nil // that it is a name of something is said already
				g.set = &bare
			}
		} else {
			n, err := p.resolve(e.from, e.to, classes)
			if err != nil {
				if u, ok := errors.AsType[*UnknownNameError](err); ok && len(u.Other) > 0 {
					failed = worse(failed, err)
					continue
				}
				failed = worse(failed, err)
			}
			g.names = []named{{n, p.text(e.from, e.to), classes, n.iri != "" && p.names.view.IsA(n.iri, schema.State), ""}}
		}
		g.isGroup = len(g.names) > 0 && g.names[0].iri != "" && p.names.view.IsA(g.names[0].iri, schema.ThreatGroup)
		if f.or && len(out) > 0 && g.set == nil && out[0].set == nil {
			out[0].names = append(out[0].names, g.names...)
			continue
		}
		out, nots = append(out, g), append(nots, e.not)
	}
	if f.or && len(out) > 1 {
		return nil, nil, errMisfit
	}
	return out, nots, failed
}

// attributionOf returns the incident of "the Exchange attribution", nil of any
// other description.
func attributionOf(s *set) []named {
	if s == nil || len(s.is) != 1 || s.is[0].op != isAtom {
		return nil
	}
	a := s.is[0].atom
	if a.frame != blame || a.self != theRec || a.fill[theFor] == nil || a.rank != 0 || a.when.any() || len(a.quals) > 0 {
		return nil
	}
	for r, f := range a.fill {
		if f != nil && role(r) != theFor && (role(r) != theTo || len(f.names) != 1) {
			return nil
		}
	}
	return a.fill[theFor].names
}

// culpritOf returns whom "the attribution of Sony to North Korea" names.
func culpritOf(f *fillerPhrase) *filler {
	if len(f.elements) != 1 || attributionOf(f.elements[0].set) == nil {
		return nil
	}
	return f.elements[0].set.is[0].atom.fill[theTo]
}

// errMisfit says that words cannot stand where they would have to.
var errMisfit = errors.New("does not fit")

// worse keeps the error that tells most: of an ambiguous name rather than of
// an unknown one.
func worse(a, b error) error {
	if b != nil && (a == nil || isUnknown(a) && !isUnknown(b)) {
		return b
	}
	return a
}

func related(a, b quad.IRI) bool {
	return a == b || schema.IsA(string(a), string(b)) || schema.IsA(string(b), string(a))
}

// compatible reports whether something may be of both; no classes are any.
func compatible(a, b []quad.IRI) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x quad.IRI) bool {
		return slices.ContainsFunc(b, func(y quad.IRI) bool { return related(x, y) })
	})
}
