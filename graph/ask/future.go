package ask

import (
	"fmt"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// A FutureDateError reports a question about a time that has not come: no record
// can tell of it, and an answer as of then would be one as of now.
type FutureDateError struct {
	Date graph.Date // from which on
	Lang string     // in which the error speaks, "" for English
}

func (e *FutureDateError) Error() string { return fmt.Sprintf(refusalsIn(e.Lang).future, e.Date) }

// Hint says how to ask it.
func (e *FutureDateError) Hint() string { return refusalsIn(e.Lang).untilNow }

// future returns the first day of a time after today that a question asks about,
// zero if it asks about none. A time that only ends after today is no matter.
func (m *match) future(mods modifiers, today graph.Date) graph.Date {
	var out graph.Date
	look := func(d graph.Date) {
		if today.Before(d.First()) {
			out = d
		}
	}
	for _, d := range mods.dates {
		look(d)
	}
	look(m.when.from)
	if m.reading != nil {
		m.reading.set.eachAtom(func(a *atom) { look(a.when.from) })
	}
	return out
}

// eachAtom calls f for every atom of a set and of the sets in it.
func (s *set) eachAtom(f func(*atom)) {
	for _, c := range s.is {
		c.each(func(a *atom) {
			f(a)
			for _, x := range a.fill {
				if x != nil && x.set != nil {
					x.set.eachAtom(f)
				}
			}
		})
	}
}

func today() graph.Date {
	t := time.Now()
	return graph.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}
