package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// PathMode says which chains Paths returns.
type PathMode = algebra.PathMode

// The modes.
const (
	AnyShortest = algebra.AnyShortest
	AllShortest = algebra.AllShortest
	Acyclic     = algebra.Acyclic
)

// Step is a kind of edge that a chain may use.
type Step struct {
	Predicate quad.IRI
	Inverse   bool // walked from object to subject
}

// LinkSteps are the edges by which a group, a person or a company hangs
// together with a state.
func LinkSteps() []Step {
	return []Step{{Predicate: schema.LinkedTo}, {Predicate: schema.PartOf}, {Predicate: schema.ActsFor}, {Predicate: schema.OfficerOf}}
}

// TerritorySteps are the link edges and operatesFrom, which says where someone
// is and nothing about the state.
func TerritorySteps() []Step { return append(LinkSteps(), Step{Predicate: schema.OperatesFrom}) }

// AnySteps are all edges of the schema in both directions, those to literals
// left out.
func AnySteps() []Step {
	var out []Step
	for _, p := range schema.Properties() {
		if p.Type == schema.EdgeProperty {
			out = append(out, Step{Predicate: quad.IRI(p.IRI)}, Step{Predicate: quad.IRI(p.IRI), Inverse: true})
		}
	}
	return out
}

// PathQuery asks for chains of edges between two things.
type PathQuery struct {
	From, To  quad.IRI
	Steps     []Step // default: LinkSteps
	Mode      PathMode
	Via       quad.IRI   // a thing that every chain passes; "" for none
	Avoid     []quad.IRI // things and edges of the schema that no chain has
	MaxLength int        // most hops; default 8
	Limit     int        // most chains; default 100
}

// Chain is one way between two things: its hops in order.
type Chain []Hop

// Hop is one step of a chain. Edges that differ only by their record are one
// hop, whose records are its evidence.
type Hop struct {
	From, Predicate, To quad.IRI
	Forward             bool // the stored edge runs From -> To
	Records             []quad.IRI
}

// The limits that PathQuery has by default.
const (
	DefaultPathLength = 8
	DefaultPathLimit  = 100
)

// Paths returns the chains that q asks for, shortest first; no chain is no
// error. It is a PATHS query, and stops with ctx.
func (v *View) Paths(ctx context.Context, q PathQuery) ([]Chain, error) {
	if q.Via == "" || q.Via == q.From || q.Via == q.To {
		return v.paths(ctx, q)
	}
	first, second := q, q
	first.To, second.From = q.Via, q.Via
	heads, err := v.paths(ctx, first)
	if err != nil {
		return nil, err
	}
	tails, err := v.paths(ctx, second)
	if err != nil {
		return nil, err
	}
	limit := cmp.Or(q.Limit, DefaultPathLimit)
	var out []Chain
	for _, head := range heads {
		for _, tail := range tails {
			if len(out) == limit {
				return out, nil
			}
			if c := slices.Concat(head, tail); c.simple() && len(c) <= cmp.Or(q.MaxLength, DefaultPathLength) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Chain) int { return len(a) - len(b) })
	return out, nil
}

// simple reports whether the chain meets no node twice.
func (c Chain) simple() bool {
	if len(c) == 0 {
		return true
	}
	seen := map[quad.IRI]bool{c[0].From: true}
	for _, h := range c {
		if seen[h.To] {
			return false
		}
		seen[h.To] = true
	}
	return true
}

func (v *View) paths(ctx context.Context, q PathQuery) ([]Chain, error) {
	steps := q.Steps
	if steps == nil {
		steps = LinkSteps()
	}
	src, err := v.avoiding(ctx, q)
	if err != nil {
		return nil, err
	}
	var via algebra.Path
	for _, s := range steps {
		if slices.Contains(q.Avoid, s.Predicate) {
			continue
		}
		var p algebra.Path = &algebra.PathLink{IRI: term.NewIRI(string(s.Predicate))}
		if s.Inverse {
			p = &algebra.PathInverse{P: p}
		}
		if via != nil {
			p = &algebra.PathAlt{L: via, R: p}
		}
		via = p
	}
	if via == nil {
		return nil, nil // every edge is avoided
	}
	end := func(name string, iri quad.IRI) algebra.Op {
		return &algebra.Values{Vars: []string{name}, Rows: [][]term.Term{{term.NewIRI(string(iri))}}}
	}
	query := &algebra.Query{
		Vars: []string{"path", "from", "p", "to", "forward"},
		Op: &algebra.Paths{
			Mode: q.Mode, Start: algebra.Node{Var: "s"}, End: algebra.Node{Var: "e"},
			StartOp: end("s", q.From), EndOp: end("e", q.To), Via: via,
			MaxLength: cmp.Or(q.MaxLength, DefaultPathLength), Limit: cmp.Or(q.Limit, DefaultPathLimit),
		},
	}
	res, err := v.engine()(ctx, query, src, engine.Options{})
	if err != nil {
		return nil, err
	}
	var out []Chain
	last := ""
	for row, err := range res.Rows {
		if err != nil {
			return out, err
		}
		if row[0].Value != last {
			last = row[0].Value
			out = append(out, nil)
		}
		forward, _ := strconv.ParseBool(row[4].Value)
		h := Hop{From: quad.IRI(row[1].Value), Predicate: quad.IRI(row[2].Value), To: quad.IRI(row[3].Value), Forward: forward}
		if h.Records, err = v.recordsOf(ctx, h); err != nil {
			return out, err
		}
		out[len(out)-1] = append(out[len(out)-1], h)
	}
	slices.SortStableFunc(out, func(a, b Chain) int { return len(a) - len(b) })
	return out, nil
}

