package draw

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// speaking is a party that a record is drawn from, with the organs of it that
// spoke.
type speaking struct {
	party  quad.IRI
	organs []quad.IRI
}

// voices are the parties that a record is drawn from: its own, but for an
// organ that speaks for somebody that one, a state before others. Members of
// coalitions and organizations are not among them.
func (b *builder) voices(r *graph.SubRecord) []speaking {
	var out []speaking
	for _, by := range r.By {
		at, met := by, map[quad.IRI]bool{by: true}
		for {
			var next quad.IRI
			for _, s := range r.Speakers {
				if s.Bond != graph.SpokenFor || s.Via != at || met[s.Party] {
					continue
				}
				if next == "" || b.look(s.Party) == lookState && b.look(next) != lookState {
					next = s.Party
				}
			}
			if next == "" {
				break
			}
			at = next
			met[at] = true
		}
		i := slices.IndexFunc(out, func(s speaking) bool { return s.party == at })
		if i < 0 {
			i = len(out)
			out = append(out, speaking{party: at})
		}
		if at != by {
			out[i].organs = append(out[i].organs, by)
		}
	}
	return out
}

func (b *builder) look(iri quad.IRI) look {
	if l, ok := b.looks[iri]; ok {
		return l
	}
	return lookThing
}

// speakerFrames are the frames of the first column in their order.
var speakerFrames = []string{"frame State", "frame Organization", "frame Coalition", "frame Agency", "frame Company", "frame Press", "frame Person", "frame Unnamed", "frame Other"}

// speaker makes the box of a party that speaks or acts.
func (b *builder) speaker(iri quad.IRI, r *graph.SubRecord) string {
	id := nodeID("speaker", string(iri))
	if old := b.boxes[id]; old != nil {
		b.members(old, iri, r)
		return id
	}
	l := b.look(iri)
	class := b.words.class(l)
	key := "frame Other"
	switch l {
	case lookState:
		key = "frame State"
	case lookOrganization:
		key = "frame Organization"
	case lookCoalition:
		key = "frame Coalition"
	case lookAgency:
		key = "frame Agency"
	case lookPerson:
		key = "frame Person"
	case lookUnnamed:
		key = "frame Unnamed"
	case lookCompany:
		key = "frame Company"
		if b.press[iri] {
			key, class = "frame Press", b.words["press"]
		}
	}
	if l == lookThing {
		class = ""
	}
	rank := slices.Index(speakerFrames, key)
	bx := &box{id: id, col: inSpeakers, look: l, head: b.name(iri), rank: rank, frame: b.frame(inSpeakers, key, b.words[key], rank)}
	bx.tip = []string{b.label(iri), b.handle(iri)}
	if class != "" {
		bx.sub = []string{class}
	}
	b.boxes[id] = bx
	b.members(bx, iri, r)
	return id
}

// nobody makes the box of records that name no party.
func (b *builder) nobody() string {
	const id = "speaker ?"
	if b.boxes[id] == nil {
		rank := slices.Index(speakerFrames, "frame Unnamed")
		b.boxes[id] = &box{id: id, col: inSpeakers, look: lookUnnamed, head: b.words["nobody"], rank: rank, frame: b.frame(inSpeakers, "frame Unnamed", b.words["frame Unnamed"], rank)}
	}
	return id
}

// members adds to a coalition's box who is named as its member by record r.
func (b *builder) members(bx *box, coalition quad.IRI, r *graph.SubRecord) {
	if bx.look != lookCoalition {
		return
	}
	for _, s := range r.Speakers {
		if s.Bond == graph.NamedMember && s.Via == coalition && !slices.Contains(bx.names, b.name(s.Party)) {
			bx.names = append(bx.names, b.name(s.Party))
		}
	}
	if len(bx.names) == 0 {
		return
	}
	slices.Sort(bx.names)
	show := bx.names
	if len(show) > 12 {
		show = append(slices.Clone(show[:11]), b.words.say("more", strconv.Itoa(len(bx.names)-11)))
	}
	show = slices.Clone(show)
	show[0] = b.words["members"] + show[0]
	bx.sub = wrapList(show, 30)
	bx.tip = []string{b.label(coalition), b.words["members"] + strings.Join(bx.names, ", "), b.handle(coalition)}
}

// target makes the box of a thing that somebody speaks of.
func (b *builder) target(iri quad.IRI) string {
	l := b.look(iri)
	col := columnOf(l)
	if col == inObjects {
		return b.object(iri)
	}
	id := nodeID("target", string(iri))
	if b.boxes[id] != nil {
		return id
	}
	n := b.nodes[iri]
	bx := &box{id: id, col: col, look: l, head: b.name(iri), tip: []string{b.label(iri)}}
	b.boxes[id] = bx
	w := b.words
	class := w.class(l)
	if l == lookThing {
		class = ""
	}
	state := b.states[iri]
	if up := b.above[iri]; len(up) > 0 {
		to, key := up[0].To.(quad.IRI), "part of"
		switch {
		case up[0].Predicate == schema.OfficerOf:
			key = "officer of"
		case l == lookAgency && b.look(to) == lookState:
			key = "organ of"
		}
		class = w.say(key, b.name(to))
	}
	if class != "" {
		bx.sub = append(bx.sub, wrap(clean(class, 88), 44, 2)...)
		bx.tip = append(bx.tip, class)
	}
	aliases := b.aliases(n)
	card := b.hasNameCard(iri, aliases)
	if len(aliases) > 0 {
		bx.tip = append(bx.tip, w.say("also", strings.Join(aliases, ", ")))
		show := aliases
		if room := namesInBox; len(show) > mostNamesInBox || len(show) > room+1 && !slices.Contains(b.about, iri) {
			show = append(slices.Clone(show[:room]), w.say("more", strconv.Itoa(len(aliases)-room)))
		}
		if !card { // where the names have a box of their own, they stand there
			show = slices.Clone(show)
			show[0] = w.say("also", show[0])
			bx.sub = append(bx.sub, wrapList(show, 34)...)
		}
	}
	bx.tip = append(bx.tip, b.handle(iri))
	switch {
	case l == lookIncident:
		bx.rank = 0
		bx.sub = append(bx.sub[1:], b.when(iri)...)
		bx.sub = append(bx.sub, b.touched(iri)...)
		if len(bx.sub) == 0 {
			bx.sub = []string{class}
		}
		bx.frame = b.frame(inIncidents, "incidents", w["frame Incident"], 0)
	case state != "":
		bx.frame = b.frame(inTargets, "state "+string(state), b.name(state), 0)
	case l == lookState:
		b.frame(inTargets, "state "+string(iri), b.name(iri), 0)
		bx.frame = strconv.Itoa(int(inTargets)) + " state " + string(iri)
	case l == lookGroup:
		bx.rank = 1
		bx.frame = b.frame(inTargets, "groups", w["frame Group"], 1)
	default:
		bx.rank = 2
	}
	if card {
		b.nameCard(bx, n, aliases)
	}
	return id
}

