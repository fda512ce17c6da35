package ask

import (
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// verb is a verb of one language and the places that its parts fill. Forms
// are alternatives between bars; one may be several words. Tail is what
// stands apart from it, as in "held X responsible".
type verb struct {
	frame                      *frame
	base, pres, past, pp       string
	presMany, pastMany, ending string // Dutch plurals; present participle
	tail                       string
	must                       string // a preposition that it is nothing without
	agent, object              role
	preps                      string // word=place ...; by and door fill the agent's place
	light                      bool   // takes a noun of a record as its object: imposed
	predicate                  bool   // linked to: stands with "to be" and has no agent of its own
	strict                     *frame // what is meant where yes or no is asked
}

const (
	forWhat  = " for=for of=for over=for after=for following=for because-of=for in-response-to=for in-connection-with=for"
	voorWat  = " voor=for van=for wegens=for om=for vanwege=for na=for over=for in-reactie-op=for in-verband-met=for"
	tegenWie = " tegen=to aan=to"
)

var verbs = map[string][]verb{
	"en": {
		{frame: blame, base: "blame", pres: "blames|blame", past: "blamed", pp: "blamed", ending: "blaming|naming|calling out", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: blame, base: "accuse", pres: "accuses|accuse", past: "accused", pp: "accused", ending: "accusing", agent: theBy, object: theTo, preps: "by=by of=for for=for over=for"},
		{frame: blame, base: "hold", pres: "holds|hold", past: "held", pp: "held", ending: "holding", tail: "responsible|accountable", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: blame, base: "attribute", pres: "attributes|attribute", past: "attributed", pp: "attributed", ending: "attributing", agent: theBy, object: theFor, preps: "by=by to=to"},
		{frame: blame, pp: "attributed", agent: theBy, object: theTo, preps: "by=by for=for", predicate: true},
		{frame: blame, pp: "charged|ascribed|imputed", agent: theBy, object: theFor, preps: "by=by to=to", must: "to"},
		{frame: blame, base: "pin", pres: "pins|pin", past: "pinned|blamed", pp: "pinned|blamed", agent: theBy, object: theFor, preps: "by=by on=to", must: "on"},
		{frame: sanctions, base: "sanction|impose sanctions on|impose sanctions against", pres: "sanctions|sanction", past: "sanctioned|imposed sanctions on|imposed sanctions against|put sanctions on", pp: "sanctioned|imposed sanctions on|imposed sanctions against", ending: "sanctioning|imposing sanctions on", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: indictments, base: "indict|charge|prosecute|bring charges against", pres: "indicts|indict|charges", past: "indicted|charged|prosecuted|brought charges against", pp: "indicted|charged|prosecuted", ending: "indicting|charging", agent: theBy, object: theTo, preps: "by=by with=for" + forWhat},
		{frame: expulsions, base: "expel|kick out|send away|throw out", pres: "expels|expel", past: "expelled|kicked out|sent away|threw out", pp: "expelled|kicked out|sent away|thrown out", ending: "expelling", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: summonses, base: "summon|call in|hale in", pres: "summons|summon|calls in", past: "summoned|called in", pp: "summoned|called in", ending: "summoning", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: severings, base: "sever relations with|cut relations with|break off relations with", pres: "severs relations with", past: "severed relations with|cut relations with|broke off relations with", pp: "severed relations with|cut relations with|broken off relations with", ending: "severing relations with|breaking off relations with", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: severings, base: "sever relations|sever diplomatic relations|cut diplomatic ties|cut diplomatic relations|break off diplomatic relations|break off relations|break off diplomatic ties|cut ties", pres: "severs relations|cuts diplomatic ties", past: "severed relations|severed diplomatic relations|severed diplomatic ties|severed ties|cut diplomatic ties|cut diplomatic relations|broke off diplomatic relations|broke off relations|broke off diplomatic ties|broke off ties|broke diplomatic relations|broke diplomatic ties|cut ties", pp: "severed relations|severed diplomatic relations|cut diplomatic ties|broken off diplomatic relations|broken off relations", agent: theBy, object: noRole, preps: "with=to" + forWhat},
		{frame: demands, base: "call on|urge|demand something of|demand something from|make demands on", pres: "calls on|urges", past: "called on|urged|demanded something of|demanded something from|demanded anything of|made demands on", pp: "called on|urged|called upon", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: demands, base: "make a demand of|make demands of", past: "made a demand of|made demands of", pp: "made a demand of|made demands of", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: talks, base: "speak with|speak to|talk to|talk with|raise it with|negotiate with|hold talks with", past: "spoke with|spoke to|talked to|talked with|negotiated with|held talks with", pp: "spoken with|spoken to|talked to|talked with|negotiated with|held talks with", agent: theBy, object: theTo, preps: "about=for over=for"},
		{frame: acts, base: "act against|take action against|respond against", past: "acted against|took action against", pp: "acted against|taken action against", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: links, pp: "linked|associated|affiliated", agent: theBy, object: theFrom, preps: "to=to with=to by=by", predicate: true},
		{frame: links, base: "link", pres: "links|link", past: "linked", pp: "linked", ending: "linking", agent: theBy, object: theFrom, preps: "to=to with=to by=by"},
		{frame: ties, base: "belong to|report to|answer to|fall under|come under|sit under|go with|work for|act as a front for|serve as a front for|be a front for|front for", pres: "belongs to|belong to|reports to|report to|answer to|falls under|fall under|comes under|come under|goes with|go with|works for|work for|acts as a front for|act as a front for|serves as a front for|serve as a front for|serve as fronts for|act as fronts for|act as front for|fronts for|front for", past: "belonged to|fell under|worked for|acted as a front for|served as a front for", pp: "belonged to|worked for", ending: "belonging to|working for|acting as a front for", agent: theFrom, object: theTo, preps: ""},
		{frame: ties, pp: "part", agent: noRole, object: theFrom, preps: "of=to", predicate: true, strict: parts},
		{frame: ties, pp: "run|controlled|directed|tied|connected|subordinate|affiliated|associated", agent: noRole, object: theFrom, preps: "of=to to=to with=to by=to", predicate: true, strict: links},
		{frame: ties, base: "make up|form|constitute", pres: "make up|makes up|form|constitute", past: "made up|formed", agent: theFrom, object: theTo, preps: ""},
		{frame: acts, base: "hit|target|affect|name|list", pres: "hits|hit|target|affect|name|names|list", past: "hit|targeted|affected|named|listed", agent: theRec, object: theTo, preps: "for=for over=for", light: true},
		{frame: ties, base: "stand behind|be behind|run|control|direct", pres: "is behind|are behind|stands behind|stand behind|sits behind|runs|controls|directs", past: "was behind|were behind|stood behind|ran|controlled|directed", agent: theTo, object: theFrom, preps: ""},
		{frame: ties, pp: "a front|fronts|front companies|a front company", agent: noRole, object: theFrom, preps: "for=to of=to", predicate: true},
		{frame: members, pres: "is in|are in", past: "was in|were in", agent: theFrom, object: theTo, preps: ""},
		{frame: joinings, base: "join|enter|accede to", pres: "joins|join", past: "joined|entered|acceded to|became a member of|became member of|became members of", pp: "joined|become a member of|become members of", ending: "joining", agent: theFrom, object: theTo, preps: ""},
		{frame: leavings, base: "leave|quit", pres: "leaves|leave", past: "left|quit", pp: "left|quit", ending: "leaving", agent: theFrom, object: theTo, preps: ""},
		{frame: supporting, base: "support|back|endorse|second", pres: "supports|support|backs|endorses", past: "supported|backed|endorsed|seconded", pp: "supported|backed|endorsed", ending: "supporting|backing", agent: theBy, object: theFor, preps: "by=by against=to on=for over=for about=for"},
		{frame: supporting, past: "supported the attribution of|backed the attribution of|supported the accusation over|agreed with the attribution of|joined the attribution of|stood by the attribution of", base: "support the attribution of|back the attribution of|agree with the attribution of", pres: "supports the attribution of|support the attribution of|back the attribution of", pp: "supported the attribution of|backed the attribution of", agent: theBy, object: theFor, preps: "to=to"},
		{frame: acknowledging, base: "acknowledge|take note of", pres: "acknowledges|acknowledge", past: "acknowledged|took note of|only acknowledged|merely acknowledged|only took note of", pp: "acknowledged|taken note of", ending: "acknowledging", agent: theBy, object: theFor, preps: "by=by"},
		{frame: acknowledging, base: "acknowledge the attribution of|take note of the attribution of", past: "acknowledged the attribution of|took note of the attribution of|only acknowledged the attribution of|merely acknowledged the attribution of|only took note of the attribution of", pp: "acknowledged the attribution of", agent: theBy, object: theFor, preps: "to=to"},
		{frame: condemning, base: "condemn|denounce", pres: "condemns|condemn|denounces", past: "condemned|denounced", pp: "condemned|denounced", ending: "condemning", agent: theBy, object: theFor, preps: "by=by"},
		{frame: condemning, base: "condemn|denounce", pres: "condemns|condemn", past: "condemned|denounced", pp: "condemned|denounced", agent: theBy, object: theTo, preps: "by=by for=for over=for", must: "for"},
		{frame: retracting, base: "retract|withdraw|take back", pres: "retracts|withdraws", past: "retracted|withdrew|took back", pp: "retracted|withdrawn|taken back", agent: theBy, object: theFor, preps: "by=by"},
		{frame: denials, base: "deny|reject|deny the accusations|deny the allegations|deny involvement|deny responsibility|deny the charges|reject the accusations", pres: "denies|deny|rejects|denies the accusations|deny the accusations|deny the allegations|deny involvement|deny responsibility|denies involvement|denies responsibility|reject the accusations", past: "denied|rejected|denied the accusations|denied the allegations|denied involvement|denied responsibility|rejected the accusations", pp: "denied|rejected", agent: theBy, object: noRole, preps: "about=for over=for of=for in=for for=for"},
		{frame: warrants, base: "seek the arrest of|want|issue a warrant for|issue an arrest warrant for|issue arrest warrants for", pres: "seeks the arrest of|wants", past: "sought the arrest of|issued a warrant for|issued an arrest warrant for|issued arrest warrants for", pp: "sought|wanted|sought for arrest", agent: theBy, object: theTo, preps: "by=by" + forWhat},
		{frame: officers, base: "serve in|work in|serve for|be employed by", pres: "serves in|serve in|works in|work in", past: "served in|worked in", pp: "served in|worked in", ending: "serving in|working in", agent: theFrom, object: theTo, preps: ""},
		{frame: agents, base: "act for|act on behalf of|act at the behest of", pres: "acts for|act for|acts on behalf of|act on behalf of|act at the behest of|acts at the behest of", past: "acted for|acted on behalf of", pp: "acted for", ending: "acting for|acting on behalf of", agent: theFrom, object: theTo, preps: ""},
		{frame: territory, base: "operate from|work from|act from", pres: "operates from|operate from|works from", past: "operated from|worked from", pp: "operated from", ending: "operating from|working from", agent: theFrom, object: theTo, preps: ""},
		{frame: territory, pp: "based in|active from", agent: noRole, object: theFrom, preps: "", predicate: true},
		{frame: partners, base: "work with|work together with|cooperate with", pres: "works with|work with|cooperates with", past: "worked with|cooperated with", pp: "worked with", ending: "working with", agent: theFrom, object: theTo, preps: ""},
		{frame: hits, base: "target|hit|attack|hack|affect|infect|compromise|breach|strike|break into", pres: "targets|target|hits|hit|attacks|affects", past: "targeted|hit|attacked|hacked|affected|infected|compromised|breached|struck|broke into", pp: "targeted|hit|attacked|hacked|affected|infected|compromised|breached|struck", ending: "targeting|hitting|attacking", agent: theFrom, object: theTo, preps: "by=from in=from through=from"},
		{frame: exploits, base: "exploit|abuse", pres: "exploits|exploit", past: "exploited|abused", pp: "exploited|abused", ending: "exploiting", agent: theFrom, object: theTo, preps: "by=from in=from"},
		{frame: deeds, base: "carry out|conduct|perpetrate", pres: "carries out", past: "carried out|conducted|perpetrated", pp: "carried out|conducted|perpetrated", agent: theFrom, object: theTo, preps: "by=from"},
		{frame: demands, base: "demand|ask", past: "demanded|asked", pp: "demanded|asked", agent: theBy, object: theRec, preps: "by=by of=to from=to for=for over=for after=for", must: "of"},
		{frame: indictments, pp: "under indictment|under charges|under charge", agent: theBy, object: theTo, preps: "by=by in=by for=for over=for", predicate: true},
		{frame: ties, base: "belong|report|answer", pres: "belongs|belong|reports", past: "belonged", agent: theFrom, object: noRole, preps: "to=to", must: "to"},
		{frame: denials, base: "deny|dispute|reject|contest|contradict|disagree with|object to", pres: "denies|deny|disputes|rejects|contests|contradicts|disagrees with|disagree with|objects to", past: "denied|disputed|rejected|contested|contradicted|disagreed with|objected to", pp: "denied|disputed|rejected|contested|contradicted", ending: "denying", agent: theBy, object: theFor, preps: "by=by"},
		{frame: acts, base: "impose|issue|announce|adopt|bring|take|make|file", past: "imposed|issued|announced|adopted|brought|took|made|filed", pp: "imposed|issued|announced|adopted|brought|taken|made|filed", agent: theBy, object: theRec, preps: "by=by on=to against=to about=for" + forWhat, light: true},
		{frame: demands, base: "make|put", past: "made|put", pp: "made|put", agent: theBy, object: theRec, preps: "by=by of=to to=to for=for over=for about=for", light: true},
		{frame: sayings, base: "say|make|state|publish", past: "said|made|stated|published", pp: "said|made|stated|published", agent: theBy, object: theRec, preps: "by=by about=for on=for of=for", light: true},
		{frame: acts, base: "give|have", past: "gave|had", pp: "given", agent: theBy, object: theRec, preps: "by=by to=for on=for over=for", light: true},
		{frame: acts, base: "come from|originate with", pres: "come from|comes from", past: "came from", agent: theRec, object: theBy, preps: "", light: true},
		{frame: acts, base: "answer|follow", pres: "answer|answers|follow|follows", past: "answered|followed", agent: theRec, object: theFor, preps: "", light: true},
		{frame: namings, base: "have|carry|bear|go by|use", pres: "have|has|carry|carries|bear|go by|goes by", past: "had", agent: theFrom, object: theTo, preps: "from=by according-to=by"},
		{frame: namings, base: "use|give|coin|have", pres: "uses|use", past: "used|gave|coined", pp: "used|given|coined", agent: theBy, object: theTo, preps: "for=from to=from by=by"},
		{frame: began, base: "begin|start|take place|occur|happen", pres: "begins|starts|takes place|occurs", past: "began|started|took place|occurred|happened", pp: "begun|started", agent: theFor, object: noRole, preps: ""},
		{frame: sanctions, pp: "on the sanctions list|on a sanctions list|on the sanctions lists|under sanctions|sanctions-listed", agent: theBy, object: theTo, preps: "of=by by=by from=by for=for over=for", predicate: true},
		{frame: acts, base: "respond to|react to|retaliate for|answer", pres: "responds to", past: "responded to|reacted to|retaliated for|answered", pp: "responded to|answered", agent: theBy, object: theFor, preps: "by=by against=to", must: ""},
		{frame: acts, base: "lead to|result in|prompt|trigger|draw|cause", pres: "leads to|lead to|results in", past: "led to|resulted in|prompted|triggered|drew|caused|were followed by|was followed by|were answered by|was answered by|were met with", pp: "led to|resulted in|followed by|answered by|answered with|met with", agent: theFor, object: theRec, preps: "by=by from=by against=to on=to", light: true},
		{frame: acts, base: "get|receive|face|suffer|attract|incur", pres: "gets|faces|face|receives", past: "got|received|faced|suffered|attracted|incurred|came under|was hit with|were hit with", pp: "received|faced|got|hit with", agent: theTo, object: theRec, preps: "by=by from=by" + forWhat, light: true},
		{frame: acts, base: "get|receive|draw|attract|see", past: "got|received|drew|attracted|saw|had", pp: "received|drawn|seen|had", agent: theFor, object: theRec, preps: "by=by from=by against=to", light: true},
	},
	"nl": {
		{frame: blame, base: "beschuldigen|noemen|aanwijzen", pres: "beschuldigt", presMany: "beschuldigen", past: "beschuldigde", pastMany: "beschuldigden", pp: "beschuldigd", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: blame, pres: "wijst", presMany: "wijzen", past: "wees", pastMany: "wezen", pp: "aangewezen", agent: theBy, object: theTo, preps: "door=by als-dader-van=for als-dader-achter=for" + voorWat},
		{frame: blame, pres: "wijst", presMany: "wijzen", past: "wees", pastMany: "wezen", tail: "aan|als dader aan|aan als dader|aan als schuldige", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: acts, past: "vaardigde|bracht", pastMany: "vaardigden|brachten", tail: "uit", agent: theBy, object: theRec, preps: "tegen=to aan=to" + voorWat, light: true},
		{frame: acts, past: "diende", pastMany: "dienden", tail: "in", agent: theBy, object: theRec, preps: "tegen=to" + voorWat, light: true},
		{frame: acts, pres: "komt|kwam", presMany: "komen", past: "kwam", pastMany: "kwamen", agent: theRec, object: noRole, preps: "van=by", light: true},
		{frame: acts, pres: "volgt", presMany: "volgen", past: "volgde", pastMany: "volgden", agent: theRec, object: noRole, preps: "op=for", light: true},
		{frame: blame, base: "houden", pres: "houdt", presMany: "houden", past: "hield", pastMany: "hielden", pp: "gehouden", tail: "verantwoordelijk|aansprakelijk", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: blame, base: "geven", pres: "geeft", presMany: "geven", past: "gaf", pastMany: "gaven", pp: "gegeven", tail: "de schuld|schuld", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: blame, pres: "krijgt", presMany: "krijgen", past: "kreeg", pastMany: "kregen", pp: "gekregen", tail: "de schuld|schuld", agent: theTo, object: noRole, preps: "van=for voor=for"},
		{frame: blame, base: "toeschrijven", pres: "toeschrijft", presMany: "toeschrijven", past: "toeschreef", pastMany: "toeschreven", pp: "toegeschreven|geattribueerd", agent: theBy, object: theFor, preps: "door=by aan=to"},
		{frame: blame, pp: "geattribueerd", agent: theBy, object: theTo, preps: "door=by voor=for", predicate: true},
		{frame: blame, base: "attribueren", pres: "attribueert", presMany: "attribueren", past: "attribueerde", pastMany: "attribueerden", agent: theBy, object: theFor, preps: "door=by aan=to"},
		{frame: blame, base: "schrijven", pres: "schrijft", presMany: "schrijven", past: "schreef", pastMany: "schreven", tail: "toe", agent: theBy, object: theFor, preps: "door=by aan=to"},
		{frame: sanctions, base: "sanctioneren", pres: "sanctioneert", presMany: "sanctioneren", past: "sanctioneerde", pastMany: "sanctioneerden", pp: "gesanctioneerd", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: sanctions, base: "opleggen", pres: "legt", presMany: "leggen", past: "legde", pastMany: "legden", tail: "sancties op", agent: theBy, object: theTo, preps: "aan=to" + voorWat},
		{frame: sanctions, pp: "opgelegd", tail: "sancties", agent: theBy, object: theTo, preps: "aan=to tegen=to door=by" + voorWat},
		{frame: indictments, base: "aanklagen", pres: "aanklaagt", presMany: "aanklagen", past: "aanklaagde", pastMany: "aanklaagden", pp: "aangeklaagd|vervolgd", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: indictments, base: "klagen", pres: "klaagt", presMany: "klagen", past: "klaagde", pastMany: "klaagden", tail: "aan", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: expulsions, base: "uitzetten", past: "uitzette|uitwees", pastMany: "uitzetten|uitwezen", pp: "uitgezet|uitgewezen", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: expulsions, past: "zette|wees|stuurde", pastMany: "zetten|wezen|stuurden", pres: "zet|wijst", tail: "uit|weg", agent: theBy, object: theTo, preps: voorWat},
		{frame: summonses, past: "riep", pastMany: "riepen", tail: "op het matje", agent: theBy, object: theTo, preps: voorWat},
		{frame: summonses, base: "ontbieden", pres: "ontbiedt", past: "ontbood", pastMany: "ontboden", pp: "ontboden", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: severings, past: "verbrak", pastMany: "verbraken", pp: "verbroken", tail: "de betrekkingen|betrekkingen|de diplomatieke betrekkingen|diplomatieke betrekkingen|de diplomatieke banden|diplomatieke banden|de banden", agent: theBy, object: noRole, preps: "met=to" + voorWat},
		{frame: talks, past: "sprak", pastMany: "spraken", pp: "gesproken", agent: theBy, object: noRole, preps: "met=to over=for"},
		{frame: acts, past: "trad", pastMany: "traden", tail: "op", agent: theBy, object: noRole, preps: "tegen=to" + voorWat},
		{frame: acts, past: "optrad", pastMany: "optraden", pp: "opgetreden", agent: theBy, object: noRole, preps: "tegen=to" + voorWat},
		{frame: links, pp: "gelieerd|verbonden|gelinkt|geassocieerd", agent: theBy, object: theFrom, preps: "aan=to met=to door=by", predicate: true},
		{frame: links, base: "koppelen|linken", pres: "koppelt|linkt", presMany: "koppelen", past: "koppelde|linkte", pastMany: "koppelden|linkten", pp: "gekoppeld", agent: theBy, object: theFrom, preps: "aan=to"},
		{frame: ties, pp: "onderdeel|deel|een onderdeel|een dekmantel|dekmantel", agent: noRole, object: theFrom, preps: "van=to voor=to", predicate: true, strict: parts},
		{frame: ties, pres: "hoort|behoort|valt", presMany: "horen|behoren|vallen", past: "hoorde|behoorde|viel", pastMany: "hoorden|behoorden|vielen", agent: theFrom, object: noRole, preps: "bij=to tot=to onder=to"},
		{frame: ties, pres: "werkt", presMany: "werken", past: "werkte", pastMany: "werkten", pp: "gewerkt", agent: theFrom, object: noRole, preps: "voor=to bij=to in-opdracht-van=to"},
		{frame: ties, pres: "fungeert als dekmantel|dient als dekmantel|maakt deel uit|maakt onderdeel uit|deel uitmaakt", presMany: "fungeren als dekmantel|dienen als dekmantel|maken deel uit|deel uitmaken|maken onderdeel uit", past: "maakte deel uit|deel uitmaakte", pastMany: "maakten deel uit", agent: theFrom, object: noRole, preps: "van=to voor=to"},
		{frame: ties, pres: "zit achter|staat achter|schuilt achter|zit er achter", presMany: "zitten achter|staan achter|zitten er achter", past: "zat achter|stond achter", pastMany: "zaten achter|stonden achter", agent: theTo, object: theFrom, preps: ""},
		{frame: members, pp: "lid", agent: noRole, object: theFrom, preps: "van=to", predicate: true},
		{frame: joinings, past: "trad toe|werd lid", pastMany: "traden toe|werden lid", pp: "toegetreden|lid geworden", agent: theFrom, object: noRole, preps: "tot=to van=to"},
		{frame: joinings, past: "trad|werd", pastMany: "traden|werden", tail: "toe|lid", agent: theFrom, object: noRole, preps: "tot=to van=to"},
		{frame: leavings, past: "verliet|verlieten", pastMany: "verlieten", pp: "verlaten", pres: "verlaat", agent: theFrom, object: theTo, preps: ""},
		{frame: leavings, past: "vertrok|stapte", pastMany: "vertrokken|stapten", agent: theFrom, object: noRole, preps: "uit=to"},
		{frame: supporting, base: "steunen|ondersteunen", pres: "steunt|ondersteunt", presMany: "steunen|ondersteunen", past: "steunde|ondersteunde", pastMany: "steunden|ondersteunden", pp: "gesteund|ondersteund", agent: theBy, object: theFor, preps: "door=by"},
		{frame: supporting, past: "steunde de toeschrijving van|steunde de beschuldiging over|sloot zich aan bij de toeschrijving van", pastMany: "steunden de toeschrijving van|sloten zich aan bij de toeschrijving van|steunden de beschuldiging over", pres: "steunt de toeschrijving van", presMany: "steunen de toeschrijving van", agent: theBy, object: theFor, preps: "aan=to"},
		{frame: acknowledging, past: "erkende|nam kennis van", pastMany: "erkenden|namen kennis van", pres: "erkent", presMany: "erkennen", pp: "erkend", agent: theBy, object: theFor, preps: "door=by"},
		{frame: acknowledging, past: "erkende de toeschrijving van|nam kennis van de toeschrijving van|nam alleen kennis van de toeschrijving van", pastMany: "erkenden de toeschrijving van|namen kennis van de toeschrijving van|namen alleen kennis van de toeschrijving van", agent: theBy, object: theFor, preps: "aan=to"},
		{frame: condemning, base: "veroordelen", pres: "veroordeelt", presMany: "veroordelen", past: "veroordeelde", pastMany: "veroordeelden", pp: "veroordeeld", agent: theBy, object: theFor, preps: "door=by"},
		{frame: retracting, past: "introk", pastMany: "introkken", pp: "ingetrokken|teruggenomen|herroepen", agent: theBy, object: theFor, preps: "door=by"},
		{frame: warrants, pp: "gezocht", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: demands, base: "oproepen", pres: "oproept", presMany: "oproepen", past: "opriep", pastMany: "opriepen", pp: "opgeroepen", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: demands, pres: "roept", presMany: "roepen", past: "riep", pastMany: "riepen", tail: "op", agent: theBy, object: theTo, preps: "door=by" + voorWat},
		{frame: officers, pres: "dient", presMany: "dienen", past: "diende", pastMany: "dienden", agent: theFrom, object: noRole, preps: "bij=to in=to"},
		{frame: agents, pres: "handelt", presMany: "handelen", past: "handelde", pastMany: "handelden", agent: theFrom, object: noRole, preps: "voor=to namens=to in-opdracht-van=to"},
		{frame: territory, pres: "opereert|werkt", presMany: "opereren|werken", past: "opereerde|werkte", pastMany: "opereerden|werkten", agent: theFrom, object: noRole, preps: "vanuit=to"},
		{frame: partners, pres: "samenwerkt", presMany: "samenwerken", past: "samenwerkte", pastMany: "samenwerkten", pp: "samengewerkt", agent: theFrom, object: noRole, preps: "met=to"},
		{frame: partners, pres: "werkt", presMany: "werken", past: "werkte", pastMany: "werkten", tail: "samen", agent: theFrom, object: noRole, preps: "met=to"},
		{frame: hits, base: "treffen", pres: "treft|raakt", presMany: "treffen|raken", past: "trof|raakte|hackte|besmette", pastMany: "troffen|raakten|hackten|besmetten", pp: "getroffen|geraakt|gehackt|besmet|geïnfecteerd|aangevallen", agent: theFrom, object: theTo, preps: "door=from bij=from via=from"},
		{frame: exploits, pp: "misbruikt|uitgebuit", past: "misbruikte", pastMany: "misbruikten", pres: "misbruikt", presMany: "misbruiken", agent: theFrom, object: theTo, preps: "door=from bij=from in=from"},
		{frame: deeds, pp: "uitgevoerd|gepleegd", past: "uitvoerde|pleegde", pastMany: "uitvoerden|pleegden", agent: theFrom, object: theTo, preps: "door=from"},
		{frame: denials, pres: "weerspreekt|bestrijdt|verwerpt", presMany: "weerspreken|bestrijden|verwerpen", past: "weersprak|bestreed|verwierp", pastMany: "weerspraken|bestreden|verwierpen", pp: "weersproken|bestreden|verworpen", agent: theBy, object: theFor, preps: "door=by"},
		{frame: denials, base: "ontkennen", pres: "ontkent|betwist", presMany: "ontkennen|betwisten", past: "ontkende|betwistte", pastMany: "ontkenden|betwistten", pp: "ontkend|betwist", agent: theBy, object: theFor, preps: "door=by"},
		{frame: denials, pres: "ontkent de beschuldigingen|ontkent betrokkenheid|ontkent de verantwoordelijkheid", presMany: "ontkennen de beschuldigingen|ontkennen betrokkenheid", past: "ontkende de beschuldigingen|ontkende betrokkenheid", pastMany: "ontkenden de beschuldigingen|ontkenden betrokkenheid", agent: theBy, object: noRole, preps: "bij=for over=for voor=for"},
		{frame: acts, past: "nam|stelde|deed", pastMany: "namen|stelden|deden", pp: "genomen|ingesteld|gedaan|gesteld|afgekondigd|opgelegd|uitgebracht|uitgevaardigd|ingediend", agent: theBy, object: theRec, preps: "door=by tegen=to aan=to over=for" + voorWat, light: true},
		{frame: acts, pres: "legt", presMany: "leggen", past: "legde", pastMany: "legden", tail: "op", agent: theBy, object: theRec, preps: "aan=to tegen=to" + voorWat, light: true},
		{frame: namings, pres: "heeft|draagt", presMany: "hebben|dragen", past: "had", pastMany: "hadden", agent: theFrom, object: theTo, preps: "van=by volgens=by"},
		{frame: namings, pres: "gebruikt|geeft|hanteert", presMany: "gebruiken|geven|hanteren", past: "gebruikte|gaf|bedacht", pastMany: "gebruikten|gaven|bedachten", pp: "gebruikt|gegeven|bedacht", agent: theBy, object: theTo, preps: "voor=from aan=from door=by"},
		{frame: began, pres: "begint", presMany: "beginnen", past: "begon|startte|plaatsvond", pastMany: "begonnen|startten|plaatsvonden", pp: "begonnen", agent: theFor, object: noRole, preps: ""},
		{frame: began, past: "vond", pastMany: "vonden", tail: "plaats", agent: theFor, object: noRole, preps: ""},
		{frame: sanctions, pp: "op de sanctielijst|op een sanctielijst", pres: "staat op de sanctielijst|staat op een sanctielijst", presMany: "staan op de sanctielijst|staan op een sanctielijst|staan op sanctielijsten", past: "stond op de sanctielijst", pastMany: "stonden op de sanctielijst", agent: theTo, object: noRole, preps: "van=by bij=by voor=for wegens=for"},
		{frame: sanctions, pres: "staat", presMany: "staan", past: "stond", pastMany: "stonden", tail: "op een sanctielijst|op de sanctielijst|op sanctielijsten|onder sancties", agent: theTo, object: noRole, preps: "van=by"},
		{frame: demands, past: "eiste", pastMany: "eisten", pp: "geëist|gevraagd", pres: "eist", presMany: "eisen", agent: theBy, object: theRec, preps: "door=by van=to", must: "van"},
		{frame: acts, past: "reageerde", pastMany: "reageerden", pp: "gereageerd", agent: theBy, object: noRole, preps: "op=for"},
		{frame: acts, past: "leidde tot|resulteerde in|werd gevolgd door|werd beantwoord met", pastMany: "leidden tot|resulteerden in|werden gevolgd door|werden beantwoord met", pp: "gevolgd door|beantwoord met", agent: theFor, object: theRec, preps: "van=by door=by tegen=to", light: true},
		{frame: acts, past: "kreeg|ontving", pastMany: "kregen|ontvingen", pres: "krijgt", presMany: "krijgen", pp: "gekregen", agent: theTo, object: theRec, preps: "van=by voor=for wegens=for", light: true},
		{frame: acts, past: "kreeg", pastMany: "kregen", pp: "gekregen", agent: theFor, object: theRec, preps: "van=by tegen=to", light: true},
	},
}

// noun is a word for a kind of thing, or for a place in a frame.
type noun struct {
	one, many map[string]string // by language, alternatives between bars
	classes   []quad.IRI
	frame     *frame // of a record, or of what takes a place in one
	self      role   // the place that the thing itself takes
	of        role   // the place of what follows "of" or "van"; 0: see ofFrame
	preps     map[string]string
	// ofFrame is the frame of "units of X" where the noun is not of one.
	ofFrame *frame
	envoy   bool // those who speak for a state abroad
	office  bool // a word that may be for diplomats too
	// named is part of the label of each: no class tells embassies from other
	// organs. Without it, of envoys, they are whom a state expels or calls in.
	named string
	// many members under one label ("six Russian technology companies") are an
	// unnamed party: of a kind if its English label has one of these words.
	collective []string
	heads      bool // an attack hits many of them, whom no record counts
	uncounted  bool // nothing else is known of them either
}

func words(en, nl string) map[string]string { return map[string]string{"en": en, "nl": nl} }

var (
	recordPreps = map[string]string{
		"en": "by=by from=by against=to on=to about=for" + forWhat,
		"nl": "door=by van=by tegen=to aan=to" + " over=for voor=for wegens=for om=for vanwege=for na=for",
	}
	saidPreps = map[string]string{"en": "by=by from=by about=for of=for on=for for=for", "nl": "door=by van=by over=for"}
)

var nouns = []*noun{
	{one: words("state|country|government|nation", "staat|land|regering"), many: words("states|countries|governments|nations", "staten|landen|regeringen"), classes: classesOf(schema.State), ofFrame: members, preps: words("in=to", "in=to")},
	{one: words("party|claimant|accuser", "partij|claimant|beschuldiger|aanklager"), many: words("parties|claimants|accusers", "partijen|claimanten|beschuldigers|aanklagers"), classes: classesOf(schema.Party)},
	{one: words("agency|ministry|department|organ|bureau", "ministerie|orgaan|overheidsorgaan"), many: words("agencies|ministries|departments|organs", "ministeries|organen|overheidsorganen"), classes: classesOf(schema.Agency), ofFrame: organs},
	{one: words("unit|service", "eenheid|dienst|onderdeel"), many: words("units|services", "eenheden|diensten|onderdelen"), classes: classesOf(schema.Agency), ofFrame: parts},
	{one: words("organization|organisation", "organisatie"), many: words("organizations|organisations", "organisaties"), classes: classesOf(schema.Organization)},
	{one: words("company|firm|front company|vendor", "bedrijf|onderneming|dekmantelbedrijf"), many: words("companies|firms|front companies|vendors", "bedrijven|ondernemingen|dekmantelbedrijven"), classes: classesOf(schema.Company), ofFrame: links, collective: []string{"compan", "firms", "businesses"}},
	{one: words("group|threat group|hacking group|hacker group|hackers group", "groep|dreigingsgroep|hackersgroep|hackgroep"), many: words("groups|threat groups|hacking groups|hacker groups", "groepen|dreigingsgroepen|hackersgroepen|hackgroepen"), classes: classesOf(schema.ThreatGroup), ofFrame: links},
	{one: words("actor", "actor"), many: words("actors", "actoren"), classes: classesOf(schema.Actor)},
	{one: words("person|individual", "persoon|individu"), many: words("persons|people|individuals", "personen|mensen|individuen"), classes: classesOf(schema.Person), collective: []string{"person", "individual", "officer", "official", "employee", "staff", "hackers", "parliamentarian", "politician", "critics"}, heads: true},
	{one: words("computer|machine|device|user|customer|patient", "computer|apparaat|gebruiker|klant|patiënt"), many: words("computers|machines|devices|users|customers|patients", "computers|apparaten|gebruikers|klanten|patiënten"), classes: classesOf(schema.Party), heads: true, uncounted: true},
	{one: words("officer", "officier"), many: words("officers", "officieren"), classes: classesOf(schema.Person, schema.UnnamedParty), frame: officers, self: theFrom, of: theTo},
	{one: words("official|employee", "functionaris|medewerker"), many: words("officials|employees", "functionarissen|medewerkers"), classes: classesOf(schema.Person, schema.UnnamedParty), frame: officers, self: theFrom, of: theTo, office: true},
	{one: words("incident|hack|attack|cyber attack|cyberattack|operation|intrusion|breach|cyber incident|hacking", "incident|hack|aanval|cyberaanval|operatie|inbraak|cyberincident"), many: words("incidents|hacks|attacks|cyber attacks|cyberattacks|operations|intrusions|breaches|cyber incidents", "incidenten|hacks|aanvallen|cyberaanvallen|operaties|inbraken|cyberincidenten"), classes: anyIncident},
	{one: words("campaign", "campagne"), many: words("campaigns", "campagnes"), classes: classesOf(schema.Campaign)},
	{one: words("diplomat|envoy|official", "diplomaat|gezant|functionaris"), many: words("diplomats|envoys|officials", "diplomaten|gezanten|functionarissen"), classes: classesOf(schema.Person, schema.UnnamedParty, schema.Agency), envoy: true},
	{one: words("ambassador|embassy", "ambassadeur|ambassade"), many: words("ambassadors|embassies|embassies or ambassadors|ambassadors or embassies", "ambassadeurs|ambassades|ambassades of ambassadeurs|ambassadeurs of ambassades"), classes: classesOf(schema.Person, schema.UnnamedParty, schema.Agency), envoy: true, named: "mbass"},
	{one: words("vulnerability|weakness", "kwetsbaarheid|lek"), many: words("vulnerabilities|weaknesses", "kwetsbaarheden|lekken"), classes: classesOf(schema.Vulnerability)},
	{one: words("product|software|program|system", "product|software|programma|systeem"), many: words("products|programs|systems", "producten|programma's|systemen"), classes: classesOf(schema.Product)},
	{one: words("sector", "sector"), many: words("sectors", "sectoren"), classes: classesOf(schema.Sector)},
	{one: words("member|ally|member state|member country", "lid|lidstaat|bondgenoot|lidland"), many: words("members|allies|member states|member countries", "leden|lidstaten|bondgenoten|lidlanden"), frame: members, self: theFrom, of: theTo},
	{one: words("victim|target", "slachtoffer|doelwit"), many: words("victims|targets", "slachtoffers|doelwitten"), frame: hits, self: theTo, of: theFrom},
	{one: words("sanction|cyber sanction", "sanctie|cybersanctie"), many: words("sanctions|cyber sanctions|cybersanctions", "sancties|cybersancties"), frame: sanctions, self: theRec, of: theBy, preps: recordPreps},
	{one: words("indictment|charge", "aanklacht"), many: words("indictments|charges", "aanklachten"), frame: indictments, self: theRec, of: theTo, preps: recordPreps},
	{one: words("arrest warrant|warrant", "arrestatiebevel"), many: words("arrest warrants|warrants", "arrestatiebevelen"), frame: warrants, self: theRec, of: theTo, preps: recordPreps},
	{one: words("expulsion", "uitzetting|uitwijzing"), many: words("expulsions", "uitzettingen|uitwijzingen"), frame: expulsions, self: theRec, of: theTo, preps: recordPreps},
	{one: words("summons", "ontbieding"), many: words("summonses", "ontbiedingen"), frame: summonses, self: theRec, of: theTo, preps: recordPreps},
	{one: words("demand", "eis"), many: words("demands", "eisen"), frame: demands, self: theRec, of: theBy, preps: recordPreps},
	{one: words("act|measure|action|response|reaction|countermeasure", "handeling|maatregel|actie|reactie|tegenmaatregel"), many: words("acts|measures|actions|responses|reactions|countermeasures", "handelingen|maatregelen|acties|reacties|tegenmaatregelen"), frame: acts, self: theRec, of: theBy, preps: map[string]string{
		"en": "by=by from=by against=to to=for about=for" + forWhat, "nl": recordPreps["nl"] + " op=for",
	}},
	{one: words("attribution|accusation", "toeschrijving|attributie|beschuldiging"), many: words("attributions|accusations", "toeschrijvingen|attributies|beschuldigingen"), frame: blame, self: theRec, of: theFor, preps: map[string]string{
		"en": "by=by from=by of=for for=for to=to against=to about=for", "nl": "door=by van=for voor=for aan=to tegen=to over=for aan-het-adres-van=to richting=to", //nolint:misspell // Dutch
	}},
	{one: words("denial", "ontkenning"), many: words("denials", "ontkenningen"), frame: denials, self: theRec, of: theBy, preps: saidPreps},
	{one: words("condemnation", "veroordeling"), many: words("condemnations", "veroordelingen"), frame: condemning, self: theRec, of: theFor, preps: saidPreps},
	{one: words("retraction", "intrekking"), many: words("retractions", "intrekkingen"), frame: retracting, self: theRec, of: theBy, preps: saidPreps},
	{one: words("acknowledgement|acknowledgment", "erkenning|kennisneming"), many: words("acknowledgements|acknowledgments", "erkenningen"), frame: acknowledging, self: theRec, of: theFor, preps: saidPreps},
	{one: words("link|connection|tie", "verband|band|koppeling"), many: words("links|connections|ties", "verbanden|banden|koppelingen"), frame: links, self: theRec, of: theFrom, preps: words("of=from by=by from=by to=to with=to", "van=from door=by met=to aan=to")},
	{one: words("name|alias", "naam|alias"), many: words("names|aliases", "namen|aliassen"), frame: namings, self: theTo, of: theFrom, preps: words("for=from of=from by=by from=by", "voor=from van=from door=by")},
	{one: words("claim|statement|declaration", "bewering|verklaring|uitspraak"), many: words("claims|statements|declarations|everything", "beweringen|verklaringen|uitspraken"), frame: sayings, self: theRec, of: theBy, preps: saidPreps},
}

func (n *noun) record() bool { return n.self == theRec }

// called returns the noun as people write it.
func (n *noun) called(lang string, many bool) string {
	w := n.one
	if many {
		w = n.many
	}
	first, _, _ := strings.Cut(w[lang], "|")
	return first
}

// thing returns the classes of what the noun stands for.
func (n *noun) thing() []quad.IRI {
	if len(n.classes) > 0 || n.frame == nil {
		return n.classes
	}
	return n.frame.classes[n.self]
}

var roleNames = map[string]role{"by": theBy, "from": theFrom, "to": theTo, "for": theFor, "rec": theRec}

// forms of a verb.
type form int8

const (
	baseForm form = iota
	presForm
	pastForm
	ppForm
	ingForm
)

type verbForm struct {
	verb *verb
	form form
	many bool // plural only
	one  bool // singular only
}

type nounForm struct {
	noun *noun
	many bool
}

// lexicon holds the words of one language as the parser looks them up: by
// their first word, the longest first.
type lexicon struct {
	verbs map[string][]entry[verbForm]
	nouns map[string][]entry[nounForm]
	tails map[*verb][][]string
	preps map[*verb]map[string]role // prepositions with their places
	nounP map[*noun]map[string]role
	// prepWords are all prepositions, as words.
	prepWords map[string][][]string
	vocab     map[string]bool
	classes   map[string]map[string]bool // grammar words by what they do
}

type entry[T any] struct {
	words []string
	value T
}

// lexiconOf returns the words of a language, made when first asked for.
func lexiconOf(lang string) *lexicon { return lexicons[lang]() }

var lexicons = perLanguage(newLexicon)

func newLexicon(lang string) *lexicon {
	l := &lexicon{
		verbs: map[string][]entry[verbForm]{}, nouns: map[string][]entry[nounForm]{}, tails: map[*verb][][]string{},
		preps: map[*verb]map[string]role{}, nounP: map[*noun]map[string]role{}, prepWords: map[string][][]string{}, vocab: map[string]bool{}, classes: map[string]map[string]bool{},
	}
	places := map[string]map[string]role{} // most verbs share them
	seq := func(s string) []string {
		f := foldedWords(s)
		for _, w := range f {
			l.vocab[w] = true
		}
		return f
	}
	prepsOf := func(s string) map[string]role {
		if m, ok := places[s]; ok {
			return m
		}
		m := map[string]role{}
		places[s] = m
		for f := range strings.FieldsSeq(s) {
			name, r, _ := strings.Cut(f, "=")
			w := seq(strings.ReplaceAll(name, "-", " "))
			m[strings.Join(w, " ")] = roleNames[r]
			l.prepWords[w[0]] = appendSeq(l.prepWords[w[0]], w)
		}
		return m
	}
	vs := verbs[lang]
	for i := range vs {
		v := &vs[i]
		add := func(forms string, f form, many, one bool) {
			for s := range strings.SplitSeq(forms, "|") {
				if w := seq(s); len(w) > 0 {
					l.verbs[w[0]] = append(l.verbs[w[0]], entry[verbForm]{w, verbForm{v, f, many, one}})
				}
			}
		}
		nl := lang == "nl"
		add(v.base, baseForm, false, false)
		add(v.pres, presForm, false, nl)
		add(v.past, pastForm, false, nl)
		add(v.presMany, presForm, true, false)
		add(v.pastMany, pastForm, true, false)
		add(v.pp, ppForm, false, false)
		add(v.ending, ingForm, false, false)
		for s := range strings.SplitSeq(v.tail, "|") {
			if w := seq(s); len(w) > 0 {
				l.tails[v] = append(l.tails[v], w)
			}
		}
		l.preps[v] = prepsOf(v.preps)
	}
	for _, n := range nouns {
		for _, many := range []bool{false, true} {
			text := n.one[lang]
			if many {
				text = n.many[lang]
			}
			for s := range strings.SplitSeq(text, "|") {
				w := seq(s)
				l.nouns[w[0]] = append(l.nouns[w[0]], entry[nounForm]{w, nounForm{n, many}})
			}
		}
		l.nounP[n] = prepsOf(n.preps[lang])
	}
	for _, q := range qualities {
		for _, m := range []map[string]string{q.adjective, q.verb, q.adverb} {
			for s := range strings.SplitSeq(m[lang], "|") {
				seq(s)
			}
		}
	}
	for class, list := range grammarWords[lang] {
		l.classes[class] = wordSet(seq(list)...)
	}
	return l
}

func appendSeq(list [][]string, w []string) [][]string {
	for _, have := range list {
		if strings.Join(have, " ") == strings.Join(w, " ") {
			return list
		}
	}
	return append(list, w)
}
