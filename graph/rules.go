package graph

import (
	"fmt"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// The relations that the lens itself knows, and that rules can read. Each edge
// stands under the record that it is about, or of.
const (
	ruleStandsBehind = NSRule + "standsBehind" // party -> record: its own, of an organ of it, of a coalition it belongs to
	ruleRepresented  = NSRule + "represented"  // member on that day -> record of an organization
	ruleOwnWords     = NSRule + "ownWords"     // party -> record: its own, or of an organ of it
	ruleIs           = NSRule + "is"           // record -> asc:Claim or asc:Act
	ruleDay          = NSRule + "day"          // record -> the day on which it became public, in days since 1970, where that is known
	ruleBelongsTo    = NSRule + "belongsTo"    // partOf and officerOf that nobody denies, up to a state
	ruleLinked       = NSRule + "linked"       // linkedTo and actsFor of claims, up to a state
	ruleAnswers      = NSRule + "answers"      // record -> the incident that it answers, or that a claim is about which it answers
)

// lensRelations are those relations, as rules that need no query.
var lensRelations = []struct {
	predicate string
	native    func(*deriver) error
}{
	{ruleStandsBehind, func(d *deriver) error { return behinds[ruleStandsBehind](d, store.Any) }},
	{ruleRepresented, func(d *deriver) error { return behinds[ruleRepresented](d, store.Any) }},
	{ruleOwnWords, func(d *deriver) error { return behinds[ruleOwnWords](d, store.Any) }},
	{ruleIs, (*deriver).kinds},
	{ruleDay, (*deriver).days},
	{ruleBelongsTo, (*deriver).belongs},
	{ruleLinked, (*deriver).links},
	{ruleAnswers, (*deriver).answers},
}

// behinds derive, of one party or of all (Any), behind which records it stands.
var behinds = map[string]func(d *deriver, party store.ID) error{
	ruleStandsBehind: func(d *deriver, party store.ID) error { return d.behind(ruleStandsBehind, party, direct, named) },
	ruleRepresented: func(d *deriver, party store.ID) error {
		return d.behind(ruleRepresented, party, represented, represented)
	},
	ruleOwnWords: func(d *deriver, party store.ID) error { return d.behind(ruleOwnWords, party, direct, spokenFor) },
}

// program returns the rules of the lens, ready to be evaluated.
func (l *Lens) program() (*program, error) {
	if l.Infer == nil {
		if l.Spread {
			return spreadProgram()
		}
		return defaultProgram()
	}
	rules := slices.Clone(l.Infer)
	if l.Spread && !slices.ContainsFunc(rules, func(r Rule) bool { return r.Name == "spread" }) {
		rules = append(rules, namedRules("spread")...)
	}
	return compileRules(rules, true)
}

var (
	defaultProgram = sync.OnceValues(func() (*program, error) { return nativeProgram(DefaultRules()) })
	spreadProgram  = sync.OnceValues(func() (*program, error) {
		return nativeProgram(append(DefaultRules(), namedRules("spread")...))
	})
)

// nativeProgram is compileRules of built-in rules that need no query, and
// parses none: a start has no time for that.
func nativeProgram(rules []Rule) (*program, error) {
	var parsed []*parsedRule
	for _, r := range rules {
		u := natives[r.Name]
		parsed = append(parsed, &parsedRule{Rule: r, heads: []term.Term{term.NewIRI(u.head)}, native: u.derive, unfolds: u})
	}
	return newProgram(append(parsed, relationRules()...))
}

// compileRules parses rules and adds those that they are made of: the lens's
// relations, and the built-in ones that derive only for other rules. With fast
// on, built-in rules that read nothing of the others run without their queries.
func compileRules(rules []Rule, fast bool) (*program, error) {
	var parsed []*parsedRule
	seen := map[string]bool{}
	if len(rules) > MaxRules {
		return nil, fmt.Errorf("%w: %d rules, want at most %d", ErrLens, len(rules), MaxRules)
	}
	for _, r := range rules {
		if seen[r.Name] {
			return nil, &RuleError{Rules: []string{r.Name}, File: r.File, Msg: "two rules have this name"}
		}
		seen[r.Name] = true
		p, err := parseRule(r)
		if err != nil {
			return nil, err
		}
		if err := p.derivesWhatItMay(); err != nil {
			return nil, err
		}
		parsed = append(parsed, p)
	}
	for _, r := range builtinRules() {
		p, err := parseRule(r)
		if err != nil {
			return nil, err
		}
		if !seen[r.Name] && p.isHelper() {
			parsed = append(parsed, p)
		}
	}
	for i, p := range parsed {
		if fast && p.isBuiltin() && natives[p.Name] != nil && !slices.ContainsFunc(parsed, func(o *parsedRule) bool {
			return !o.isBuiltin() && feeds(o, p) != 0
		}) {
			quick := *p
			quick.native, quick.unfolds, quick.reads, quick.any = natives[p.Name].derive, natives[p.Name], nil, 0
			parsed[i] = &quick
		}
	}
	return newProgram(append(parsed, relationRules()...))
}

// isBuiltin reports whether a rule is one that comes with the library, to the
// letter.
func (p *parsedRule) isBuiltin() bool {
	return slices.ContainsFunc(builtinRules(), func(r Rule) bool { return r.Name == p.Name && r.Query == p.Query })
}

// isHelper reports whether a rule derives only for other rules.
func (p *parsedRule) isHelper() bool {
	return !slices.ContainsFunc(p.heads, func(h term.Term) bool { return !onlyForRules(h) })
}

// derivesWhatItMay refuses rules that would change what the lens itself says.
func (p *parsedRule) derivesWhatItMay() error {
	for _, h := range p.heads {
		if h.Kind != term.IRI {
			continue
		}
		def, known := schema.Property(h.Value)
		switch {
		case known && def.Type != schema.EdgeProperty && def.Type != schema.DerivedProperty, h.Value == term.RDFType:
			return &RuleError{Rules: []string{p.Name}, File: p.File, Msg: "a rule derives edges, and " + schema.Handle(h.Value) + " is none"}
		case slices.ContainsFunc(lensRelations, func(r struct {
			predicate string
			native    func(*deriver) error
		},
		) bool {
			return r.predicate == h.Value
		}):
			return &RuleError{Rules: []string{p.Name}, File: p.File, Msg: "rule:" + h.Value[len(NSRule):] + " is a relation of the lens itself"}
		}
	}
	return nil
}

// behind derives who stands behind the visible records, or behind which one
// party does, by how near.
func (d *deriver) behind(predicate string, party store.ID, nearest, farthest bond) error {
	p := d.intern(predicate)
	for i, visible := range d.c.visible {
		if i%checkEvery == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		r := &d.c.table.list[i]
		if !visible || party != store.Any && d.c.parties.alone(r) && !slices.Contains(r.by(), party) {
			continue
		}
		id := r.id
		for _, s := range d.c.parties.speakers(i, farthest == represented) {
			if s.how < nearest || s.how > farthest || party != store.Any && s.party != party {
				continue
			}
			d.add(store.Quad{s.party, p, id, id}, s.supports())
		}
	}
	return nil
}

// supports is the edge that says that the party stands behind the record.
func (s *speaker) supports() []store.Quad {
	if s.how == direct {
		return []store.Quad{}
	}
	return []store.Quad{s.edge}
}

func (d *deriver) kinds() error {
	p, claim, act := d.intern(ruleIs), d.intern(schema.Claim), d.intern(schema.Act)
	for i, visible := range d.c.visible {
		if r := &d.c.table.list[i]; visible {
			kind := claim
			if r.act {
				kind = act
			}
			d.add(store.Quad{r.id, p, kind, r.id}, []store.Quad{})
		}
	}
	return nil
}

func (d *deriver) days() error {
	p := d.intern(ruleDay)
	for i, visible := range d.c.visible {
		if r := &d.c.table.list[i]; visible && r.when.lo == r.when.hi && !r.undated {
			day := d.out.terms.intern(d.snap, term.NewTyped(fmt.Sprint(r.when.lo), schema.XSDInteger))
			d.add(store.Quad{r.id, p, day, r.id}, []store.Quad{})
		}
	}
	return nil
}

// belongs derives the organ structure that nobody denies, below states.
func (d *deriver) belongs() error {
	if err := d.c.readDenials(); err != nil {
		return err
	}
	return d.structure(ruleBelongsTo, []store.ID{d.c.table.ids.partOf, d.c.table.ids.officerOf}, func(q store.Quad) bool {
		return !d.c.denied[[3]store.ID{q[store.S], q[store.P], q[store.O]}]
	})
}

// links derives the links that claims assert, below states.
func (d *deriver) links() error {
	return d.structure(ruleLinked, []store.ID{d.c.table.ids.linkedTo, d.c.table.ids.actsFor}, func(q store.Quad) bool {
		i, described := d.c.table.index.of(q[store.G])
		return described && !d.c.table.list[i].act
	})
}

func (d *deriver) structure(predicate string, edges []store.ID, keep func(store.Quad) bool) error {
	p := d.intern(predicate)
	for _, e := range edges {
		err := each(d.c.src.bare(), store.Pattern{store.P: e}, store.PSOG, func(q store.Quad) {
			if q[store.G] == store.Unlabelled || d.c.table.isA(q[store.S], d.c.table.ids.state) || !keep(q) {
				return
			}
			d.add(store.Quad{q[store.S], p, q[store.O], q[store.G]}, []store.Quad{q})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
