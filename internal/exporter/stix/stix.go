package stix

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// thing is an entity, a record or a source.
type thing struct {
	value  quad.Value
	about  []quad.Quad // without a label
	edges  []quad.Quad // under it
	class  string
	record *record // nil if it is none
	id     string  // of the object that holds it
	marks  []string
}

// exporter makes the objects of one bundle.
type exporter struct {
	v       *graph.View
	things  map[quad.Value]*thing
	order   []*thing // by name
	objects []written
	newest  string            // the last day of any record, as a time stamp
	stating map[string]string // relationships by edge, for denials
	extra   map[string]bool   // ids of objects made once for all
	cited   map[quad.Value][]string
	names   map[quad.Value][]string // aliases
	named   map[quad.Value][]string // markings of where they are from
	buf     bytes.Buffer
	err     error // of the first object that could not be written
}

// written is an object as it stands in the bundle.
type written struct {
	rank int
	text []byte
}

// Write writes what a view shows, derived quads left out, as a bundle. The
// same graph and lens give the same bytes. It costs a scan of every quad, and
// holds the quads and the bundle in memory: some 10 kB for each record.
func Write(ctx context.Context, w io.Writer, v *graph.View) error {
	e := &exporter{
		v: v, things: map[quad.Value]*thing{}, stating: map[string]string{}, extra: map[string]bool{},
		cited: map[quad.Value][]string{}, names: map[quad.Value][]string{}, named: map[quad.Value][]string{},
	}
	if err := e.collect(ctx); err != nil {
		return err
	}
	if err := e.convert(); err != nil {
		return err
	}
	return e.write(w)
}

// collect sorts the quads by the thing that they are about.
func (e *exporter) collect(ctx context.Context) error {
	same := map[quad.Value]quad.Value{} // one copy of each term that stands in many quads
	for q, err := range e.v.Match(ctx, graph.Pattern{}) {
		if err != nil {
			return err
		}
		if e.v.Supports(q) != nil {
			continue
		}
		for _, v := range []*quad.Value{&q.Subject, &q.Predicate, &q.Object, &q.Label} {
			if *v == nil {
				continue
			}
			if one, ok := same[*v]; ok {
				*v = one
			} else {
				same[*v] = *v
			}
		}
		if q.Label != nil {
			t := e.thing(q.Label)
			t.edges = append(t.edges, q)
			continue
		}
		t := e.thing(q.Subject)
		t.about = append(t.about, q)
	}
	for _, t := range e.things {
		slices.SortFunc(t.about, graph.CompareQuads)
		slices.SortFunc(t.edges, graph.CompareQuads)
		for _, q := range t.about {
			if c, ok := q.Object.(quad.IRI); ok && q.Predicate == quad.Value(quad.IRI(schema.RDFType)) && t.class == "" {
				t.class = string(c)
			}
		}
	}
	for _, t := range slices.Collect(maps.Values(e.things)) {
		if len(t.edges) > 0 || schema.IsA(t.class, schema.Record) {
			t.record = readRecord(t)
			e.mention(t)
		}
	}
	for _, t := range e.things {
		e.order = append(e.order, t)
	}
	slices.SortFunc(e.order, func(a, b *thing) int { return cmp.Compare(name(a.value), name(b.value)) })
	return ctx.Err()
}

// thing returns the thing that a value stands for.
func (e *exporter) thing(v quad.Value) *thing {
	t := e.things[v]
	if t == nil {
		t = &thing{value: v}
		e.things[v] = t
	}
	return t
}

// mention makes things of what a record joins, whether or not anything
// describes it.
func (e *exporter) mention(t *thing) {
	see := func(v quad.Value) {
		if isThing(v) {
			e.thing(v)
		}
	}
	for _, q := range t.edges {
		see(q.Subject)
		see(q.Object)
	}
	for _, v := range slices.Concat(t.record.by, t.record.relayed, t.record.about) {
		see(v)
	}
}