// avoiding returns the view's source without the quads at the things that q
// avoids.
func (v *View) avoiding(ctx context.Context, q PathQuery) (engine.Source, error) {
	avoid := map[store.ID]bool{}
	for _, iri := range q.Avoid {
		switch iri {
		case q.From, q.To, q.Via:
			return nil, fmt.Errorf("%w: %s is at an end, or asked for by Via", ErrAvoid, v.Label(iri))
		}
		if id, ok := v.lookup(iri); ok {
			avoid[id] = true
		}
	}
	if len(avoid) == 0 {
		return v.src.under(ctx), nil
	}
	return &avoidingSource{v.src.under(ctx), avoid}, nil
}

// ErrAvoid is wrapped by the error about a thing that a chain is asked both to
// have and to avoid.
var ErrAvoid = errors.New("cannot avoid this")

type avoidingSource struct {
	engine.Source
	avoid map[store.ID]bool
}

func (s *avoidingSource) Scan(p store.Pattern, o store.Order) engine.Cursor {
	return &avoidingCursor{s.Source.Scan(p, o), s.avoid}
}

type avoidingCursor struct {
	engine.Cursor
	avoid map[store.ID]bool
}

func (c *avoidingCursor) Next(buf []store.Quad) int {
	for {
		n := c.Cursor.Next(buf)
		kept := 0
		for _, q := range buf[:n] {
			if !c.avoid[q[store.S]] && !c.avoid[q[store.O]] {
				buf[kept] = q
				kept++
			}
		}
		if kept > 0 || n == 0 {
			return kept
		}
	}
}

// recordsOf returns the records under which a hop's edge stands, oldest first.
func (v *View) recordsOf(ctx context.Context, h Hop) ([]quad.IRI, error) {
	p := Pattern{Subject: h.From, Predicate: h.Predicate, Object: h.To}
	if !h.Forward {
		p.Subject, p.Object = p.Object, p.Subject
	}
	records := map[quad.IRI]*Record{}
	for q, err := range v.Match(ctx, p) {
		if err != nil {
			return nil, err
		}
		if iri, ok := q.Label.(quad.IRI); ok {
			if r := v.Record(iri); r != nil {
				records[iri] = r
			}
		}
	}
	return sortedRecords(records), nil
}

// sortedRecords returns the IRIs of records in the order of Compare.
func sortedRecords(set map[quad.IRI]*Record) []quad.IRI {
	records := slices.SortedFunc(maps.Values(set), (*Record).Compare)
	out := make([]quad.IRI, len(records))
	for i, r := range records {
		out[i] = r.IRI
	}
	return out
}

// Connect returns the chains by which two things hang together: those of
// q.Steps or, if it has none, the chains of links from one to the other in
// either direction, and only where there is none those over territory as well.
// With AllShortest and no steps it adds the chains of one hop more than the
// shortest: a claim that ties a group to the state at once should not hide the
// one that says by which organ.
func (v *View) Connect(ctx context.Context, q PathQuery) ([]Chain, error) {
	tries := []PathQuery{q}
	if q.Steps == nil {
		back := q
		back.From, back.To = q.To, q.From
		over, overBack := q, back
		over.Steps, overBack.Steps = TerritorySteps(), TerritorySteps()
		tries = append(tries, back, over, overBack)
	}
	for _, try := range tries {
		chains, err := v.Paths(ctx, try)
		if err != nil {
			return nil, err
		}
		if len(chains) == 0 {
			continue
		}
		more := len(chains[0]) + 1
		if try.Steps == nil && try.Mode == AllShortest && more <= cmp.Or(try.MaxLength, DefaultPathLength) {
			try.Mode, try.MaxLength = Acyclic, more
			return v.Paths(ctx, try)
		}
		return chains, nil
	}
	return nil, nil
}
