package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/cayleygraph/quad"
)

// me is the party of the user's own records unless --by names another.
const me = quad.IRI(schema.NSID + "me")

// drafter puts together what the user adds to the graph: it resolves names in
// the graph as it is and in what the same command describes anew.
type drafter struct {
	s     *session
	all   *graph.View
	names *ask.Names
	draft graph.Draft
	fresh map[string]graph.NewThing // by folded name
}

// drafting runs fn with a drafter over the graph of --graph, which must be
// there and be the user's own.
func (s *session) drafting(ctx context.Context, fn func(*drafter) error) (*drafter, error) {
	g, err := s.openForUpdate()
	if err != nil {
		return nil, err
	}
	d := &drafter{s: s, fresh: map[string]graph.NewThing{}}
	err = g.View(ctx, graph.Everything, func(v *graph.View) error {
		d.all, d.names = v, ask.NewNames(v, s.langs()...)
		d.draft.Likelihood = [2]int{-1, -1}
		return fn(d)
	})
	return d, err
}

// describe reads the values of --new: 'NAME=CLASS'.
func (d *drafter) describe(texts []string) error {
	var defs []schema.TermDef
	for _, c := range schema.Classes() {
		if schema.IsA(c.IRI, schema.Entity) && c.IRI != schema.Entity {
			defs = append(defs, c.TermDef)
		}
	}
	for _, text := range texts {
		name, class, ok := strings.Cut(text, "=")
		name = strings.TrimSpace(name)
		if !ok || ask.Fold(name) == "" {
			return usagef("for example --new 'Volt Typhoon=threat group'", fmt.Sprintf("--new: %q does not say what it is", text))
		}
		var found []quad.IRI
		if err := resolveTerms(&found, "--new", []string{strings.TrimSpace(class)}, defs); err != nil {
			return err
		}
		if iri, err := d.names.Resolve(name, found...); err == nil && ask.Fold(d.all.Label(iri)) == ask.Fold(name) {
			return usagef("leave --new out, or give the new one another name", fmt.Sprintf("--new: %q is there already: %s", name, schema.Handle(string(iri))))
		}
		d.add(graph.NewThing{
			IRI: d.unused(schema.NSID, slug(name)), Class: found[0],
			Labels: []quad.Value{quad.LangString{Value: quad.String(name), Lang: cmp.Or(d.s.flags.lang, "en")}},
		}, name)
	}
	return nil
}

func (d *drafter) add(t graph.NewThing, names ...string) {
	for _, n := range names {
		d.fresh[ask.Fold(n)] = t
	}
	if !slices.ContainsFunc(d.draft.NewThings, func(o graph.NewThing) bool { return o.IRI == t.IRI }) {
		d.draft.NewThings = append(d.draft.NewThings, t)
	}
}

// unused returns the first IRI of a namespace, counted up from 2, that the
// graph does not have.
func (d *drafter) unused(ns, local string) quad.IRI {
	for n := 1; ; n++ {
		iri := quad.IRI(ns + local)
		if n > 1 {
			iri = quad.IRI(fmt.Sprintf("%s%s-%d", ns, local, n))
		}
		if !d.all.Has(iri) && !slices.ContainsFunc(d.draft.NewThings, func(o graph.NewThing) bool { return o.IRI == iri }) {
			return iri
		}
	}
}

// slug turns a name into the local part of an IRI.
func slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(ask.Fold(name), " ", "-") {
		if r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return cmp.Or(strings.Trim(b.String(), "-"), "unnamed")
}

// resolve finds a thing by its name as it stands, those of --new first: what is
// written down is never guessed.
func (d *drafter) resolve(text string, classes ...quad.IRI) (quad.IRI, error) {
	if t, ok := d.fresh[ask.Fold(text)]; ok {
		if len(classes) == 0 || slices.ContainsFunc(classes, func(c quad.IRI) bool { return schema.IsA(string(t.Class), string(c)) }) {
			return t.IRI, nil
		}
	}
	return d.names.ResolveExact(text, classes...)
}

// party resolves --by; "me" is made if it is not there.
func (d *drafter) party(text string) (quad.IRI, error) {
	if text == "me" || text == "id:me" || text == string(me) {
		if !d.all.Has(me) {
			d.add(graph.NewThing{IRI: me, Class: schema.Person, Labels: []quad.Value{
				quad.LangString{Value: "me", Lang: "en"}, quad.LangString{Value: "ik", Lang: "nl"},
			}}, "me")
		}
		return me, nil
	}
	iri, err := d.resolve(text, schema.Party)
	if e, ok := errors.AsType[*ask.UnknownNameError](err); ok && len(e.Nearest)+len(e.Other) == 0 {
		return "", usagef("describe it with --new '"+text+"=company', or another class", "--by: "+err.Error())
	}
	if err != nil {
		return "", fmt.Errorf("--by: %w", err)
	}
	return iri, nil
}

// ownWork makes the draft rest on the own analysis of its party, which is a
// source like any other.
func (d *drafter) ownWork() {
	by := d.draft.By[0]
	iri := ownSource(by)
	d.draft.Sources = append(d.draft.Sources, iri)
	if !d.all.Has(iri) {
		d.draft.NewSources = append(d.draft.NewSources, graph.NewSource{IRI: iri, Publisher: by, Title: []quad.Value{
			quad.LangString{Value: quad.String("own analysis: " + d.label(by, "en")), Lang: "en"},
			quad.LangString{Value: quad.String("eigen analyse: " + d.label(by, "nl")), Lang: "nl"},
		}})
	}
}

