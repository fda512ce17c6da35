package ask

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// starter returns the files of the whole starter graph.
func starter(t testing.TB) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("..", "..", "seeds", "*.trig"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	for i := range list {
		list[i] = filepath.Base(list[i])
	}
	return list
}

// mentioned returns the handles and dates of all that rows show.
func mentioned(a *Answer) map[string]bool {
	out := map[string]bool{}
	for _, row := range a.Rows {
		for _, r := range row.Records {
			out[strings.TrimPrefix(schema.Handle(string(r)), "claim:")] = true
		}
		for _, c := range row.Cells {
			for _, v := range c {
				for w := range strings.FieldsSeq(v.Text) {
					out[strings.Trim(w, ",;")] = true
				}
				for _, term := range v.Terms {
					switch term := term.(type) {
					case quad.IRI:
						out[strings.TrimPrefix(schema.Handle(string(term)), "id:")] = true
					case quad.TypedString:
						out[string(term.Value)], out[`"`+string(term.Value)+`"`] = true, true
					default:
						out[quad.ToString(term)], out[quad.StringOf(term)] = true, true
					}
				}
			}
		}
	}
	return out
}

// The questions that analysts asked, in their words and others, are answered
// as the data supports; the wording is free, the rows are held.
func TestAnalystQuestions(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "analyst.txt"))
	if err != nil {
		t.Fatal(err)
	}
	view(t, nil, starter(t), func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		var template string
		var must, mustNot []string
		n := 0
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			if head, rest, ok := strings.Cut(line, "|"); ok {
				_, template, _ = strings.Cut(head, " ")
				yes, no, _ := strings.Cut(rest, "|")
				must, mustNot = strings.Fields(strings.ReplaceAll(yes, `"Violet Typhoon"`, `"Violet_Typhoon"`)), strings.Fields(no)
				continue
			}
			n++
			a, err := Ask(t.Context(), v, line, o)
			if err != nil {
				t.Errorf("%s: %v", line, err)
				continue
			}
			if template != "" && a.Template != template {
				t.Errorf("%s: understood as %s, want %s", line, a.Template, template)
			}
			have := mentioned(a)
			for _, m := range must {
				if !have[strings.ReplaceAll(m, "_", " ")] {
					t.Errorf("%s: understood as %s: %s: the rows lack %s", line, a.Template, a.Question, m)
				}
			}
			var speakers []string
			for _, row := range a.Rows {
				for _, k := range a.template.keys {
					if iri, ok := row.keys[k].(quad.IRI); ok {
						speakers = append(speakers, strings.TrimPrefix(schema.Handle(string(iri)), "id:"))
					}
				}
			}
			for _, m := range mustNot {
				if slices.Contains(speakers, m) {
					t.Errorf("%s: the rows name %s", line, m)
				}
			}
			if _, err := a.Why(t.Context(), v); err != nil {
				t.Errorf("%s: why: %v", line, err)
			}
		}
		if n < 90 {
			t.Errorf("got %d questions, want each of 15 in three ways and two languages", n)
		}
	})
}

// Where no record joins two things itself, the records of a chain between them are
// named: that Sandworm is linked to the GRU is said in uk-2020-02-20/3, of whom the
// GRU is part in others. A record that does needs no chain.
func TestSourceOfChain(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for question, want := range map[string]string{
			`What is our source for "Sandworm linked to Russia"?`:          "uk-2020-02-20/3",
			`Wat is onze bron voor "Sandworm gelieerd aan Rusland"?`:       "uk-2020-02-20/3",
			`What is our source for "Sandworm linked to the MSS"?`:         "",
			`What is our source for "APT31 linked to the MSS"?`:            "",
			`Who says that APT28 is linked to the GRU, and where is that?`: "",
		} {
			a := mustAsk(t, v, question)
			i := slices.IndexFunc(a.Notes, func(n Note) bool { return n.Name == "chain" })
			switch {
			case (i >= 0) != (want != ""):
				t.Errorf("%s: notes %q", question, noteText(a))
			case i >= 0 && !slices.ContainsFunc(a.Notes[i].Records, func(r quad.IRI) bool { return strings.HasSuffix(string(r), want) }):
				t.Errorf("%s: the chain rests on %v", question, a.Notes[i].Records)
			}
		}
	})
}
