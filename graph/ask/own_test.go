package ask

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ascribe-graph/ascribe/graph"
)

// ownTemplate is a question that the program does not have.
const ownTemplate = `id own-basis
slot party Party
key record
sort record
column when  "WHEN"  "WANNEER"
column basis "BASIS" "GRONDSLAG"
-- title.en --
On which legal basis did {party} impose sanctions?
-- title.nl --
Op welke rechtsgrond legde {party} sancties op?
-- phrasings.en --
on (what|which) legal basis did {party} impose sanctions
-- phrasings.nl --
op welke rechtsgrond legde {party} sancties op
-- rows.sparql --
SELECT DISTINCT ?record ?when ?basis WHERE {
  @by(?record, ?party)
  ?record asc:kind asc:sanction ; asc:legalBasis ?basis .
  BIND (?record AS ?when)
}
-- answer.en --
{party} named: {basis}.
-- answer.nl --
{party} noemde: {basis}.
-- none.en --
None in {world}.
-- none.nl --
Geen in {world}.
-- examples.en --
On what legal basis did the US impose sanctions?
-- examples.nl --
Op welke rechtsgrond legde de VS sancties op?
`

func TestReadTemplates(t *testing.T) {
	own, err := ReadTemplates(fstest.MapFS{"basis.txtar": {Data: []byte(ownTemplate)}, "notes.md": {Data: []byte("no template")}})
	if err != nil || len(own) != 1 || !own[0].Own || own[0].ID != "own-basis" {
		t.Fatalf("got %v, %v", own, err)
	}
	view(t, nil, both, func(v *graph.View) {
		question := own[0].Examples["en"][0]
		if _, err := Ask(t.Context(), v, question, nil); err == nil {
			t.Errorf("%s: answered without the template", question)
		}
		a, err := Ask(t.Context(), v, question, &Options{Templates: own})
		if err != nil || len(a.Rows) != 1 || a.Template != "own-basis" {
			t.Fatalf("%s: got %v, %v", question, a, err)
		}
		if got := CompleteWith(NewNames(v), "on what legal b", &Options{Templates: own}); len(got) == 0 || got[0] != "on what legal basis" {
			t.Errorf("completed to %q", got)
		}
	})
}

// An id of the program is replaced by one's own.
func TestReadTemplatesReplaces(t *testing.T) {
	own, err := ReadTemplates(fstest.MapFS{"a.txtar": {Data: []byte(strings.Replace(ownTemplate, "own-basis", "who-is", 1))}})
	if err != nil {
		t.Fatal(err)
	}
	view(t, nil, both, func(v *graph.View) {
		if a, err := Ask(t.Context(), v, "what is APT31?", &Options{Templates: own}); err == nil && a.Template == "who-is" {
			t.Errorf("the replaced template answered: %s", a.Question)
		}
	})
}

func TestReadTemplatesFaults(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"slot party Party", "slot party Pary", "bad.txtar:2:1: "},
		{"asc:kind asc:sanction ;", "asc:kind asc:sanction ,;", "bad.txtar:18:"},
		{"{party} named: {basis}.", "{party} named: {bases}.", "bad.txtar:22:"},
		{"(what|which)", "(what|which", "bad.txtar:12:"},
		{"column basis", "column ground", "bad.txtar:1:1: "},
	} {
		_, err := ReadTemplates(fstest.MapFS{"bad.txtar": {Data: []byte(strings.Replace(ownTemplate, c.old, c.new, 1))}})
		e, ok := errors.AsType[*TemplateError](err)
		if !ok || !strings.HasPrefix(e.Error(), c.want) {
			t.Errorf("with %q: got %v, want %s…", c.new, err, c.want)
		}
	}
}
