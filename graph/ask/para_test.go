package ask

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

func TestPara(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, q := range []string{
			"Which states have blamed Russia for SolarWinds, and when?",
			"Who blamed Russia for the SolarWinds hack?",
			"List every response by the EU to cyber incidents, by date.",
			"Which units of the MSS do we know and which groups go with each?",
			"What is our source for \"APT31 linked to the MSS\"?",
			"As of 1 January 2018, whom had anyone blamed for SolarWinds? And as of 2021?",
			"Which NATO members, as NATO was on that day, attributed Exchange themselves?",
			"Which states were attributed but never sanctioned for that incident?",
			"Who joined for Exchange but not for SolarWinds?",
			"How is Ding Xiaoyang connected to the Chinese state?",
			"Is there a chain from APT31 to the MSS, and who says each link?",
			"Table: claimant state by attributed state, number of incidents, official claims only.",
			"Where do two claimants name different states for one incident, and has it been settled?",
			"Is Silk Typhoon the same as APT31? Who says so, who disagrees, and which of our answers change if they are one?",
			"Who is Violet Typhoon, and who gave it that name?",
			"How long from incident to first attribution, and to first sanction, for SolarWinds?",
			"who attributed the exchange hack to china?",
			"which countries accused china of the exchange hack",
			"who sanctioned russia for solarwinds?",
			"did anyone sanction China?",
			"was China sanctioned for the Exchange hack?",
			"what did the EU say about Exchange?",
			"what did China say about the Exchange hack?",
			"Which states were attributed?",
			"which states have been attributed",
			"who was blamed for Exchange",
			"which states did the US blame without sanctions",
			"which groups are linked to China?",
			"what is APT31?",
			"who is Ding Xiaoyang?",
			"what is the Exchange hack?",
			"who was indicted?",
			"who did the US indict?",
			"who was indicted by the US and when",
			"what did the US do against Russia?",
			"which states attributed Exchange without naming the state?",
			"who did not attribute the Exchange hack?",
			"what did the coalition demand of China?",
			"who talked with Russia?",
			"who spoke with Putin?",
			"who did the US sanction?",
			"which states has the US sanctioned?",
			"whom did the US blame?",
			"what has the UK attributed?",
			"when did the Exchange hack begin?",
			"when was the Exchange hack first attributed?",
			"Who are the members of the coalition?",
			"which states are members of NATO?",
			"which states does the coalition represent?",
			"which groups operate from China?",
			"what is known about APT40?",
			"who says APT40 is linked to the MSS?",
			"who was hit by the Exchange hack?",
			"who were the victims of SolarWinds?",
			"which vulnerabilities were exploited in the Exchange hack?",
			"who withheld sanctions?",
			"who explicitly imposed no sanctions?",
			"Welke staten zijn toegeschreven zonder sancties?",
			"welke staten zijn beschuldigd zonder dat er sancties volgden?",
			"Welke staten werden beschuldigd en gesanctioneerd?",
			"wie zit er achter de Exchange-attributie?",
			"wie staat er achter de toeschrijving van de Exchange hack?",
			"wie beschuldigde China van de Exchange-hack?",
			"welke landen gaven China de schuld van de Exchange-hack?",
			"welke staten kregen de schuld zonder sancties?",
			"aan welke staten is een aanval toegeschreven zonder dat er sancties volgden?",
			"wat volgde er op de Exchange-hack?",
			"wie is APT31?",
			"wie legde Rusland sancties op?",
			"hoe is APT31 verbonden met China?",
			"welke beweringen komen van een anonieme bron?",
			"which claims are based on anonymous sources?",
			"which records are denied?",
			"what is contested?",
			"which attributions are disputed?",
		} {
			a, err := Ask(t.Context(), v, q, &Options{Names: names})
			if err != nil {
				t.Logf("--- %s: %v", q, err)
				continue
			}
			t.Logf("%-30s %d %s", a.Template, len(a.Rows), q)
		}
	})
}
