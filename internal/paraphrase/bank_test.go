package paraphrase

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestReadBank(t *testing.T) {
	b, err := ReadBank(`# a bank
? Who blames {state|group} most? =blame
  Which party points at {state} more than anybody?

Is {group} the same as {group2}? ~ =same
-
  Why did {state} do it?
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Question{
		{
			Plain: "Who blames {state} most?", Slots: []Slot{{"state", []string{"state", "group"}}}, Doubtful: true, Family: "blame", Line: 2,
			Paraphrases: []string{"Who blames {state} most?", "Which party points at {state} more than anybody?"},
		},
		{
			Plain: "Is {group} the same as {group2}?", Slots: []Slot{{"group", []string{"group"}}, {"group2", []string{"group"}}},
			Symmetric: true, Family: "same", Line: 5, Paraphrases: []string{"Is {group} the same as {group2}?"},
		},
		{Line: 6, Paraphrases: []string{"Why did {state} do it?"}},
	}
	if !reflect.DeepEqual(b.Questions, want) {
		t.Errorf("got %+v, want %+v", b.Questions, want)
	}
}

func TestReadBankErrors(t *testing.T) {
	for text, want := range map[string]string{
		"  Who?":                           "line 1: got a paraphrase, want a plain question before it",
		"Who is {state?":                   `line 1: got no } in "Who is {state?"`,
		"Is {state} {state}?":              "line 1: got {state} twice",
		"Is {state}?\n\n  Who?":            "line 3: got {state} 0 times, want it once",
		"Is {state}?\n  {state} {state}?":  "line 2: got {state} 2 times, want it once",
		"Is {state}?\n  {state} {group}?":  `line 2: got slots that are not in "Is {state}?"`,
		"Who?\n  Who is {state}?":          `line 2: got slots that are not in "Who?"`,
		"Who is it?\nWho is it?":           "line 2: got the question of line 1 again",
		"-\n  Who is {state} to {state2}?": "",
	} {
		got := ""
		if _, err := ReadBank(text); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestReadThesaurusErrors(t *testing.T) {
	for text, want := range map[string]string{
		"# x\nblame": "line 2: got no : after the idea",
	} {
		if _, err := ReadThesaurus("en", text); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := ReadThesaurus("fr", ""); err == nil {
		t.Error("French is read")
	}
}

const (
	testIdeas = "hollow: the a\nblame: blame accuse point_at\nsanction: sanction punish\nnot: not never without\n~who: who which"
	testBank  = `Who blamed {state}?
  Which parties accused {state}?
  Who pointed at {state}?
  Who was it that blamed {state}?
Whom did {party} blame?
  Which ones did {party} accuse?
  Who was blamed by {party}?
  Who was accused by {party}?
Who was blamed without sanctions?
  Who was accused and never punished?
  Who got blame and no sanctions, never?
-
  Who likes {state}?
`
)

func testModel(t testing.TB) *Model {
	t.Helper()
	words, err := ReadThesaurus("en", testIdeas)
	if err != nil {
		t.Fatal(err)
	}
	b, err := ReadBank(testBank)
	if err != nil {
		t.Fatal(err)
	}
	return Learn(words, b)
}

// asked writes a question with {} for a state, which may also be a party.
func questionOf(text string) []Word {
	b := Bank{Wider: map[string]string{"state": "party"}}
	return b.take(&Question{}, strings.ReplaceAll(text, "{}", "{state}"), 0).words
}

func TestReadings(t *testing.T) {
	m := testModel(t)
	m.judge = judgeOf(0.8)
	for _, c := range []struct {
		question, want string
		alike, known   bool
	}{
		{"Which parties pointed at {}?", "Who blamed {state}?", true, true},
		{"Who was accused by {}?", "Whom did {party} blame?", true, true},
		{"Who was blamed, never punished?", "Who was blamed without sanctions?", true, true},
		{"Who was punished, never blamed?", "Who was blamed without sanctions?", false, true}, // another thing is denied
		{"Who was sanctioned by {}?", "Whom did {party} blame?", false, true},                 // of an idea that no line has
		{"Whom secretly did {} blame?", "Whom did {party} blame?", true, false},               // of a word that nobody has
		{"Who never blamed {}?", "Who blamed {state}?", false, true},                          // of a denial
		{"Who was blamed without sanctions by {}?", "Whom did {party} blame?", false, true},   // with a name more
		{"Who blamed {}, who accused {}?", "", true, true},                                    // with two
	} {
		list := m.Readings(questionOf(c.question))
		if len(list) == 0 {
			t.Errorf("%s: got nothing", c.question)
			continue
		}
		if x := list[0]; c.alike {
			if x.Plain != c.want || len(x.Unknown) == 0 != c.known {
				t.Errorf("%s: got %q, unknown %v, want %q, known %t", c.question, x.Plain, x.Unknown, c.want, c.known)
			}
			if x.Sure != (c.known && c.want != "") {
				t.Errorf("%s: sure: %t", c.question, x.Sure)
			}
			continue
		}
		for _, x := range list {
			if x.Plain == c.want && x.Alike || x.Sure {
				t.Errorf("%s: got %q, sure %t", c.question, x.Plain, x.Sure)
			}
		}
	}
}

// judgeOf judges each reading as likely.
func judgeOf(likely float64) [evidenceLen]float64 {
	return [evidenceLen]float64{math.Log(likely / (1 - likely))}
}

// What speaks of other ideas has to be likelier, and likelier still what has a
// strange word; with two, or one that may be a name, it is never sure.
func TestBars(t *testing.T) {
	m := testModel(t)
	for _, c := range []struct {
		question string
		bar      float64
	}{
		{"Whom did {} accuse?", sure},
		{"Whom did {} accuse and punish?", sureUnlike},
		{"Whom secretly did {} accuse?", sureStrange},
		{"Whom secretly did {} accuse yesterday?", 1},
		{"Whom Cyprus did {} accuse?", 1},
		{"Whom secretly did {} secretly accuse?", sureStrange}, // one word twice
		{"Whom did {} accuse of the theft?", 1},                // after a word that says nothing: a noun
	} {
		words := questionOf(c.question)
		for i := range words {
			words[i].Named = words[i].Fold == "cyprus"
		}
		for _, likely := range []float64{c.bar - 0.001, c.bar + 0.001} {
			m.judge = judgeOf(min(likely, 1-1e-9))
			if list := m.Readings(words); list[0].Plain != "Whom did {party} blame?" || list[0].Sure != (likely > c.bar && c.bar < 1) {
				t.Errorf("%s: judged %.3f: got %q, sure %t", c.question, likely, list[0].Plain, list[0].Sure)
			}
		}
	}
}

// The regression finds by what the verdicts were drawn.
func TestRegress(t *testing.T) {
	want := [evidenceLen]float64{0: -1, 3: 2, 7: -0.5}
	random := rand.New(rand.NewPCG(1, 1))
	all := make([]verdict, 20_000)
	for i := range all {
		v := verdict{times: 1}
		v.evidence[0] = 1
		for k := 1; k < evidenceLen; k++ {
			v.evidence[k] = random.NormFloat64()
		}
		if random.Float64() < logistic(&want, &v.evidence) {
			v.right = 1
		}
		all[i] = v
	}
	for k, got := range regress(all) {
		if math.Abs(got-want[k]) > 0.1 {
			t.Errorf("weight %d: got %.2f, want %.2f", k, got, want[k])
		}
	}
}

// A model hardly depends on the order of what it learns from.
func TestOrderOfLines(t *testing.T) {
	words, b := texts(t, "en")
	rest, back := b.split(0)
	turned := *rest
	turned.Questions = slices.Clone(rest.Questions)
	slices.Reverse(turned.Questions)
	m, other := learnLines(words, rest), learnLines(words, &turned)
	back = back[:500]
	changed := 0.0
	for _, line := range back {
		list, _ := m.rank(line.words)
		again, _ := other.rank(line.words)
		changed += math.Abs(list[0].family - again[0].family)
	}
	if mean := changed / float64(len(back)); mean > 0.02 {
		t.Errorf("likelihoods differ by %.4f on average", mean)
	}
}

// A name is not read in the role of another because no question that was taught
// has it in its own.
func TestRoles(t *testing.T) {
	words, b := texts(t, "en")
	m := learnLines(words, b)
	for question, want := range map[string]float64{
		"Which measures were taken against {}?": 1, "Who was it that accused {}?": 1,
		"Against whom were measures taken by {}?": -1, "Whom did {} accuse?": -1,
	} {
		q := questionOf(question)
		if got, _ := m.roleOf(q, m.read(q)); got*want <= 0 {
			t.Errorf("%s: got %.1f, want the sign of %.0f", question, got, want)
		}
	}
	both := questionOf("Whom did {} accuse that accused {}?")
	if got, _ := m.roleOf(both, m.read(both)); got != 0 {
		t.Errorf("with two names: got %.1f", got)
	}
}

// The name of an agency, which only acts, has no part in the role of a state.
func TestRoleIsOfOneName(t *testing.T) {
	x := Reading{Names: map[string]int{"party": 1, "state": 3}}
	for range 100 { // maps have no order
		if got := x.against(2, 3); got != -2 {
			t.Fatalf("got %v, want -2", got)
		}
	}
	words := []Word{{Fold: "did"}, {Sorts: []string{"agency", "party"}}, {Fold: "blame"}, {Sorts: []string{"state", "party"}}}
	if got := inEitherRole(words); got != 3 {
		t.Errorf("got the word %d, want 3", got)
	}
	if got := inEitherRole(append(words, words[3])); got != -1 {
		t.Errorf("with two: got the word %d, want -1", got)
	}
}

// Whatever is read, nothing panics, a sure reading gives each slot a name that
// fits, and the same question is read in the same way.
func FuzzReadings(f *testing.F) {
	for _, s := range []string{testBank, "Who never {} {}?", "{state|group2} ~ =x\n  {state}", "? ? ~\n -", "-\n  {"} {
		f.Add(s)
	}
	m := testModel(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		words := questionOf(text)
		list := m.Readings(words)
		if again := m.Readings(words); len(again) != len(list) || len(list) > 0 && (again[0].Plain != list[0].Plain || again[0].Sure != list[0].Sure) {
			t.Errorf("%q: got %+v, then %+v", text, list, again)
		}
		if len(list) > 0 && list[0].Sure {
			for _, s := range list[0].question.Slots {
				if !s.takes(words[list[0].Names[s.Name]]) {
					t.Errorf("%q: the slot %s has %v", text, s.Name, words[list[0].Names[s.Name]])
				}
			}
		}
		b, err := ReadBank(text)
		if err != nil {
			return
		}
		learnLines(m.words, b).Readings(words)
	})
}

func BenchmarkReadings(b *testing.B) {
	m := model(b, "en")
	words := questionOf("Which governments pointed the finger at {}, and when?")
	for b.Loop() {
		m.Readings(words)
	}
}
