package ask

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// A reading is said in words of its language: what is denied is denied of anyone,
// names have their article.
func TestReadAs(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for _, c := range []struct{ question, want string }{
			{"which EU members did not blame anyone?", "Members of the European Union that did not blame anyone"},
			{"which NATO members did not expel anyone?", "Members of NATO that did not expel anyone"},
			{"states that blamed China but did not indict anyone", "States that blamed China and that did not indict anyone for that same incident"},
			{"welke EU-lidstaten hielden niemand verantwoordelijk?", "Leden van de Europese Unie die niemand verantwoordelijk hielden"},
			{"welke NAVO-leden legden niemand sancties op?", "Leden van de NAVO die niemand hebben gesanctioneerd"},
			{"which incidents were not attributed?", "Incidents that a record names and that are not attributed"},
			{"states that the UK blamed but did not sanction", "States blamed by the United Kingdom and not sanctioned by the United Kingdom for that same incident"},
			{"staten die door het VK zijn beschuldigd", "Staten verantwoordelijk gehouden door het Verenigd Koninkrijk"},
			{"Wanneer begon Estland 2020?", "Wanneer begonnen de cyberaanvallen op Estse ministeries (2020), en hoe lang tot de eerste toeschrijving en de eerste sanctie?"},
			{"how many states blamed China?", "Number of states that blamed China"},
			{"hoeveel staten beschuldigden China?", "Aantal staten die China verantwoordelijk hielden"},
			{"who severed relations with Iran?", "Those that severed relations with Iran"},
			{"wie verbrak de betrekkingen met Iran?", "Zij die de betrekkingen verbraken met Iran"},
			{"which states spoke with Russia?", "States that spoke with Russia"},
			{"which states demanded something of China?", "States that made a demand of China"},
		} {
			if got := mustAsk(t, v, c.question).Question; got != c.want {
				t.Errorf("%s is read as %q, want %q", c.question, got, c.want)
			}
		}
	})
}

// What an answer says has names with their article, its table has none.
func TestSentenceHasArticles(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		a := mustAsk(t, v, "Wie beschuldigde Rusland van NotPetya?")
		want := "Rusland werd verantwoordelijk gehouden voor NotPetya (2017) door het Verenigd Koninkrijk, de Verenigde Staten, Australië, Canada en Nieuw-Zeeland."
		if a.Sentence != want {
			t.Errorf("got %q, want %q", a.Sentence, want)
		}
		if got := a.Cell(&a.Rows[0], "who").String(); got != "Verenigd Koninkrijk" {
			t.Errorf("the table says %q", got)
		}
		for question, want := range map[string]string{
			"How is Ding Xiaoyang connected to the Chinese state?": "Ding Xiaoyang and China: Ding Xiaoyang: officer of the Hainan State Security Department; Hainan State Security Department: part of the Chinese Ministry of State Security; Chinese Ministry of State Security: part of China.",
			`What is our source for "APT31 linked to the MSS"?`:    "2 records say so. APT31: linked to the Chinese Ministry of State Security (uk-2021-07-19/2 and cz-2025-05-28/2).",
		} {
			if got := mustAsk(t, v, question).Sentence; got != want {
				t.Errorf("%s: got %q, want %q", question, got, want)
			}
		}
		a = mustAsk(t, v, "Who blamed the US?")
		if got, want := a.Sentence, "The United States"; len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("got %q, want it to begin with %q", got, want)
		}
	})
}
