package ask

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// The columns of all rows at once are those of each row alone.
func TestColumnsAtOnce(t *testing.T) {
	was := fewRows
	defer func() { fewRows = was }()
	view(t, nil, starter(t), func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		compared := 0
		for _, tm := range Templates() {
			for _, question := range tm.Examples["en"] {
				var answers [2]*Answer
				for i, few := range []int{1, 1 << 30} {
					fewRows = few
					a, err := Ask(t.Context(), v, question, o)
					if err != nil && !isAmbiguous(err) {
						t.Fatalf("%s: %v", question, err)
					}
					answers[i] = a
				}
				if answers[0] == nil || answers[1] == nil {
					continue // it asks back
				}
				if !reflect.DeepEqual(answers[0].Rows, answers[1].Rows) || !reflect.DeepEqual(answers[0].Columns, answers[1].Columns) {
					t.Errorf("%s: at once other columns than one by one", question)
				}
				compared += len(answers[0].Rows)
			}
		}
		if compared < 200 {
			t.Errorf("%d rows compared: too few", compared)
		}
	})
}

// What a cell has no room for is left out, and the cell says so.
func TestLongCells(t *testing.T) {
	var b strings.Builder
	b.WriteString(longCellsHead)
	for i := range MaxCell + 20 {
		b.WriteString(" ; asc:quote \"words " + strings.Repeat("x", i) + "\"@en")
	}
	b.WriteString(" .\n")
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(b.String()), Format: rdf.Turtle})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		tm, err := parseTemplate("long.txtar", []byte(longCells))
		if err != nil {
			t.Fatal(err)
		}
		a, err := Ask(t.Context(), v, "all words", &Options{Templates: []*Template{tm}})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Rows) != 1 {
			t.Fatalf("got %d rows, want one", len(a.Rows))
		}
		cell := a.Rows[0].Cells[1]
		if len(cell) != MaxCell+1 || cell[MaxCell].Text != "…" {
			t.Errorf("got %d values, the last %q, want %d and …", len(cell), cell[len(cell)-1].Text, MaxCell)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A column of which many rows have far too much is filled in for the first.
func TestLongColumns(t *testing.T) {
	was := maxBatch
	maxBatch = 1
	defer func() { maxBatch = was }()
	var b strings.Builder
	for i := range MaxLong + 50 {
		b.WriteString(strings.ReplaceAll(longCellsHead, "claim:c ", fmt.Sprintf("claim:c%d ", i)))
		for k := range 10 {
			fmt.Fprintf(&b, " ; asc:quote \"words %d\"@en", k)
		}
		b.WriteString(" .\n")
	}
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(b.String()), Format: rdf.Turtle})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		tm, err := parseTemplate("long.txtar", []byte(longCells))
		if err != nil {
			t.Fatal(err)
		}
		a, err := Ask(t.Context(), v, "all words", &Options{Templates: []*Template{tm}})
		if err != nil {
			t.Fatal(err)
		}
		filled := 0
		for _, row := range a.Rows {
			switch cell := row.Cells[1]; {
			case len(cell) == 10:
				filled++
			case len(cell) != 1 || cell[0].Text != "…":
				t.Errorf("got the cell %v, want ten values or …", cell)
			}
		}
		if len(a.Rows) != MaxLong+50 || filled != MaxLong {
			t.Errorf("%d of %d rows are filled, want %d of %d", filled, len(a.Rows), MaxLong, MaxLong+50)
		}
		if !slices.ContainsFunc(a.Notes, func(n Note) bool { return n.Name == "cut" && strings.HasPrefix(n.Text, "WORDS ") }) {
			t.Errorf("got the notes %v, want one that says what is left out", a.Notes)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

const longCellsHead = `@prefix asc: <https://w3id.org/ascribe/schema#> . @prefix claim: <https://w3id.org/ascribe/claim/> . @prefix id: <https://w3id.org/ascribe/id/> .
claim:c a asc:Claim ; asc:by id:x ; asc:stance asc:asserts`

const longCells = `id long
key record
column record "RECORD" "VERMELDING"
column words "WORDS" "WOORDEN"
-- title.en --
All words?
-- title.nl --
Alle woorden?
-- phrasings.en --
all words
-- phrasings.nl --
alle woorden
-- rows.sparql --
SELECT DISTINCT ?record WHERE { ?record a asc:Claim }
-- column words.sparql --
SELECT DISTINCT ?value WHERE { ?record asc:quote ?value }
-- answer.en --
{count} in {world}.
-- answer.nl --
{count} in {world}.
-- none.en --
None in {world}.
-- none.nl --
Geen in {world}.
-- examples.en --
All words?
-- examples.nl --
Alle woorden?
`

// An answer is cancelled with its context, and takes no longer than one query may.
func TestAskIsBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := open(t, both...)
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		if _, err := Ask(ctx, v, "which states were attributed without sanctions?", nil); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want it cancelled", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	quick, err := graph.Read(t.Context(), &graph.Options{QueryTime: time.Nanosecond}, graph.Document{R: strings.NewReader(longCellsHead + " ."), Format: rdf.Turtle})
	if err != nil {
		t.Fatal(err)
	}
	defer quick.Close()
	err = quick.View(t.Context(), nil, func(v *graph.View) error {
		_, err := Ask(t.Context(), v, "which states were attributed without sanctions?", nil)
		if limit, ok := errors.AsType[*graph.LimitError](err); !ok || limit.Limit != "time" {
			t.Errorf("got %v, want the limit of time", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
