package ask

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

func TestParseIdioms(t *testing.T) {
	for text, want := range map[string]string{
		"(pinned|pins) {x} on {y} => blamed {y} for {x}": "",
		"# nothing\n\n(so far|to date) =>":               "",
		"so far":                                         "line 1: got no =>",
		"\n(so far => x":                                 "line 2: column 8: got the end, want ')'",
		"blamed {x} => blamed":                           "line 1: got the slots [], want [x]",
		"blamed {x} => blamed {x} for {y}":               "line 1: got the slots [x y], want [x]",
		"^ => x":                                         "line 1: got no pattern",
	} {
		_, err := parseIdioms(text)
		if got := errorText(err); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What an idiom is replaced with, stretch by stretch.
func TestReworded(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		names := NewNames(v)
		for _, c := range []struct{ rule, question, want string }{
			{"(so far|to date) =>", "Who has, so far, sanctioned Evil Corp?", "Who has sanctioned Evil Corp?"},
			{"(pinned|pins) {x} on {y} => blamed {y} for {x}", "Who pinned NotPetya on Russia?", "Who blamed Russia for NotPetya?"},
			// A slot at the end takes the rest; of two places to split, the one with names.
			{"(pinned|pins) {x} on {y} => blamed {y} for {x}", "Who pinned the attack on Georgia on Russia?", "Who blamed Russia for the attack on Georgia?"},
			{"reaction of {x} to {y} => what did {x} do about {y}", "the EU's Reaction of the EU's to NotPetya", "the EU's what did the EU do about NotPetya"},
			{"^so far =>", "Who so far?", "Who so far?"},
			{"far$ => near", "How far is it?", "How far is it?"},
			{"far$ => near", "So far, how far?", "So far, how near?"},
		} {
			list, err := parseIdioms(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			got, applied := list[0].apply(c.question, split(c.question), names.covered(split(c.question)), names)
			if got = strings.Join(strings.Fields(got), " "); got != c.want || applied != (c.want != c.question) {
				t.Errorf("%s: %s: got %s, %t", c.rule, c.question, got, applied)
			}
		}
	})
}

// A question in idioms is answered as the same question in plain words is.
func TestIdioms(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		if n := askAlike(t, v, "testdata/idioms.tsv"); n < 100 {
			t.Errorf("%d questions", n)
		}
	})
}

// askAlike asks the questions of a file, and beside each, after a tab, the plain
// one that has its rows; it returns how many were. One with a ? before it is to be
// refused still.
func askAlike(t *testing.T, v *graph.View, file string) (n int) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	o := &Options{Names: NewNames(v)}
	answers := map[string]*Answer{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		asked, plain, _ := strings.Cut(line, "\t")
		asked, refused := strings.CutPrefix(asked, "? ")
		a, err := Ask(t.Context(), v, asked, o)
		if refused {
			if err == nil {
				t.Errorf("%s: understood as %s, and listed as refused", asked, a.Question)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		b := answers[plain]
		if b == nil {
			if b, err = Ask(t.Context(), v, plain, o); err != nil {
				t.Errorf("%s: %v", plain, err)
				continue
			}
			answers[plain] = b
		}
		if n++; !slices.Equal(says(a), says(b)) {
			t.Errorf("%s: understood as %s, other rows than %s", asked, a.Question, plain)
		}
		if a.Asked != asked {
			t.Errorf("asked %q, got %q", asked, a.Asked)
		}
	}
	return n
}

// refuse asks questions that have to be refused.
func refuse(t *testing.T, v *graph.View, questions ...string) {
	o := &Options{Names: NewNames(v)}
	for _, q := range questions {
		if a, err := Ask(t.Context(), v, q, o); err == nil {
			t.Errorf("%s: understood as %s", q, a.Question)
		} else if !refusal(err) {
			t.Errorf("%s: %v", q, err)
		}
	}
}

// says lists what each row is about, in an order of its own: that of rows is by
// name, and names are in the question's language. Which keys hold it differs
// where the language reads one question and a template the other.
func says(a *Answer) []string {
	var out []string
	for _, row := range a.Rows {
		var about []string
		for _, value := range row.keys {
			about = append(about, fmt.Sprint(value))
		}
		slices.Sort(about)
		out = append(out, strings.Join(about, " "))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// What stands beside an idiom is not lost: these say more than the plain words
// for the rest do, or turn it round.
func TestNoIdiom(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		refuse(t, v,
			"Who pointed the finger at China for the Exchange hack in anger?",
			"Who reluctantly pinned NotPetya on Russia?",
			"Can you tell me why Russia did NotPetya?",
			"How many days passed between NotPetya and the first sanctions for SolarWinds?",
			"What is the shortest chain between Zhang Shilong and the Chinese state that avoids the MSS officers?",
			"Where does APT31 come from?",
			"What does Violet Typhoon stand for in the weather?",
			"Who rejects the extradition over SolarWinds?",
			"Which companies are a cover for money laundering?",
			"Wie wees met de vinger naar zichzelf voor NotPetya?",
			"Waar komt APT31 vandaan?",
			"Which states were blamed for an incident with ransom following?",
			"Who signed up to the Georgia attribution against its will yet is absent from the Viasat one?",
			"Up to 1 January 2018, who had wrongly been blamed for Triton? And up to 2021?",
			"Should I treat Silk Typhoon and APT27 as enemies?",
			"What does APT31 have to do with itself?",
			"Everything the EU forgot in reply to cyber incidents, by date.",
			"For each unit of the GRU, which budget?",
			"Per eenheid van de GRU, welke kosten?",
			"Wie stelt Silk Typhoon gelijk aan onkruid?",
			"Waarom beschuldigde het VK Rusland van NotPetya?",
			"Wie gaf Rusland terecht de schuld van NotPetya?",
		)
	})
}

// By 1 March 2018 five states had blamed Russia for NotPetya (events.csv: the UK
// and the US on 15 February, Canada, Australia and New Zealand on the 16th).
func TestHadBy(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for q, want := range map[string]int{
			"On 1 March 2018, who had blamed Russia for NotPetya?":             5,
			"On March 1, 2018, which states had blamed Russia for NotPetya?":   5,
			"Who had blamed Russia for NotPetya on 15 February 2018?":          2,
			"Which states had blamed Russia for NotPetya on 14 February 2018?": 0,
			"Wie had op 1 maart 2018 Rusland beschuldigd van NotPetya?":        5,
		} {
			if a := mustAsk(t, v, q); len(a.Rows) != want || a.Lens.AsOf.IsZero() {
				t.Errorf("%s: got %d rows as of %s, want %d", q, len(a.Rows), a.Lens.AsOf, want)
			}
		}
	})
}

// What something is tied to is no name of it, though a name may hold the words.
func TestRelationIsNoName(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		names := NewNames(v)
		for _, text := range []string{"linked to the MSS", "verbonden met de GRU"} {
			_, err := names.lookUp(text, nil)
			if _, ok := errors.AsType[*UnknownNameError](err); !ok {
				t.Errorf("%s: got %v, want an unknown name", text, err)
			}
		}
	})
}
