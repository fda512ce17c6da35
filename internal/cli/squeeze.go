package cli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// A squeeze says how the cells of a page are shortened.
type squeeze struct {
	once bool        // a long cell that repeats the one above says so
	bare bool        // of those who relayed, it is said that there are some
	keep map[int]int // of a long list in this column the first values, and how many more there are
}

// squeezes are the ways to shorten a sheet, the mildest first: of lists, the
// longest column gives way first.
func (sh *sheet) squeezes(used []int) []squeeze {
	out := []squeeze{{}, {once: true}, {once: true, bare: true}}
	longest := map[int]int{}
	for _, row := range sh.Rows {
		for _, i := range used {
			if len(row[i].Values) > 2 {
				longest[i] = max(longest[i], textWidth(row[i].Text))
			}
		}
	}
	var lists []int
	for _, i := range used {
		if longest[i] > longCell {
			lists = append(lists, i)
		}
	}
	slices.SortStableFunc(lists, func(a, b int) int { return longest[b] - longest[a] })
	keep := map[int]int{}
	for _, i := range lists {
		for _, n := range []int{3, 1} {
			keep[i] = n
			out = append(out, squeeze{once: true, bare: true, keep: maps.Clone(keep)})
		}
	}
	return out
}

// longCell is how many columns of text are long for a cell.
const longCell = 40

// squeezeWords are what stands for what was left out.
var squeezeWords = map[string]struct{ above, more, note string }{
	"en": {"as above", "+%d more", "Shortened to fit; --full prints every cell whole."},
	"nl": {"als hierboven", "+%d meer", "Ingekort om te passen; --full toont elke cel geheel."},
}

// squeezed returns the text of the used columns of each row, shortened, and
// whether anything was.
func (sh *sheet) squeezed(used []int, how squeeze) ([][]string, bool) {
	w, ok := squeezeWords[sh.Lang]
	if !ok {
		w = squeezeWords["en"]
	}
	changed := false
	out := make([][]string, len(sh.Rows))
	for j, row := range sh.Rows {
		for _, i := range used {
			c := row[i]
			text := c.Text
			switch {
			case how.once && j > 0 && textWidth(text) > longCell && sh.Rows[j-1][i].Text == text:
				text = w.above
			case how.bare && len(c.Values) > 0:
				text = c.brief(how.keep[i], w.more)
			}
			changed = changed || text != c.Text
			out[j] = append(out[j], oneLine(text))
		}
	}
	return out, changed
}

// relayer matches how a value's mark ends that says who passed it on.
var relayer = regexp.MustCompile(`(relayed) by .*\)$|(doorgegeven) door .*\)$`)

// brief writes the values of a cell shorter, at most some of a long list; 0 are
// all.
func (c *cell) brief(most int, more string) string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = relayer.ReplaceAllString(v, "$1$2)")
	}
	keep := len(values)
	// One more fits where it is said that there is one more.
	if most > 0 && keep > most+1 && textWidth(strings.Join(values, c.Separator)) > longCell {
		keep = most
	}
	text := strings.Join(values[:keep], c.Separator)
	if n := len(values) - keep; n > 0 {
		text += strings.TrimRight(c.Separator, " ") + " " + fmt.Sprintf(more, n)
	}
	return text
}

// layout is how a page's rows are shown: cells, heading first, and the width of
// each column, nil for blocks.
type layout struct {
	cells  [][]string
	widths []int
	cut    bool
}

// layout finds the fullest way to show the rows as a table that fits; if there
// is none they become blocks.
func (sh *sheet) layout(used []int, width int, full bool) layout {
	head := make([]string, len(used))
	for j, i := range used {
		head[j] = strings.ToUpper(oneLine(sh.Columns[i]))
	}
	ways := sh.squeezes(used)
	if full || width == 0 {
		ways = ways[:1]
	}
	for _, word := range wordLengths { // to break a handle is worse than to shorten a list
		for _, how := range ways {
			rows, cut := sh.squeezed(used, how)
			cells := slices.Concat([][]string{head}, rows)
			if widths, ok := fit(cells, width, word, sh.Unbroken); ok {
				return layout{cells, widths, cut}
			}
		}
	}
	// In a block a cell has the width of the screen: only repeats are too much.
	rows, cut := sh.squeezed(used, ways[min(1, len(ways)-1)])
	return layout{slices.Concat([][]string{head}, rows), nil, cut}
}

// whoCell names the makers of a record and who passed their words on.
func (s *session) whoCell(v *graph.View, r *graph.Record) cell {
	who := s.who(v, r)
	return cell{Text: who, Values: []string{who}}
}
