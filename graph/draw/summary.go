package draw

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// What a picture bears before parts of it are drawn as one. A person reads
// some two dozen boxes in a column; more are a wall.
const (
	mostClaims    = 26
	mostSpeakers  = 12
	mostThings    = 22
	mostHappened  = 12
	mostGroupings = 8 // groups, objects and the like that keep their own boxes
)

// condense draws as one what is too much to be read: first claims that say the
// same, then what one party says in one way, with the parties that say least
// together; and things by what they are and belong to. It reports whether it
// did.
func (b *builder) condense(sc *scene) bool {
	claims := func() []*box { return sc.in(inClaims) }
	before := len(sc.boxes)
	if len(claims()) > mostClaims {
		b.fuseClaims(sc, func(bx *box, from, to []string) string { return strings.Join(to, "\x00") + "\x01" + b.incidentKey(bx) })
	}
	if len(claims()) > mostClaims {
		b.fuseRest(sc, inSpeakers, mostSpeakers, func(bx *box) string { return bx.frame })
		b.fuseClaims(sc, func(bx *box, from, to []string) string { return strings.Join(from, "\x00") })
	}
	b.dropIncidents(sc, before)
	if things := sc.in(inTargets); len(things) > mostThings {
		kinds := map[string]int{}
		key := func(bx *box) string {
			if bx.look == lookState || b.isAbout(bx) {
				return ""
			}
			k := bx.frame
			if k == "" {
				k = "loose"
			}
			return k + "\x00" + itoa(int(bx.look))
		}
		for _, bx := range things {
			kinds[key(bx)]++
		}
		few := func(bx *box) string {
			if k := key(bx); kinds[k] >= 3 && bx.look != lookGroup {
				return k
			}
			return ""
		}
		b.fuse(sc, things, few)
	}
	var groups []*box
	for _, bx := range sc.in(inTargets) {
		if bx.look == lookGroup && len(bx.names) == 0 {
			groups = append(groups, bx)
		}
	}
	if len(groups) > mostGroupings+2 {
		b.fuseFewest(sc, groups, mostGroupings, func(*box) string { return "groups" })
	}
	b.fuseRest(sc, inIncidents, mostHappened, func(*box) string { return "incidents" })
	b.fuseRest(sc, inObjects, mostGroupings, func(*box) string { return "objects" })
	return len(sc.boxes) < before
}

// dropIncidents leaves the incidents out of a picture that was condensed, but
// those that it is about or that a claim points to: the claims name them.
func (b *builder) dropIncidents(sc *scene, before int) {
	if len(sc.boxes) == before && len(sc.in(inTargets)) <= mostThings {
		return
	}
	keep, gone := map[string]bool{}, map[string]bool{}
	for _, l := range sc.lines {
		if l.part != grey {
			keep[l.to] = true
		}
	}
	for _, col := range []column{inIncidents, inObjects} {
		for _, bx := range sc.in(col) {
			if !b.isAbout(bx) && !keep[bx.id] {
				gone[bx.id] = true
			}
		}
	}
	about := map[string]bool{}
	for _, bx := range sc.in(inIncidents) {
		about[bx.id] = !b.isAbout(bx)
	}
	sc.lines = slices.DeleteFunc(sc.lines, func(l *line) bool {
		return gone[l.from] || gone[l.to] || l.part == grey && (about[l.from] || about[l.to])
	})
	sc.boxes = slices.DeleteFunc(sc.boxes, func(bx *box) bool { return gone[bx.id] })
}

func (sc *scene) in(col column) []*box {
	var out []*box
	for _, b := range sc.boxes {
		if b.col == col && b.look != lookMore {
			out = append(out, b)
		}
	}
	slices.SortFunc(out, compareBoxes)
	return out
}

func (b *builder) isAbout(bx *box) bool {
	return slices.ContainsFunc(b.about, func(iri quad.IRI) bool {
		return bx.id == nodeID("target", string(iri)) || bx.id == nodeID("speaker", string(iri)) || bx.id == nodeID("object", string(iri))
	})
}

func (b *builder) incidentKey(bx *box) string {
	if len(bx.records) == 0 {
		return ""
	}
	var out []string
	for _, v := range b.incidentsOf(bx.records[0]) {
		out = append(out, quad.ToString(v))
	}
	return strings.Join(out, "\x00")
}

