package draw

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// record draws a claim or an act: its boxes, who speaks, whom it speaks of and
// what it says of them.
func (b *builder) record(r *graph.SubRecord, rank int, heading func(*graph.SubRecord) (string, string, bool)) {
	voice := voiceOf(r)
	key, title, coarse := heading(r)
	frameID := b.frame(inClaims, key, title, rank)

	var mains []*box
	if voice != voiceWithheld {
		l := lookClaim
		if r.Act {
			l = lookAct
		}
		mains = append(mains, &box{id: nodeID("record", string(r.IRI)), look: l, voice: voice, head: b.headline(r)})
	}
	if has(r, schema.Withheld) {
		mains = append(mains, &box{id: nodeID("withheld", string(r.IRI)), look: lookWithheld, voice: voiceWithheld, head: b.withheldHeadline(r)})
	}
	voices := b.voices(r)
	for _, bx := range mains {
		bx.col, bx.rank, bx.frame = inClaims, rank, frameID
		bx.sub = b.small(r, voices, coarse)
		bx.tip, bx.url = b.tooltip(r, bx.head)
		bx.records = []*graph.SubRecord{r}
		b.boxes[bx.id] = bx
		for _, v := range voices {
			b.line(line{
				from: b.speaker(v.party, r), to: bx.id, part: speech, voice: bx.voice,
				relayed: !r.FirstHand(), tip: []string{b.cite(r)}, url: bx.url,
			})
		}
		if len(voices) == 0 {
			b.line(line{from: b.nobody(), to: bx.id, part: speech, voice: bx.voice, relayed: !r.FirstHand(), tip: []string{b.cite(r)}, url: bx.url})
		}
	}
	if voice != voiceWithheld {
		b.edges(r, mains[0])
	}
	for _, bx := range mains {
		if bx.voice == voiceWithheld {
			for _, incident := range b.answered(r) {
				b.aim(r, bx, b.target(incident))
			}
		}
	}
}

// small is what stands under a headline: the organ that spoke or the form, the
// date where the frame does not say it, who passed it on, the handle.
func (b *builder) small(r *graph.SubRecord, voices []speaking, coarse bool) []string {
	var organs []string
	for _, v := range voices {
		for _, o := range v.organs {
			organs = append(organs, b.name(o))
		}
	}
	slices.Sort(organs)
	var first []string
	if len(organs) > 2 {
		organs = append(organs[:1], b.words.say("more", itoa(len(organs)-1)))
	}
	if len(organs) > 0 {
		first = append(first, strings.Join(organs, ", "))
	}
	if r.Form != "" && (len(organs) == 0 || r.Form != schema.OfficialStatement) {
		first = append(first, b.label(r.Form))
	}
	if basis := firstText(r.LegalBasis); r.Act && basis != "" {
		first = append(first, clean(basis, 88))
	}
	var out []string
	if on := b.incidentsOf(r); b.many && len(on) > 0 {
		out = append(out, wrap(b.listOf(on, 64), 46, 2)...)
	}
	last := shortHandle(b.handle(r.IRI), maxHandle)
	if coarse && r.When() != "" {
		last = r.When() + " · " + last
	}
	switch said := clean(strings.Join(first, " · "), 140); {
	case said == "":
	case len(r.RelayedBy) == 0 && utf8.RuneCountInString(said+last) <= 48:
		last = said + " · " + last
	default:
		out = append(out, wrap(said, 46, 3)...)
	}
	if len(r.RelayedBy) > 0 {
		var by []string
		for _, p := range r.RelayedBy {
			by = append(by, b.name(p))
		}
		if len(by) > 2 {
			by = append(by[:1], b.words.say("more", itoa(len(by)-1)))
		}
		out = append(out, wrap(clean(b.words.say("relayed by", strings.Join(by, ", ")), 90), 44, 2)...)
	}
	return append(out, last)
}

