package ask

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

var update = flag.Bool("update", false, "write what the phrasings give into testdata/phrasings.tsv, to be read before it is kept")

// phrasingCase is one line of testdata/phrasings.tsv: language, the template
// that understands it ("language" for the controlled language, "refuse" for a
// question that must not be answered), what identifies its rows, the question.
type phrasingCase struct{ lang, want, rows, question string }

func readPhrasings(t *testing.T) []phrasingCase {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "phrasings.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []phrasingCase
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		p := strings.Split(sc.Text(), "\t")
		if len(p) != 4 {
			t.Fatalf("%q: got %d fields, want 4", sc.Text(), len(p))
		}
		out = append(out, phrasingCase{p[0], p[1], p[2], p[3]})
	}
	return out
}

// rowKeys are what identifies the rows of an answer, sorted.
func rowKeys(a *Answer) string {
	var out []string
	for _, row := range a.Rows {
		var parts []string
		for _, k := range a.template.keys {
			s := "-"
			switch v := row.keys[k].(type) {
			case quad.IRI:
				s = strings.TrimPrefix(schema.Handle(string(v)), "id:")
			case quad.Value:
				s = quad.StringOf(v)
			}
			parts = append(parts, s)
		}
		out = append(out, strings.Join(parts, "+"))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// Precision first: no phrasing is answered with other rows than it should be,
// and few that could be answered are refused.
func TestPhrasings(t *testing.T) {
	cases := readPhrasings(t)
	answerable, refusedGood, refuse := 0, 0, 0
	view(t, nil, both, func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		for i, c := range cases {
			a, err := Ask(t.Context(), v, c.question, o)
			if *update && c.want != "refuse" && err == nil {
				cases[i].want, cases[i].rows = a.Template, rowKeys(a)
				continue
			}
			if c.want == "refuse" {
				refuse++
				if err == nil {
					t.Errorf("%s: answered as %s: %s", c.question, a.Template, a.Question)
				}
				continue
			}
			answerable++
			if err != nil {
				refusedGood++
				t.Logf("refused: %s: %v", c.question, err)
				continue
			}
			if got := rowKeys(a); got != c.rows || a.Template != c.want || a.Lang != c.lang {
				t.Errorf("%s: understood as %s (%s) in %q with\n\t%s\nwant %s in %q with\n\t%s", c.question, a.Question, a.Template, a.Lang, got, c.want, c.lang, c.rows)
			}
		}
	})
	if *update {
		var b strings.Builder
		b.WriteString("# language, understood by, what identifies the rows, question; over world, founding and record-2021\n")
		for _, c := range cases {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", c.lang, c.want, c.rows, c.question)
		}
		if err := os.WriteFile(filepath.Join("testdata", "phrasings.tsv"), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(cases) < 150 || refuse*3 < len(cases) || refusedGood*100 > answerable*15 {
		t.Errorf("%d phrasings, %d to be refused, %d of %d answerable ones refused: want at least 150, near half and at most 15 %%", len(cases), refuse, refusedGood, answerable)
	}
}

// Every reading's SPARQL parses, every row has evidence, and the lens can see
// it; what the lens leaves out is no evidence.
func TestEvidenceWithinTheLens(t *testing.T) {
	cases := readPhrasings(t)
	lenses := []*graph.Lens{
		nil,
		{Official: true},
		{By: []quad.IRI{schema.NSID + "us"}},
		{AsOf: graph.Date{Year: 2021, Month: 7, Day: 15}},
		{Spread: true},
		{MinConfidence: schema.High},
		{ActsBy: []quad.IRI{schema.NSID + "eu"}},
		{NoRules: true},
	}
	for i, lens := range lenses {
		view(t, lens, both, func(v *graph.View) {
			o := &Options{Names: NewNames(v)}
			for _, c := range cases {
				if c.want == "refuse" {
					continue
				}
				a, err := Ask(t.Context(), v, c.question, o)
				if err != nil {
					if i == 0 {
						continue
					}
					switch err.(type) { //nolint:errorlint // Ask promises these as they are
					case *NotUnderstoodError, *UnknownNameError, *AmbiguousNameError, *AmbiguousQuestionError:
						continue
					}
					t.Errorf("lens %d: %s: %v", i, c.question, err)
					continue
				}
				l := a.Lens
				seen, err := v.With(&l)
				if err != nil {
					t.Fatal(err)
				}
				past, err := newRun(t.Context(), seen, a.template, a.Lang, nil, a.Slots, nil).pastStance(seen)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range a.Rows {
					if len(row.Records) == 0 {
						t.Errorf("lens %d: %s: a row without evidence: %v", i, c.question, row.keys)
					}
					for _, r := range row.Records {
						if seen.Record(r) == nil && past.Record(r) == nil {
							t.Errorf("lens %d: %s: the evidence %s is not within the lens", i, c.question, r)
						}
					}
				}
			}
		})
	}
}
