package draw

import (
	"strconv"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// phrases are the picture's own words by key; %1 and %2 stand for names.
type phrases map[string]string

// wordsFor picks the words of the first language that there are words of.
func wordsFor(langs []string) (phrases, string) {
	for _, l := range langs {
		tag, _, _ := strings.Cut(strings.ToLower(l), "-")
		switch tag {
		case "nl":
			return dutch, "nl"
		case "en":
			return english, "en"
		}
	}
	return english, "en"
}

// say fills a phrase.
func (p phrases) say(key string, args ...string) string { return fill(p[key], args) }

// fill puts args in the places of a phrase, in one pass: an argument that
// looks like a place stays as it is.
func fill(phrase string, args []string) string {
	size := len(phrase)
	for _, a := range args {
		size += len(a)
	}
	var b strings.Builder
	b.Grow(size)
	for {
		before, place, found := strings.Cut(phrase, "%")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n := -1
		if place != "" {
			n = int(place[0]) - '1'
		}
		if n < 0 || n >= len(args) {
			b.WriteByte('%')
			phrase = place
			continue
		}
		b.WriteString(args[n])
		phrase = place[1:]
	}
}

// date writes a date in words, in its own precision: "19 July 2021", "July
// 2021", "2021".
func (p phrases) date(d graph.Date) string {
	if d.IsZero() || d.Month == 0 {
		return d.String()
	}
	s := p.month(d.Month) + " " + strconv.Itoa(d.Year)
	if d.Day != 0 {
		s = strconv.Itoa(d.Day) + " " + s
	}
	return s
}

// month is the name of a month, 1 to 12.
func (p phrases) month(m time.Month) string {
	at := time.January
	for name := range strings.FieldsSeq(p["months"]) {
		if at == m {
			return name
		}
		at++
	}
	return m.String()
}

// dates writes the time from one date to another, with no more of the first
// than tells it from the last.
func (p phrases) dates(first, last graph.Date) string {
	switch {
	case first == last:
		return p.date(last)
	case first.Year == last.Year && first.Month == last.Month && first.Day != 0 && last.Day != 0:
		return strconv.Itoa(first.Day) + "–" + p.date(last)
	case first.Year != last.Year && first.Day == 0 && last.Day == 0 && first.Month == 0 && last.Month == 0:
		return strconv.Itoa(first.Year) + "–" + strconv.Itoa(last.Year)
	}
	return p.say("between", p.date(first), p.date(last))
}

// things names n things of a look: "4 persons".
func (p phrases) things(l look, n int) string {
	one, many, _ := strings.Cut(p[lookWords[l]], "|")
	if n == 1 {
		return one
	}
	return strconv.Itoa(n) + " " + many
}

// count says how many of something there are: "one|%1 of them|none".
// What comes before the number fills %1, the number then %2.
func (p phrases) count(key string, n int, before ...string) string {
	forms := strings.SplitN(p[key], "|", 3)
	form := forms[min(1, len(forms)-1)]
	switch {
	case n == 0 && len(forms) == 3:
		form = forms[2]
	case n == 1:
		form = forms[0]
	}
	return fill(form, append(before, strconv.Itoa(n)))
}

// class is what a thing of a look is called.
func (p phrases) class(l look) string {
	one, _, _ := strings.Cut(p[lookWords[l]], "|")
	return one
}

var lookWords = [looks]string{
	lookState: "state", lookOrganization: "organization", lookCoalition: "coalition", lookAgency: "organ",
	lookGroup: "group", lookPerson: "person", lookCompany: "company", lookUnnamed: "unnamed",
	lookIncident: "incident", lookObject: "object", lookThing: "thing",
	lookClaim: "claim", lookAct: "act", lookWithheld: "withheld answer", lookMore: "record", lookNames: "thing",
}

var voiceWords = [voices]string{
	"attributes", "hedged", "links", "suspects", "passes on", "says", "supports", "takes note",
	"condemns", "denies", "retracts", "acts", "withholds",
}

var traceWords = [traces]string{"accused of", "answers", "linked", "part", "hit", "territory", "same", "contradict"}

var english = phrases{
	"months": "January February March April May June July August September October November December",

	"state": "state|states", "organization": "organization|organizations", "coalition": "coalition|coalitions",
	"organ": "state organ|state organs", "group": "named group|named groups", "person": "person|persons",
	"company": "company|companies", "unnamed": "not named|parties not named", "incident": "incident|incidents",
	"object": "target or means|targets or means", "thing": "thing|things", "claim": "claim|claims", "act": "act|acts",
	"withheld answer": "answer withheld|answers withheld", "record": "record|records",

	"attributes": "attributes", "hedged": "attributes or links, hedged", "links": "links", "suspects": "suspects",
	"passes on": "reports", "says": "describes", "supports": "supports a claim", "takes note": "acknowledges a claim",
	"condemns": "condemns", "denies": "denies", "retracts": "retracts", "acts": "takes a measure", "withholds": "explicitly no measure",
	"accused of": "accused of", "denied": "only denied", "answers": "answers the incident", "linked": "said to be linked", "part": "part of", "hit": "hit or used", "territory": "from its territory", "same": "said to be one",
	"relayed": "passed on by a third party",

	"frame State": "States", "frame Organization": "Organizations", "frame Coalition": "Coalitions", "frame Company": "Companies",
	"frame Press": "Press", "frame Person": "Persons", "frame Unnamed": "Not named", "frame Agency": "Agencies", "frame Other": "Others",
	"frame Group": "Named groups", "frame Incident": "Incidents", "frame Object": "Targets and means",

	"press": "press", "nobody": "Nobody named", "undated": "Undated", "by date": "By %1", "from date": "From %1", "between": "%1 to %2", "members": "named members: ",
	"also": "also %1", "organ of": "organ of %1", "part of": "part of %1", "officer of": "officer of %1", "relayed by": "relayed by %1",
	"and": "%1 and %2", "and more": "%1 and %2 more", "more": "+%1 more", "more records": "+%1 more records",
	"used by": "used %1", "hit by": "hit %1", "no chain": "No chain", "empty": "Nothing to draw", "empty sub": "no visible record speaks of it",

	"Attributes": "Attributes", "Attributes to": "Attributes to %1", "Attributes %1": "Attributes %1", "Attributes linked": "Attributes to actors linked to %1", "confidence": "%1, with %2 confidence",
	"likely": "“%1”: %2", "Links": "Links %1 to %2", "Links only": "Links to %1", "Links acts": "%1 acts for %2", "Links from": "Places %1 in %2", "Links with": "%1 works with %2",
	"Links same": "Says %1 is %2", "Targets": "Names as target: %1", "Exploits": "Names as means: %1",
	"Dates began": "Dates the beginning: %1", "Dates ended": "Dates the end: %1", "Dates discovered": "Dates the discovery: %1", "Dates disclosed": "Dates the disclosure: %1",
	"Aim": "Aim: %1", "Effect": "Effect: %1", "Part": "Says %1 is part of %2", "Name": "Calls %1 %2", "Speaks": "Speaks of %1", "Says": "Makes a claim",
	"Supports": "Supports", "Acknowledges": "Acknowledges", "Condemns": "Condemns", "Denies": "Denies", "Retracts": "Retracts", "Suspects": "Suspects", "Reports": "Reports",
	"claim of": "the claim of %1", "n claims": "%1 claims", "stance": "%1: %2",

	"sanction": "Sanctions %1", "indictment": "Indicts %1", "arrestWarrant": "Seeks the arrest of %1", "expulsion": "Expels %1", "summons": "Summons %1",
	"severedRelations": "Severs relations with %1", "demand": "Makes a demand of %1", "talks": "Raises it with %1", "act of kind": "%1: %2",
	"no sanction": "No sanctions", "no indictment": "No indictment", "no arrestWarrant": "No arrest warrant", "no expulsion": "No expulsions", "no summons": "No summons",
	"no severedRelations": "No severed relations", "no demand": "No demand", "no talks": "No talks", "no": "No %1", "no by": "%1 by %2", "Calls for": "Calls for: %1",

	"lens": "Lens: %1.", "default lens": "what is asserted, supported or reported and not retracted, and all acts",
	"world": "World: %1.", "records from": "%1 from %2", "one record": "1 record", "some records": "%1 records", "one source": "1 source", "some sources": "%1 sources",
	"as of": ", public on or before %1", "undated note": "%1 undated", "perhaps note": "%1 perhaps later, left out", "unsure note": "%1 of unknown confidence, left out",
	"newest": "newest %1", "omitted": "%1 more that belong here are left out.",

	"known as": "known as %1", "loop": "Error in the data: part of runs in a circle through %1.",
	"happened": "What happened", "claims made": "What was said", "acts done": "What was done", "other parties": "%1 other parties", "several parties": "Several parties", "whisker": "known no more precisely than this",
	"joined days": "Summarised: what one party said or did on one day, or several said alike, is one mark.", "joined years": "Summarised: what one party said or did in one year is one mark.",
	"and more said": "%1, and 1 claim more|%1, and %2 claims more", "and more done": "%1, and 1 act more|%1, and %2 acts more", "names left out": "%1 that only name things, or say how they are built, are not drawn.",
	"omitted incidents": "The %1 earliest incidents are left out.", "without date": "Without a date: %1.", "empty dates": "no visible record gives a date",

	"callers not named": "parties not named", "names of": "Another name of %1|%2 other names of %1",
	"condensed":     "Summarised: claims and acts that say the same, or that one party makes in one way, are one box, and so are things of one kind; incidents are named in the boxes.",
	"n claims said": "1 claim|%1 claims", "n acts done": "1 act|%1 acts", "by parties": "%1 by 1 party|%1 by %2 parties|%1 by nobody named", "from sources": "%1, from 1 source|%1, from %2 sources",
	"only side": "Only %1", "both sides": "Both", "contradict": "contradict each other", "statement": "1 statement|%1 statements|nothing", "more statements": "+%1 more statements",
	"conducted by": "conducted by %1", "relayed note": "relayed", "more things": "+%1 more things", "empty sides": "neither side says anything here",
}

var dutch = phrases{
	"months": "januari februari maart april mei juni juli augustus september oktober november december",

	"state": "staat|staten", "organization": "organisatie|organisaties", "coalition": "coalitie|coalities",
	"organ": "staatsorgaan|staatsorganen", "group": "benoemde groep|benoemde groepen", "person": "persoon|personen",
	"company": "bedrijf|bedrijven", "unnamed": "niet genoemd|niet genoemde partijen", "incident": "incident|incidenten",
	"object": "doelwit of middel|doelwitten of middelen", "thing": "ding|dingen", "claim": "bewering|beweringen", "act": "handeling|handelingen",
	"withheld answer": "antwoord achterwege|antwoorden achterwege", "record": "vermelding|vermeldingen",

	"attributes": "schrijft toe", "hedged": "schrijft toe of verbindt, met voorbehoud", "links": "verbindt", "suspects": "vermoedt",
	"passes on": "meldt", "says": "beschrijft", "supports": "steunt een bewering", "takes note": "neemt kennis van een bewering",
	"condemns": "veroordeelt", "denies": "ontkent", "retracts": "trekt in", "acts": "neemt een maatregel", "withholds": "uitdrukkelijk geen maatregel",
	"accused of": "beschuldigd van", "denied": "alleen ontkend", "answers": "antwoord op het incident", "linked": "gelieerd genoemd", "part": "onderdeel van", "hit": "getroffen of gebruikt", "territory": "vanaf zijn grondgebied", "same": "één genoemd",
	"relayed": "doorgegeven door een derde",

	"frame State": "Staten", "frame Organization": "Organisaties", "frame Coalition": "Coalities", "frame Company": "Bedrijven",
	"frame Press": "Pers", "frame Person": "Personen", "frame Unnamed": "Niet genoemd", "frame Agency": "Overheidsorganen", "frame Other": "Overige",
	"frame Group": "Benoemde groepen", "frame Incident": "Incidenten", "frame Object": "Doelwitten en middelen",

	"press": "pers", "nobody": "Niemand genoemd", "undated": "Zonder datum", "by date": "Uiterlijk %1", "from date": "Vanaf %1", "between": "%1 tot %2", "members": "genoemde leden: ",
	"also": "ook %1", "organ of": "orgaan van %1", "part of": "onderdeel van %1", "officer of": "functionaris van %1", "relayed by": "doorgegeven door %1",
	"and": "%1 en %2", "and more": "%1 en nog %2", "more": "nog %1", "more records": "nog %1 vermeldingen",
	"used by": "gebruikte %1", "hit by": "trof %1", "no chain": "Geen keten", "empty": "Niets te tekenen", "empty sub": "geen zichtbare vermelding gaat erover",

	"Attributes": "Schrijft toe", "Attributes to": "Schrijft toe aan %1", "Attributes %1": "Schrijft %1 toe", "Attributes linked": "Schrijft toe aan actoren gelieerd aan %1", "confidence": "%1, vertrouwen: %2",
	"likely": "“%1”: %2", "Links": "Verbindt %1 met %2", "Links only": "Verbindt met %1", "Links acts": "%1 handelt voor %2", "Links from": "Plaatst %1 in %2", "Links with": "%1 werkt samen met %2",
	"Links same": "Zegt dat %1 %2 is", "Targets": "Noemt als doelwit: %1", "Exploits": "Noemt als middel: %1",
	"Dates began": "Dateert het begin: %1", "Dates ended": "Dateert het einde: %1", "Dates discovered": "Dateert de ontdekking: %1", "Dates disclosed": "Dateert de bekendmaking: %1",
	"Aim": "Doel: %1", "Effect": "Gevolg: %1", "Part": "Rekent %1 tot %2", "Name": "Noemt %1 %2", "Speaks": "Spreekt over %1", "Says": "Doet een bewering",
	"Supports": "Steunt", "Acknowledges": "Neemt kennis van", "Condemns": "Veroordeelt", "Denies": "Ontkent", "Retracts": "Trekt in", "Suspects": "Vermoedt", "Reports": "Meldt",
	"claim of": "de bewering van %1", "n claims": "%1 beweringen", "stance": "%1: %2",

	"sanction": "Sancties tegen %1", "indictment": "Klaagt %1 aan", "arrestWarrant": "Zoekt de aanhouding van %1", "expulsion": "Zet %1 uit", "summons": "Ontbiedt %1",
	"severedRelations": "Verbreekt betrekkingen met %1", "demand": "Stelt een eis aan %1", "talks": "Spreekt erover met %1", "act of kind": "%1: %2",
	"no sanction": "Geen sancties", "no indictment": "Geen aanklacht", "no arrestWarrant": "Geen arrestatiebevel", "no expulsion": "Geen uitzettingen", "no summons": "Geen ontbieding",
	"no severedRelations": "Geen verbroken betrekkingen", "no demand": "Geen eis", "no talks": "Geen gesprekken", "no": "Geen %1", "no by": "%1 door %2", "Calls for": "Roept op tot: %1",

	"lens": "Lens: %1.", "default lens": "wat gesteld, gesteund of gemeld is en niet ingetrokken, en alle handelingen",
	"world": "Wereld: %1.", "records from": "%1 uit %2", "one record": "1 vermelding", "some records": "%1 vermeldingen", "one source": "1 bron", "some sources": "%1 bronnen",
	"as of": ", openbaar op of voor %1", "undated note": "%1 zonder datum", "perhaps note": "%1 misschien later, weggelaten", "unsure note": "%1 met onbekend vertrouwen, weggelaten",
	"newest": "nieuwste %1", "omitted": "Nog %1 die erbij horen zijn weggelaten.",

	"known as": "bekend als %1", "loop": "Fout in de gegevens: onderdeel van loopt rond via %1.",
	"happened": "Wat er gebeurde", "claims made": "Wat er is gezegd", "acts done": "Wat er is gedaan", "other parties": "%1 andere partijen", "several parties": "Meerdere partijen", "whisker": "niet preciezer bekend dan dit",
	"joined days": "Samengevat: wat één partij op één dag zei of deed, of meer partijen gelijk zeiden, is één teken.", "joined years": "Samengevat: wat één partij in één jaar zei of deed is één teken.",
	"and more said": "%1, en nog 1 bewering|%1, en nog %2 beweringen", "and more done": "%1, en nog 1 handeling|%1, en nog %2 handelingen", "names left out": "%1 die alleen dingen noemen of indelen zijn niet getekend.",
	"omitted incidents": "De %1 vroegste incidenten zijn weggelaten.", "without date": "Zonder datum: %1.", "empty dates": "geen zichtbare vermelding geeft een datum",

	"callers not named": "niet genoemde partijen", "names of": "Een andere naam van %1|%2 andere namen van %1",
	"condensed":     "Samengevat: beweringen en handelingen die hetzelfde zeggen, of die één partij op één manier doet, zijn één vak, en zo ook dingen van één soort; incidenten staan in de vakken.",
	"n claims said": "1 bewering|%1 beweringen", "n acts done": "1 handeling|%1 handelingen", "by parties": "%1 van 1 partij|%1 van %2 partijen|%1 van niemand die genoemd is", "from sources": "%1, uit 1 bron|%1, uit %2 bronnen",
	"only side": "Alleen %1", "both sides": "Beide", "contradict": "spreken elkaar tegen", "statement": "1 uitspraak|%1 uitspraken|niets", "more statements": "nog %1 uitspraken",
	"conducted by": "uitgevoerd door %1", "relayed note": "doorgegeven", "more things": "nog %1 dingen", "empty sides": "geen van beide kanten zegt hier iets",
}
