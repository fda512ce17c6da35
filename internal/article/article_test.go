package article_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/internal/article"
)

func TestWith(t *testing.T) {
	for lang, cases := range map[string]map[string]string{
		"en": {
			"United States":                       "the United States",
			"Netherlands":                         "the Netherlands",
			"European Union":                      "the European Union",
			"GRU (Russian military intelligence)": "the GRU (Russian military intelligence)",
			"NATO":                                "NATO",
			"Russia":                              "Russia",
			"Microsoft":                           "Microsoft",
			"US Department of Justice":            "the US Department of Justice",
			"Chinese Ministry of State Security":  "the Chinese Ministry of State Security",
			"GRU Unit 29155":                      "GRU Unit 29155",
			"FSB Centre 18":                       "FSB Centre 18",
			"Microsoft Exchange hack (2021)":      "the Microsoft Exchange hack (2021)",
			"NotPetya (2017)":                     "NotPetya (2017)",
			"hack of Belgian Defence (2021)":      "the hack of Belgian Defence (2021)",
			"campaign charged to APT31 members (2010-2024)":                   "the campaign charged to APT31 members (2010-2024)",
			"a Russian intelligence service (not named)":                      "a Russian intelligence service (not named)",
			"five officers of PLA Unit 61398":                                 "five officers of PLA Unit 61398",
			"Foreign, Commonwealth and Development Office (UK)":               "the Foreign, Commonwealth and Development Office (UK)",
			"The Washington Post":                                             "The Washington Post",
			"Andrei Kelin, ambassador of Russia in London":                    "Andrei Kelin, ambassador of Russia in London",
			"16 persons listed by the UK as Evil Corp (2024)":                 "16 persons listed by the UK as Evil Corp (2024)",
			"interference in the US election of 2016":                         "interference in the US election of 2016",
			"many hacks over several years, charged by the US (not Exchange)": "many hacks over several years, charged by the US (not Exchange)",
			"": "",
		},
		"nl": {
			"Verenigde Staten":    "de Verenigde Staten",
			"Verenigd Koninkrijk": "het Verenigd Koninkrijk",
			"Europese Unie":       "de Europese Unie",
			"NAVO":                "de NAVO",
			"GRU (Russische militaire inlichtingendienst)": "de GRU (Russische militaire inlichtingendienst)",
			"MSS":                                "het MSS",
			"Nederland":                          "Nederland",
			"Rusland":                            "Rusland",
			"Witte Huis":                         "het Witte Huis",
			"Amerikaans ministerie van Justitie": "het Amerikaanse ministerie van Justitie",
			"Chinees ministerie van Staatsveiligheid":        "het Chinese ministerie van Staatsveiligheid", //nolint:misspell // Dutch
			"Frans ministerie van Buitenlandse Zaken":        "het Franse ministerie van Buitenlandse Zaken",
			"Britse ministerie van Buitenlandse Zaken":       "het Britse ministerie van Buitenlandse Zaken",
			"Nationaal Cyberbeveiligingscentrum (VK)":        "het Nationaal Cyberbeveiligingscentrum (VK)", //nolint:misspell // Dutch
			"Amerikaanse inlichtingendienst NSA":             "de Amerikaanse inlichtingendienst NSA",
			"Algemene Inlichtingen- en Veiligheidsdienst":    "de Algemene Inlichtingen- en Veiligheidsdienst",
			"Russische krijgsmacht":                          "de Russische krijgsmacht",
			"Chinese Volksbevrijdingsleger":                  "het Chinese Volksbevrijdingsleger",
			"GRU-eenheid 29155":                              "GRU-eenheid 29155",
			"FSB-centrum 18":                                 "FSB-centrum 18",
			"hack van Microsoft Exchange (2021)":             "de hack van Microsoft Exchange (2021)",
			"cyberaanvallen op Estse ministeries (2020)":     "de cyberaanvallen op Estse ministeries (2020)",
			"door de Europese Unie ontdekte inbraken (2021)": "de door de Europese Unie ontdekte inbraken (2021)",
			"NotPetya (2017)":                                "NotPetya (2017)",
			"aan PLA-officieren ten laste gelegde diefstallen bij Amerikaanse bedrijven (2006-2014)": "de aan PLA-officieren ten laste gelegde diefstallen bij Amerikaanse bedrijven (2006-2014)",
			"zes officieren van GRU-eenheid 74455":                                                   "zes officieren van GRU-eenheid 74455",
			"een Nederlandse krant":                                                                  "een Nederlandse krant",
			"vanuit China opererende actoren (volgens Noorwegen)":                                    "vanuit China opererende actoren (volgens Noorwegen)",
		},
		"fr": {"United States": "United States"},
	} {
		for name, want := range cases {
			got := article.With(name, lang)
			if got != want {
				t.Errorf("%s: With(%q) = %q, want %q", lang, name, got, want)
			}
			if again := article.With(got, lang); again != got {
				t.Errorf("%s: With(%q) = %q, want it unchanged", lang, got, again)
			}
		}
	}
}

func TestCapital(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"de Verenigde Staten zwegen.", "nl", "De Verenigde Staten zwegen."},
		{"the United States said so.", "en", "The United States said so."},
		{"i-Soon was indicted.", "en", "i-Soon was indicted."},
		{"", "en", ""},
	} {
		if got := article.Capital(c.text, c.lang); got != c.want {
			t.Errorf("Capital(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