// Names that a thing's box shows, and how many make a box of their own where
// the picture is about the thing.
const (
	namesInBox     = 2
	mostNamesInBox = 6
	mostNameLines  = 28
)

// aliases are the names of a thing beside its label.
func (b *builder) aliases(n graph.Node) []string {
	return slices.DeleteFunc(slices.Compact(slices.Clone(n.Aliases)), func(s string) bool { return s == "" || s == n.Label })
}

// hasNameCard reports whether a thing's names make a box of their own.
func (b *builder) hasNameCard(iri quad.IRI, aliases []string) bool {
	return len(aliases) > mostNamesInBox && slices.Contains(b.about, iri)
}

// nameCard makes the box of a thing's names: by whom each is used.
func (b *builder) nameCard(of *box, n graph.Node, aliases []string) {
	by := map[string][]string{}
	for _, a := range aliases {
		var who []quad.Value
		unnamed := 0
		for _, c := range n.Callers[a] {
			if b.label(c) == b.handle(c) {
				unnamed++
				continue
			}
			who = append(who, c)
		}
		k := b.listOf(who, 40)
		if k == "" && unnamed > 0 {
			k = b.words["callers not named"]
		}
		by[k] = append(by[k], clean(a, maxLabel))
	}
	callers := slices.SortedFunc(keys(by), func(x, y string) int {
		return cmp.Or(cmp.Compare(len(by[y]), len(by[x])), cmp.Compare(x, y))
	})
	card := &box{
		id: nodeID("names", string(n.IRI)), col: of.col, look: lookNames, frame: of.frame, rank: of.rank,
		head: b.words.count("names of", len(aliases), of.head), list: true,
	}
	for _, c := range callers {
		said := strings.Join(by[c], ", ")
		if c != "" {
			said = c + ": " + said
		}
		card.tip = append(card.tip, said)
		card.sub = append(card.sub, fold(clean(said, maxTip), smallSize, upright, smallWidth, mostNameLines)...)
	}
	if len(card.sub) > mostNameLines {
		card.sub = append(card.sub[:mostNameLines-1:mostNameLines-1], b.words.say("more", strconv.Itoa(len(card.sub)-mostNameLines+1)))
	}
	b.boxes[card.id] = card
}

// object makes the box of what was hit or used.
func (b *builder) object(iri quad.IRI) string {
	id := nodeID("object", string(iri))
	if b.boxes[id] == nil {
		l := b.look(iri)
		bx := &box{id: id, col: inObjects, look: l, head: b.name(iri), tip: []string{b.label(iri), b.handle(iri)}}
		for _, c := range b.nodes[iri].Classes {
			if s := schema.Label(string(c), b.lang); s != "" {
				bx.sub = []string{s}
			}
		}
		bx.frame = b.frame(inObjects, "objects", b.words["frame Object"], 0)
		b.boxes[id] = bx
	}
	return id
}

// when gives the dates of an incident where all that is visible agrees.
func (b *builder) when(incident quad.IRI) []string {
	var dates []string
	for _, p := range []quad.IRI{schema.Began, schema.Ended, schema.Discovered, schema.Disclosed} {
		said := map[string]bool{}
		for _, r := range b.list {
			for _, q := range r.Edges {
				if predicate(q) == p && q.Subject == quad.Value(incident) && r.Stance != schema.Denies && r.Stance != schema.Retracts {
					said[text(q.Object)] = true
				}
			}
		}
		if len(said) != 1 {
			continue
		}
		for s := range said {
			if d, err := graph.ParseDate(s); err == nil {
				dates = append(dates, b.label(p)+" "+b.words.date(d))
			}
		}
	}
	return wrapList(dates, 30)
}

// touched says what an incident used and hit, by whatever record.
func (b *builder) touched(incident quad.IRI) []string {
	var out []string
	for _, x := range []struct {
		p   quad.IRI
		key string
	}{{schema.Exploited, "used by"}, {schema.Targeted, "hit by"}} {
		var values []quad.Value
		for _, r := range b.list {
			for _, q := range r.Edges {
				if predicate(q) == x.p && q.Subject == quad.Value(incident) && r.Stance != schema.Denies && r.Stance != schema.Retracts {
					values = append(values, q.Object)
				}
			}
		}
		if len(values) > 0 {
			out = append(out, wrap(b.words.say(x.key, b.listOf(values, 40)), 34, 3)...)
		}
	}
	return out
}
