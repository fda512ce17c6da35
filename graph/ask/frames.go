package ask

import (
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// The controlled language asks about frames: what a record says or does, with
// a place for each who takes part in it. A question describes a set of things
// by the places that they take in frames.

// role is a place in a frame.
type role int8

const (
	noRole  role = iota
	theRec       // the record itself
	theBy        // who says or does it
	theFrom      // the subject of an edge
	theTo        // the object of an edge, the one blamed, the one hit
	theFor       // the incident that it is about
	roles
)

// frame is one kind of thing that records say or do.
type frame struct {
	name   string
	kind   quad.IRI // of an act; "" for a claim
	stance quad.IRI // of a claim about another's claim; "" for any other frame
	// quality is what the record is like; nil for any other frame.
	quality *quality
	// edges are the predicates from theFrom to theTo; of an act, its edge.
	edges []string
	// above is the path by which what is named may stand below the object.
	above   string
	classes [roles][]quad.IRI
	needs   []role // a reading without these says too little to be asked
	say     map[string]wording
}

// wording says a condition in one language, by the place of what is asked for,
// with and without negation; "[…]" is left out where a place in it is empty.
type wording map[role][2]string

// aName stands for the class of names, which are no things.
const aName = "name"

func classesOf(names ...quad.IRI) []quad.IRI { return names }

var (
	anyParty    = classesOf(schema.Party)
	anyActor    = classesOf(schema.Actor)
	anyIncident = classesOf(schema.Incident)
	authorities = classesOf(schema.State, schema.Agency, schema.Organization, schema.Coalition)
	anyTarget   = classesOf(schema.Party, schema.Actor)
	bodies      = classesOf(schema.Organization, schema.Coalition, schema.ThreatGroup)
)

var blame = &frame{
	name:    "blame",
	classes: [roles][]quad.IRI{theBy: anyParty, theTo: anyActor, theFor: anyIncident, theRec: classesOf(schema.Claim)},
	say: map[string]wording{
		"en": {
			theTo:  {"blamed[ by {by}][ for {for}]", "not blamed[ by {by}][ for {for}]"},
			theBy:  {"that blamed {to}[ for {for}]", "that did not blame {to}[ for {for}]"},
			theFor: {"attributed[ to {to}][ by {by}]", "not attributed[ to {to}][ by {by}]"},
			theRec: {"that blame {to}[ for {for}][, by {by}]", "that do not blame {to}[ for {for}][, by {by}]"},
		},
		"nl": {
			theTo:  {"verantwoordelijk gehouden[ door {by}][ voor {for}]", "niet verantwoordelijk gehouden[ door {by}][ voor {for}]"},
			theBy:  {"die {to} verantwoordelijk hielden[ voor {for}]", "die {to} niet verantwoordelijk hielden[ voor {for}]"},
			theFor: {"toegeschreven[ aan {to}][ door {by}]", "niet toegeschreven[ aan {to}][ door {by}]"},
			theRec: {"die {to} verantwoordelijk houden[ voor {for}][, van {by}]", "die {to} niet verantwoordelijk houden[ voor {for}][, van {by}]"},
		},
	},
}

// act makes the frame of a kind of act: who can do it; past and base in English,
// participle and noun in Dutch.
func act(by []quad.IRI, kind, edge quad.IRI, past, base, noun, participle, nlNoun string, hit []quad.IRI) *frame {
	return &frame{
		name: string(kind)[len(schema.NS):], kind: kind, edges: []string{string(edge)[len(schema.NS):]},
		classes: [roles][]quad.IRI{theBy: by, theTo: hit, theFor: anyIncident, theRec: classesOf(schema.Act)},
		say: map[string]wording{
			"en": {
				theTo:  {past + "[ by {by}][ for {for}]", "not " + past + "[ by {by}][ for {for}]"},
				theBy:  {"that " + past + " {to}[ for {for}]", "that did not " + base + " {to}[ for {for}]"},
				theFor: {"answered by " + noun + "[ by {by}][ against {to}]", "not answered by " + noun + "[ by {by}][ against {to}]"},
				theRec: {"[ by {by}][ against {to}][ for {for}]", "not[ by {by}][ against {to}][ for {for}]"},
			},
			"nl": {
				theTo:  {participle + "[ door {by}][ voor {for}]", "niet " + participle + "[ door {by}][ voor {for}]"},
				theBy:  {"die {to} hebben " + participle + "[ voor {for}]", "die {to} niet hebben " + participle + "[ voor {for}]"},
				theFor: {"beantwoord met " + nlNoun + "[ door {by}][ tegen {to}]", "niet beantwoord met " + nlNoun + "[ door {by}][ tegen {to}]"},
				theRec: {"[ van {by}][ tegen {to}][ voor {for}]", "niet[ van {by}][ tegen {to}][ voor {for}]"},
			},
		},
	}
}

// said gives an act other words for who did it, where its participle does not do:
// the verb, plain and after "did not", with {to} in its place.
func (f *frame) said(past, base, nl, nlNot string) *frame {
	f.say["en"][theBy] = [2]string{"that " + past + "[ for {for}]", "that did not " + base + "[ for {for}]"}
	f.say["nl"][theBy] = [2]string{"die " + nl + "[ voor {for}]", "die " + nlNot + "[ voor {for}]"}
	return f
}

// stance makes the frame of what is said to a claim of somebody else.
func stance(name string, stance quad.IRI, en, nl wording) *frame {
	en[theRec] = [2]string{"[ by {by}][ about {for}][ about {to}]", "not[ by {by}][ about {for}][ about {to}]"}
	nl[theRec] = [2]string{"[ van {by}][ over {for}][ over {to}]", "niet[ van {by}][ over {for}][ over {to}]"}
	return &frame{
		name: name, stance: stance, say: map[string]wording{"en": en, "nl": nl},
		classes: [roles][]quad.IRI{theBy: anyParty, theFor: anyIncident, theTo: anyActor, theRec: classesOf(schema.Claim)},
	}
}

// edge makes the frame of an edge between two things: the words between them,
// and those the other way around.
func edge(name string, edges []string, above string, from, to []quad.IRI, en, enNot, back, backNot, nl, nlNot, nlBack, nlBackNot string) *frame {
	return &frame{
		name: name, edges: edges, above: above,
		classes: [roles][]quad.IRI{theBy: anyParty, theFrom: from, theTo: to, theRec: classesOf(schema.Claim)},
		say: map[string]wording{
			"en": {
				theFrom: {en + " {to}[ according to {by}]", enNot + " {to}[ according to {by}]"},
				theTo:   {back + " {from}[ according to {by}]", backNot + " {from}[ according to {by}]"},
				theBy:   {"that say that {from} is " + en + " {to}", "that do not say that {from} is " + en + " {to}"},
				theRec:  {"that say that {from} is " + en + " {to}[, by {by}]", "that do not say that {from} is " + en + " {to}[, by {by}]"},
			},
			"nl": {
				theFrom: {nl + " {to}[ volgens {by}]", nlNot + " {to}[ volgens {by}]"},
				theTo:   {nlBack + " {from}[ volgens {by}]", nlBackNot + " {from}[ volgens {by}]"},
				theBy:   {"die zeggen: {from} " + nl + " {to}", "die niet zeggen: {from} " + nl + " {to}"},
				theRec:  {"die zeggen: {from} " + nl + " {to}[, van {by}]", "die niet zeggen: {from} " + nl + " {to}[, van {by}]"},
			},
		},
	}
}

var (
	sanctions   = act(authorities, schema.Sanction, schema.Sanctioned, "sanctioned", "sanction", "sanctions", "gesanctioneerd", "sancties", anyTarget)
	indictments = act(authorities, schema.Indictment, schema.Indicted, "indicted", "indict", "an indictment", "aangeklaagd", "een aanklacht", anyTarget)
	warrants    = act(authorities, schema.ArrestWarrant, schema.SoughtArrestOf, "sought for arrest", "seek the arrest of", "an arrest warrant", "gezocht", "een arrestatiebevel", anyTarget).
			said("sought the arrest of {to}", "seek the arrest of {to}", "de aanhouding zochten van {to}", "niet de aanhouding zochten van {to}")
	expulsions = act(authorities, schema.Expulsion, schema.Expelled, "expelled", "expel", "expulsions", "uitgezet", "uitzettingen", anyTarget)
	summonses  = act(authorities, schema.Summons, schema.Summoned, "summoned", "summon", "a summons", "ontboden", "een ontbieding", anyTarget)
	demands    = act(anyParty, schema.Demand, schema.DemandedOf, "called upon", "make a demand of", "a demand", "opgeroepen", "een eis", anyTarget).
			said("made a demand of {to}", "make a demand of {to}", "een eis stelden aan {to}", "geen eis stelden aan {to}")
	severings = act(authorities, schema.SeveredRelations, schema.SeveredRelationsWith, "cut off", "sever relations with", "severed relations", "verlaten met verbroken betrekkingen", "verbroken betrekkingen", anyTarget).
			said("severed relations with {to}", "sever relations with {to}", "de betrekkingen verbraken met {to}", "niet de betrekkingen verbraken met {to}")
	talks = act(anyParty, schema.Talks, schema.SpokeWith, "spoken to", "speak with", "talks", "gesproken", "gesprekken", anyTarget).
		said("spoke with {to}", "speak with {to}", "spraken met {to}", "niet spraken met {to}")
	// acts is any act at all.
	acts = &frame{
		name:    "act",
		classes: [roles][]quad.IRI{theBy: anyParty, theTo: anyTarget, theFor: anyIncident, theRec: classesOf(schema.Act)},
		say: map[string]wording{
			"en": {
				theTo:  {"acted against[ by {by}][ for {for}]", "not acted against[ by {by}][ for {for}]"},
				theBy:  {"that acted[ against {to}][ for {for}]", "that did not act[ against {to}][ for {for}]"},
				theFor: {"answered by an act[ by {by}][ against {to}]", "not answered by an act[ by {by}][ against {to}]"},
				theRec: {"[ by {by}][ against {to}][ for {for}]", "not[ by {by}][ against {to}][ for {for}]"},
			},
			"nl": {
				theTo:  {"aangepakt[ door {by}][ voor {for}]", "niet aangepakt[ door {by}][ voor {for}]"},
				theBy:  {"die optraden[ tegen {to}][ voor {for}]", "die niet optraden[ tegen {to}][ voor {for}]"},
				theFor: {"beantwoord met een handeling[ door {by}][ tegen {to}]", "niet beantwoord met een handeling[ door {by}][ tegen {to}]"},
				theRec: {"[ van {by}][ tegen {to}][ voor {for}]", "niet[ van {by}][ tegen {to}][ voor {for}]"},
			},
		},
	}

	links = edge("link", []string{"linkedTo", "actsFor", "partOf", "officerOf"}, "asc:partOf*",
		classesOf(schema.Actor, schema.Incident), anyActor,
		"linked to", "not linked to", "linked with", "not linked with",
		"gelieerd aan", "niet gelieerd aan", "verbonden met", "niet verbonden met")
	// ties are whatever makes one thing belong to another: the rows say which.
	ties = edge("tie", []string{"partOf", "memberOf", "officerOf", "actsFor", "linkedTo", "speaksFor"}, "asc:partOf*",
		classesOf(schema.Actor, schema.Party), classesOf(schema.Actor, schema.Party),
		"tied to", "not tied to", "to which are tied", "to which are not tied",
		"verbonden aan", "niet verbonden aan", "waaraan verbonden is:", "waaraan niet verbonden is:")
	parts = edge("part", []string{"partOf"}, "asc:partOf*",
		classesOf(schema.Entity), classesOf(schema.State, schema.Agency, schema.Organization, schema.Company, schema.ThreatGroup, schema.Incident),
		"part of", "not part of", "that hold", "that do not hold",
		"onderdeel van", "geen onderdeel van", "waartoe behoort:", "waartoe niet behoort:")
	// organs also speak for what they are organs of.
	organs = edge("organ", []string{"partOf", "speaksFor"}, "asc:partOf*",
		classesOf(schema.Agency), classesOf(schema.State, schema.Agency, schema.Organization),
		"belonging to", "not belonging to", "that hold", "that do not hold",
		"behorend tot", "niet behorend tot", "waartoe behoort:", "waartoe niet behoort:")
	members = edge("member", []string{"memberOf"}, "", classesOf(schema.Party, schema.Actor), bodies,
		"member of", "not member of", "with as member", "without as member",
		"lid van", "geen lid van", "met als lid", "zonder als lid")
	officers = edge("officer", []string{"officerOf"}, "asc:partOf*",
		classesOf(schema.Person, schema.UnnamedParty), classesOf(schema.Agency, schema.Company, schema.Organization, schema.State),
		"officer of", "not officer of", "served by", "not served by",
		"functionaris van", "geen functionaris van", "gediend door", "niet gediend door")
	agents = edge("agent", []string{"actsFor"}, "asc:partOf*", anyActor, anyActor,
		"acting for", "not acting for", "for which act", "for which do not act",
		"handelend voor", "niet handelend voor", "waarvoor handelt:", "waarvoor niet handelt:")
	territory = edge("territory", []string{"operatesFrom"}, "", classesOf(schema.Actor, schema.Incident), classesOf(schema.State),
		"operating from the territory of", "not operating from the territory of", "from whose territory operates", "from whose territory does not operate",
		"opererend vanuit", "niet opererend vanuit", "van waaruit opereert:", "van waaruit niet opereert:")
	partners = edge("partner", []string{"worksWith"}, "", anyActor, anyActor,
		"working with", "not working with", "worked with by", "not worked with by",
		"samenwerkend met", "niet samenwerkend met", "samenwerkend met", "niet samenwerkend met")
	hits = edge("hit", []string{"targeted"}, "asc:partOf*",
		classesOf(schema.Actor, schema.Incident), classesOf(schema.Party, schema.Sector, schema.Product),
		"said to have hit", "not said to have hit", "said to be hit by", "not said to be hit by",
		"gericht op", "niet gericht op", "getroffen door", "niet getroffen door")
	exploits = edge("exploit", []string{"exploited"}, "",
		classesOf(schema.Actor, schema.Incident), classesOf(schema.Vulnerability, schema.Product),
		"said to have exploited", "not said to have exploited", "said to be exploited by", "not said to be exploited by",
		"die misbruik maakten van", "die geen misbruik maakten van", "misbruikt door", "niet misbruikt door")
	deeds = edge("deed", []string{"conducted"}, "", anyActor, anyIncident,
		"said to have carried out", "not said to have carried out", "said to be carried out by", "not said to be carried out by",
		"uitvoerder van", "geen uitvoerder van", "uitgevoerd door", "niet uitgevoerd door")
	denials = stance("denial", schema.Denies, wording{
		theBy:  {"that denied what is said[ about {for}][ about {to}]", "that did not deny what is said[ about {for}][ about {to}]"},
		theFor: {"about which something is denied[ by {by}]", "about which nothing is denied[ by {by}]"},
		theTo:  {"about whom something is denied[ by {by}]", "about whom nothing is denied[ by {by}]"},
	}, wording{
		theBy:  {"die ontkenden wat gezegd is[ over {for}][ over {to}]", "die niet ontkenden wat gezegd is[ over {for}][ over {to}]"},
		theFor: {"waarover iets is ontkend[ door {by}]", "waarover niets is ontkend[ door {by}]"},
		theTo:  {"over wie iets is ontkend[ door {by}]", "over wie niets is ontkend[ door {by}]"},
	})
	// supporting is backing what somebody else claimed.
	supporting = stance("support", schema.Supports, wording{
		theBy:  {"that supported another's claim[ about {for}][ against {to}]", "that did not support a claim[ about {for}][ against {to}]"},
		theFor: {"about which somebody's claim is supported[ by {by}]", "about which no claim is supported[ by {by}]"},
		theTo:  {"against whom somebody's claim is supported[ by {by}]", "against whom no claim is supported[ by {by}]"},
	}, wording{
		theBy:  {"die de bewering van een ander steunden[ over {for}][ tegen {to}]", "die geen bewering steunden[ over {for}][ tegen {to}]"},
		theFor: {"waarover een bewering is gesteund[ door {by}]", "waarover geen bewering is gesteund[ door {by}]"},
		theTo:  {"tegen wie een bewering is gesteund[ door {by}]", "tegen wie geen bewering is gesteund[ door {by}]"},
	})
	acknowledging = stance("acknowledgement", schema.Acknowledges, wording{
		theBy:  {"that acknowledged another's claim[ about {for}][ against {to}]", "that did not acknowledge a claim[ about {for}][ against {to}]"},
		theFor: {"about which somebody's claim is acknowledged[ by {by}]", "about which no claim is acknowledged[ by {by}]"},
		theTo:  {"against whom somebody's claim is acknowledged[ by {by}]", "against whom no claim is acknowledged[ by {by}]"},
	}, wording{
		theBy:  {"die kennisnamen van de bewering van een ander[ over {for}][ tegen {to}]", "die van geen bewering kennisnamen[ over {for}][ tegen {to}]"},
		theFor: {"waarover van een bewering is kennisgenomen[ door {by}]", "waarover van geen bewering is kennisgenomen[ door {by}]"},
		theTo:  {"tegen wie van een bewering is kennisgenomen[ door {by}]", "tegen wie van geen bewering is kennisgenomen[ door {by}]"},
	})
	condemning = stance("condemnation", schema.Condemns, wording{
		theBy:  {"that condemned[ {for}][ by {to}]", "that did not condemn[ {for}][ by {to}]"},
		theFor: {"condemned[ by {by}]", "not condemned[ by {by}]"},
		theTo:  {"whose doing is condemned[ by {by}]", "whose doing is not condemned[ by {by}]"},
	}, wording{
		theBy:  {"die veroordeelden:[ {for}][ door {to}]", "die niet veroordeelden:[ {for}][ door {to}]"},
		theFor: {"veroordeeld[ door {by}]", "niet veroordeeld[ door {by}]"},
		theTo:  {"wier daad is veroordeeld[ door {by}]", "wier daad niet is veroordeeld[ door {by}]"},
	})
	retracting = stance("retraction", schema.Retracts, wording{
		theBy:  {"that retracted a claim[ about {for}]", "that retracted no claim[ about {for}]"},
		theFor: {"about which a claim is retracted[ by {by}]", "about which no claim is retracted[ by {by}]"},
		theTo:  {"against whom a claim is retracted[ by {by}]", "against whom no claim is retracted[ by {by}]"},
	}, wording{
		theBy:  {"die een bewering introkken[ over {for}]", "die geen bewering introkken[ over {for}]"},
		theFor: {"waarover een bewering is ingetrokken[ door {by}]", "waarover geen bewering is ingetrokken[ door {by}]"},
		theTo:  {"tegen wie een bewering is ingetrokken[ door {by}]", "tegen wie geen bewering is ingetrokken[ door {by}]"},
	})
	// envoys are those whose own name says whom they are of: embassies,
	// ambassadors, diplomatic staff. No record says it in an edge.
	envoys = edge("envoy", nil, "", classesOf(schema.Person, schema.UnnamedParty, schema.Agency), classesOf(schema.State),
		"whose name says they are of", "whose name does not say they are of", "with as envoys", "without as envoys",
		"met in de naam dat zij zijn van", "zonder in de naam dat zij zijn van", "met als gezanten", "zonder als gezanten")
	// joinings and leavings are memberships by the day on which they began or ended.
	joinings = edge("joining", []string{"memberOf"}, "", classesOf(schema.Party, schema.Actor), bodies,
		"that joined", "that did not join", "joined by", "not joined by",
		"die toetraden tot", "die niet toetraden tot", "waartoe toetrad:", "waartoe niet toetrad:")
	leavings = edge("leaving", []string{"memberOf"}, "", classesOf(schema.Party, schema.Actor), bodies,
		"that left", "that did not leave", "left by", "not left by",
		"die vertrokken uit", "die niet vertrokken uit", "verlaten door", "niet verlaten door")
	// namings are the names that somebody uses for a thing.
	namings = &frame{
		name: "naming", edges: []string{"knownAs"},
		classes: [roles][]quad.IRI{theBy: anyParty, theFrom: classesOf(schema.ThreatGroup, schema.Actor), theTo: classesOf(aName), theRec: classesOf(schema.Claim)},
		say: map[string]wording{
			"en": {
				theFrom: {"with as name {to}[ according to {by}]", "without the name {to}[ according to {by}]"},
				theTo:   {"that are names of {from}[ according to {by}]", "that are no names of {from}[ according to {by}]"},
				theBy:   {"that name {from}", "that do not name {from}"},
				theRec:  {"that say what {from} is called[, by {by}]", "that do not say what {from} is called[, by {by}]"},
			},
			"nl": {
				theFrom: {"met als naam {to}[ volgens {by}]", "zonder de naam {to}[ volgens {by}]"},
				theTo:   {"die namen zijn van {from}[ volgens {by}]", "die geen namen zijn van {from}[ volgens {by}]"},
				theBy:   {"die {from} een naam geven", "die {from} geen naam geven"},
				theRec:  {"die zeggen hoe {from} heet[, van {by}]", "die niet zeggen hoe {from} heet[, van {by}]"},
			},
		},
	}
	// others leaves out what is named: "except the UK".
	others = &frame{
		name: "others",
		say: map[string]wording{
			"en": {theFrom: {"other than {to}", "that are {to}"}},
			"nl": {theFrom: {"behalve {to}", "die zijn: {to}"}},
		},
	}
	// sayings are claims of whatever content about a thing.
	sayings = &frame{
		name:    "saying",
		classes: [roles][]quad.IRI{theBy: anyParty, theFor: classesOf(schema.Entity), theRec: classesOf(schema.Claim)},
		say: map[string]wording{
			"en": {
				theBy:  {"that said something[ about {for}]", "that said nothing[ about {for}]"},
				theFor: {"spoken of[ by {by}]", "not spoken of[ by {by}]"},
				theRec: {"[ by {by}][ about {for}]", "not[ by {by}][ about {for}]"},
			},
			"nl": {
				theBy:  {"die iets zeiden[ over {for}]", "die niets zeiden[ over {for}]"},
				theFor: {"genoemd[ door {by}]", "niet genoemd[ door {by}]"},
				theRec: {"[ van {by}][ over {for}]", "niet[ van {by}][ over {for}]"},
			},
		},
	}
	// began dates an incident.
	began = &frame{
		name:    "began",
		classes: [roles][]quad.IRI{theBy: anyParty, theFor: anyIncident, theRec: classesOf(schema.Claim)},
		say: map[string]wording{
			"en": {theFor: {"that began", "that did not begin"}},
			"nl": {theFor: {"die begonnen", "die niet begonnen"}},
		},
	}
	// mentions is being named in any record.
	mentions = &frame{
		name:    "mention",
		classes: [roles][]quad.IRI{theFor: classesOf(schema.Entity), theRec: classesOf(schema.Record)},
		say: map[string]wording{
			"en": {theFor: {"that a record names", "that no record names"}},
			"nl": {theFor: {"die een vermelding noemt", "die geen vermelding noemt"}},
		},
	}
)

func init() {
	for _, f := range []*frame{links, ties, envoys, joinings, leavings, parts, organs, members, officers, agents, territory, partners, hits, exploits, deeds} {
		f.needs = []role{theFrom, theTo}
	}
	for _, f := range []*frame{hits, exploits, deeds} {
		f.needs = []role{theTo} // "products that were exploited", by whomever
	}
}
