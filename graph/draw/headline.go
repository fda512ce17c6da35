package draw

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// contextual are the predicates that say how parties are built and called.
var contextual = []quad.IRI{schema.PartOf, schema.OfficerOf, schema.MemberOf, schema.SpeaksFor, schema.KnownAs}

// isContext reports whether a record only says how parties are built and
// called, and nobody disputes anything in it: it is drawn as structure, not as
// a claim.
func isContext(r *graph.SubRecord) bool {
	if r.Act || len(r.Edges) == 0 {
		return false
	}
	switch r.Stance {
	case schema.Denies, schema.Suspects, schema.Retracts:
		return false
	}
	return !slices.ContainsFunc(r.Edges, func(q quad.Quad) bool { return !slices.Contains(contextual, predicate(q)) })
}

func predicate(q quad.Quad) quad.IRI {
	p, _ := q.Predicate.(quad.IRI)
	return p
}

func has(r *graph.SubRecord, predicates ...quad.IRI) bool {
	return slices.ContainsFunc(r.Edges, func(q quad.Quad) bool { return slices.Contains(predicates, predicate(q)) })
}

// onlyWithholds reports whether a record says nothing but what was not done.
func onlyWithholds(r *graph.SubRecord) bool {
	return len(r.Edges) > 0 && !slices.ContainsFunc(r.Edges, func(q quad.Quad) bool { return predicate(q) != schema.Withheld })
}

// voiceOf is the strength of a record.
func voiceOf(r *graph.SubRecord) voice {
	if r.Act {
		return voiceAct
	}
	if onlyWithholds(r) {
		return voiceWithheld
	}
	switch r.Stance {
	case schema.Denies:
		return voiceDenies
	case schema.Retracts:
		return voiceRetracts
	case schema.Acknowledges:
		return voiceAcknowledges
	case schema.Supports:
		return voiceSupports
	case schema.Condemns:
		return voiceCondemns
	case schema.Suspects:
		return voiceSuspects
	case schema.Reports:
		return voiceReports
	}
	hedged := len(r.LikelihoodWords) > 0 || r.Likelihood[0] > 0 || r.Confidence == schema.Low || r.Confidence == schema.Moderate
	switch {
	case hedged:
		return voiceLikely
	case has(r, schema.AttributedTo, schema.Attributes, schema.Conducted):
		return voiceFlat
	case has(r, schema.LinkedTo, schema.ActsFor, schema.WorksWith, schema.SameAs):
		return voiceLink
	}
	return voiceFact
}

// actKinds are the kinds of act by the edge that joins them to the other side.
var actKinds = func() map[quad.IRI]quad.IRI {
	m := map[quad.IRI]quad.IRI{}
	for _, k := range schema.Kinds() {
		m[quad.IRI(k.Edge)] = quad.IRI(k.IRI)
	}
	return m
}()

func local(iri quad.IRI) string { return strings.TrimPrefix(string(iri), schema.NS) }

// headline puts what a record says into a few words.
func (b *builder) headline(r *graph.SubRecord) string {
	if r.Act {
		return b.actHeadline(r)
	}
	said := b.content(r)
	w := b.words
	about := func() string {
		if len(r.Re) == 0 {
			return ""
		}
		var who []string
		for _, re := range r.Re {
			if other := b.records[re]; other != nil {
				for _, v := range b.voices(other) {
					who = append(who, b.name(v.party))
				}
			}
		}
		slices.Sort(who)
		who = slices.Compact(who)
		if len(who) == 1 {
			return w.say("claim of", who[0])
		}
		if len(r.Re) > 1 {
			return w.say("n claims", strconv.Itoa(len(r.Re)))
		}
		return b.handle(r.Re[0])
	}
	withStance := func(key string) string {
		stance := w[key]
		if a := about(); a != "" {
			return stance + " " + a
		}
		if said.up == "" {
			return stance
		}
		return w.say("stance", stance, said.low)
	}
	switch r.Stance {
	case schema.Denies:
		return withStance("Denies")
	case schema.Retracts:
		return withStance("Retracts")
	case schema.Acknowledges:
		return withStance("Acknowledges")
	case schema.Supports:
		return withStance("Supports")
	case schema.Condemns:
		return withStance("Condemns")
	case schema.Suspects:
		s := withStance("Suspects")
		said = clause{s, lowerFirst(s)}
	case schema.Reports:
		s := withStance("Reports")
		said = clause{s, lowerFirst(s)}
	}
	if said.up == "" {
		said = w.clause("Says")
	}
	if words := firstText(r.LikelihoodWords); words != "" {
		return w.say("likely", upperFirst(words), said.low)
	}
	if r.Confidence != "" {
		return w.say("confidence", said.up, b.label(r.Confidence))
	}
	return said.up
}