// countIncidents sees whether claims have to say of which incident they speak.
func (b *builder) countIncidents() {
	seen := map[quad.Value]bool{}
	for _, r := range b.list {
		for _, v := range b.incidentsOf(r) {
			seen[v] = true
		}
	}
	b.many = len(seen) > 1
	b.hitBy = map[quad.IRI]int{}
	pairs := map[[2]quad.Value]bool{}
	for _, r := range b.list {
		for _, q := range r.Edges {
			o, ok := q.Object.(quad.IRI)
			if p := predicate(q); !ok || p != schema.Targeted && p != schema.Exploited || pairs[[2]quad.Value{q.Subject, o}] {
				continue
			}
			pairs[[2]quad.Value{q.Subject, o}] = true
			b.hitBy[o]++
		}
	}
}

// incidentsOf are the incidents that a record names an actor of.
func (b *builder) incidentsOf(r *graph.SubRecord) []quad.Value {
	var out []quad.Value
	for _, q := range r.Edges {
		v := q.Subject
		switch predicate(q) {
		case schema.AttributedTo:
		case schema.Conducted:
			v = q.Object
		default:
			continue
		}
		if iri, ok := v.(quad.IRI); ok && b.look(iri) == lookIncident && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// tooltip says of a record what the picture has no room for, and where its
// first document that is on the web can be read.
func (b *builder) tooltip(r *graph.SubRecord, head string) (tip []string, url string) {
	add := func(s string) {
		if s != "" {
			tip = append(tip, s)
		}
	}
	add(head)
	add(b.cite(r))
	for _, q := range slices.Sorted(texts(r.Quotes)) {
		add("“" + clean(q, maxTipLine-2) + "”")
	}
	for _, s := range slices.Sorted(texts(r.Summary)) {
		add(s)
	}
	for _, iri := range r.Sources {
		s, ok := b.sub.Sources[iri]
		if !ok || s.Title == "" {
			add(b.handle(iri))
		} else {
			line := s.Title
			if s.Publisher != "" {
				line += ", " + s.Publisher
			}
			if !s.Published.IsZero() {
				line += ", " + s.Published.String()
			}
			add(line)
		}
		if url == "" {
			url = link(s.URL)
		}
	}
	return tip, url
}

func texts(values []quad.Value) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range values {
			if !yield(text(v)) {
				return
			}
		}
	}
}

// aim draws the arrow from a record to a thing it speaks of.
func (b *builder) aim(r *graph.SubRecord, from *box, to string) {
	if !slices.Contains(b.aims[r.IRI], to) {
		b.aims[r.IRI] = append(b.aims[r.IRI], to)
	}
	b.line(line{from: from.id, to: to, part: aim, voice: from.voice, tip: []string{b.cite(r)}, url: from.url})
}

// grey draws what a record says of two things.
func (b *builder) grey(r *graph.SubRecord, from, to string, t trace, p quad.IRI) {
	denied := r.Stance == schema.Denies || r.Stance == schema.Retracts
	tip := b.label(p) + ": " + b.cite(r)
	if denied {
		tip = b.label(p) + ", " + b.label(r.Stance) + ": " + b.cite(r)
	}
	b.line(line{from: from, to: to, part: grey, trace: t, denied: denied, tip: []string{tip}})
}

// edges draws what stands under a record: first whom it names, then what it
// adds about things that it already points to.
func (b *builder) edges(r *graph.SubRecord, bx *box) {
	answered := b.answered(r)
	for _, q := range r.Edges {
		b.naming(r, bx, q, answered)
	}
	named := len(b.aims[r.IRI]) > 0
	said := map[quad.IRI]bool{}
	for _, q := range r.Edges {
		s, _ := q.Subject.(quad.IRI)
		o, isThing := q.Object.(quad.IRI)
		p := predicate(q)
		if s == "" || isNaming(p) {
			continue
		}
		if !named && !said[s] && (!b.names || p == schema.KnownAs) {
			said[s] = true
			b.aim(r, bx, b.target(s))
		}
		if !isThing {
			continue
		}
		switch {
		case p == schema.Targeted || p == schema.Exploited:
			if !named && b.hasBox(s, o) {
				b.grey(r, b.target(s), b.object(o), traceHit, p)
			}
		case p == schema.OperatesFrom && columnOf(b.look(s)) == inIncidents:
			b.grey(r, b.target(o), b.target(s), traceFrom, p) // drawn in the reading direction
		case p == schema.OperatesFrom:
			b.grey(r, b.target(s), b.target(o), traceFrom, p)
		case slices.Contains(contextual, p):
			b.grey(r, b.target(s), b.target(o), tracePart, p)
		default:
			b.grey(r, b.target(s), b.target(o), traceLinked, p)
		}
	}
	if len(b.aims[r.IRI]) == 0 {
		for _, incident := range answered {
			b.aim(r, bx, b.target(incident))
		}
	}
}

