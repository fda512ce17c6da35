package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// noteOf runs a note; nil where it found nothing to say.
func (r *run) noteOf(v *graph.View, n *note, extra func(string) ([]string, bool)) (*Note, error) {
	a, err := r.askNote(v, n.query)
	if err != nil {
		return nil, fmt.Errorf("%s: note %s: %w", r.t.File, n.name, err)
	}
	if extra == nil {
		if ready, ok := r.writtenAhead(v, n); ok {
			return ready, nil
		}
	}
	return r.write(a, n, extra), nil
}

// write makes a note of what its query gave; nil where that says nothing.
func (r *run) write(a *asked, n *note, extra func(string) ([]string, bool)) *Note {
	found := a.solutions
	var records union[quad.IRI]
	for _, s := range found {
		records.add(recordsIn(s)...)
	}
	out := &Note{Name: n.name, Records: records.list}
	if extra == nil {
		if len(found) == 0 || isZero(found) {
			return nil
		}
	}
	x := n.text[r.lang]
	all := func(name string, alone bool) []string {
		if extra != nil {
			if values, ok := extra(name); ok {
				return values
			}
		}
		if name == "count" {
			return []string{strconv.Itoa(len(found))}
		}
		if v := r.slots[name]; v != nil {
			return []string{r.inSentence(v, r.label(v), alone)}
		}
		return r.texts(found, name, alone)
	}
	if x.row == nil {
		out.Text = fillSentence(x.parts, r.lang, all)
		return out
	}
	lines := r.noteLines(found, x.row)
	out.Text = fillSentence(x.parts, r.lang, func(name string, alone bool) []string {
		if name == "rows" {
			return []string{strings.Join(lines, separator(lines))}
		}
		return all(name, alone)
	})
	return out
}

// isZero reports whether a note is only the count 0.
func isZero(found []solution) bool {
	if len(found) != 1 {
		return false
	}
	for _, v := range found[0].values {
		if v == nil {
			continue
		}
		if t, ok := v.(quad.TypedString); !ok || t.Value != "0" {
			return false
		}
	}
	return true
}

func separator(lines []string) string {
	if slices.ContainsFunc(lines, func(l string) bool { return strings.ContainsAny(l, ",:") }) {
		return "; "
	}
	return ", "
}

// texts returns the distinct texts of a variable, in order.
func (r *run) texts(found []solution, name string, alone bool) []string {
	var out union[string]
	for _, s := range found {
		if value := s.get(name); value != nil {
			out.add(r.inSentence(value, r.text(name, value), alone))
		}
	}
	return out.list
}

// noteLines writes the line of each group of solutions: those that agree in
// all variables of the line whose name does not begin with "list".
func (r *run) noteLines(found []solution, parts []textPart) []string {
	var order []string
	groups := map[string][]solution{}
	for _, s := range found {
		var id strings.Builder
		for _, p := range parts {
			if p.name != "" && !strings.HasPrefix(p.name, "list") {
				id.WriteString(quad.ToString(s.get(p.name)) + "\n")
			}
		}
		if groups[id.String()] == nil {
			order = append(order, id.String())
		}
		groups[id.String()] = append(groups[id.String()], s)
	}
	var lines []string
	seen := map[string]bool{}
	for _, id := range order {
		line := fill(parts, r.lang, func(name string, alone bool) []string {
			if v := r.slots[name]; v != nil {
				return []string{r.inSentence(v, r.label(v), alone)}
			}
			if texts := r.texts(groups[id], name, alone); len(texts) > 0 {
				return texts
			}
			return r.texts(groups[id], unlisted(name), alone)
		})
		if !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	if n := len(lines) - maxNoted; n > 0 {
		lines = append(lines[:maxNoted:maxNoted], fmt.Sprintf(phrases[r.lang].more, n))
	}
	return lines
}
