package check

import (
	"maps"
	"slices"
	"strconv"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// checkRecords holds each record as a whole to the design.
func (m *model) checkRecords() {
	for _, iri := range slices.Sorted(maps.Keys(m.records)) {
		r := m.records[iri]
		if !r.described() {
			m.fault(UndescribedRecord, r, r.edges[0], "say what it is, by whom, when and from which source", "nothing describes the record of %d quads", len(r.edges))
			continue
		}
		m.checkRecordClass(r)
		m.checkOneValue(r)
		if len(r.props[schema.By]) == 0 {
			m.fault(NoBy, r, quad.Quad{}, "add asc:by with the party that spoke or acted", "the record has no party")
		}
		if len(r.props[schema.SourceProp]) == 0 {
			m.fault(NoSource, r, quad.Quad{}, "add asc:source with the document it was taken from", "the record has no source")
		}
		m.checkDates(r)
		m.checkRelayed(r)
		m.checkParty(r)
		m.checkSupersedes(r)
		m.checkWithheld(r)
		if r.claim {
			m.checkClaim(r)
		}
		if r.act {
			m.checkAct(r)
		}
	}
}

func (m *model) checkRecordClass(r *record) {
	switch {
	case r.claim && r.act:
		m.fault(RecordClass, r, quad.Quad{}, "make two records with one source", "the record is a claim and an act")
	case !r.claim && !r.act:
		m.fault(RecordClass, r, quad.Quad{}, "add a asc:Claim or a asc:Act", "the record is neither a claim nor an act")
	}
}

// oneValued are the properties that say one thing about a record.
var oneValued = []quad.IRI{
	schema.On, schema.Undated, schema.OnEarliest, schema.OnLatest, schema.Stance, schema.Form, schema.Scale,
	schema.LikelihoodMin, schema.LikelihoodMax, schema.Confidence, schema.Hedged, schema.Kind, schema.ReturnedOn, schema.UnsealedOn,
	schema.AnnouncedOn, schema.InForceOn, schema.EndedOn, schema.ValidFrom, schema.ValidTo,
}

func (m *model) checkOneValue(r *record) {
	for _, p := range oneValued {
		if vs := r.props[p]; len(vs) > 1 {
			m.fault(OneValue, r, quad.Quad{}, "keep one, or make several records with one source", "%s has %d values: %s", name(p), len(vs), names(vs))
		}
	}
}

func (m *model) checkClaim(r *record) {
	if len(r.props[schema.Stance]) == 0 {
		m.fault(NoStance, r, quad.Quad{}, "add asc:stance, such as asc:asserts", "the claim has no stance")
	}
	if len(r.props[schema.Form]) == 0 && !r.isContext() {
		m.fault(NoForm, r, quad.Quad{}, "add asc:form, such as asc:officialStatement", "the claim has no form")
	}
	for _, stance := range []quad.IRI{schema.Supports, schema.Acknowledges, schema.Retracts} {
		if r.has(schema.Stance, stance) && len(r.props[schema.Re]) == 0 {
			m.fault(NoRe, r, quad.Quad{}, "add asc:re with the claim that is meant", "the claim %s something that it does not name", schema.Label(string(stance), "en"))
		}
	}
	if r.has(schema.Stance, schema.Retracts) {
		for _, v := range r.props[schema.Re] {
			other := m.records[quad.IRI(iriOf(v))]
			if other == nil || !other.described() || m.mayRetract(r, other) {
				continue
			}
			m.fault(ForeignRetraction, r, quad.Quad{Subject: r.iri, Predicate: quad.IRI(schema.Re), Object: v},
				"make it a claim that denies", "%s retracts what %s said", names(r.props[schema.By]), names(other.props[schema.By]))
		}
	}
	m.checkIncidents(r)
	m.checkLikelihood(r)
}

// isContext reports whether the claim passes on only how parties are built and
// called, as registers and catalogues do. No form is theirs, and lenses do not
// ask them for one.
func (r *record) isContext() bool {
	return r.has(schema.Stance, schema.Reports) && len(r.edges) > 0 && !slices.ContainsFunc(r.edges, func(q quad.Quad) bool {
		switch iriOf(q.Predicate) {
		case schema.PartOf, schema.OfficerOf, schema.MemberOf, schema.SpeaksFor, schema.KnownAs:
			return false
		}
		return true
	})
}

// mayRetract: the same party, or who relayed the claim.
func (m *model) mayRetract(r, other *record) bool {
	said := slices.Concat(r.props[schema.By], r.props[schema.RelayedBy])
	return m.links.sameVoice(r.props[schema.By], other.props[schema.By]) ||
		slices.ContainsFunc(other.props[schema.RelayedBy], func(v quad.Value) bool { return slices.Contains(said, v) })
}

func (m *model) checkSupersedes(r *record) {
	for _, v := range r.props[schema.Supersedes] {
		other := m.records[quad.IRI(iriOf(v))]
		if other == nil || !other.described() || m.links.sameVoice(r.props[schema.By], other.props[schema.By]) {
			continue
		}
		m.fault(ForeignSupersedes, r, quad.Quad{Subject: r.iri, Predicate: quad.IRI(schema.Supersedes), Object: v},
			"make it a claim of its own that denies", "a record by %s replaces one by %s", names(r.props[schema.By]), names(other.props[schema.By]))
	}
}

// checkIncidents counts the incidents that a claim's edges and its answer are
// about. What one of them is part of is not another.
func (m *model) checkIncidents(r *record) {
	found := map[quad.Value]bool{}
	see := func(v quad.Value) {
		if m.isA(v, schema.Incident) {
			found[v] = true
		}
	}
	for _, q := range r.edges {
		switch q.Predicate {
		case quad.Value(quad.IRI(schema.PartOf)), quad.Value(quad.IRI(schema.SameAs)):
		default:
			see(q.Subject)
			see(q.Object)
		}
	}
	for _, v := range r.props[schema.InResponseTo] {
		see(v)
	}
	wholes := map[quad.Value]bool{}
	for v := range found {
		for w := range reach(m.links.parts, v) {
			if w != v && found[w] && !reach(m.links.parts, w)[v] {
				wholes[w] = true
			}
		}
	}
	if len(found)-len(wholes) > 1 {
		m.fault(ManyIncidents, r, quad.Quad{}, "make a claim for each, with one source", "the claim has %d incidents: %s", len(found)-len(wholes), names(slices.Collect(maps.Keys(found))))
	}
}

// checkLikelihood holds the range to the table of the declared scale.
func (m *model) checkLikelihood(r *record) {
	lo, hasLo := number(r.props[schema.LikelihoodMin])
	hi, hasHi := number(r.props[schema.LikelihoodMax])
	words, scale := r.props[schema.LikelihoodWords], r.props[schema.Scale]
	fault := func(hint, format string, args ...any) {
		m.fault(Likelihood, r, quad.Quad{}, hint, format, args...)
	}
	if len(words)+len(r.props[schema.Confidence]) > 0 && isFalse(r.props[schema.Hedged]) {
		m.fault(HedgeConflict, r, quad.Quad{}, "remove asc:hedged false", "the claim is not hedged and has words of likelihood or confidence")
	}
	if !hasLo && !hasHi && len(scale) == 0 {
		return
	}
	switch {
	case hasLo != hasHi:
		fault("give both asc:likelihoodMin and asc:likelihoodMax, or neither", "the likelihood has one end")
	case hasLo && (lo < 0 || hi > 100 || lo > hi):
		fault("give percentages, the smaller first", "the likelihood %d to %d is no range within 0 to 100", lo, hi)
	case len(scale) == 0:
		fault("add asc:scale, or remove the range: unknown stays unknown", "the likelihood %d to %d comes from no declared scale", lo, hi)
	case len(words) == 0:
		fault("add asc:likelihoodWords, verbatim", "the scale %s stands without words", names(scale))
	default:
		for _, w := range words {
			min, max, ok := schema.Range(iriOf(scale[0]), lexicalForm(w))
			switch {
			case !ok:
				fault("use words of the scale, or declare none", "%s has no row for %s", name(scale[0]), name(w))
			case !hasLo:
				fault("add the range "+strconv.Itoa(min)+" to "+strconv.Itoa(max), "the likelihood of %s is missing", name(w))
			case min != lo || max != hi:
				fault("copy the scale's range", "the likelihood %d to %d is not what %s gives for %s: %d to %d", lo, hi, name(scale[0]), name(w), min, max)
			}
		}
	}
}

func number(vs []quad.Value) (int, bool) {
	if len(vs) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(lexicalForm(vs[0]))
	return n, err == nil
}

func isFalse(vs []quad.Value) bool {
	return slices.ContainsFunc(vs, func(v quad.Value) bool { s := lexicalForm(v); return s == "false" || s == "0" })
}

func (m *model) checkAct(r *record) {
	kinds := r.props[schema.Kind]
	if len(kinds) == 0 {
		m.fault(NoKind, r, quad.Quad{}, "add asc:kind, such as asc:sanction", "the act has no kind")
		return
	}
	edges := map[string]string{} // edge to kind, of all kinds
	for _, k := range schema.Kinds() {
		if k.Edge != "" {
			edges[k.Edge] = k.IRI
		}
	}
	for _, k := range kinds {
		def, ok := schema.Lookup(iriOf(k))
		if !ok || def.Edge == "" {
			continue
		}
		if !slices.ContainsFunc(r.edges, func(q quad.Quad) bool { return iriOf(q.Predicate) == def.Edge }) {
			m.fault(KindEdge, r, quad.Quad{}, "add who acted against whom", "the act of the kind %s has no edge %s", name(k), name(quad.IRI(def.Edge)))
		}
	}
	for _, q := range r.edges {
		if kind, ok := edges[iriOf(q.Predicate)]; ok && !r.has(schema.Kind, quad.IRI(kind)) {
			m.fault(KindEdge, r, q, "make a record of the other kind", "the edge %s stands in an act of the kind %s", name(q.Predicate), names(kinds))
		}
	}
}

// checkParty holds the subjects of what was done to the parties of the record.
func (m *model) checkParty(r *record) {
	parties := m.links.speakers(r.props[schema.By])
	for _, q := range r.edges {
		def, ok := schema.Property(iriOf(q.Predicate))
		if !ok || !def.BySubject || len(r.props[schema.By]) == 0 {
			continue
		}
		if !parties[q.Subject] && !overlap(m.links.speakers([]quad.Value{q.Subject}), parties) {
			m.fault(NotByParty, r, q, "make a record by "+name(q.Subject)+", with asc:relayedBy where a document of others tells it",
				"%s is said to have done something in a record by %s", name(q.Subject), names(r.props[schema.By]))
		}
	}
}

// checkRelayed asks for a relayer where all sources name publishers and none
// of these is the party, an organ of it, or what it is an organ of.
func (m *model) checkRelayed(r *record) {
	sources, parties := r.props[schema.SourceProp], r.props[schema.By]
	if len(r.props[schema.RelayedBy]) > 0 || len(sources) == 0 || len(parties) == 0 {
		return
	}
	bodies := m.links.bodies(parties)
	var publishers []quad.Value
	for _, s := range sources {
		own := m.about[s][schema.Publisher]
		if len(own) == 0 {
			return // not known whose document it is
		}
		publishers = append(publishers, own...)
	}
	if !overlap(m.links.bodies(publishers), bodies) {
		m.fault(NotRelayed, r, quad.Quad{}, "add asc:relayedBy with the publisher, or a source of the party's own",
			"the words of %s come from documents of %s", names(parties), names(publishers))
	}
}

func (m *model) checkWithheld(r *record) {
	for _, q := range r.edges {
		if iriOf(q.Predicate) != schema.Withheld {
			continue
		}
		switch {
		case r.act:
			m.fault(Withholding, r, q, "make it a claim", "asc:withheld stands in an act")
		case len(r.props[schema.InResponseTo]) == 0:
			m.fault(Withholding, r, q, "add asc:inResponseTo with the incident or the claim", "it is not said what %s answered without an act", name(q.Subject))
		}
	}
}
