package ask

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// How questions that no template has word for word are understood; "" is a
// refusal. A question that is taken for another is worse than one refused.
func TestParaphrases(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		words := map[string]bool{}
		for _, c := range []struct{ question, want string }{
			{`Which states have blamed Russia for SolarWinds, and when?`, LanguageID},
			{`Who blamed Russia for the SolarWinds hack?`, "who-blamed-state-for"},
			{`List every response by the EU to cyber incidents, by date.`, "responses-by"},
			{`Which units of the MSS do we know and which groups go with each?`, "units-and-groups"},
			{`What is our source for "APT31 linked to the MSS"?`, "source-for-link"},
			{`As of 1 January 2018, whom had anyone blamed for SolarWinds? And as of 2021?`, "whom-blamed-for"},
			{`Which NATO members, as NATO was on that day, attributed Exchange themselves?`, "members-who-attributed"},
			{`Which states were attributed but never sanctioned for that incident?`, "attributed-without-sanctions"},
			{`Who joined for Exchange but not for SolarWinds?`, "joined-but-not"},
			{`How is Ding Xiaoyang connected to the Chinese state?`, "how-connected"},
			{`Is there a chain from APT31 to the MSS, and who says each link?`, "how-connected"},
			{`Table: claimant state by attributed state, number of incidents, official claims only.`, "claimants-by-state"},
			{`Where do two claimants name different states for one incident, and has it been settled?`, "contested-incidents"},
			{`Is Silk Typhoon the same as APT31? Who says so, who disagrees, and which of our answers change if they are one?`, "same-as"},
			{`Who is Violet Typhoon, and who gave it that name?`, "who-is"},
			{`How long from incident to first attribution, and to first sanction, for SolarWinds?`, "timeline-of"},
			{`who attributed the exchange hack to china?`, "who-blamed-state-for"},
			{`which countries accused china of the exchange hack`, LanguageID},
			{`who sanctioned russia for solarwinds?`, "sanctioned-for"},
			{`did anyone sanction China?`, "who-sanctioned"},
			{`was China sanctioned for the Exchange hack?`, "sanctioned-for"},
			{`what did the EU say about Exchange?`, "what-did-say"},
			{`what did China say about the Exchange hack?`, "what-did-say"},
			{`Which states were attributed?`, "attributed-states"},
			{`which states have been attributed`, "attributed-states"},
			{`who was blamed for Exchange`, "whom-blamed-for"},
			{`which states did the US blame without sanctions`, "party-attributed-without-sanctions"},
			{`which groups are linked to China?`, LanguageID},
			{`what is APT31?`, "who-is"},
			{`who is Ding Xiaoyang?`, "who-is"},
			{`what is the Exchange hack?`, "who-is"},
			{`who was indicted?`, "who-was-indicted"},
			{`who did the US indict?`, "whom-party-indicted"},
			{`who was indicted by the US and when`, "whom-party-indicted"},
			{`what did the US do against Russia?`, "acts-against"},
			{`which states attributed Exchange without naming the state?`, ""},
			{`who did not attribute the Exchange hack?`, ""},
			{`what did the coalition demand of China?`, LanguageID},
			{`who talked with Russia?`, LanguageID},
			{`who spoke with Putin?`, LanguageID},
			{`who did the US sanction?`, "whom-party-sanctioned"},
			{`which states has the US sanctioned?`, LanguageID},
			{`whom did the US blame?`, "whom-party-blames"},
			{`what has the UK attributed?`, "whom-party-blames"},
			{`when did the Exchange hack begin?`, "timeline-of"},
			{`when was the Exchange hack first attributed?`, "timeline-of"},
			{`Who are the members of the coalition?`, "members-of"},
			{`which states are members of NATO?`, LanguageID},
			{`which states does the coalition represent?`, ""},
			{`which groups operate from China?`, "operates-from"},
			{`what is known about APT40?`, "about"},
			{`who says APT40 is linked to the MSS?`, "source-for-link"},
			{`who was hit by the Exchange hack?`, "victims-of"},
			{`who were the victims of SolarWinds?`, "victims-of"},
			{`which vulnerabilities were exploited in the Exchange hack?`, LanguageID},
			{`who withheld sanctions?`, "withheld-sanctions"},
			{`who explicitly imposed no sanctions?`, "withheld-sanctions"},
			{`Welke staten zijn toegeschreven zonder sancties?`, "attributed-without-sanctions"},
			{`welke staten zijn beschuldigd zonder dat er sancties volgden?`, "attributed-without-sanctions"},
			{`Welke staten werden beschuldigd en gesanctioneerd?`, "attributed-and-sanctioned"},
			{`wie zit er achter de Exchange-attributie?`, "who-stands-behind"},
			{`wie staat er achter de toeschrijving van de Exchange hack?`, "who-stands-behind"},
			{`wie beschuldigde China van de Exchange-hack?`, "who-blamed-state-for"},
			{`welke landen gaven China de schuld van de Exchange-hack?`, LanguageID},
			{`welke staten kregen de schuld zonder sancties?`, "attributed-without-sanctions"},
			{`aan welke staten is een aanval toegeschreven zonder dat er sancties volgden?`, "attributed-without-sanctions"},
			{`wat volgde er op de Exchange-hack?`, "what-followed"},
			{`wie is APT31?`, "who-is"},
			{`wie legde Rusland sancties op?`, "who-sanctioned"},
			{`hoe is APT31 verbonden met China?`, "how-connected"},
			{`welke beweringen komen van een anonieme bron?`, "unnamed-source"},
			{`which claims are based on anonymous sources?`, "unnamed-source"},
			{`which records are denied?`, "all-denials"},
			{`what is contested?`, "all-denials"},
			{`which attributions are disputed?`, "all-denials"},
		} {
			if words[c.question] {
				t.Errorf("%s: twice", c.question)
			}
			words[c.question] = true
			got := ""
			m, _, err := read(c.question, split(c.question), names, Templates(), nil)
			if err == nil {
				got = m.t.ID
			}
			if got != c.want {
				t.Errorf("%s: understood as %q (%v), want %q", c.question, got, err, c.want)
			}
		}
	})
}
