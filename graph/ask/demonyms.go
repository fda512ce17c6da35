package ask

import (
	"slices"
	"strings"
	"sync"
)

// demonyms are the adjectives of countries by ISO 3166-1 code, English and
// Dutch, with those for their people: "the Russians", "de Russen". Words that
// stand for more than one state are not here.
var demonyms = map[string][2]string{
	"AL": {"Albanian", "Albanese Albanees"}, "AU": {"Australian", "Australische Australisch"}, "AT": {"Austrian", "Oostenrijkse Oostenrijks"},
	"BE": {"Belgian", "Belgische Belgisch"}, "BG": {"Bulgarian", "Bulgaarse Bulgaars"}, "BY": {"Belarusian Belarussian", "Belarussische Wit-Russische"},
	"CA": {"Canadian", "Canadese Canadees"}, "CN": {"Chinese", "Chinese Chinees"}, "HR": {"Croatian", "Kroatische"}, "CY": {"Cypriot", "Cypriotische"}, //nolint:misspell // Dutch
	"CZ": {"Czech", "Tsjechische Tsjechisch"}, "DK": {"Danish", "Deense Deens"}, "EE": {"Estonian", "Estse Estische Ests"}, "FI": {"Finnish", "Finse Fins"},
	"FR": {"French", "Franse Frans"}, "DE": {"German", "Duitse Duits"}, "GE": {"Georgian", "Georgische"}, "GR": {"Greek", "Griekse Grieks"},
	"HU": {"Hungarian", "Hongaarse Hongaars"}, "IS": {"Icelandic", "IJslandse"}, "IN": {"Indian", "Indiase"}, "ID": {"Indonesian", "Indonesische"},
	"IE": {"Irish", "Ierse Iers"}, "IL": {"Israeli", "Israëlische"}, "IR": {"Iranian", "Iraanse Iraans"}, "IT": {"Italian", "Italiaanse Italiaans"},
	"JP": {"Japanese", "Japanse Japans"}, "KP": {"North-Korean", "Noord-Koreaanse Noord-Koreaans"}, "KR": {"South-Korean", "Zuid-Koreaanse Zuid-Koreaans"},
	"LV": {"Latvian", "Letse Lets"}, "LT": {"Lithuanian", "Litouwse Litouws"}, "LU": {"Luxembourgish", "Luxemburgse"}, "MY": {"Malaysian", "Maleisische"},
	"MT": {"Maltese", "Maltese"}, "ME": {"Montenegrin", "Montenegrijnse"}, "NL": {"Dutch", "Nederlandse Nederlands"}, "NZ": {"New-Zealand", "Nieuw-Zeelandse"},
	"MK": {"North-Macedonian", "Noord-Macedonische"}, "NO": {"Norwegian", "Noorse Noors"}, "PL": {"Polish", "Poolse Pools"}, "PT": {"Portuguese", "Portugese Portugees"}, //nolint:misspell // Dutch
	"RO": {"Romanian", "Roemeense Roemeens"}, "RU": {"Russian", "Russische Russisch"}, "SA": {"Saudi", "Saoedische Saoedi-Arabische"}, "SK": {"Slovak", "Slowaakse"},
	"SI": {"Slovenian Slovene", "Sloveense"}, "ZA": {"South-African", "Zuid-Afrikaanse"}, "ES": {"Spanish", "Spaanse Spaans"}, "SE": {"Swedish", "Zweedse Zweeds"},
	"CH": {"Swiss", "Zwitserse Zwitsers"}, "TR": {"Turkish", "Turkse Turks"}, "UA": {"Ukrainian", "Oekraïense Oekraïens"}, "GB": {"British", "Britse Brits"},
	"US": {"American", "Amerikaanse Amerikaans"}, "VN": {"Vietnamese", "Vietnamese Vietnamees"}, "SY": {"Syrian", "Syrische"}, "PK": {"Pakistani", "Pakistaanse"}, //nolint:misspell // Dutch
	"LB": {"Lebanese", "Libanese"}, "CU": {"Cuban", "Cubaanse"}, "VE": {"Venezuelan", "Venezolaanse"}, "KZ": {"Kazakh", "Kazachse"},
}

// peoples stand for the state that they act for: "the Russians".
var peoples = map[string][2]string{
	"RU": {"Russians", "Russen"}, "US": {"Americans", "Amerikanen"}, "CN": {"", "Chinezen"}, "IR": {"Iranians", "Iraniërs"}, "GB": {"Brits", "Britten"},
	"KP": {"North-Koreans", "Noord-Koreanen"}, "DE": {"Germans", "Duitsers"}, "CA": {"Canadians", "Canadezen"}, "AU": {"Australians", "Australiërs"},
}