// fuseClaims draws as one the claims of one look and voice whose keys, by what
// they come from and go to, are the same.
func (b *builder) fuseClaims(sc *scene, key func(bx *box, from, to []string) string) {
	from, to := map[string][]string{}, map[string][]string{}
	for _, l := range sc.lines {
		to[l.from] = append(to[l.from], l.to)
		from[l.to] = append(from[l.to], l.from)
	}
	for _, m := range []map[string][]string{from, to} {
		for id := range m {
			slices.Sort(m[id])
			m[id] = slices.Compact(m[id])
		}
	}
	groups := map[string][]*box{}
	for _, bx := range sc.in(inClaims) {
		k := itoa(int(bx.look)) + " " + itoa(int(bx.voice)) + "\x01" + key(bx, from[bx.id], to[bx.id])
		groups[k] = append(groups[k], bx)
	}
	gone := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		if g := groups[k]; len(g) > 1 {
			one := b.oneOf(g)
			for _, bx := range g {
				gone[bx.id] = one.id
			}
			sc.boxes = append(sc.boxes, one)
		}
	}
	sc.redirect(gone)
}

// oneOf is a claim's box that stands for several.
func (b *builder) oneOf(g []*box) *box {
	one := *g[0]
	one.id += " and more"
	one.tip, one.url, one.sub, one.records = nil, "", nil, nil
	heads := map[string]bool{}
	var incidents []quad.Value
	var first, last graph.Date
	for _, bx := range g {
		heads[bx.head] = true
		one.records = append(one.records, bx.records...)
		if len(bx.tip) > 1 {
			one.tip = append(one.tip, bx.tip[1])
		}
	}
	for _, bx := range g { // tips of what was one before
		if len(bx.records) > 1 {
			one.tip = append(one.tip, bx.tip...)
		}
	}
	slices.Sort(one.tip)
	one.tip = slices.Compact(one.tip)
	for _, r := range one.records {
		for _, v := range b.incidentsOf(r) {
			if !slices.Contains(incidents, v) {
				incidents = append(incidents, v)
			}
		}
		if r.On.IsZero() {
			continue
		}
		if first.IsZero() || r.On.First().Before(first.First()) {
			first = r.On
		}
		if last.IsZero() || last.Last().Before(r.On.Last()) {
			last = r.On
		}
	}
	w, n := b.words, len(one.records)
	if len(heads) > 1 {
		one.head = b.countedHead(&one)
		if bySame := b.shared(g); bySame != "" {
			one.head = bySame
		}
	}
	if len(incidents) > 0 && b.many {
		var names []string
		for _, v := range incidents {
			names = append(names, clean(b.valueName(v), maxLabel))
		}
		slices.Sort(names)
		if len(names) > namesInStack+1 {
			names = append(names[:namesInStack:namesInStack], b.words.say("more", itoa(len(incidents)-namesInStack)))
		}
		one.sub = append(one.sub, wrapList(names, 46)...)
	}
	kind := lookClaim
	if one.look == lookAct {
		kind = lookAct
	}
	counted := w.things(kind, n)
	switch {
	case first.IsZero():
	default:
		counted += ", " + w.dates(first, last)
	}
	one.sub = append(one.sub, counted)
	one.tip = append([]string{one.head}, one.tip...)
	return &one
}

// shared is the head of boxes that were fused before and agree again.
func (b *builder) shared(g []*box) string {
	for _, bx := range g[1:] {
		if bx.head != g[0].head {
			return ""
		}
	}
	return g[0].head
}

// countedHead says of several claims or acts in which way they speak: "Sanctions
// and indictments".
func (b *builder) countedHead(one *box) string {
	if one.look != lookAct {
		return upperFirst(b.words[voiceWords[one.voice]])
	}
	kinds := map[string]int{}
	for _, r := range one.records {
		kinds[b.label(r.Kind)]++
	}
	names := slices.SortedFunc(maps.Keys(kinds), func(x, y string) int { return cmp.Or(cmp.Compare(kinds[y], kinds[x]), cmp.Compare(x, y)) })
	for i, n := range names {
		names[i] = itoa(kinds[n]) + " × " + n
	}
	return strings.Join(names, ", ")
}

// fuseRest keeps the boxes of a column that most lines touch, and draws the
// others of one key as one.
func (b *builder) fuseRest(sc *scene, col column, keep int, key func(*box) string) {
	if list := sc.in(col); len(list) > keep+1 {
		b.fuseFewest(sc, list, keep-1, key)
	}
}

