package ask

import (
	"slices"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// What a clause is turned into, once its parts have their places: links that run
// the other way, the same done to each other, what is so most often.

// pointsBack reports whether edges run from what is named to the members of a
// set: from groups, persons and companies to agencies and states.
func (p *parser) pointsBack(of *set, f *filler) bool {
	if f == nil || len(of.classes) == 0 {
		return false
	}
	above := classesOf(schema.State, schema.Agency, schema.Organization)
	below := classesOf(schema.ThreatGroup, schema.Person, schema.Company, schema.UnnamedParty)
	for _, c := range of.classes {
		if !slices.Contains(above, c) {
			return false
		}
	}
	if f.set != nil {
		return len(f.set.classes) > 0 && !slices.ContainsFunc(f.set.classes, func(c quad.IRI) bool { return !slices.Contains(below, c) })
	}
	return len(f.names) > 0 && !slices.ContainsFunc(f.names, func(n named) bool {
		return n.iri == "" || !slices.ContainsFunc(below, func(c quad.IRI) bool { return p.names.view.IsA(n.iri, c) })
	})
}

// isBody reports whether all that is named has members.
func (p *parser) isBody(f *filler) bool {
	if f == nil || len(f.names) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.names, func(n named) bool {
		return n.iri == "" || !slices.ContainsFunc(bodies, func(c quad.IRI) bool { return p.names.view.IsA(n.iri, c) })
	})
}

// orBlamed lets an incident be linked to somebody also by being attributed to
// them, or to what stands below them.
func (c *cond) orBlamed() *cond {
	if c.op != isAtom {
		n := &cond{op: c.op}
		for _, a := range c.args {
			n.args = append(n.args, a.orBlamed())
		}
		return n
	}
	a := c.atom
	if a.frame != links && a.frame != ties || a.self != theFrom || a.fill[theTo] == nil {
		return c
	}
	b := &atom{frame: blame, self: theFor, when: a.when, quals: a.quals}
	b.fill[theTo], b.fill[theBy] = a.fill[theTo], a.fill[theBy]
	return &cond{op: isOr, args: []*cond{c, {atom: b}}}
}

// mutual is what takes the place of "each other": those of the same kind that do
// the same to the member of the set; nil where that says nothing.
func mutual(f *frame, of *set, own, other role) *filler {
	if of == nil || of.noun == nil || f != blame && f.kind == "" || own != theBy || other != theTo {
		return nil
	}
	back := &atom{frame: f, self: own}
	back.fill[other] = &filler{link: &link{}}
	return &filler{set: &set{noun: of.noun, classes: of.classes, many: true, is: []*cond{{atom: back}}}}
}

// makeMost asks for what is so most often; false if it cannot be told.
func (a *atom) makeMost() bool {
	r := a.mostOf()
	if r == theBy {
		if a.fill[theBy] != nil {
			return false
		}
		a.fill[theBy] = &filler{most: true, set: &set{noun: nouns[1], classes: classesOf(schema.Party), many: true}}
		return true
	}
	a.most = r
	return r != noRole
}

// mostOf is what is counted where something is said to be so most often: of
// blame the incidents, or of an incident the parties; of acts the acts.
func (a *atom) mostOf() role {
	switch {
	case a.self == theRec || a.self == noRole || a.frame.classes[theFor] == nil:
		return noRole
	case a.frame.kind != "" || a.frame == acts:
		return theRec
	case a.self == theFor:
		return theBy
	}
	return theFor
}