// hasBox reports whether what a thing hit or used gets a box: not if that is
// an incident whose own box names it, and nothing else has to do with it.
func (b *builder) hasBox(subject, object quad.IRI) bool {
	return columnOf(b.look(subject)) != inIncidents || slices.Contains(b.about, object) || b.hitBy[object] > 1
}

// isNaming reports whether an edge says who did something, or to whom.
func isNaming(p quad.IRI) bool {
	switch p {
	case schema.AttributedTo, schema.Conducted, schema.Attributes, schema.LinkedTo, schema.ActsFor, schema.WorksWith, schema.SameAs,
		schema.Withheld, schema.CalledFor, schema.SpeaksFor:
		return true
	}
	_, isAct := actKinds[p]
	return isAct
}

func (b *builder) naming(r *graph.SubRecord, bx *box, q quad.Quad, answered []quad.IRI) {
	s, ok := q.Subject.(quad.IRI)
	o, ok2 := q.Object.(quad.IRI)
	p := predicate(q)
	if !ok || !ok2 || !isNaming(p) {
		return
	}
	_, isAct := actKinds[p]
	switch {
	case p == schema.Withheld, p == schema.CalledFor, p == schema.SpeaksFor:
	case p == schema.AttributedTo:
		b.aim(r, bx, b.target(o))
		b.grey(r, b.target(o), b.target(s), traceAccused, p)
	case p == schema.Conducted:
		b.aim(r, bx, b.target(s))
		b.grey(r, b.target(s), b.target(o), traceAccused, p)
	case p == schema.Attributes:
		b.aim(r, bx, b.target(o))
	case isAct:
		t := b.target(o)
		b.aim(r, bx, t)
		for _, incident := range answered {
			b.grey(r, t, b.target(incident), traceAnswers, schema.InResponseTo)
		}
	case p == schema.SameAs:
		b.aim(r, bx, b.target(s))
		b.aim(r, bx, b.target(o))
		b.grey(r, b.target(s), b.target(o), traceSame, p)
	case columnOf(b.look(s)) == inIncidents: // an incident linked to somebody
		b.aim(r, bx, b.target(o))
		b.grey(r, b.target(o), b.target(s), traceLinked, p)
	default:
		b.aim(r, bx, b.target(s))
		b.grey(r, b.target(s), b.target(o), traceLinked, p)
	}
}

// answered are the incidents that a record answers: named by it, or spoken of
// by the record that it answers.
func (b *builder) answered(r *graph.SubRecord) []quad.IRI {
	var out []quad.IRI
	for _, iri := range r.InResponseTo {
		if other := b.records[iri]; other != nil {
			for _, q := range other.Edges {
				for _, v := range []quad.Value{q.Subject, q.Object} {
					if i, ok := v.(quad.IRI); ok && b.look(i) == lookIncident {
						out = append(out, i)
					}
				}
			}
		} else if b.look(iri) == lookIncident {
			out = append(out, iri)
		}
	}
	return sorted(out)
}

// borrowAims lets a record that has no arrow of its own, since all it says is
// that it supports, acknowledges, denies or retracts another, point to what
// that one points to.
func (b *builder) borrowAims(r *graph.SubRecord) {
	bx := b.boxes[nodeID("record", string(r.IRI))]
	if bx == nil || len(b.aims[r.IRI]) > 0 {
		return
	}
	met := map[quad.IRI]bool{r.IRI: true}
	queue := slices.Concat(r.Re, r.InResponseTo)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		other := b.records[at]
		if met[at] || other == nil {
			continue
		}
		met[at] = true
		for _, to := range b.aims[at] {
			b.line(line{from: bx.id, to: to, part: aim, voice: bx.voice, tip: []string{b.cite(r), "→ " + b.cite(other)}, url: bx.url})
		}
		if len(b.aims[at]) == 0 {
			queue = append(queue, other.Re...)
		}
	}
}