// isThing reports whether a value is a thing and no literal, and no term of the vocabulary.
func isThing(v quad.Value) bool {
	switch v := v.(type) {
	case quad.BNode:
		return true
	case quad.IRI:
		_, term := schema.Lookup(string(v))
		return !term
	}
	return false
}

// ref returns the id of the object of a thing, "" if there is none.
func (e *exporter) ref(v quad.Value) string {
	if t := e.things[v]; t != nil {
		return t.id
	}
	return ""
}

// convert makes the objects: ids first, since they refer to one another.
func (e *exporter) convert() error {
	e.newest = unknownDay
	for _, t := range e.order {
		if t.record != nil {
			e.date(t.record)
			e.newest = max(e.newest, t.record.last)
		}
	}
	e.producer()
	e.entityIDs()
	e.recordIDs()
	for _, t := range e.order {
		if t.record != nil {
			if err := e.record(t); err != nil {
				return err
			}
		}
	}
	for _, t := range e.order {
		var err error
		switch {
		case t.record != nil:
		case t.class == schema.Source:
			err = e.source(t)
		default:
			err = e.entity(t)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ranks say in which order the types stand: what others refer to comes first.
var ranks = map[string]int{
	"extension-definition": 1, "marking-definition": 2, "identity": 3, "location": 4, "relationship": 6, "sighting": 6,
	"note": 7, "opinion": 7, "report": 8, "grouping": 8,
}

// add adds an object that is done. It is kept as text, which takes a fraction of
// the memory of the objects.
func (e *exporter) add(o *object) {
	e.buf.Reset()
	enc := json.NewEncoder(&e.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(o); err != nil { // ends the line
		e.err = cmp.Or(e.err, fmt.Errorf("export: %s: %w", o.ID, err))
		return
	}
	e.objects = append(e.objects, written{cmp.Or(ranks[o.Type], 5), bytes.Clone(e.buf.Bytes())})
}

// write writes the bundle, an object a line.
func (e *exporter) write(w io.Writer) error {
	if e.err != nil {
		return e.err
	}
	slices.SortStableFunc(e.objects, func(a, b written) int { return cmp.Compare(a.rank, b.rank) })
	each := func(to io.Writer) error {
		for i, o := range e.objects {
			if i > 0 {
				if _, err := io.WriteString(to, ","); err != nil {
					return err
				}
			}
			if _, err := to.Write(o.text); err != nil {
				return err
			}
		}
		return nil
	}
	sum := sha256.New()
	_ = each(sum) // a hash takes anything
	out := bufio.NewWriterSize(w, 64<<10)
	fmt.Fprintf(out, "{\"type\":\"bundle\",\"id\":\"%s\",\"objects\":[\n", ownID("bundle", hex.EncodeToString(sum.Sum(nil))))
	if err := each(out); err != nil {
		return err
	}
	fmt.Fprint(out, "]}\n") // an error stays for Flush
	return out.Flush()
}

// madeOn is when this mapping was made: the date of what belongs to the project.
const madeOn = "2026-11-27T00:00:00.000Z"

// producer adds the identity of this project and the definition of its extension.
func (e *exporter) producer() {
	me := &object{
		Type: "identity", SpecVersion: "2.1", ID: producerID, Created: madeOn, Modified: madeOn,
		Name: "Ascribe", Description: "Made the objects of this bundle that have no other creator.", IdentityClass: "system",
	}
	e.add(me.derive(schema.Base))
	e.add(&object{
		Type: "extension-definition", SpecVersion: "2.1", ID: stiximport.Extension, CreatedBy: producerID, Created: madeOn, Modified: madeOn,
		Name:        "Ascribe records",
		Description: "The record, entity or source that an object stands for, as nodes of JSON-LD: who said or did it, when, how sure, in which words, by which document.",
		Schema: "Properties: extension_type, always property-extension. modified, that of the object when it was written. Either nodes, a list of node objects of JSON-LD 1.1 " +
			"whose names are the terms of " + schema.NS + "; or derived_from, the IRI of the thing of which the object was made, which another object holds.",
		Version: "1.0.0", ExtensionTypes: []string{"property-extension"},
	})
}

var producerID = ownID("identity", schema.Base)
