package cli

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// printPage prints a sheet for a person: the answer in a sentence, the rows,
// notes, lens and world, evidence.
func (s *session) printPage(sh *sheet, format string) error {
	if sh.Page != nil {
		page := *sh
		page.Columns, page.Rows = sh.Page.Columns, sh.Page.Rows
		sh = &page
	}
	if s.numbered {
		sh = sh.withNumbers()
	}
	width := s.width()
	var parts []string // set apart by an empty line
	shortened := false
	if sh.Head != "" {
		parts = append(parts, s.paragraph(sh.Head, format, width, ""))
	}
	if len(sh.Rows) > 0 {
		if format == "markdown" {
			parts = append(parts, markdownTable(sh))
		} else {
			text, cut := s.rows(sh, width)
			parts = append(parts, text)
			if cut {
				shortened = true
			}
		}
	}
	var tail []string
	for _, n := range sh.Notes {
		tail = append(tail, s.paragraph(n, format, width, ""))
	}
	if shortened {
		tail = append(tail, s.paragraph(cmp.Or(squeezeWords[sh.Lang].note, squeezeWords["en"].note), format, width, dim))
	}
	for _, n := range sh.footer() {
		tail = append(tail, s.paragraph(n, format, width, dim))
	}
	if len(tail) > 0 {
		between := "\n"
		if format == "markdown" {
			between = "\n\n"
		}
		parts = append(parts, strings.Join(tail, between))
	}
	if len(sh.Below) > 0 {
		parts = append(parts, s.evidenceText(sh.Below, format, width))
	}
	return s.page(s.rest(strings.Join(parts, "\n\n") + "\n"))
}

func (s *session) paragraph(line, format string, width int, st style) string {
	line = oneLine(line)
	if format == "markdown" {
		return markdown.Replace(line)
	}
	line = folded(line, width, 0)
	if st != "" {
		return s.mark(st, line)
	}
	return line
}

// evidenceText prints the lines of evidence: indented by four more they are a
// literal block in Markdown, which no text can close.
func (s *session) evidenceText(below []indented, format string, width int) string {
	lines := make([]string, len(below))
	for i, l := range below {
		if format == "markdown" {
			lines[i] = strings.Repeat(" ", 4+l.indent) + oneLine(l.text)
			continue
		}
		if lines[i] = folded(strings.Repeat(" ", l.indent)+oneLine(l.text), width, l.indent+2); l.indent == 0 {
			lines[i] = s.mark(bold, lines[i])
		}
	}
	return strings.Join(lines, "\n")
}

