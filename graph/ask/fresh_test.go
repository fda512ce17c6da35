package ask

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Questions of testdata/fresh.txt give the rows that a query by hand gives, and
// those that must not be answered are refused: not one wrong, and at most 15 %
// of the answerable ones refused.
func TestFreshQuestions(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "fresh.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	answerable, refused := 0, 0
	view(t, nil, starter(t), func(v *graph.View) {
		past, err := v.PastStance()
		if err != nil {
			t.Fatal(err)
		}
		o := &Options{Names: NewNames(v)}
		var want []string
		refuse := false
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			line := sc.Text()
			switch text, isQuery := strings.CutPrefix(line, "? "); {
			case line == "" || strings.HasPrefix(line, "#"):
				continue
			case line == "refuse":
				refuse = true
				continue
			case isQuery:
				want = byHand(t, past, text)
				continue
			}
			a, err := Ask(t.Context(), v, line, o)
			switch {
			case refuse && err == nil:
				t.Errorf("%s: answered as %s: %s", line, a.Question, a.Sentence)
			case refuse:
			case err != nil:
				answerable++
				refused++
				t.Logf("refused: %s: %v", line, err)
			default:
				answerable++
				if got := firstKeys(a); !slices.Equal(got, want) {
					t.Errorf("%s: understood as %s\n\tgot  %q\n\twant %q", line, a.Question, got, want)
				}
			}
		}
		if err := sc.Err(); err != nil {
			t.Fatal(err)
		}
	})
	if answerable < 70 || refused*100 > 15*answerable {
		t.Errorf("%d of %d answerable questions refused, want at most 15 %%", refused, answerable)
	}
}

// byHand runs a query and returns the values of its variable, sorted.
func byHand(t *testing.T, v *graph.View, text string) []string {
	t.Helper()
	res, err := v.Query(t.Context(), "PREFIX id: <"+schema.NSID+">\n"+text, nil)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	var out []string
	for row, err := range res.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, quad.ToString(row[0]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// firstKeys are the values of the first key of the rows, sorted.
func firstKeys(a *Answer) []string {
	var out []string
	for _, row := range a.Rows {
		out = append(out, quad.ToString(row.keys[a.template.keys[0]]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
