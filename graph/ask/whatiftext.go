package ask

import (
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// How a row of an answer differs from what it was.
const (
	GainedRow  = "gained"
	LostRow    = "lost"
	AlteredRow = "altered"
)

// A RowChange is one difference between two answers, in words.
type RowChange struct {
	How    string // GainedRow, LostRow or AlteredRow
	Row    string // what tells the row from others
	Values []string
}

// Changes lists what differs: rows gained, then lost, then altered. Values are,
// of an altered row, a column each: its head, + what came, − what went.
func (s *Shift) Changes() []RowChange {
	var out []RowChange
	for i := range s.Gained {
		out = append(out, RowChange{How: GainedRow, Row: s.Gained[i].brief()})
	}
	for i := range s.Lost {
		out = append(out, RowChange{How: LostRow, Row: s.Lost[i].brief()})
	}
	for i := range s.Altered {
		was, is := &s.Altered[i][0], &s.Altered[i][1]
		c := RowChange{How: AlteredRow, Row: is.brief()}
		for j := range is.Cells {
			head := ""
			if j < len(s.After.Columns) {
				head = s.After.Columns[j].Head
			}
			if diff := cellChange(was.Cells[j], is.Cells[j]); diff != "" {
				c.Values = append(c.Values, strings.TrimSpace(head+": "+diff))
			}
		}
		out = append(out, c)
	}
	return out
}

// maxBrief is how much of a row's cells names it, in runes.
const maxBrief = 160

// brief names a row by the cells that hold its keys, or by all of them.
func (row *Row) brief() string {
	keys := map[quad.Value]bool{}
	for _, v := range row.keys {
		if r, ok := v.(quad.IRI); ok && slices.Contains(row.Records, r) {
			clear(keys) // a record is told by what it says
			break
		}
		keys[v] = true
	}
	var named, all []string
	for _, c := range row.Cells {
		text := c.String()
		if text == "" {
			continue
		}
		all = append(all, text)
		if slices.ContainsFunc(c, func(v Value) bool { return slices.ContainsFunc(v.Terms, func(t quad.Value) bool { return keys[t] }) }) {
			named = append(named, text)
		}
	}
	if len(named) > 0 {
		return strings.Join(named, ", ")
	}
	text := []rune(strings.Join(all, ", "))
	if len(text) > maxBrief {
		return string(text[:maxBrief]) + "…"
	}
	return string(text)
}

// cellChange says which values came and which went.
func cellChange(was, is Cell) string {
	texts := func(c Cell) (out []string) {
		for _, v := range c {
			out = append(out, v.String())
		}
		return out
	}
	before, after := texts(was), texts(is)
	var parts []string
	for _, t := range after {
		if !slices.Contains(before, t) {
			parts = append(parts, "+"+t)
		}
	}
	for _, t := range before {
		if !slices.Contains(after, t) {
			parts = append(parts, "−"+t)
		}
	}
	return strings.Join(parts, ", ")
}
