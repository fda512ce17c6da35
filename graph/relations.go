package graph

import (
	"context"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// relations are what a query with QueryOptions.Relations reads beside what is
// stored: what the rules of the lens derive, and the relations of the lens where
// they are named.
type relations struct{ *derivation }

// relationsProgram is the program of a lens without rules.
var relationsProgram = sync.OnceValues(func() (*program, error) { return newProgram(relationRules()) })

// relationRules are the relations of the lens as rules.
func relationRules() []*parsedRule {
	out := make([]*parsedRule, len(lensRelations))
	for i, rel := range lensRelations {
		out[i] = &parsedRule{Rule: Rule{Name: rel.predicate}, heads: []term.Term{term.NewIRI(rel.predicate)}, native: rel.native}
	}
	return out
}

// withRelations returns the source of a query that reads the lens's relations.
func (v *View) withRelations() (*source, error) {
	d := v.rules
	if d == nil {
		v.bareOnce.Do(func() {
			var p *program
			if p, v.bareErr = relationsProgram(); v.bareErr == nil {
				v.bareRules = newDerivation(v.compiled, p)
			}
		})
		if d = v.bareRules; v.bareErr != nil {
			return nil, v.bareErr
		}
	}
	out := *v.src
	out.added = relations{d}
	return &out, nil
}

// named reports whether a pattern names a relation.
func (r relations) named(p store.Pattern) bool {
	return p[store.P] != store.Any && r.byHead[p[store.P]] != nil && !slices.Contains(r.heads, p[store.P])
}

func (r relations) none(p store.Pattern) bool {
	if r.named(p) {
		return p[store.G] == store.Unlabelled
	}
	return r.derivation.none(p)
}

func (r relations) match(ctx context.Context, p store.Pattern, order store.Order) ([]store.Quad, error) {
	if !r.named(p) {
		return r.derivation.match(ctx, p, order)
	}
	if part, err := r.of(ctx, p[store.S], p[store.P]); part != nil || err != nil {
		return part.match(p, order), err
	}
	now, err := r.need(ctx, p[store.P])
	if err != nil {
		return nil, err
	}
	return now.hidden.match(p, order), now.err
}

// of returns what a relation holds of one party, nil if all of it is to be
// derived instead. It is kept.
func (r relations) of(ctx context.Context, party, predicate store.ID) (*overlay, error) {
	i := slices.IndexFunc(r.byHead[predicate], func(i int) bool { return behinds[r.program.rules[i].Name] != nil })
	if i < 0 || party == store.Any || !r.missing(r.now.Load(), r.byHead[predicate]) {
		return nil, nil
	}
	if err := r.take(ctx); err != nil {
		return nil, err
	}
	defer r.give()
	key := [2]store.ID{party, predicate}
	part := r.parts[key]
	if part == nil && len(r.parts) < maxParts {
		part = newOverlay()
		rule := r.byHead[predicate][i]
		d := &deriver{ctx: ctx, c: r.c, snap: r.c.src.snap, rule: rule, out: &derived{shown: newOverlay(), hidden: part, terms: r.now.Load().terms}}
		if err := behinds[r.program.rules[rule].Name](d, party); err != nil {
			return nil, err
		}
		part.seal()
		r.parts[key] = part
	}
	return part, nil
}

// unfold puts in the place of a relation's quads what they rest on.
func (r relations) unfold(ctx context.Context, quads []store.Quad) ([]store.Quad, error) {
	var out []store.Quad
	for _, q := range quads {
		on := []store.Quad{q}
		if r.named(store.Pattern(q)) {
			now, err := r.need(ctx, q[store.P])
			if err == nil {
				on, err = r.stored(ctx, now, q)
			}
			if err != nil {
				return nil, err
			}
		}
		for _, q := range on {
			if !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out, nil
}

// maxParts is for how many parties relations are kept apart.
const maxParts = 16

// like: the relations resemble nothing that is stored.
func (r relations) like(p store.Pattern) (likeness, bool) {
	if r.named(p) {
		return likeness{}, false
	}
	return r.derivation.like(p)
}

func (r relations) estimate(p store.Pattern) int {
	switch now := r.now.Load(); {
	case !r.named(p):
		return r.derivation.estimate(p)
	case r.missing(now, r.byHead[p[store.P]]):
		return 1 + len(r.c.table.list)/8 // nobody knows
	default:
		return atMost(now.hidden.runs, p)
	}
}

// answers derives which visible records answer which incidents: the incident
// itself, or a claim about it. What the claim is about is read past the lens, by
// its date alone: whether an act answers an incident cannot depend on whose claims
// one counts.
func (d *deriver) answers() error {
	p := d.intern(ruleAnswers)
	table, f := d.c.table, recordFilter{lens: d.c.lens}
	incidents := d.c.incidents()
	about := map[store.ID][]store.Quad{} // by claim: its edges that tell of an incident
	for i, visible := range d.c.visible {
		if i%checkEvery == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		if !visible {
			continue
		}
		r := &table.list[i]
		for _, to := range r.responseTo() {
			is, err := incidents(to)
			if err != nil {
				return err
			}
			claim, described := table.index.of(to)
			switch {
			case is:
				d.add(store.Quad{r.id, p, to, r.id}, []store.Quad{})
				continue
			case !described || table.list[claim].assumed || f.public(&table.list[claim]) != certain:
				continue
			}
			edges, met := about[to]
			if !met {
				if edges, err = d.c.tells(to); err != nil {
					return err
				}
				about[to] = edges
			}
			for _, q := range edges {
				supports := []store.Quad{}
				if d.c.src.shows(q) {
					supports = append(supports, q)
				}
				d.add(store.Quad{r.id, p, d.c.incidentOf(q), r.id}, supports)
			}
		}
	}
	return nil
}

// checkEvery is how many steps pass between looks at a context.
const checkEvery = 512

// incidents returns a test of what is an incident, which remembers.
func (c *compiled) incidents() func(store.ID) (bool, error) {
	classes, things := map[store.ID]bool{}, map[store.ID]bool{}
	src := c.src.bare()
	return func(thing store.ID) (bool, error) {
		is, known := things[thing]
		if known {
			return is, nil
		}
		err := each(src, store.Pattern{store.S: thing, store.P: c.table.ids.typ, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
			class := q[store.O]
			if _, met := classes[class]; !met {
				classes[class] = schema.IsA(c.src.Term(class).Value, schema.Incident)
			}
			is = is || classes[class]
		})
		things[thing] = is
		return is, err
	}
}

// tells returns the edges of a record that tell of which incident it speaks,
// whatever the lens hides.
func (c *compiled) tells(record store.ID) (edges []store.Quad, err error) {
	err = each(c.whole, store.Pattern{store.G: record}, store.GSPO, func(q store.Quad) {
		if c.incidentOf(q).Kind() == term.IRI && c.incidentOf(q) != store.Any {
			edges = append(edges, q)
		}
	})
	return edges, err
}

// incidentOf is the end of an edge that is an incident; Any if its predicate has
// none.
func (c *compiled) incidentOf(q store.Quad) store.ID {
	switch ids := &c.table.ids; q[store.P] {
	case ids.attributedTo:
		return q[store.S]
	case ids.conducted, ids.attributes:
		return q[store.O]
	}
	return store.Any
}
