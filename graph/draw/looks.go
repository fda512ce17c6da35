package draw

import (
	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
)

// look is how a thing is drawn: by what it is.
type look int8

const (
	lookState look = iota
	lookOrganization
	lookCoalition
	lookAgency
	lookGroup
	lookPerson
	lookCompany
	lookUnnamed
	lookIncident
	lookObject // vulnerability, product, sector
	lookThing  // of no class that has a look of its own
	lookClaim
	lookAct
	lookWithheld
	lookMore  // says how many were left out
	lookNames // the names of a thing
	looks
)

// lookOf is the look of a thing by its classes.
func lookOf(n graph.Node) look {
	for _, l := range []struct {
		class string
		look  look
	}{
		{schema.State, lookState},
		{schema.Coalition, lookCoalition},
		{schema.Organization, lookOrganization},
		{schema.Agency, lookAgency},
		{schema.ThreatGroup, lookGroup},
		{schema.Person, lookPerson},
		{schema.Company, lookCompany},
		{schema.UnnamedParty, lookUnnamed},
		{schema.Incident, lookIncident},
		{schema.Vulnerability, lookObject},
		{schema.Product, lookObject},
		{schema.Sector, lookObject},
	} {
		for _, c := range n.Classes {
			if schema.IsA(string(c), l.class) {
				return l.look
			}
		}
	}
	return lookThing
}

// columnOf is where a thing stands that somebody speaks of.
func columnOf(l look) column {
	switch l {
	case lookIncident:
		return inIncidents
	case lookObject:
		return inObjects
	}
	return inTargets
}

// shape is the form of a look: what is left of it without colour.
type shape struct {
	name  string // of Graphviz
	style string
	rims  int // lines around it
	ink   ink // of its edge
	fill  ink
}

var shapes = [looks]shape{
	lookState:        {"box", "rounded,filled", 1, inkState, fillState},
	lookOrganization: {"box", "rounded,filled", 2, inkOrganization, fillOrganization},
	lookCoalition:    {"box", "filled", 2, inkCoalition, fillCoalition},
	lookAgency:       {"box", "filled", 1, inkAgency, fillAgency},
	lookGroup:        {"ellipse", "filled", 1, inkGroup, fillGroup},
	lookPerson:       {"tab", "filled", 1, inkPerson, fillPerson},
	lookCompany:      {"component", "filled", 1, inkCompany, fillCompany},
	lookUnnamed:      {"box", "filled,dashed", 1, inkCompany, fillCompany},
	lookIncident:     {"box", "filled,diagonals", 1, inkIncident, fillIncident},
	lookObject:       {"note", "filled", 1, inkObject, fillObject},
	lookThing:        {"box", "filled", 1, inkObject, fillObject},
	lookClaim:        {"box", "rounded,filled", 1, inkText, fillPage},
	lookAct:          {"box", "filled", 1, inkAct, fillPage},
	lookWithheld:     {"box", "filled,dotted", 2, inkAct, fillPage},
	lookNames:        {"folder", "filled", 1, inkSoft, fillPage}, // a note where Graphviz does not draw it
	lookMore:         {"box", "rounded,dashed", 1, inkSoft, fillPage},
}

// voice is the strength of a record, as its lines and its box show it.
type voice int8

const (
	voiceFlat     voice = iota // attributes, without a hedge or with high confidence
	voiceLikely                // attributes or links with words of likelihood or less confidence
	voiceLink                  // links one to another
	voiceSuspects              // suspects
	voiceReports               // passes on
	voiceFact                  // says something else
	voiceSupports
	voiceAcknowledges
	voiceCondemns
	voiceDenies
	voiceRetracts
	voiceAct
	voiceWithheld
	voices
)

// stroke is how the lines of a voice are drawn.
type stroke struct {
	style string  // solid, dashed, dotted
	width float64 // points
	head  string  // arrowhead of Graphviz
	ink   ink
	glyph string // the same in the legend
}

var strokes = [voices]stroke{
	voiceFlat:         {"solid", 2.8, "normal", inkFlat, "━━▶"},
	voiceLikely:       {"dashed", 2.1, "normal", inkLikely, "╍╍▶"},
	voiceLink:         {"solid", 1.7, "normal", inkLikely, "──▶"},
	voiceSuspects:     {"dashed", 1.6, "onormal", inkLikely, "╍╍▷"},
	voiceReports:      {"solid", 1.4, "onormal", inkReports, "──▷"},
	voiceFact:         {"solid", 1.2, "vee", inkReports, "──›"},
	voiceSupports:     {"dotted", 2.4, "onormal", inkBacks, "┈┈▷"},
	voiceAcknowledges: {"dotted", 2.2, "vee", inkBacks, "┈┈›"},
	voiceCondemns:     {"solid", 2.2, "diamond", inkFlat, "━━◆"},
	voiceDenies:       {"dashed", 2.4, "teetee", inkText, "╍╍╫"},
	voiceRetracts:     {"dotted", 1.6, "box", inkSoft, "┈┈■"},
	voiceAct:          {"solid", 2.8, "tee", inkAct, "━━┫"},
	voiceWithheld:     {"dotted", 2.4, "odot", inkAct, "┈┈○"},
}

// trace is what a grey line says of the two things that it joins.
type trace int8

const (
	traceAccused trace = iota // who is named, to the incident
	traceAnswers              // who was hit by an act, to the incident that the act answers
	traceLinked               // linkedTo, actsFor and the like
	tracePart                 // partOf, officerOf, memberOf: structure
	traceHit                  // what the incident hit or used
	traceFrom                 // operatesFrom: territory, no link to the state
	traceSame                 // sameAs
	traceAgainst              // what contradicts
	traces
)

var traceStrokes = [traces]stroke{
	traceAccused: {"solid", 1.1, "vee", inkGrey, "──›"},
	traceAnswers: {"dashed", 1.1, "odot", inkGrey, "╌╌○"},
	traceLinked:  {"solid", 1.1, "onormal", inkGrey, "──▷"},
	tracePart:    {"dotted", 1.1, "none", inkGrey, "┈┈┈"},
	traceHit:     {"solid", 1.1, "dot", inkGrey, "──●"},
	traceFrom:    {"dashed", 1.1, "odiamond", inkGrey, "╌╌◇"},
	traceSame:    {"solid", 1.1, "none", inkGrey, "───"},
	traceAgainst: {"dashed", 2.2, "teetee", inkText, "╍╍╫"},
}

// relayedHead marks, where the line reaches the record, words that somebody
// passed on. At the speaker's end it would lie on that party's other lines.
const relayedHead = "odiamond"
