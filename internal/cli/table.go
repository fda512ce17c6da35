package cli

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// tableText lays rows out in columns of at most so many places each, gap between
// them; 0 is no bound. What is wider is folded. Nothing stands after the last
// column.
func tableText(rows [][]string, most []int) string {
	widths := make([]int, len(most))
	size := 0
	for _, row := range rows {
		for i, c := range row {
			w := textWidth(c)
			if most[i] > 0 {
				w = min(w, most[i])
			}
			widths[i] = max(widths[i], w)
			size += len(c) + gap
		}
	}
	var b strings.Builder
	b.Grow(size)
	t := tableWriter{out: &b, widths: widths}
	for _, row := range rows {
		t.row(row, most)
	}
	return b.String()
}

// tableWriter writes the lines of a table.
type tableWriter struct {
	out    *strings.Builder
	widths []int
	lines  int
	pad    int // places that the next text of the line stands apart
}

// row writes a row, folded into as many lines as its highest cell needs.
func (t *tableWriter) row(cells []string, most []int) {
	var folded [][]string // of each cell; nil: all fit in one line
	height := 1
	for i, c := range cells {
		if most[i] <= 0 || textWidth(c) <= most[i] {
			continue
		}
		if folded == nil {
			folded = make([][]string, len(cells))
		}
		folded[i] = strings.Split(text.WrapSoft(c, most[i]), "\n")
		height = max(height, len(folded[i]))
	}
	for k := range height {
		t.begin()
		for i, c := range cells {
			if folded != nil && folded[i] != nil {
				c = at(folded[i], k)
			} else if k > 0 {
				c = ""
			}
			t.cell(c, t.widths[i])
		}
	}
}

// at is the k-th line, "" past the last.
func at(lines []string, k int) string {
	if k < len(lines) {
		return lines[k]
	}
	return ""
}

func (t *tableWriter) begin() {
	if t.lines > 0 {
		t.out.WriteByte('\n')
	}
	t.lines++
	t.pad = 0
}

func (t *tableWriter) cell(c string, width int) {
	if c = strings.TrimRight(c, " "); c != "" {
		for ; t.pad > 0; t.pad-- {
			t.out.WriteByte(' ')
		}
		t.out.WriteString(c)
	}
	t.pad += max(0, width-textWidth(c)) + gap
}

// textWidth is how many columns a text takes on a screen.
func textWidth(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return text.StringWidthWithoutEscSequences(s)
		}
	}
	return len(s)
}