func (b *builder) fuseFewest(sc *scene, list []*box, keep int, key func(*box) string) {
	lines := map[string]int{}
	for _, l := range sc.lines {
		lines[l.from]++
		lines[l.to]++
	}
	rank := func(bx *box) int {
		if b.isAbout(bx) {
			return len(sc.lines) + 1
		}
		return lines[bx.id]
	}
	slices.SortStableFunc(list, func(x, y *box) int { return cmp.Compare(rank(y), rank(x)) })
	rest := map[string]bool{}
	for _, bx := range list[keep:] {
		rest[bx.id] = true
	}
	b.fuse(sc, list, func(bx *box) string {
		if !rest[bx.id] {
			return ""
		}
		return key(bx)
	})
}

// fuse draws as one the boxes that share a key, "" for those that stay. A box
// alone stays too.
func (b *builder) fuse(sc *scene, list []*box, key func(*box) string) {
	groups := map[string][]*box{}
	for _, bx := range list {
		if k := key(bx); k != "" {
			groups[k] = append(groups[k], bx)
		}
	}
	gone := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		g := groups[k]
		if len(g) < 2 {
			continue
		}
		slices.SortFunc(g, compareBoxes)
		one := b.stackOf(g)
		for _, bx := range g {
			gone[bx.id] = one.id
		}
		sc.boxes = append(sc.boxes, one)
	}
	sc.redirect(gone)
}

// stackOf is a thing's box that stands for several.
func (b *builder) stackOf(g []*box) *box {
	one := *g[0]
	one.id += " and more"
	one.sub, one.tip, one.url, one.names = nil, nil, "", nil
	for _, bx := range g {
		if bx.look != one.look {
			one.look = lookThing
		}
		if len(bx.names) > 0 {
			one.names = append(one.names, bx.names...)
		} else {
			one.names = append(one.names, bx.head)
		}
	}
	one.head = b.words.things(one.look, len(one.names))
	one.tip = one.names
	names := one.names
	if len(names) > namesInStack+1 {
		names = append(slices.Clone(names[:namesInStack]), b.words.say("more", itoa(len(names)-namesInStack)))
	}
	one.sub = wrapList(names, 34)
	return &one
}

// redirect leads the lines of boxes that are gone to what stands for them.
func (sc *scene) redirect(gone map[string]string) {
	if len(gone) == 0 {
		return
	}
	sc.boxes = slices.DeleteFunc(sc.boxes, func(bx *box) bool { return gone[bx.id] != "" })
	merged := map[lineKey]*line{}
	slices.SortFunc(sc.lines, compareLines)
	for _, l := range sc.lines {
		l.from, l.to = cmp.Or(gone[l.from], l.from), cmp.Or(gone[l.to], l.to)
		if l.from == l.to {
			continue
		}
		if old := merged[l.key()]; old != nil {
			old.tip = mergeTips(old.tip, l.tip)
			old.denied = old.denied && l.denied
			old.relayed = old.relayed && l.relayed
			if old.url != l.url {
				old.url = ""
			}
			continue
		}
		merged[l.key()] = l
	}
	sc.lines = slices.Collect(maps.Values(merged))
	slices.SortFunc(sc.lines, compareLines)
}

// reframe puts the claims of a condensed picture into one frame if boxes that
// stand for several dates do not fit into those of single dates.
func (sc *scene) reframe(b *builder) {
	frames := map[string]*frame{}
	for _, f := range sc.frames {
		frames[f.id] = f
	}
	var first, last graph.Date
	mixed := false
	claims := sc.in(inClaims)
	for _, bx := range claims {
		for _, r := range bx.records {
			d := cmp.Or(r.On, r.Latest, r.Earliest)
			if d.IsZero() {
				continue
			}
			if first.IsZero() || d.First().Before(first.First()) {
				first = d
			}
			if last.IsZero() || last.Last().Before(d.Last()) {
				last = d
			}
			mixed = mixed || frames[bx.frame] != nil && bx.frame != b.boxes[nodeID("record", string(r.IRI))].frameOr(bx.frame)
		}
	}
	if !mixed {
		return
	}
	title := b.words.say("between", itoa(first.Year), itoa(last.Year))
	if first.Year == last.Year {
		title = itoa(first.Year)
	}
	one := &frame{id: "1 all", title: title, col: inClaims}
	sc.frames = append(slices.DeleteFunc(sc.frames, func(f *frame) bool { return f.col == inClaims }), one)
	for _, bx := range claims {
		bx.frame = one.id
	}
}

// frameOr is the box's frame, or another if there is no box.
func (b *box) frameOr(other string) string {
	if b == nil {
		return other
	}
	return b.frame
}
