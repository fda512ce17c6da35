// Package paraphrase tells which plain question a question in other words asks.
// It learns from banks: plain questions, each with many ways to put it. A
// question is taken for a paraphrase only if its words are those of one plain
// question and no other's, each of them is known there, and its names stand
// where that question's names do.
//
// It knows nothing of graphs: who calls it says which words are names, and what
// each may be the name of.
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
// # begins a comment.
type Bank struct {
	Questions []Question
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
	b := &Bank{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		said := strings.TrimSpace(line)
		if said == "" || said[0] == '#' {
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
			s.Sorts[i] = strings.TrimRight(sort, "0123456789")
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
}

// wordsOf cuts a line of a bank into words. Those of a line that is none of the
// questions may hold slots of any sort.
func (q *Question) wordsOf(line string) (words []Word, slots []string) {
	for rest := line; rest != ""; {
		before, after, ok := strings.Cut(rest, "{")
		for _, w := range fold.Split(before) {
			words, slots = append(words, Word{Fold: w.Fold}), append(slots, "")
		}
		if !ok {
			break
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		w := Word{Sorts: []string{strings.TrimRight(name, "0123456789")}}
		for _, s := range q.Slots {
			if s.Name == name {
				w.Sorts = s.Sorts
			}
		}
		words, slots = append(words, w), append(slots, name)
	}
	return words, slots
}
