package ask

import (
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Candidate is a thing that a name may mean.
type Candidate struct {
	IRI   quad.IRI
	Label string
	Class string // label of its class, such as "state"
	Name  string // the name that was met, where it is not the label
}

func (c Candidate) String() string {
	if c.Class == "" {
		return c.Label
	}
	return c.Label + " (" + c.Class + ")"
}

// UnknownNameError reports a name that nothing has, or nothing of the class
// that was asked for.
type UnknownNameError struct {
	Text    string
	Wanted  string      // what was asked for, such as "state"; "" for anything
	Nearest []Candidate // what may have been meant, the nearest first; may be empty
	Other   []Candidate // what the name does mean, where that is of another class
	Lang    string      // in which the error speaks, "" for English

	classes []quad.IRI // what was asked for
}

func (e *UnknownNameError) Error() string {
	w := refusalsIn(e.Lang)
	if e.Wanted == "" {
		return fmt.Sprintf(w.nothing, quoted(e.Text))
	}
	return fmt.Sprintf(w.unknown, e.wanted(), quoted(e.Text))
}

// wanted names the classes that were asked for.
func (e *UnknownNameError) wanted() string {
	if len(e.classes) == 0 || e.Lang == "" {
		return e.Wanted
	}
	names := make([]string, len(e.classes))
	for i, c := range e.classes {
		names[i] = schema.Label(string(c), e.Lang)
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + refusalsIn(e.Lang).or + names[last]
}

// Hint says what to type instead.
func (e *UnknownNameError) Hint() string {
	w := refusalsIn(e.Lang)
	switch {
	case len(e.Other) > 0:
		return fmt.Sprintf(w.but, quoted(e.Text), candidates(e.Other, w.or)) + fmt.Sprintf(w.wants, indefinite(e.wanted(), e.Lang))
	case len(e.Nearest) > 0:
		return fmt.Sprintf(w.didYou, candidates(e.Nearest, w.or))
	}
	return w.none
}

// AmbiguousNameError reports a name that several things have.
type AmbiguousNameError struct {
	Text       string
	Candidates []Candidate
	Lang       string // in which the error speaks, "" for English
}

func (e *AmbiguousNameError) Error() string {
	w := refusalsIn(e.Lang)
	return fmt.Sprintf(w.maybe, quoted(e.Text), candidates(e.Candidates, w.or))
}

// Things returns what the name may mean.
func (e *AmbiguousNameError) Things() []quad.IRI {
	out := make([]quad.IRI, len(e.Candidates))
	for i, c := range e.Candidates {
		out[i] = c.IRI
	}
	return out
}

// Hint says what to type instead.
func (e *AmbiguousNameError) Hint() string {
	handles := make([]string, 0, len(e.Candidates))
	for _, c := range e.Candidates {
		handles = append(handles, schema.Handle(string(c.IRI)))
	}
	return fmt.Sprintf(refusalsIn(e.Lang).typeOne, strings.Join(handles, ", "))
}

func quoted(s string) string { return `"` + s + `"` }

func candidates(list []Candidate, or string) string {
	const most = 5
	out := make([]string, 0, most)
	for _, c := range list[:min(len(list), most)] {
		out = append(out, c.String())
	}
	return strings.Join(out, or)
}