// capitals stand for the state whose government sits there, as they do in the
// press: "London accused Moscow". Names parted by "|", English and Dutch. Those
// that mean something else as well (Brussels), or are the state's own name, are
// not here.
var capitals = map[string][2]string{
	"AL": {"Tirana", ""}, "AT": {"Vienna", "Wenen"}, "AU": {"Canberra", ""}, "BG": {"Sofia", ""}, "BY": {"Minsk", ""},
	"CA": {"Ottawa", ""}, "CH": {"Bern|Berne", ""}, "CN": {"Beijing", "Peking"}, "CU": {"Havana", ""}, "CY": {"Nicosia", ""}, "CZ": {"Prague", "Praag"},
	"DE": {"Berlin", "Berlijn"}, "DK": {"Copenhagen", "Kopenhagen"}, "EE": {"Tallinn", ""}, "ES": {"Madrid", ""}, "FI": {"Helsinki", ""},
	"FR": {"Paris", "Parijs"}, "GB": {"London", "Londen"}, "GE": {"Tbilisi", ""}, "GR": {"Athens", "Athene"}, "HR": {"Zagreb", ""}, "HU": {"Budapest", "Boedapest"},
	"ID": {"Jakarta", ""}, "IE": {"Dublin", ""}, "IN": {"New Delhi", ""}, "IR": {"Tehran", "Teheran"}, "IS": {"Reykjavik", ""}, "IT": {"Rome", ""},
	"JP": {"Tokyo", "Tokio"}, "KP": {"Pyongyang", ""}, "KR": {"Seoul", "Seoel"}, "LB": {"Beirut", "Beiroet"}, "LT": {"Vilnius", ""}, "LV": {"Riga", ""},
	"ME": {"Podgorica", ""}, "MK": {"Skopje", ""}, "MT": {"Valletta", ""}, "MY": {"Kuala Lumpur", ""}, "NL": {"The Hague|Hague", "Den Haag"}, "NO": {"Oslo", ""},
	"NZ": {"Wellington", ""}, "PK": {"Islamabad", ""}, "PL": {"Warsaw", "Warschau"}, "PT": {"Lisbon", "Lissabon"}, "RO": {"Bucharest", "Boekarest"},
	"RU": {"Moscow", "Moskou"}, "SA": {"Riyadh", "Riyad"}, "SE": {"Stockholm", ""}, "SI": {"Ljubljana", ""}, "SK": {"Bratislava", ""}, "SY": {"Damascus", ""},
	"TR": {"Ankara", ""}, "UA": {"Kyiv|Kiev", "Kyjiv"}, "US": {"Washington|Washington DC", ""}, "VE": {"Caracas", ""}, "VN": {"Hanoi", ""},
}

// stateNouns are what an adjective may stand before to mean the state itself.
var stateNouns = [2][]string{
	{"state", "government", "authorities", "regime"},
	{"staat", "regering", "overheid", "autoriteiten", "regime"},
}

var demonymCodes = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{"en": {}, "nl": {}}
	for iso, d := range demonyms {
		for i, lang := range languages {
			for _, w := range split(noHyphens(d[i])) {
				out[lang][w.fold] = iso
			}
		}
	}
	return out
})

// noHyphens joins what hyphens join, so that an adjective is one word.
func noHyphens(s string) string {
	b := []byte(s)
	kept := b[:0]
	for _, c := range b {
		if c != '-' {
			kept = append(kept, c)
		}
	}
	return string(kept)
}

// demonym returns the ISO code of the country that an adjective is of.
func demonym(lang, word string) (iso string, ok bool) {
	iso, ok = demonymCodes()[lang][word]
	return iso, ok
}

// forms are the ways to say a state beside its name.
type forms struct {
	said     []string // "Chinese state", "Russische regering", "the Russians"
	capitals []string // only as they are spelled: they are short, and near many words
}

// stateForms returns the ways to say the state with this name; none if it is no
// country.
func stateForms(name string) forms { return stateFormsByName()[compact(name)] }

var stateFormsByName = sync.OnceValue(func() map[string]forms {
	out := map[string]forms{}
	for iso, d := range demonyms {
		var f forms
		for i := range languages {
			f.capitals = append(f.capitals, slices.DeleteFunc(strings.Split(capitals[iso][i], "|"), func(s string) bool { return s == "" })...)
			for w := range strings.FieldsSeq(d[i]) {
				for _, n := range stateNouns[i] {
					f.said = append(f.said, w+" "+n)
				}
			}
			if p := peoples[iso][i]; p != "" {
				f.said = append(f.said, p)
			}
		}
		for _, name := range regionNames(iso) {
			out[compact(name)] = f
		}
	}
	return out
})

// adjectivesOf are the adjectives of the country with a name, those that a form
// such as "the Russians" is of included; empty if it is no country.
func adjectivesOf(name string) []string {
	var out []string
	for iso, d := range demonyms {
		is := false
		for _, n := range append(regionNames(iso), strings.Fields(peoples[iso][0]+" "+peoples[iso][1])...) {
			is = is || compact(n) == compact(name)
		}
		if !is {
			continue
		}
		for i := range languages {
			out = append(out, strings.Fields(strings.ReplaceAll(d[i], "-", " "))...)
		}
	}
	return out
}
