// Package paraphrase tells which plain question a question in other words asks.
//
// It learns from a bank: plain questions, each with many ways to put it, and
// questions that must not be taken for any of them. A line is taken apart into
// features: the stems of its words, the ideas of a thesaurus for which they stand,
// what is denied, and what stands beside or near what. Multinomial logistic
// regression tells how likely each plain question is, with its names in each
// order; a second regression, learned from lines that were held back from the
// first, judges by that and by other evidence whether the likeliest is the right
// one. The bar is higher for a question that speaks of an idea, or denies one, of
// which the lines of the plain question do not, and higher still for one with a word
// that no plain question has; with two such words, or one that may be a name, it is
// refused.
//
// Learning takes seconds, so a Model is learned beforehand and kept in a file.
//
// The package knows nothing of graphs: who calls it says which words are names,
// and what each may be the name of.
package paraphrase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/fold"
)

// A Bank is a text of plain questions, at the beginning of a line, and below
// each, indented, the same in other words:
//
//	Who sanctioned {state}?
//	  Which governments slapped sanctions on {state}?
//
// {state} is a slot: a name of that sort stands there, in each line once.
// {state|group} takes names of either sort and is called state in the lines
// below; digits tell slots of one sort apart ({state2}). A ~ at the end of a
// plain question says that its names may change places, a ? before it that its
// words are too near to another's for a reading ever to be sure, and =name at the
// end that it is of a family of questions each of which has the others' answers.
// Below a line "-" stand questions that must not be taken for any of the others.
// A line "+party: state state agency" says that names of states and of agencies are
// of the sort party as well, and that of three names of that sort two are of states.
// # begins a comment.
type Bank struct {
	Questions []Question
	Wider     map[string]string   // the sort of which names of a sort are as well
	Narrower  map[string][]string // the sorts of which names of such a sort are
}

// A Question is a plain question of a Bank with its paraphrases.
type Question struct {
	Plain       string   // with its slots by name; "" for what is none of the others
	Slots       []Slot   // in the order of Plain
	Symmetric   bool     // the names may change places
	Doubtful    bool     // what is like it is never sure enough
	Family      string   // questions of one family do not stand in one another's way
	Paraphrases []string // Plain is one of them
	Line        int
}

// A Slot is a place for a name.
type Slot struct {
	Name  string
	Sorts []string // of names that it takes
}

// ReadBank reads a bank. An error says in which line.
func ReadBank(text string) (*Bank, error) {
	b := &Bank{Wider: map[string]string{}, Narrower: map[string][]string{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		said := strings.TrimSpace(line)
		if said == "" || said[0] == '#' {
			continue
		}
		if also, ok := strings.CutPrefix(said, "+"); ok {
			wider, sorts, ok := strings.Cut(also, ":")
			if !ok {
				return nil, fmt.Errorf("line %d: got no : after +%s", n, also)
			}
			for sort := range strings.FieldsSeq(sorts) {
				b.Wider[sort] = wider
				b.Narrower[wider] = append(b.Narrower[wider], sort)
			}
			continue
		}
		if !strings.HasPrefix(line, " ") {
			q, err := readPlain(said)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			if i := slices.IndexFunc(b.Questions, func(have Question) bool { return have.Plain == q.Plain }); i >= 0 {
				return nil, fmt.Errorf("line %d: got the question of line %d again", n, b.Questions[i].Line)
			}
			q.Line = n
			b.Questions = append(b.Questions, q)
			continue
		}
		if len(b.Questions) == 0 {
			return nil, fmt.Errorf("line %d: got a paraphrase, want a plain question before it", n)
		}
		q := &b.Questions[len(b.Questions)-1]
		if err := q.check(said); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		q.Paraphrases = append(q.Paraphrases, said)
	}
	return b, nil
}

// readPlain reads a plain question.
func readPlain(line string) (Question, error) {
	var q Question
	if line == "-" {
		return q, nil
	}
	line, q.Family, _ = strings.Cut(line, " =")
	line, q.Doubtful = strings.CutPrefix(line, "? ")
	line, q.Symmetric = strings.CutSuffix(line, "~")
	line = strings.TrimSpace(line)
	rest := line
	for {
		before, after, ok := strings.Cut(rest, "{")
		if !ok {
			q.Plain += before
			break
		}
		sorts, tail, ok := strings.Cut(after, "}")
		if !ok {
			return q, fmt.Errorf("got no } in %q", line)
		}
		s := Slot{Sorts: strings.Split(sorts, "|")}
		s.Name = s.Sorts[0]
		for i, sort := range s.Sorts {
			s.Sorts[i] = sortOf(sort)
		}
		if slices.ContainsFunc(q.Slots, func(have Slot) bool { return have.Name == s.Name }) {
			return q, fmt.Errorf("got {%s} twice", s.Name)
		}
		q.Slots = append(q.Slots, s)
		q.Plain += before + "{" + s.Name + "}"
		rest = tail
	}
	q.Paraphrases = []string{q.Plain}
	return q, nil
}

// check reports a paraphrase whose slots are not those of the question.
func (q *Question) check(said string) error {
	for _, s := range q.Slots {
		if n := strings.Count(said, "{"+s.Name+"}"); n != 1 {
			return fmt.Errorf("got {%s} %d times, want it once", s.Name, n)
		}
	}
	if q.Plain != "" && strings.Count(said, "{") != len(q.Slots) {
		return fmt.Errorf("got slots that are not in %q", q.Plain)
	}
	return nil
}

// A Word is one word of a question, or a name in it.
type Word struct {
	Fold  string   // as it is compared; of a name whatever
	Sorts []string // of what it may be the name; empty: it is no name
	Named bool     // a word that may be a name that is not known: no question is read past it
}

// A line of a bank taken apart.
type bankLine struct {
	words []Word   // names have the sorts that names have which are found in questions
	slots []string // by word; "" of what is no name
}

// take cuts a line of a question into words. Of several sorts that a name may have
// it takes one, the turn tells which. Lines that are none of the questions may
// hold slots of any sort.
func (b *Bank) take(q *Question, line string, turn int) bankLine {
	var out bankLine
	for rest := line; rest != ""; {
		before, after, ok := strings.Cut(rest, "{")
		for _, w := range fold.Split(before) {
			out.words, out.slots = append(out.words, Word{Fold: w.Fold}), append(out.slots, "")
		}
		if !ok {
			break
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		sort := sortOf(name)
		if i := slices.IndexFunc(q.Slots, func(s Slot) bool { return s.Name == name }); i >= 0 {
			sort = q.Slots[i].Sorts[turn%len(q.Slots[i].Sorts)]
		}
		if narrower := b.Narrower[sort]; len(narrower) > 0 {
			sort = narrower[turn%len(narrower)]
		}
		w := Word{Sorts: []string{sort}}
		if wider := b.Wider[sort]; wider != "" {
			w.Sorts = append(w.Sorts, wider)
		}
		out.words, out.slots = append(out.words, w), append(out.slots, name)
	}
	return out
}

// sortOf is the sort of names for which a slot is called: of state2 it is state.
func sortOf(slot string) string { return strings.TrimRight(slot, "0123456789") }
