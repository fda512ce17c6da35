package importer

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Prop is a property of a record or an entity.
type Prop struct {
	P string // an IRI of the vocabulary
	O quad.Value
}

// An Edge is a quad inside a record.
type Edge struct {
	S quad.IRI
	P string // an IRI of the vocabulary
	O quad.Value
}

// An Entity is a thing that edges join.
type Entity struct {
	IRI    quad.IRI
	Class  string
	Labels []quad.Value
	Search []quad.Value // other ways to find it
	Props  []Prop
	// Shared entities belong to no source: they are described only if nothing
	// in the graph does.
	Shared bool
	// Names is the stem of the claim whose version tells whether this
	// description is newer than the graph's; "": the collection's version does.
	Names string
}

// A Source is a document.
type Source struct {
	IRI       quad.IRI
	Title     quad.Value
	Publisher quad.IRI
	Language  string
	Published quad.Value
	URL       quad.Value
	Rights    string
}

// A Record is a claim or an act to be written.
type Record struct {
	Act bool
	// Stem names what the source says and where, below the namespace of claims
	// or acts: "misp/<uuid>/names/<coiner>". It is the same in every version.
	Stem string
	// Version of this one thing, if the source gives things versions of their
	// own: digits and letters that sort by time.
	Version   string
	By        []quad.IRI
	RelayedBy []quad.IRI
	// Sources beside that of the collection.
	Sources []quad.IRI
	Props   []Prop // stance, form, kind, dates, words; a record without a date is undated
	Edges   []Edge
	// Needs are entities that something else has to describe, else the record
	// is left out and the names are unresolved.
	Needs []quad.IRI
	// Re names the records that this one is about, by their stems, in this
	// batch: the claim gets asc:re with the IRIs that they have.
	Re []string
	// Retracts is set for a claim that takes back whatever the graph has under the stems of Re.
	Retracts bool
	Where    string // in the source
}

// A Collection is the body of records that a file is a version of.
type Collection struct {
	Name    string // below the namespaces: "misp/threat-actor"
	Version string // "" if the source says none
	// Source is the document; its IRI is made of name and version. Without a title, records
	// have the sources that they name themselves.
	Source Source
	// Complete says that a newer version without a record takes it back.
	Complete bool
}

// A Batch is what one file says, in memory until it is written.
type Batch struct {
	Report     *Report
	Collection Collection

	ctx      context.Context
	limits   Limits
	progress func(int)

	entities map[quad.IRI]*Entity
	order    []*Entity
	sources  map[quad.IRI]Source
	records  []*Record
	restored []Restored
	stems    map[string]int // of records, to find one twice
	unknown  map[string]*Unresolved
	labels   []Unresolved // whose label something else has to give
}

func newBatch(ctx context.Context, file, format string, l Limits, progress func(int)) *Batch {
	return &Batch{
		Report: &Report{File: file, Format: format, Counts: map[string]int{}, Left: map[string]int{}},
		ctx:    ctx, limits: l, progress: progress,
		entities: map[quad.IRI]*Entity{}, sources: map[quad.IRI]Source{},
		stems: map[string]int{}, unknown: map[string]*Unresolved{},
	}
}

// Collect says what the file is a version of; records come after it.
func (b *Batch) Collect(c Collection) {
	if c.Source.IRI == "" {
		c.Source.IRI = quad.IRI(schema.NSSource + c.Name)
		if c.Version != "" {
			c.Source.IRI += quad.IRI("/" + versionSlug(c.Version))
		}
	}
	b.Collection = c
	b.Report.Version = c.Version
	if c.Source.Title != nil {
		b.sources[c.Source.IRI] = c.Source
	}
}

// versionSlug is the part of an IRI that says a version.
func versionSlug(v string) string {
	for _, r := range v {
		if (r < '0' || r > '9') && r != '-' && r != '.' {
			return Slug(v)
		}
	}
	return v
}

// Object counts an object or row of the source. It fails on a limit and when
// the import is cancelled.
func (b *Batch) Object() error {
	b.Report.Read++
	if b.Report.Read > b.limits.Objects {
		return &LimitError{File: b.Report.File, What: "objects", Max: int64(b.limits.Objects)}
	}
	if b.Report.Read%1000 == 0 {
		if b.progress != nil {
			b.progress(b.Report.Read)
		}
		return context.Cause(b.ctx)
	}
	return nil
}

