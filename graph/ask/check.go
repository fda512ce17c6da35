package ask

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// check holds a template together: everything that is needed is there, and
// everything that is named exists.
func (t *Template) check() error {
	switch {
	case t.ID == "":
		return t.fault(1, 1, "there is no id")
	case len(t.rows) == 0:
		return t.fault(1, 1, "there is no section rows.sparql")
	case len(t.columns) == 0:
		return t.fault(1, 1, "there is no column")
	case len(t.keys) == 0:
		return t.fault(1, 1, "there is no key")
	}
	for _, lang := range languages {
		for what, have := range map[string]bool{
			"title": t.title[lang] != nil, "phrasings": len(t.phrasings[lang]) > 0, "examples": len(t.Examples[lang]) > 0,
			"answer": t.answer[lang] != nil, "none": t.none[lang] != nil,
		} {
			if !have {
				return t.fault(1, 1, "there is no section %s.%s", what, lang)
			}
		}
	}
	if err := t.checkPhrasings(); err != nil {
		return err
	}
	vars := map[string]bool{}
	for _, q := range t.rows {
		for name := range variablesOf(q.text) {
			vars[name] = true
		}
		if err := t.parses(q, t.dummy()); err != nil {
			return err
		}
	}
	if t.speakers != "" {
		if !vars[t.speakers] {
			return t.fault(1, 1, "speakers: the rows have no ?%s", t.speakers)
		}
		vars["speaker"], vars["bond"], vars["via"] = true, true, true
	}
	for _, k := range slices.Concat(t.keys, t.sort) {
		if !vars[strings.TrimPrefix(k, "-")] {
			return t.fault(1, 1, "key or sort: the rows have no ?%s", k)
		}
	}
	if t.dated != "" && (t.dated != "may" && t.dated != "must" || !vars["record"]) {
		return t.fault(1, 1, "dated: got %q, want may or must, and rows with ?record", t.dated)
	}
	for _, name := range append(slices.Clone(t.distinct), t.each) {
		if name != "" && t.slotNamed(name) == nil {
			return t.fault(1, 1, "each or distinct: there is no slot %q", name)
		}
	}
	keys := map[string]bool{}
	for _, c := range t.columns {
		key := cmp.Or(c.key, c.name)
		if keys[key] {
			return t.fault(1, 1, "two columns have the key %q", key)
		}
		keys[key] = true
		if err := t.checkColumn(c, vars); err != nil {
			return err
		}
	}
	return t.checkTexts()
}

func (t *Template) checkPhrasings() error {
	for _, list := range t.phrasings {
		for _, p := range list {
			for _, s := range t.slots {
				if n := count(p.slots, s.name); n == 0 {
					return t.fault(p.line, 1, "the slot {%s} is not in this phrasing", s.name)
				}
			}
			for _, name := range p.slots {
				if t.slotNamed(name) == nil {
					return t.fault(p.line, 1, "the slot {%s} is not in the header", name)
				}
			}
		}
	}
	return nil
}

func count(list []string, s string) int {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

func (t *Template) checkColumn(c *column, vars map[string]bool) error {
	if c.query == nil {
		if !vars[c.name] {
			return t.fault(1, 1, "the column %q has no query, and the rows have no ?%s", c.name, c.name)
		}
		return nil
	}
	bound := t.dummy()
	own := variablesOf(c.query.text)
	want := "value"
	if c.speakers {
		want = "record"
	}
	dated := slices.ContainsFunc(slices.Collect(maps.Keys(own)), func(name string) bool { return strings.HasPrefix(name, "when") })
	if !own[want] && !(dated && !c.speakers) {
		return t.fault(c.query.line, 1, "the query has no ?%s", want)
	}
	for name := range vars {
		if !isColumnVariable(name, c.speakers) {
			bound[name] = quad.IRI("https://w3id.org/ascribe/id/x")
		}
	}
	return t.parses(c.query, bound)
}

// isColumnVariable reports whether a column's query binds the variable itself,
// whatever the row has by that name.
func isColumnVariable(name string, speakers bool) bool {
	return strings.HasPrefix(name, "value") || strings.HasPrefix(name, "mark") || speakers && name == "record"
}

func (t *Template) checkTexts() error {
	known := map[string]bool{"count": true, "world": true, "rows": true}
	for _, c := range t.columns {
		known[c.name] = true
	}
	for _, s := range t.slots {
		known[s.name], known[s.name+"Typed"] = true, true
	}
	for _, k := range t.keys {
		known[k] = true
	}
	for _, lang := range languages {
		for _, x := range []*text{t.title[lang], t.answer[lang], t.none[lang]} {
			if err := t.checkText(x, known); err != nil {
				return err
			}
		}
		world := false
		t.none[lang].names(func(name string, _, _ int) { world = world || name == "world" })
		if !world {
			return t.fault(t.none[lang].line, 1, "a negative answer must say {world}")
		}
	}
	for _, n := range t.notes {
		slots := map[string]bool{}
		for _, s := range t.slots {
			slots[s.name], slots[s.name+"Typed"] = true, true
		}
		if err := t.checkNote(n, slots); err != nil {
			return err
		}
	}
	if t.looked != nil {
		return t.checkNote(t.looked, known)
	}
	return nil
}

func (t *Template) checkNote(n *note, more map[string]bool) error {
	if n.query == nil {
		return t.fault(1, 1, "there is no section %q", n.name+".sparql")
	}
	known := variablesOf(n.query.text)
	known["count"], known["rows"], known["world"] = true, true, true
	for k := range more {
		known[k] = true
	}
	for _, lang := range languages {
		if n.text[lang] == nil {
			return t.fault(n.query.line, 1, "the note %q has no text in %q", n.name, lang)
		}
		if err := t.checkText(n.text[lang], known); err != nil {
			return err
		}
	}
	return t.parses(n.query, t.dummy())
}

func (t *Template) checkText(x *text, known map[string]bool) error {
	var err error
	x.names(func(name string, line, col int) {
		if !known[name] && !known[unlisted(name)] && err == nil {
			err = t.fault(x.line+line, col, "there is nothing called {%s}", name)
		}
	})
	return err
}

// unlisted is the column that {listColumn} collects over the rows that agree
// in all else a line says.
func unlisted(name string) string {
	rest, ok := strings.CutPrefix(name, "list")
	if !ok || rest == "" {
		return name
	}
	return strings.ToLower(rest[:1]) + rest[1:]
}
