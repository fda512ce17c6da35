package cli

import (
	"strings"
)

// leastColumn is the width to which a grid squeezes no column.
const leastColumn = 10

// columnsOf shares width columns out among those of a grid, gap between them:
// each what it needs, and if that is too much, less for the widest.
func columnsOf(rows [][]string, width int) []int {
	if len(rows) == 0 {
		return nil
	}
	widths := make([]int, len(rows[0]))
	total := gap * (len(widths) - 1)
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], textWidth(c))
		}
	}
	for _, w := range widths {
		total += w
	}
	for ; width > 0 && total > width; total-- {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= leastColumn {
			break
		}
		widths[widest]--
	}
	return widths
}

// gridRow writes the cells of a row into columns, folded, after an indent; how
// marks the lines of a cell.
func gridRow(cells []string, widths []int, indent int, how func(column int, line string) string) []string {
	columns := make([][]string, len(cells))
	height := 0
	for i, c := range cells {
		columns[i] = wrapped(c, widths[i])
		height = max(height, len(columns[i]))
	}
	out := make([]string, height)
	for j := range out {
		var b strings.Builder
		b.WriteString(strings.Repeat(" ", indent))
		pad := 0
		for i, lines := range columns {
			if j < len(lines) && lines[j] != "" {
				b.WriteString(strings.Repeat(" ", pad))
				pad = widths[i] - textWidth(lines[j])
				b.WriteString(how(i, lines[j]))
			} else {
				pad += widths[i]
			}
			pad += gap
		}
		out[j] = strings.TrimRight(b.String(), " ")
	}
	return out
}

// wrapped breaks a text into lines of at most width columns, at spaces where it
// can.
func wrapped(s string, width int) []string {
	if s == "" {
		return nil
	}
	if width <= 0 {
		return []string{s}
	}
	var lines []string
	line, at := "", 0
	end := func() {
		if at > 0 {
			lines = append(lines, line)
		}
		line, at = "", 0
	}
	for word := range strings.FieldsSeq(s) {
		w := textWidth(word)
		if at > 0 && at+1+w > width {
			end()
		}
		if at > 0 {
			line += " "
			at++
		}
		for _, r := range word { // a word that is too long is cut
			n := textWidth(string(r))
			if at+n > width {
				end()
			}
			line += string(r)
			at += n
		}
	}
	end()
	return lines
}
