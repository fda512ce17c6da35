package draw

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// TimelineSVG writes a strip of time as SVG does: what happened, and below it
// a lane for each party with what it said and did. A mark stands where the
// date is; where only a month, a year or an interval is known, a whisker
// covers all of it. events are those of View.Timeline; names and records come
// from s, which should have been taken of EventRecords. Records that only name
// things, or say how they are built, are left out.
//
// Of more than 60 claims and acts, those of one party and day are one mark; of
// more than 150, those of one party and year; the footer says so. No event
// gives a small picture that says so. Errors are those of w.
func TimelineSVG(w io.Writer, s *graph.Subgraph, events []graph.Event, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	t := newStrip(s, events, o)
	if len(t.bands) == 0 {
		return writeSVG(w, t.scene, o.Dark)
	}
	return writeStrip(w, t, o.Dark)
}

// TimelineMermaid writes the events of TimelineSVG, summarised as there, as a
// timeline of Mermaid (https://mermaid.js.org/syntax/timeline.html): a period
// for each date, and what happened, was said and was done then. Errors are
// those of w.
func TimelineMermaid(w io.Writer, s *graph.Subgraph, events []graph.Event, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	t := newStrip(s, events, o)
	type line struct {
		*moment
		period, text string
	}
	var lines []line
	for _, bd := range t.bands {
		for _, l := range bd.lanes {
			for _, m := range l.moments {
				n := line{m, m.when, m.head + " (" + m.key + ")"}
				switch {
				case m.thing:
					n.period, n.text = m.stations[0].when, m.head+", "+m.when
				case l.title != "":
					n.text = l.title + ": " + n.text
				}
				lines = append(lines, n)
			}
		}
	}
	slices.SortStableFunc(lines, func(x, y line) int { return compareMoments(x.moment, y.moment) })
	var b strings.Builder
	b.WriteString("timeline\n")
	if title := clean(t.title, 200); title != "" {
		b.WriteString("    title " + mermaidText(title, 200) + "\n")
	}
	for i, l := range lines {
		if i == 0 || l.period != lines[i-1].period {
			b.WriteString("    " + timelineText(l.period) + "\n")
		}
		b.WriteString("        : " + timelineText(l.text) + "\n")
	}
	for _, f := range t.footer {
		b.WriteString("%% " + strings.NewReplacer("%", "％", "{", "(", "}", ")").Replace(clean(f, 800)) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// timelineText is mermaidText where a colon would begin the next event.
func timelineText(s string) string {
	return strings.ReplaceAll(mermaidText(s, maxHeadline), ":", "#58;")
}

// EventRecords are the records of events, each once.
func EventRecords(events []graph.Event) []quad.IRI {
	var out []quad.IRI
	for i := range events {
		out = append(out, events[i].Record.IRI)
	}
	return sorted(out)
}

// The most claims and acts of a strip before those of one party and day, or of
// one party and year, are drawn as one; and the most lanes of a band.
const (
	mostMoments    = 60
	mostDayMoments = 150
	mostLanes      = 12

	mostCrowdedLanes = 8 // of a strip with more than mostMoments
	choirOf          = 3 // parties that say the same on one day
	mostIncidents    = 60
	mostUndated      = 12
)

// strip is a timeline before it has a format.
type strip struct {
	*scene
	words phrases
	bands []*band
}

// band is a part of a strip, with a heading.
type band struct {
	title string
	lanes []*lane
}

// lane is a row of a band: what a party said or did.
type lane struct {
	title   string
	moments []*moment
}

// moment is what stands at one place of a strip.
type moment struct {
	stations []station
	bar      bool // from the first station to the second it went on
	head     string
	when     string // in words, in its own precision
	tip      []string
	url      string
	key      string // for the order of those of one date
	voice    voice
	who      string
	thing    bool // an incident, not a record
}

// station is a sign with when it is.
type station struct {
	span
	sign sign
	turn turn
	when string // in words
}

// span is a time in days since 1970-01-01, both ends included.
type span struct {
	lo, hi         int
	openLo, openHi bool // it may be earlier or later than that
}

var epoch = graph.Date{Year: 1970, Month: 1, Day: 1}

func spanOf(d graph.Date) span { return span{lo: d.First().Sub(epoch), hi: d.Last().Sub(epoch)} }

// spanOfRecord is when a record became public; ok is false if nobody knows.
func spanOfRecord(r *graph.Record) (s span, ok bool) {
	switch {
	case !r.On.IsZero():
		return spanOf(r.On), true
	case r.Undated || r.Earliest.IsZero() && r.Latest.IsZero():
		return span{}, false
	case r.Earliest.IsZero():
		s = spanOf(r.Latest)
		s.openLo, s.lo = true, s.hi
	case r.Latest.IsZero():
		s = spanOf(r.Earliest)
		s.openHi, s.hi = true, s.lo
	default:
		s = span{lo: r.Earliest.First().Sub(epoch), hi: r.Latest.Last().Sub(epoch)}
	}
	return s, true
}

func (m *moment) span() span {
	out := m.stations[0].span
	for _, s := range m.stations {
		out.lo, out.hi = min(out.lo, s.lo), max(out.hi, s.hi)
	}
	return out
}

func compareMoments(a, b *moment) int {
	x, y := a.span(), b.span()
	return cmp.Or(cmp.Compare(x.lo, y.lo), cmp.Compare(x.hi, y.hi), cmp.Compare(a.key, b.key))
}

func newStrip(s *graph.Subgraph, events []graph.Event, o *Options) *strip {
	b := newBuilder(s, o)
	b.countIncidents()
	t := &strip{scene: &scene{title: o.Title, subtitle: o.Subtitle, lang: b.lang, footer: b.footer()}, words: b.words}
	happened := b.happened(events)
	said, done := map[string][]*moment{}, map[string][]*moment{}
	var undated []*moment
	total, left := 0, 0
	seen := map[quad.IRI]bool{}
	for i := range events {
		e := &events[i]
		if e.Edge.Subject != nil || seen[e.Record.IRI] {
			continue
		}
		seen[e.Record.IRI] = true
		r := b.records[e.Record.IRI]
		if r == nil {
			r = &graph.SubRecord{Record: *e.Record}
		}
		if isContext(r) {
			left++
			continue
		}
		m := b.moment(r)
		if len(m.stations) == 0 {
			undated = append(undated, m)
			continue
		}
		total++
		lanes := said
		if r.Act {
			lanes = done
		}
		lanes[m.who] = append(lanes[m.who], m)
	}
	if t.subtitle == "" && t.title != "" {
		t.subtitle = b.summary()
	}
	note := func(key string, args ...string) { t.footer = append(t.footer, b.words.say(key, args...)) }
	lanes := mostLanes
	if total > mostMoments {
		lanes = mostCrowdedLanes
		b.choir(said)
		joined, by := "joined days", func(m *moment) string { return m.when }
		if total > mostDayMoments {
			joined, by = "joined years", func(m *moment) string { return itoa(yearOf(m.stations[0].lo)) }
		}
		for _, lanes := range []map[string][]*moment{said, done} {
			for who := range lanes {
				lanes[who] = b.join(lanes[who], by, joined == "joined years")
			}
		}
		note(joined)
	}
	if left > 0 {
		note("names left out", itoa(left))
	}
	add := func(key string, lanes []*lane) {
		if len(lanes) > 0 {
			t.bands = append(t.bands, &band{b.words[key], lanes})
		}
	}
	if len(happened) > mostIncidents {
		note("omitted incidents", itoa(len(happened)-mostIncidents))
		happened = happened[len(happened)-mostIncidents:]
	}
	if len(happened) > 0 {
		add("happened", []*lane{{moments: happened}})
	}
	add("claims made", b.lanes(said, lanes))
	add("acts done", b.lanes(done, lanes))
	t.legend = b.stripLegend(t.bands)
	if len(undated) > 0 {
		slices.SortFunc(undated, func(x, y *moment) int { return cmp.Or(cmp.Compare(x.who, y.who), cmp.Compare(x.key, y.key)) })
		var list []string
		for i, m := range undated {
			if i == mostUndated && len(undated) > mostUndated+1 {
				list = append(list, b.words.say("more", itoa(len(undated)-i)))
				break
			}
			list = append(list, m.who+": "+m.head+" ("+shortHandle(m.key, maxHandle)+")")
		}
		note("without date", strings.Join(list, "; "))
	}
	if len(t.bands) == 0 {
		t.boxes = []*box{{id: "empty", col: inTargets, look: lookMore, head: b.words["empty"], sub: []string{b.words["empty dates"]}}}
		return t
	}
	t.story = t.tell()
	return t
}

func yearOf(day int) int {
	y := 1970 + day/366
	for (graph.Date{Year: y + 1, Month: 1, Day: 1}).Sub(epoch) <= day {
		y++
	}
	for (graph.Date{Year: y, Month: 1, Day: 1}).Sub(epoch) > day {
		y--
	}
	return y
}

// moment is what a record said, for its lane.
func (b *builder) moment(r *graph.SubRecord) *moment {
	v := voiceOf(r)
	var head string
	if v != voiceWithheld {
		head = b.headline(r)
		if on := b.incidentsOf(r); b.many && len(on) > 0 {
			head += " · " + b.listOf(on, 64)
		}
	} else {
		head = b.withheldHeadline(r)
	}
	m := &moment{head: head, voice: v, key: b.handle(r.IRI)}
	_, m.when = b.day(r)
	m.tip, m.url = b.tooltip(r, head)
	voices := b.voices(r)
	var who []quad.Value
	for _, p := range voices {
		who = append(who, p.party)
	}
	m.who = b.words["nobody"]
	switch len(who) {
	case 0:
	case 1:
		m.who = b.name(voices[0].party)
	default:
		m.who = b.words.say("and more", b.name(sortedParties(voices)[0]), itoa(len(who)-1))
	}
	if s, ok := spanOfRecord(&r.Record); ok {
		m.stations = []station{{span: s, sign: voiceSigns[v], turn: -1, when: m.when}}
	}
	return m
}

func sortedParties(voices []speaking) []quad.IRI {
	var out []quad.IRI
	for _, v := range voices {
		out = append(out, v.party)
	}
	return sorted(out)
}

// join draws moments that by does not tell apart as one.
func (b *builder) join(moments []*moment, by func(*moment) string, years bool) []*moment {
	groups := map[string][]*moment{}
	for _, m := range moments {
		groups[by(m)] = append(groups[by(m)], m)
	}
	var out []*moment
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		g := groups[k]
		slices.SortFunc(g, compareMoments)
		if len(g) == 1 {
			out = append(out, g[0])
			continue
		}
		first := *slices.MinFunc(g, func(x, y *moment) int { return cmp.Or(cmp.Compare(x.voice, y.voice), compareMoments(x, y)) })
		first.tip = nil
		for _, m := range g {
			first.tip = append(first.tip, m.when+": "+m.head+" ("+m.key+")")
		}
		key := "and more said"
		if first.voice == voiceAct {
			key = "and more done"
		}
		first.head = b.words.count(key, len(g)-1, first.head)
		if years {
			first.when = k
			first.stations = slices.Clone(first.stations)
			s := &first.stations[0]
			for _, m := range g {
				s.lo, s.hi = min(s.lo, m.stations[0].lo), max(s.hi, m.stations[0].hi)
			}
		}
		first.key = b.words.things(lookMore, len(g))
		out = append(out, &first)
	}
	return out
}

// choir draws what several parties said alike on one day as one, in a lane of
// its own.
func (b *builder) choir(said map[string][]*moment) {
	type key struct {
		when, head string
		voice      voice
	}
	singing := map[key][]*moment{}
	for _, who := range slices.Sorted(maps.Keys(said)) {
		for _, m := range said[who] {
			k := key{m.when, m.head, m.voice}
			singing[k] = append(singing[k], m)
		}
	}
	gone := map[*moment]bool{}
	var all []*moment
	for _, g := range singing {
		var who []string
		for _, m := range g {
			who = append(who, m.who)
		}
		slices.Sort(who)
		if who = slices.Compact(who); len(who) < choirOf {
			continue
		}
		one := *g[0]
		one.tip = nil
		for _, m := range g {
			gone[m] = true
			one.tip = append(one.tip, m.who+": "+m.head+", "+m.when+" ("+m.key+")")
		}
		slices.Sort(one.tip)
		one.key = b.words.things(lookMore, len(g))
		if len(who) > 4 {
			who = append(who[:3:3], b.words.say("more", itoa(len(who)-3)))
		}
		one.head = strings.Join(who, ", ") + ": " + g[0].head
		one.url = ""
		all = append(all, &one)
	}
	if len(all) == 0 {
		return
	}
	for who, moments := range said {
		if said[who] = slices.DeleteFunc(moments, func(m *moment) bool { return gone[m] }); len(said[who]) == 0 {
			delete(said, who)
		}
	}
	slices.SortFunc(all, compareMoments)
	said[b.words["several parties"]] = all
}

// lanes puts moments into lanes by who they are of, those who come first
// above; where they are too many, the rest share one.
func (b *builder) lanes(by map[string][]*moment, most int) []*lane {
	var out []*lane
	for who, moments := range by {
		slices.SortFunc(moments, compareMoments)
		out = append(out, &lane{who, moments})
	}
	if len(out) > most {
		slices.SortFunc(out, func(x, y *lane) int {
			return cmp.Or(cmp.Compare(len(y.moments), len(x.moments)), cmp.Compare(x.title, y.title))
		})
		rest := &lane{title: b.words.say("other parties", itoa(len(out)-most+1))}
		for _, l := range out[most-1:] {
			for _, m := range l.moments {
				m.head = l.title + ": " + m.head
			}
			rest.moments = append(rest.moments, l.moments...)
		}
		slices.SortFunc(rest.moments, compareMoments)
		out = append(out[:most-1:most-1], rest)
	}
	last := func(l *lane) int {
		if len(out) == most && l == out[most-1] && len(by) > most {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(out, func(x, y *lane) int {
		return cmp.Or(cmp.Compare(last(x), last(y)), compareMoments(x.moments[0], y.moments[0]), cmp.Compare(x.title, y.title))
	})
	return out
}

var turnOf = map[quad.IRI]turn{schema.Began: turnBegan, schema.Ended: turnEnded, schema.Discovered: turnDiscovered, schema.Disclosed: turnDisclosed}

// happened are the incidents with their dates, whoever gives them.
func (b *builder) happened(events []graph.Event) []*moment {
	type key struct {
		turn turn
		date graph.Date
	}
	dates := map[quad.IRI]map[key][]string{}
	for i := range events {
		e := &events[i]
		thing, ok := e.Edge.Subject.(quad.IRI)
		p, _ := e.Edge.Predicate.(quad.IRI)
		t, known := turnOf[p]
		if !ok || !known || e.Date.IsZero() {
			continue
		}
		if dates[thing] == nil {
			dates[thing] = map[key][]string{}
		}
		said := b.label(p) + " " + b.words.date(e.Date) + ": "
		r := b.records[e.Record.IRI]
		if r == nil {
			r = &graph.SubRecord{Record: *e.Record}
		}
		k := key{t, e.Date}
		dates[thing][k] = append(dates[thing][k], said+b.cite(r))
	}
	var out []*moment
	for thing, of := range dates {
		m := &moment{head: b.name(thing), key: string(thing), tip: []string{b.label(thing)}, thing: true}
		keys := slices.SortedFunc(maps.Keys(of), func(x, y key) int {
			return cmp.Or(cmp.Compare(x.turn, y.turn), cmp.Compare(spanOf(x.date).lo, spanOf(y.date).lo), cmp.Compare(spanOf(x.date).hi, spanOf(y.date).hi))
		})
		var words []string
		ends := [turns]int{}
		for _, k := range keys {
			ends[k.turn]++
			m.stations = append(m.stations, station{spanOf(k.date), turnSigns[k.turn], k.turn, b.words.date(k.date)})
			words = append(words, b.label(turnPredicates[k.turn])+" "+b.words.date(k.date))
			slices.Sort(of[k])
			m.tip = append(m.tip, of[k]...)
		}
		m.bar = ends[turnBegan] == 1 && ends[turnEnded] == 1 && m.stations[0].lo <= m.stations[1].hi
		m.when = strings.Join(words, ", ")
		out = append(out, m)
	}
	slices.SortFunc(out, compareMoments)
	return out
}

var turnPredicates = [turns]quad.IRI{schema.Began, schema.Ended, schema.Discovered, schema.Disclosed}

// stripLegend lists the signs that occur.
func (b *builder) stripLegend(bands []*band) []legendRow {
	var spoken [voices]bool
	var turned [turns]bool
	whiskers := false
	for _, bd := range bands {
		for _, l := range bd.lanes {
			for _, m := range l.moments {
				for _, s := range m.stations {
					whiskers = whiskers || s.lo != s.hi || s.openLo || s.openHi
					if s.turn >= 0 {
						turned[s.turn] = true
					} else {
						spoken[m.voice] = true
					}
				}
			}
		}
	}
	var happened, said legendRow
	for t, seen := range turned {
		if seen {
			happened = append(happened, legendItem{sign: &turnSigns[t], words: b.label(turnPredicates[t])})
		}
	}
	for v, seen := range spoken {
		if seen {
			said = append(said, legendItem{sign: &voiceSigns[v], words: b.words[voiceWords[v]]})
		}
	}
	if whiskers {
		said = append(said, legendItem{whisker: true, words: b.words["whisker"]})
	}
	return []legendRow{happened, said}
}

// tell puts the strip into sentences for those who do not see it.
func (t *strip) tell() []string {
	var out []string
	for _, bd := range t.bands {
		for _, l := range bd.lanes {
			for _, m := range l.moments {
				s := m.when + ": " + m.head + "."
				if l.title != "" {
					s = m.when + ": " + l.title + ": " + m.head + "."
				}
				out = append(out, s)
			}
		}
	}
	return out
}
