package ask

import (
	"fmt"
	"slices"
	"strings"
)

// readDated reads a question of a template whose records are to be of a
// stretch of time.
func readDated(question string, words []word, names *Names, templates []*Template, langs []string) *match {
	rest, s := spanIn(question, words, names, langs)
	if !s.any() {
		return nil
	}
	dated := slices.DeleteFunc(slices.Clone(templates), func(t *Template) bool { return t.dated == "" })
	m, err := understand(question, rest, names, dated, langs)
	if err != nil {
		return nil
	}
	t := *m.t
	t.rows = nil
	for _, q := range m.t.rows {
		n := *q
		n.text = strings.TrimRight(n.text, " \n")
		if n.text = strings.TrimSuffix(n.text, "}"); len(n.text) == len(strings.TrimRight(q.text, " \n")) {
			return nil
		}
		var b strings.Builder
		c := &compiler{n: 100}
		c.when(&b, s, "record", "  ")
		n.text += b.String() + "}"
		t.rows = append(t.rows, &n)
	}
	m.t, m.when = &t, s
	return m
}

// say writes a stretch of time.
func (s span) say(lang string) string {
	w := map[string][3]string{
		"en": {"public on or after %s", "public on or before %s", "public from %s to %s"},
		"nl": {"openbaar op of na %s", "openbaar op of voor %s", "openbaar van %s tot en met %s"},
	}[lang]
	switch {
	case s.to.IsZero():
		return fmt.Sprintf(w[0], s.from)
	case s.from.IsZero():
		return fmt.Sprintf(w[1], s.to)
	}
	return fmt.Sprintf(w[2], s.from, s.to)
}