func markdownTable(sh *sheet) string {
	var b strings.Builder
	line := func(fields []string) {
		for _, f := range fields {
			b.WriteString("| " + f + " ")
		}
		b.WriteString("|\n")
	}
	rule := make([]string, len(sh.Columns))
	for i := range rule {
		rule[i] = "---"
	}
	escape := func(f string) string { return strings.ReplaceAll(markdown.Replace(oneLine(f)), "|", `\|`) }
	head := make([]string, len(sh.Columns))
	for i, c := range sh.Columns {
		head[i] = escape(c)
	}
	line(head)
	line(rule)
	for _, row := range sh.Rows {
		fields := make([]string, len(row))
		for i, c := range row {
			fields[i] = escape(c.Text)
		}
		line(fields)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// How a table is fitted into a terminal.
const (
	gap       = 2  // columns between two of the table's
	minColumn = 10 // the width below which no column is squeezed
	maxHeight = 12 // lines of a row above which the rows are printed as blocks
)

// rows lays the rows out as a table whose wide cells are folded, or, if the
// terminal is too narrow for that, as blocks of a line a cell. It reports
// whether cells were shortened so that they fit.
func (s *session) rows(sh *sheet, width int) (laidOut string, shortened bool) {
	l := sh.layout(s.usedColumns(sh), width, s.flags.full)
	cells, widths := l.cells, l.widths
	if widths == nil {
		return s.blocks(cells, width), l.cut
	}
	head := make([]string, len(cells[0]))
	for i, c := range cells[0] {
		head[i] = s.mark(bold, c)
	}
	return tableText(slices.Concat([][]string{head}, cells[1:]), widths), l.cut
}

// usedColumns leaves out columns without a value if room is short.
func (s *session) usedColumns(sh *sheet) []int {
	var used []int
	for i := range sh.Columns {
		if !s.terminal() || slices.ContainsFunc(sh.Rows, func(row []cell) bool { return row[i].Text != "" }) {
			used = append(used, i)
		}
	}
	return used
}

// wordLengths are those up to which no word is broken, the longest first.
var wordLengths = []int{30, 20, minColumn}

// fit shares total columns out so that the rows are low, breaking no words of up
// to a length. It reports false if the highest would still be too high. A total of 0 is no limit; unbroken leaves the first column as it is.
func fit(cells [][]string, total, word int, unbroken bool) ([]int, bool) {
	n := len(cells[0])
	widest, longest := make([]int, n), make([]int, n) // cell, word
	for _, row := range cells {
		for i, c := range row {
			widest[i] = max(widest[i], textWidth(c))
		}
	}
	if total == 0 {
		return widest, true
	}
	for _, row := range cells {
		for i, c := range row {
			for word := range strings.FieldsSeq(c) {
				longest[i] = max(longest[i], textWidth(word))
			}
		}
	}
	lead := 0
	if unbroken {
		lead = widest[0]
	}
	widths, least, ok := share(cells[0], widest, longest, word, lead, total-gap*(n-1))
	if !ok {
		return nil, false
	}
	return settle(cells, widths, least), true
}

// share gives each column the room for its heading and for words of up to a
// length (lead for the first), and the rest to whichever column would be highest;
// least is what each has before that.
func share(head []string, widest, longest []int, word, lead, room int) (widths, least []int, ok bool) {
	widths = make([]int, len(head))
	for i, w := range widest {
		widths[i] = min(w, max(minColumn, textWidth(head[i]), min(word, longest[i])))
		if i == 0 {
			widths[i] = max(widths[i], lead)
		}
		room -= widths[i]
	}
	least = slices.Clone(widths)
	for ; room > 0; room-- {
		best, most := -1, 1.0
		for i, w := range widest {
			if ratio := float64(w) / float64(max(1, widths[i])); ratio > most {
				best, most = i, ratio
			}
		}
		if best < 0 {
			break
		}
		widths[best]++
	}
	for i, w := range widest {
		if room < 0 || w > maxHeight*widths[i] {
			return nil, nil, false
		}
	}
	return widths, least, true
}

// blocks prints each row as lines of heading and value.
func (s *session) blocks(cells [][]string, width int) string {
	lead := 0
	for _, h := range cells[0] {
		lead = max(lead, textWidth(h)+gap)
	}
	var out []string
	for _, row := range cells[1:] {
		var lines []string
		for i, c := range row {
			if c == "" {
				continue
			}
			head := cells[0][i]
			pad := strings.Repeat(" ", lead-textWidth(head))
			value := folded(strings.Repeat(" ", lead)+c, width, lead)
			lines = append(lines, s.mark(bold, head)+pad+strings.TrimPrefix(value, strings.Repeat(" ", lead)))
		}
		out = append(out, strings.Join(lines, "\n"))
	}
	return strings.Join(out, "\n\n")
}

// withNumbers puts a number before each row.
func (sh *sheet) withNumbers() *sheet {
	out := *sh
	out.Columns = slices.Concat([]string{"#"}, sh.Columns)
	out.Rows = make([][]cell, len(sh.Rows))
	for i, row := range sh.Rows {
		out.Rows[i] = slices.Concat([]cell{textCell(strconv.Itoa(i + 1))}, row)
	}
	out.Unbroken = true
	return &out
}
