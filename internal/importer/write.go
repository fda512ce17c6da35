package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Write puts what the session has read into the graph and returns a report for
// each file. On an error the transaction holds a part: return the error from
// the function given to graph.Update, and nothing is kept. The same holds for a
// dry run: write, look at the reports, and return an error.
//
// It costs a scan of the graph's records and labels, and memory for them.
func (s *Session) Write(ctx context.Context, tx *graph.Tx) ([]*Report, error) {
	ex, err := survey(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	for _, b := range s.batches {
		for iri := range b.entities {
			ex.typed[iri] = ex.typed[iri] || !b.entities[iri].Shared
		}
	}
	var reports []*Report
	for _, b := range s.batches {
		w := &writer{
			Batch: b, tx: tx, ex: ex, ctx: ctx, iris: map[string][]quad.IRI{}, outdated: map[string]bool{},
			written: map[quad.IRI]bool{}, touched: map[string]bool{},
		}
		if err := w.write(); err != nil {
			return nil, fmt.Errorf("import: %s: %w", b.Report.File, err)
		}
		reports = append(reports, b.Report)
	}
	for _, b := range s.batches {
		b.settleLabels(ex)
	}
	return reports, nil
}

// settleLabels makes what is still without a name unresolved.
func (b *Batch) settleLabels(ex *existing) {
	for _, u := range b.labels {
		if len(ex.labels[quad.IRI(u.Name)]) == 0 {
			b.Unresolved(u.What, schema.Handle(u.Name), u.Where, u.Hint)
		}
	}
	b.Report.Unresolved = nil
	for _, u := range b.unknown {
		b.Report.Unresolved = append(b.Report.Unresolved, *u)
	}
	b.Report.Unresolved = sortUnresolved(b.Report.Unresolved)
}

// writer writes one batch.
type writer struct {
	*Batch
	tx  *graph.Tx
	ex  *existing
	ctx context.Context

	iris     map[string][]quad.IRI // of this batch's records, by stem
	touched  map[string]bool       // stems that this batch has
	outdated map[string]bool       // stems whose record is older than the graph's
	written  map[quad.IRI]bool     // sources
	stale    bool                  // the graph has a newer version of the collection
}

func (w *writer) write() error {
	for _, v := range w.ex.versions[w.Collection.Name] {
		order, ok := compareVersions(versionSlug(w.Collection.Version), v)
		w.stale = w.stale || ok && order < 0
	}
	if err := w.restore(); err != nil {
		return err
	}
	for _, r := range w.records {
		if err := context.Cause(w.ctx); err != nil {
			return err
		}
		if !w.present(r) {
			continue
		}
		if err := w.record(r); err != nil {
			return err
		}
	}
	if err := w.withdraw(); err != nil {
		return err
	}
	for _, e := range w.order {
		if err := w.entity(e); err != nil {
			return err
		}
	}
	return nil
}

// present reports whether everything that a record needs is described.
func (w *writer) present(r *Record) bool {
	ok := true
	for _, n := range r.Needs {
		if !w.ex.typed[n] && w.entities[n] == nil {
			w.Unresolved(relatedThing, schema.Handle(string(n)), r.Where, "import the file that describes it with this one")
			ok = false
		}
	}
	for _, stem := range r.Re {
		if len(w.iris[stem]) == 0 && len(w.ex.alive(schema.NSClaim+stem)) == 0 {
			w.Unresolved(relatedThing, schema.Handle(schema.NSClaim+stem), r.Where, "import the file that has this claim with this one")
			ok = false
		}
	}
	return ok
}

func namespace(act bool) string {
	if act {
		return schema.NSAct
	}
	return schema.NSClaim
}

// record writes a record, unless the graph has it or something newer.
func (w *writer) record(r *Record) error {
	stem := namespace(r.Act) + r.Stem
	w.touched[stem] = true
	digest := w.digest(r)
	mint := func(after quad.IRI) quad.IRI {
		d := digest
		if after != "" {
			d = Digest(digest, string(after))
		}
		if r.Version != "" {
			d = r.Version + "-" + d
		}
		return quad.IRI(stem + "/" + d)
	}
	all, alive := w.ex.byStem[stem], w.ex.alive(stem)
	iri := mint("")
	for slices.Contains(all, iri) {
		killer, dead := w.ex.dead[iri]
		if !dead || !w.newer(r, append(alive, killer)) {
			w.Report.AlreadyThere++
			w.outdated[r.Stem] = dead
			w.iris[r.Stem] = append(w.iris[r.Stem], iri)
			return nil
		}
		// What this version says was said before, and replaced since.
		iri = mint(killer)
	}
	if len(alive) > 0 && w.older(r, alive) {
		w.Report.Outdated++
		w.outdated[r.Stem] = true
		w.iris[r.Stem] = append(w.iris[r.Stem], alive...)
		return nil
	}
	w.iris[r.Stem] = append(w.iris[r.Stem], iri)
	w.Report.New++
	if err := w.describe(r, iri); err != nil {
		return err
	}
	for _, old := range alive {
		if err := w.add(iri, schema.Supersedes, old, nil); err != nil {
			return err
		}
		w.ex.dead[old] = iri
		w.Report.Superseded++
		w.Report.change(Change{Old: old, New: iri, What: "superseded"})
	}
	w.ex.byStem[stem] = append(w.ex.byStem[stem], iri)
	return nil
}

func (w *writer) version(r *Record) string {
	return cmp.Or(r.Version, versionSlug(w.Collection.Version))
}

// newer reports whether a record's version is known to be above all others'.
func (w *writer) newer(r *Record, others []quad.IRI) bool {
	for _, o := range others {
		if order, ok := compareVersions(w.version(r), w.ex.version(o, w.Collection.Name)); !ok || order <= 0 {
			return false
		}
	}
	return true
}

// older reports whether it is known to be below one of them.
func (w *writer) older(r *Record, others []quad.IRI) bool {
	for _, o := range others {
		if order, ok := compareVersions(w.version(r), w.ex.version(o, w.Collection.Name)); ok && order < 0 {
			return true
		}
	}
	return false
}

// digest stands for the content of a record: not for where or when it was read.
func (w *writer) digest(r *Record) string {
	lines := make([]string, 0, len(r.Props)+len(r.Edges)+4)
	text := func(v quad.Value) string { return v.String() }
	for _, list := range [][]quad.IRI{r.By, r.RelayedBy, r.Sources} {
		var line strings.Builder
		line.WriteString("by")
		for _, v := range list {
			line.WriteString(" " + string(v))
		}
		lines = append(lines, line.String())
	}
	for _, p := range r.Props {
		lines = append(lines, p.P+" "+text(p.O))
	}
	for _, e := range r.Edges {
		lines = append(lines, string(e.S)+" "+e.P+" "+text(e.O))
	}
	lines = append(lines, r.Re...)
	slices.Sort(lines[3:])
	return Digest(lines...)
}

// describe writes the quads of a record.
func (w *writer) describe(r *Record, iri quad.IRI) error {
	class := schema.Claim
	if r.Act {
		class = schema.Act
	}
	if err := w.add(iri, schema.RDFType, quad.IRI(class), nil); err != nil {
		return err
	}
	sources := r.Sources
	if w.Collection.Source.Title != nil {
		sources = append([]quad.IRI{w.Collection.Source.IRI}, sources...)
	}
	for _, list := range []struct {
		p    string
		iris []quad.IRI
	}{{schema.By, r.By}, {schema.RelayedBy, r.RelayedBy}, {schema.SourceProp, sources}} {
		for _, v := range list.iris {
			if err := w.add(iri, list.p, v, nil); err != nil {
				return err
			}
		}
	}
	dated := false
	for _, p := range r.Props {
		dated = dated || p.P == schema.On || p.P == schema.OnEarliest || p.P == schema.OnLatest
		if err := w.add(iri, p.P, p.O, nil); err != nil {
			return err
		}
	}
	if !dated {
		if err := w.add(iri, schema.Undated, quad.TypedString{Value: "true", Type: schema.XSDBoolean}, nil); err != nil {
			return err
		}
	}
	for _, e := range r.Edges {
		if err := w.add(e.S, e.P, e.O, iri); err != nil {
			return err
		}
	}
	if err := w.re(r, iri); err != nil {
		return err
	}
	for _, src := range sources {
		if err := w.source(src); err != nil {
			return err
		}
	}
	return nil
}

// re joins a record to the records it speaks of.
func (w *writer) re(r *Record, iri quad.IRI) error {
	for _, stem := range r.Re {
		targets := w.iris[stem]
		switch {
		case r.Retracts:
			// The superseded ones too: they would come back with what a retracted
			// record does not supersede any more.
			targets = w.ex.byStem[schema.NSClaim+stem]
		case len(targets) == 0:
			targets = w.ex.alive(schema.NSClaim + stem)
		}
		for _, t := range targets {
			if err := w.add(iri, schema.Re, t, nil); err != nil {
				return err
			}
			if !r.Retracts {
				continue
			}
			if _, dead := w.ex.dead[t]; !dead {
				w.Report.Retracted++
				w.Report.change(Change{Old: t, New: iri, What: "withdrawn"})
			}
			w.ex.dead[t] = iri
		}
	}
	return nil
}

// withdraw takes back what a complete newer version does not say any more.
func (w *writer) withdraw() error {
	c := w.Collection
	if !c.Complete || c.Version == "" {
		return nil
	}
	var gone []string
	for stem := range w.ex.byStem {
		if local, ok := strings.CutPrefix(stem, schema.NSClaim); ok && strings.HasPrefix(local, c.Name+"/") &&
			!w.touched[stem] && !strings.HasSuffix(stem, "/withdrawn") {
			gone = append(gone, local)
		}
	}
	slices.Sort(gone)
	for _, local := range gone {
		alive := w.ex.alive(schema.NSClaim + local)
		r := &Record{
			Stem: local + "/withdrawn", By: []quad.IRI{c.Source.Publisher}, Re: []string{local}, Retracts: true,
			Props: []Prop{
				{schema.Stance, quad.IRI(schema.Retracts)},
				{schema.Form, quad.IRI(schema.Catalogue)},
				{schema.Summary, English(fmt.Sprintf("Version %s does not say it any more.", c.Version))},
				{schema.Summary, Dutch(fmt.Sprintf("Versie %s zegt het niet meer.", c.Version))},
			},
		}
		if len(alive) == 0 || !w.newer(r, alive) {
			continue
		}
		if err := w.record(r); err != nil {
			return err
		}
	}
	return nil
}

// entity describes a thing, and renames it where a newer version of its source
// has another name for it.
func (w *writer) entity(e *Entity) error {
	if e.Shared && w.ex.typed[e.IRI] {
		return nil
	}
	w.ex.typed[e.IRI] = true
	fresh := w.Report.NewQuads
	if err := w.add(e.IRI, schema.RDFType, quad.IRI(e.Class), nil); err != nil {
		return err
	}
	if w.Report.NewQuads > fresh {
		w.Report.NewEntities++
	}
	if err := w.labels(e); err != nil {
		return err
	}
	for _, v := range e.Search {
		if slices.Contains(e.Labels, v) {
			continue
		}
		if err := w.add(e.IRI, schema.SearchForm, v, nil); err != nil {
			return err
		}
	}
	for _, p := range e.Props {
		if err := w.add(e.IRI, p.P, p.O, nil); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) labels(e *Entity) error {
	had := w.ex.labels[e.IRI]
	if len(had) > 0 && len(e.Labels) > 0 && !e.Shared && !had[e.Labels[0]] {
		if w.outdated[e.Names] || e.Names == "" && w.stale {
			return nil
		}
		// The old name stays a way to find it; people's own labels, which have a
		// language, stay as they are.
		for old := range had {
			if _, plain := old.(quad.String); !plain {
				continue
			}
			if _, err := w.tx.Remove(quad.Quad{Subject: e.IRI, Predicate: quad.IRI(schema.RDFSLabel), Object: old}); err != nil {
				return err
			}
			if err := w.add(e.IRI, schema.SearchForm, old, nil); err != nil {
				return err
			}
			w.Report.change(Change{Old: e.IRI, New: e.IRI, What: "renamed"})
		}
	}
	for _, v := range e.Labels {
		w.ex.label(e.IRI, v)
		if err := w.add(e.IRI, schema.RDFSLabel, v, nil); err != nil {
			return err
		}
	}
	return nil
}

// source describes a document, once.
func (w *writer) source(iri quad.IRI) error {
	s, ok := w.sources[iri]
	if !ok || w.written[iri] {
		return nil
	}
	w.written[iri] = true
	props := []Prop{{schema.RDFType, quad.IRI(schema.Source)}}
	put := func(p string, v quad.Value) { props = append(props, Prop{p, v}) }
	if s.Title != nil {
		put(schema.Title, s.Title)
	}
	if s.Publisher != "" {
		put(schema.Publisher, s.Publisher)
	}
	if s.Language != "" {
		put(schema.Language, quad.String(s.Language))
	}
	if s.Published != nil {
		put(schema.Published, s.Published)
	}
	undated, err := w.undated(iri, s.Published != nil)
	if err != nil {
		return err
	}
	if undated {
		put(schema.DateUnknown, isTrue)
	}
	if s.URL != nil {
		put(schema.URL, s.URL)
	}
	if s.Rights != "" {
		put(schema.Rights, quad.String(s.Rights))
	}
	for _, p := range props {
		if err := w.add(iri, p.P, p.O, nil); err != nil {
			return err
		}
	}
	return nil
}

var isTrue = quad.TypedString{Value: "true", Type: schema.XSDBoolean}

// undated reports whether a document is to say that it bears no date: the file
// that was read, if neither it nor the user gives one, nor an import before did.
// What an import before said is taken back where the date is known now.
func (w *writer) undated(iri quad.IRI, dated bool) (bool, error) {
	if dated {
		_, err := w.tx.Remove(quad.Quad{Subject: iri, Predicate: quad.IRI(schema.DateUnknown), Object: isTrue})
		return false, err
	}
	if iri != w.Collection.Source.IRI {
		return false, nil
	}
	for _, err := range w.tx.Match(w.ctx, graph.Pattern{Subject: iri, Predicate: quad.IRI(schema.Published)}) {
		return false, err
	}
	return true, nil
}

func (w *writer) add(s quad.IRI, p string, o quad.Value, label quad.Value) error {
	if label == quad.Value(quad.IRI("")) {
		label = nil
	}
	fresh, err := w.tx.Add(quad.Quad{Subject: s, Predicate: quad.IRI(p), Object: o, Label: label})
	if fresh {
		w.Report.NewQuads++
	}
	return err
}
