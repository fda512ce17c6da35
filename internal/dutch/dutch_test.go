package dutch_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/internal/dutch"
	"github.com/ascribe-graph/ascribe/schema"
)

func TestPlural(t *testing.T) {
	for _, name := range []string{
		"Verenigde Staten", "zes officieren van GRU-eenheid 74455 (Amerikaanse aanklacht van oktober 2020)", "35 Russische functionarissen in de VS",
		"oud-medewerkers van Sony Pictures", "Chinese hackers (niet genoemd), volgens de bekendmaking van Microsoft", "Russische inlichtingendiensten",
		"aan het MSS verbonden cyberactoren (volgens de VS)", "aan leden van APT27 ten laste gelegde inbraken (sinds 2011)", "operaties van Star Blizzard tegen de Britse politiek",
		"aanvallen op de Aziatische Winterspelen (2025)", "Britse parlementsleden", "autoritaire regimes (niet genoemd)", "vele hacks in meerdere jaren",
	} {
		if !dutch.Plural(name) {
			t.Errorf("%q is said to be of one", name)
		}
	}
	for _, name := range []string{
		"", "(", "Rusland", "Verenigd Koninkrijk", "Five Eyes", "Sony Pictures", "Amerikaans ministerie van Financiën", "een aanzienlijk aantal hackers (niet genoemd)",
		"aan leden van APT31 ten laste gelegde campagne (2010-2024)", "door de Chinese staat gesteunde actor (volgens Nederland)", "hack van Amerikaanse telecombedrijven (2024)",
		"persoon die de VS als Evil Corp aanklaagden (2024)", "Organisatie voor het Verbod op Chemische Wapens", "APT28", "Peng Yaowen", "Algemene Inlichtingen- en Veiligheidsdienst", "1 bedrijf",
	} {
		if dutch.Plural(name) {
			t.Errorf("%q is said to be of several", name)
		}
	}
}

func TestClause(t *testing.T) {
	for _, c := range []struct{ predicate, subject, object, want string }{
		{schema.Conducted, "APT28", "NotPetya", "APT28 voerde NotPetya uit"},
		{schema.Conducted, "zes officieren van de GRU", "NotPetya", "zes officieren van de GRU voerden NotPetya uit"},
		{schema.Attributes, "Verenigde Staten", "Triton", "Verenigde Staten schrijven Triton toe"},
		{schema.AttributesJointly, "Canada", "Triton", "Canada schrijft Triton gezamenlijk toe"},
		{schema.Sanctioned, "Europese Unie", "APT28", "Europese Unie legde sancties op aan APT28"},
		{schema.Indicted, "Verenigde Staten", "APT28", "Verenigde Staten klaagden APT28 aan"},
		{schema.LinkedTo, "twee hackers", "China", "twee hackers gelieerd aan China"},
		{schema.Summoned, "", "de ambassadeur", "ontbood de ambassadeur"},
	} {
		if got := dutch.Clause(c.predicate, c.subject, schema.Label(c.predicate, "nl"), c.object); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A verb is what the vocabulary calls the edge, with the object where it belongs.
func TestVerbsOfTheVocabulary(t *testing.T) {
	for predicate, said := range dutch.Verbs() {
		if label := schema.Label(predicate, "nl"); said != label {
			t.Errorf("%s: said as %q, called %q", predicate, said, label)
		}
	}
}