func ownSource(by quad.IRI) quad.IRI { return quad.IRI(schema.NSSource + "own-" + local(by)) }

// label names a thing, one described anew included.
func (d *drafter) label(iri quad.IRI, lang string) string {
	for _, t := range d.draft.NewThings {
		if t.IRI != iri {
			continue
		}
		for _, l := range t.Labels {
			if l, ok := l.(quad.LangString); ok && l.Lang == lang {
				return string(l.Value)
			}
		}
		return d.all.Label(t.Labels[0])
	}
	return d.all.Label(iri, lang)
}

// local is the last part of an IRI.
func local(iri quad.IRI) string {
	h := schema.Handle(string(iri))
	if _, l, ok := strings.Cut(h, ":"); ok && !strings.Contains(l, "//") {
		return l
	}
	return slug(h)
}

// today is the day of the user's clock.
func today() graph.Date {
	y, m, d := time.Now().Date()
	return graph.Date{Year: y, Month: m, Day: d}
}

// date reads a date flag.
func date(flag, text string) (graph.Date, error) {
	d, err := graph.ParseDate(text)
	if err != nil {
		return d, usagef("for example "+flag+" 2021-07-19, 2021-07 or 2021", flag+": "+err.Error())
	}
	return d, nil
}

// name gives the draft the handle that was asked for, or the first free one
// made of its party and its date: me-2026-11-23/1.
func (d *drafter) name(handle string) error {
	ns := schema.NSClaim
	if d.draft.Act {
		ns = schema.NSAct
	}
	if handle != "" {
		handle = strings.TrimPrefix(strings.TrimPrefix(handle, "claim:"), "act:")
		if strings.ContainsFunc(handle, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./~", r)
		}) {
			return usagef("letters, digits and - _ . / ~ make a handle, such as me-2026-11-23/1", fmt.Sprintf("--handle: %q is no handle", handle))
		}
		d.draft.IRI = quad.IRI(ns + handle)
		if d.all.Has(d.draft.IRI) {
			return usagef("leave --handle out, and the next free one is taken", fmt.Sprintf("--handle: there is a record %s already", handle))
		}
		return nil
	}
	when := d.draft.On.String()
	if d.draft.On.IsZero() {
		when = "undated"
	}
	stem := local(d.draft.By[0]) + "-" + when + "/"
	for n := 1; ; n++ {
		at := fmt.Sprintf("%s%d", stem, n)
		if !d.all.Has(quad.IRI(schema.NSClaim+at)) && !d.all.Has(quad.IRI(schema.NSAct+at)) {
			d.draft.IRI = quad.IRI(ns + at)
			return nil
		}
	}
}

// write adds the draft to the graph if the schema has nothing against it, and
// prints it as TriG. A dry run keeps nothing.
func (d *drafter) write(ctx context.Context, dry bool) error {
	quads := d.draft.Quads()
	err := d.s.g.Update(ctx, func(tx *graph.Tx) error {
		before, err := violations(ctx, tx)
		if err != nil {
			return err
		}
		for _, q := range quads {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		after, err := violations(ctx, tx)
		if err != nil {
			return err
		}
		if err := d.s.refuse(before, after); err != nil {
			return err
		}
		if dry {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	if err := d.s.printTriG(quads); err != nil {
		return err
	}
	did := "wrote " + d.draft.Handle() + " to " + d.s.g.Name()
	if dry {
		did = "dry run: nothing was kept"
	}
	fmt.Fprintln(d.s.err, oneLine(did))
	return nil
}

// printTriG prints quads with those prefixes only that they use.
func (s *session) printTriG(quads []quad.Quad) error {
	used := map[string]string{}
	for prefix, ns := range schema.Prefixes() {
		if slices.ContainsFunc(quads, func(q quad.Quad) bool { return strings.Contains(q.NQuad(), "<"+ns) }) {
			used[prefix] = ns
		}
	}
	slices.SortFunc(quads, graph.CompareQuads)
	w := rdf.NewWriter(s.out, rdf.TriG, &rdf.WriterOptions{Prefixes: used})
	for _, q := range quads {
		if err := w.Write(q); err != nil {
			return err
		}
	}
	return w.Close()
}

func violations(ctx context.Context, tx *graph.Tx) ([]check.Violation, error) {
	report, err := check.Graph(ctx, tx.Match(ctx, graph.Pattern{}), nil)
	if err != nil {
		return nil, err
	}
	return report.Violations, nil
}

// refuse prints what is wrong after a change and was not before, and fails if
// one of it is an error.
func (s *session) refuse(before, after []check.Violation) error {
	known := map[string]bool{}
	for _, v := range before {
		known[v.String()] = true
	}
	bad := false
	for _, v := range after {
		if known[v.String()] || v.Rule == check.NoDutchLabel {
			continue
		}
		bad = bad || v.Severity == check.Error
		fmt.Fprintf(s.err, "ascribe: %s: %s\n", v.Severity, oneLine(v.Msg))
		if v.Hint != "" {
			fmt.Fprintf(s.err, "ascribe: hint: %s\n", oneLine(v.Hint))
		}
	}
	if bad {
		fmt.Fprintln(s.err, "ascribe: nothing was written")
		return errBadData
	}
	return nil
}