// content says what the edges of a claim say, the weightiest first, at most
// two things.
func (b *builder) content(r *graph.SubRecord) clause {
	w := b.words
	byPredicate := map[quad.IRI][]quad.Quad{}
	for _, q := range r.Edges {
		byPredicate[predicate(q)] = append(byPredicate[predicate(q)], q)
	}
	var parts []clause
	add := func(key string, args ...string) { parts = append(parts, w.clause(key, args...)) }
	pair := func(p quad.IRI, key string) {
		if qs := byPredicate[p]; len(qs) > 0 {
			if key == "Links" && !b.short(subjects(qs)) {
				add("Links only", b.listOf(objects(qs), 40)) // the arrow says what
				return
			}
			add(key, b.listOf(subjects(qs), 20), b.listOf(objects(qs), 26))
		}
	}
	object := func(p quad.IRI, key string) {
		if qs := byPredicate[p]; len(qs) > 0 {
			add(key, b.listOf(objects(qs), 40))
		}
	}
	actors := append(objects(byPredicate[schema.AttributedTo]), subjects(byPredicate[schema.Conducted])...)
	links := slices.Concat(byPredicate[schema.LinkedTo], byPredicate[schema.ActsFor], byPredicate[schema.WorksWith])
	linked := len(links) > 0 && len(actors) > 0 && !slices.ContainsFunc(links, func(q quad.Quad) bool { return !slices.Contains(actors, q.Subject) })
	bare := (len(r.LikelihoodWords) > 0 || r.Confidence != "") && r.Stance == schema.Asserts // the hedge takes the room of the name
	switch {
	case linked:
		add("Attributes linked", b.listOf(objects(links), 30))
	case len(actors) > 0 && (bare || !b.short(actors)):
		add("Attributes")
	case len(actors) > 0:
		add("Attributes to", b.listOf(actors, 30))
	case len(byPredicate[schema.Attributes]) > 0:
		add("Attributes %1", b.listOf(objects(byPredicate[schema.Attributes]), 30))
	}
	if !linked {
		pair(schema.LinkedTo, "Links")
		pair(schema.ActsFor, "Links acts")
		pair(schema.WorksWith, "Links with")
	}
	pair(schema.SameAs, "Links same")
	if len(parts) == 0 {
		pair(schema.OperatesFrom, "Links from")
	}
	for _, p := range []quad.IRI{schema.PartOf, schema.OfficerOf, schema.MemberOf} {
		if !isContext(r) && len(parts) == 0 {
			pair(p, "Part")
		}
	}
	if kinds := byPredicate[schema.CalledFor]; len(kinds) > 0 {
		add("Calls for", b.listOf(objects(kinds), 40))
	}
	if len(parts) == 0 { // beside a name these stand in the incident's own box
		object(schema.Targeted, "Targets")
		object(schema.Exploited, "Exploits")
		for _, p := range []quad.IRI{schema.Began, schema.Ended, schema.Discovered, schema.Disclosed} {
			object(p, "Dates "+local(p))
		}
		object(schema.Aim, "Aim")
		object(schema.Effect, "Effect")
	}
	for _, p := range slices.Sorted(keys(actKinds)) { // an act's edge under a claim
		if qs := byPredicate[p]; len(qs) > 0 {
			add("act of kind", b.label(p), b.listOf(objects(qs), 30))
		}
	}
	if len(parts) == 0 {
		parts = b.calls(byPredicate[schema.KnownAs])
	}
	if summary := b.inLang(r.Summary); len(parts) == 0 && summary != "" && !onlyWithholds(r) {
		return clause{summary, summary}
	}
	if len(parts) == 0 {
		var other []quad.Value
		for _, q := range r.Edges {
			if p := predicate(q); p != schema.Withheld && p != schema.SpeaksFor {
				other = append(other, q.Subject)
			}
		}
		if len(other) > 0 {
			add("Speaks", b.listOf(other, 40))
		}
	}
	switch len(parts) {
	case 0:
		return clause{}
	case 1:
		return parts[0]
	}
	return clause{parts[0].up + "; " + parts[1].low, parts[0].low + "; " + parts[1].low}
}

// calls says what is called how: a clause a thing, of up to two things.
func (b *builder) calls(names []quad.Quad) []clause {
	var things []quad.Value
	of := map[quad.Value][]quad.Quad{}
	for _, q := range names {
		if of[q.Subject] == nil {
			things = append(things, q.Subject)
		}
		of[q.Subject] = append(of[q.Subject], q)
	}
	if len(things) > 2 {
		return []clause{b.words.clause("Name", b.listOf(subjects(names), 20), b.listOf(objects(names), 26))}
	}
	var out []clause
	for _, t := range things {
		out = append(out, b.words.clause("Name", b.listOf([]quad.Value{t}, 20), b.listOf(objects(of[t]), 40)))
	}
	return out
}