// Entity adds a thing; of one that was added before, labels and search forms
// are joined.
func (b *Batch) Entity(e Entity) quad.IRI {
	old := b.entities[e.IRI]
	if old == nil {
		b.entities[e.IRI] = &e
		b.order = append(b.order, &e)
		return e.IRI
	}
	if old.Class == schema.Party {
		old.Class = e.Class
	}
	if len(old.Labels) == 0 {
		old.Labels = e.Labels
	}
	for _, v := range e.Search {
		if !slices.Contains(old.Search, v) {
			old.Search = append(old.Search, v)
		}
	}
	return e.IRI
}

// Known reports whether the batch describes an entity.
func (b *Batch) Known(iri quad.IRI) bool { return b.entities[iri] != nil }

// ClassOf returns the class that the batch gives an entity, "" for none.
func (b *Batch) ClassOf(iri quad.IRI) string {
	if e := b.entities[iri]; e != nil {
		return e.Class
	}
	return ""
}

// Source adds a document. It is written with the first new record that names it.
func (b *Batch) Source(s Source) quad.IRI {
	if _, ok := b.sources[s.IRI]; !ok {
		b.sources[s.IRI] = s
	}
	return s.IRI
}

// Record adds a record. A second one under the stem of another gets a number,
// so that nothing is lost.
func (b *Batch) Record(r Record) {
	key := r.Stem + "\x00" + r.Version
	if b.stems[key]++; b.stems[key] > 1 {
		r.Stem += fmt.Sprintf("/%d", b.stems[key])
	}
	b.records = append(b.records, &r)
}

// Reject notes an object that is broken and left out.
func (b *Batch) Reject(where, format string, args ...any) {
	b.Report.reject(where, fmt.Sprintf(format, args...))
}

// Left notes a kind of object or a field that the vocabulary has no place for.
func (b *Batch) Left(what string) { b.Report.Left[what]++ }

// Count adds to a figure of the importer's own.
func (b *Batch) Count(what string, n int) { b.Report.Counts[what] += n }

// Note adds a sentence to the report.
func (b *Batch) Note(format string, args ...any) {
	b.Report.Notes = append(b.Report.Notes, fmt.Sprintf(format, args...))
}

// Unresolved notes a name that no table knows.
func (b *Batch) Unresolved(what, name, where, hint string) {
	key := what + "\x00" + name
	if u := b.unknown[key]; u != nil {
		u.Count++
		return
	}
	b.unknown[key] = &Unresolved{Name: name, What: what, Count: 1, Where: where, Hint: hint}
}

// WantLabel notes an entity that only another file can name: unresolved if
// none has when the import is written.
func (b *Batch) WantLabel(what string, iri quad.IRI, where, hint string) {
	b.labels = append(b.labels, Unresolved{Name: string(iri), What: what, Count: 1, Where: where, Hint: hint})
}

// State adds the state or territory that has a name.
func (b *Batch) State(name string) (*Country, bool) {
	c, ok := CountryByName(name)
	if ok {
		b.Entity(c.Entity)
	}
	return c, ok
}

// Place adds what a name of a victim or a target stands for: the state,
// territory or known party; otherwise an entity of the source's own, not
// resolved, under prefix, and a note in the report.
func (b *Batch) Place(what, name, prefix, where string) quad.IRI {
	if e, ok := Resolve(name); ok {
		return b.Entity(e)
	}
	hint := "kept as an entity of the source's own"
	if near := Nearest(name); near != "" {
		hint += "; did it mean " + near + "?"
	}
	b.Unresolved(what, name, where, hint)
	return b.Entity(Entity{
		IRI: ID(prefix + Slug(name)), Class: schema.UnnamedParty, Labels: []quad.Value{Name(name)},
	})
}

// Stance, form and kind of a record.

// Reports are the properties of a claim that passes something on.
func Reports(form string) []Prop {
	props := []Prop{{schema.Stance, quad.IRI(schema.Reports)}}
	if form != "" {
		props = append(props, Prop{schema.Form, quad.IRI(form)})
	}
	return props
}

// stemOf returns the IRI of a record without its version: what stands before
// the last slash.
func stemOf(iri quad.IRI) string {
	if i := strings.LastIndexByte(string(iri), '/'); i >= 0 {
		return string(iri[:i])
	}
	return string(iri)
}

// Likelihood returns the words of likelihood of a claim, and the scale with its
// range if the scale has a row for the words.
func Likelihood(words, scale string) []Prop {
	props := []Prop{{schema.LikelihoodWords, English(words)}}
	if lo, hi, ok := schema.Range(scale, words); ok {
		number := func(n int) quad.Value {
			return quad.TypedString{Value: quad.String(strconv.Itoa(n)), Type: schema.XSDInteger}
		}
		props = append(props, Prop{schema.Scale, quad.IRI(scale)}, Prop{schema.LikelihoodMin, number(lo)}, Prop{schema.LikelihoodMax, number(hi)})
	}
	return props
}
