package importer

import (
	"cmp"
	"slices"

	"github.com/cayleygraph/quad"
)

// relatedThing is what an id is that no file of the import describes.
const relatedThing = "related thing"

// maxListed is how many rejections, unresolved names and changes a report
// lists; all are counted.
const maxListed = 1000

// A Report says what one file brought and what it did not.
type Report struct {
	File    string
	Format  string // the importer's name
	Version string // of the source, "" if it says none

	// Read counts the objects or rows of the source, whatever became of them.
	Read int
	// Records are counted by what became of them. Outdated ones are older than
	// what the graph has and were left out.
	New, AlreadyThere, Superseded, Retracted, Outdated int
	NewEntities                                        int
	NewQuads                                           int

	// Counts are the importer's own figures, such as "pairs of name and coiner".
	Counts map[string]int
	// Left counts kinds of objects and fields that have no place in the
	// vocabulary and were not kept.
	Left map[string]int

	Rejected      []Rejection // the first 1,000
	RejectedTotal int
	Unresolved    []Unresolved // by name, the first 1,000
	Changes       []Change     // the first 1,000
	Notes         []string
}

// A Rejection is an object of the source that is broken and was left out.
type Rejection struct {
	File   string
	Where  string // JSON path, or "line 12"
	Reason string
}

// An Unresolved name is one that no table knows.
type Unresolved struct {
	Name  string
	What  string // "victim", "coiner", ...
	Count int
	Where string // of the first
	Hint  string // what it may mean; never applied
}

// A Change is a record of an earlier version that a new one replaces or takes
// back, or an entity that has another name.
type Change struct {
	Old, New quad.IRI
	What     string // "superseded", "withdrawn", "renamed"
}

// reject notes a broken object.
func (r *Report) reject(where, reason string) {
	if r.RejectedTotal++; len(r.Rejected) < maxListed {
		r.Rejected = append(r.Rejected, Rejection{File: r.File, Where: where, Reason: reason})
	}
}

func (r *Report) change(c Change) {
	if len(r.Changes) < maxListed {
		r.Changes = append(r.Changes, c)
	}
}

func sortUnresolved(list []Unresolved) []Unresolved {
	// Names that a person can do something about come first.
	ids := func(u Unresolved) int {
		if u.What == relatedThing {
			return 1
		}
		return 0
	}
	slices.SortFunc(list, func(a, b Unresolved) int {
		return cmp.Or(cmp.Compare(ids(a), ids(b)), cmp.Compare(a.What, b.What), cmp.Compare(a.Name, b.Name))
	})
	return list[:min(len(list), maxListed)]
}