func (b *builder) actHeadline(r *graph.SubRecord) string {
	var targets []quad.Value
	for _, q := range r.Edges {
		if _, isAct := actKinds[predicate(q)]; isAct {
			targets = append(targets, q.Object)
		}
	}
	key := local(r.Kind)
	if len(targets) == 0 {
		return upperFirst(b.label(r.Kind))
	}
	if _, ok := b.words[key]; !ok || key == "" {
		return b.words.say("act of kind", upperFirst(b.label(r.Kind)), b.listOf(targets, 34))
	}
	return b.words.say(key, b.listOf(targets, 34))
}

// withheldHeadline says what was not done: "No sanctions, no expulsions".
func (b *builder) withheldHeadline(r *graph.SubRecord) string {
	var parts []string
	var who []quad.Value // those of whom somebody else says so
	for _, q := range r.Edges {
		kind, ok := q.Object.(quad.IRI)
		if predicate(q) != schema.Withheld || !ok {
			continue
		}
		s, known := b.words["no "+local(kind)]
		if !known {
			s = b.words.say("no", b.label(kind))
		}
		if !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
		if by := q.Subject; !slices.Contains(r.By, asIRI(by)) && !slices.Contains(who, by) {
			who = append(who, by)
		}
	}
	for i := range parts {
		if i > 0 {
			parts[i] = lowerFirst(parts[i])
		}
	}
	what := strings.Join(parts, ", ")
	if len(who) > 0 {
		return b.words.say("no by", what, b.listOf(who, 40))
	}
	return what
}

func asIRI(v quad.Value) quad.IRI {
	iri, _ := v.(quad.IRI)
	return iri
}

func subjects(qs []quad.Quad) []quad.Value {
	var out []quad.Value
	for _, q := range qs {
		out = append(out, q.Subject)
	}
	return out
}

func objects(qs []quad.Quad) []quad.Value {
	var out []quad.Value
	for _, q := range qs {
		out = append(out, q.Object)
	}
	return out
}

// longestName is where a name is cut that stands in a list alone or first.
const longestName = 84

// listOf names things in about limit runes: both names of two, a name and how
// many more, or how many of what look.
func (b *builder) listOf(values []quad.Value, limit int) string {
	var names []string
	kinds := map[look]bool{}
	for _, v := range values {
		n := clean(b.valueName(v), maxLabel)
		if slices.Contains(names, n) {
			continue
		}
		names = append(names, n)
		if iri, ok := v.(quad.IRI); ok {
			kinds[b.look(iri)] = true
		}
	}
	slices.Sort(names)
	size := utf8.RuneCountInString
	switch {
	case len(names) == 0:
		return ""
	case len(names) == 1:
		return clean(names[0], max(limit, longestName))
	case len(names) == 2 && size(names[0])+size(names[1]) <= limit:
		return b.words.say("and", names[0], names[1])
	case len(kinds) == 1:
		for l := range kinds {
			if l != lookThing {
				return b.words.things(l, len(names))
			}
		}
	}
	first := names[0]
	for _, n := range names {
		if size(first) > limit && size(n) < size(first) {
			first = n // rather another than one that is cut
		}
	}
	return b.words.say("and more", clean(first, max(limit, longestName)), strconv.Itoa(len(names)-1))
}

// short reports whether a list of things can be named in a headline without
// being cut.
func (b *builder) short(values []quad.Value) bool {
	return len(values) > 1 || len(values) == 1 && utf8.RuneCountInString(clean(b.valueName(values[0]), maxLabel)) <= 40
}

// inLang returns the text that is in the language of the picture, else the
// first of all.
func (b *builder) inLang(values []quad.Value) string {
	var fit []quad.Value
	for _, v := range values {
		if l, ok := v.(quad.LangString); ok && strings.HasPrefix(strings.ToLower(l.Lang), b.lang) {
			fit = append(fit, v)
		}
	}
	if len(fit) == 0 {
		fit = values
	}
	return firstText(fit)
}

func firstText(values []quad.Value) string {
	var texts []string
	for _, v := range values {
		texts = append(texts, text(v))
	}
	slices.Sort(texts)
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return strings.ToUpper(string(r)) + s[n:]
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return strings.ToLower(string(r)) + s[n:]
}

// clause is a part of a headline, as it begins one and as it stands within.
type clause struct{ up, low string }

// clause fills a phrase. Only the phrase's own first letter changes its case,
// never a name's.
func (p phrases) clause(key string, args ...string) clause {
	return clause{p.say(key, args...), fill(lowerFirst(p[key]), args)}
}
