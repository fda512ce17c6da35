package importer

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"golang.org/x/text/unicode/norm"
)

// countries is ISO 3166-1 with Kosovo's user-assigned code: codes and names from
// the data set country-codes (PDDL 1.0), English and Dutch names from Unicode
// CLDR; "local" is the entity's IRI below the namespace id, that of the starter
// graph where it has one.
//
//go:embed countries.tsv
var countries string

// A Country is an entry of ISO 3166-1.
type Country struct {
	Entity
	ISO2, ISO3 string
	State      bool // otherwise a territory, which is no party
}

// known are parties that sources name and that the starter graph has: the only
// entities beside the states that importers share.
var known = []struct {
	entity Entity
	names  []string
}{
	{party("nato", schema.Organization, "NATO", "NAVO"), []string{"NATO", "North Atlantic Treaty Organization", "北约"}},
	{party("eu", schema.Organization, "European Union", "Europese Unie"), []string{"European Union", "EU"}},
	{party("misp-project", schema.Organization, "MISP Project", "MISP-project"), []string{"MISP Project"}},
	{party("microsoft", schema.Company, "Microsoft", "Microsoft"), []string{"Microsoft"}},
	{party("mandiant", schema.Company, "Mandiant", "Mandiant"), []string{"Mandiant"}},
	{party("crowdstrike", schema.Company, "CrowdStrike", "CrowdStrike"), []string{"CrowdStrike"}},
	{party("eset", schema.Company, "ESET", "ESET"), []string{"ESET"}},
	{party("secureworks", schema.Company, "Secureworks", "Secureworks"), []string{"Secureworks"}},
	{party("us-treasury", schema.Agency, "US Department of the Treasury", "Amerikaans ministerie van Financiën"), nil},
	{party("fcdo", schema.Agency, "Foreign, Commonwealth and Development Office (UK)", "Britse ministerie van Buitenlandse Zaken"), nil},
	{party("eurepoc", schema.Organization, "European Repository of Cyber Incidents (EuRepoC)", "European Repository of Cyber Incidents (EuRepoC)"), nil},
	{party("ascribe-editors", schema.Organization, "editors of Ascribe", "redactie van Ascribe"), nil},
}

func party(local, class, en, nl string) Entity {
	return Entity{IRI: ID(local), Class: class, Labels: []quad.Value{English(en), Dutch(nl)}, Shared: true}
}

type gazetteer struct {
	list   []Country
	byName map[string]*Country // folded names and codes of three letters
	byISO2 map[string]*Country
	known  map[string]*Entity // by folded name
	local  map[string]*Entity
}

var atlas = sync.OnceValue(func() *gazetteer {
	g := &gazetteer{byName: map[string]*Country{}, byISO2: map[string]*Country{}, known: map[string]*Entity{}, local: map[string]*Entity{}}
	lines := strings.Split(strings.TrimSpace(countries), "\n")[1:]
	g.list = make([]Country, len(lines))
	for i, line := range lines {
		f := strings.Split(line, "\t")
		c := &g.list[i]
		*c = Country{ISO2: f[0], ISO3: f[1], State: f[3] == "state"}
		c.Entity = party(f[2], schema.State, f[4], f[5])
		if c.State {
			c.Props = []Prop{{schema.ISOCode, quad.String(c.ISO2)}}
		} else {
			c.Class = schema.UnnamedParty // whoever is there: no state, and it speaks for nobody
		}
		g.byISO2[c.ISO2] = c
		for _, name := range append(strings.Split(f[6], "|"), f[4], f[5]) {
			if name != "" {
				g.byName[fold(name)] = c
			}
		}
	}
	for i := range known {
		k := &known[i]
		g.local[strings.TrimPrefix(string(k.entity.IRI), schema.NSID)] = &k.entity
		for _, n := range k.names {
			g.known[fold(n)] = &k.entity
		}
	}
	return g
})

// Countries returns the table of states and territories, by code.
func Countries() []Country { return atlas().list }

// CountryByCode returns the entry of an ISO 3166-1 code of two letters; "UK" is
// taken for GB.
func CountryByCode(code string) (*Country, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	if code == "UK" {
		code = "GB"
	}
	c, ok := atlas().byISO2[code]
	return c, ok
}

// CountryByName returns the entry that has a name: exactly, but for case,
// marks and punctuation. "Lebonon" has none, and neither has "Korea", which
// could be two.
func CountryByName(name string) (*Country, bool) {
	c, ok := atlas().byName[fold(name)]
	return c, ok
}

// Resolve returns the shared entity of a name: a state, a territory, or one of
// the few parties that the table knows.
func Resolve(name string) (Entity, bool) {
	if c, ok := CountryByName(name); ok {
		return c.Entity, true
	}
	if e, ok := atlas().known[fold(name)]; ok {
		return *e, true
	}
	return Entity{}, false
}

// Party returns a shared party by its local name, such as "us-treasury" or
// "misp-project". It panics if the table has none: the name is ours.
func Party(local string) Entity {
	e, ok := atlas().local[local]
	if !ok {
		panic("importer: no party " + local)
	}
	return *e
}

// Nearest returns the name of a state that is one or two letters away: for the
// report, never for the graph.
func Nearest(name string) string {
	folded := []rune(fold(name))
	if len(folded) < 5 {
		return ""
	}
	best, found := 3, ""
	for _, c := range atlas().list {
		label := string(c.Labels[0].(quad.LangString).Value)
		if d := distance(folded, []rune(fold(label)), best); d < best {
			best, found = d, label
		}
	}
	return found
}

// distance is the edit distance of two texts, or most if it is not below it.
func distance(a, b []rune, most int) int {
	if max(len(a), len(b))-min(len(a), len(b)) >= most {
		return most
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return min(row[len(b)], most)
}

// Fold returns a name as names are compared: without marks, case, punctuation
// and runs of space.
func Fold(name string) string { return fold(name) }

func fold(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = gap || r != '.' && r != '\'' && r != '’'
		}
	}
	return b.String()
}
