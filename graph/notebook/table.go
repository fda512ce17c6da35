package notebook

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// table is rows in groups.
type table struct {
	head []string
	rows []row
}

// row is one row, or the heading of those that follow.
type row struct {
	group string // a heading; cells is then nil
	cells []cell
	// lead is how many of the first cells belong to the row above as well, and
	// are left empty.
	lead int
}

// cell is one or several parts; several stand on a line each.
type cell []part

type part struct {
	text  string
	mark  string // said of the text, fainter
	href  string // a web address; anything else is left out
	title string // a tooltip
	code  bool   // a handle
}

func plain(text string) cell { return cell{{text: text}} }

func (t *table) add(cells ...cell) { t.rows = append(t.rows, row{cells: cells}) }

func (t *table) group(name string) { t.rows = append(t.rows, row{group: name}) }

// One-line forms of texts whose columns are set differently.
var (
	dateText   = regexp.MustCompile(`^(by |from )?\d{4}(-\d\d){0,2}( to \d{4}(-\d\d){0,2})?$|^undated$`)
	numberText = regexp.MustCompile(`^-?\d+(\.\d+)?$`)
)

func (t *table) html(b *strings.Builder) {
	b.WriteString("<table>\n<thead><tr>")
	for i, h := range t.head {
		class := ""
		if t.numeric(i) {
			class = ` class="number"`
		}
		b.WriteString("<th" + class + ">" + htmlText(h) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for i, r := range t.rows {
		b.WriteString("<tr>")
		if r.cells == nil {
			b.WriteString(`<th class="group" colspan="` + strconv.Itoa(len(t.head)) + `">` + htmlText(r.group) + "</th>")
		}
		for j, c := range r.cells {
			// No line below a cell that the next row goes on with.
			class := ""
			switch {
			case i+1 < len(t.rows) && j < t.rows[i+1].lead:
				class = " bare"
			case t.numeric(j):
				class = " number"
			}
			if len(c) == 1 && dateText.MatchString(c[0].text) && !t.numeric(j) {
				class += " date"
			}
			if class = strings.TrimSpace(class); class != "" {
				class = ` class="` + class + `"`
			}
			b.WriteString("<td" + class + ">")
			if j >= r.lead {
				c.html(b)
			}
			b.WriteString("</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>")
}

// numeric reports whether a column holds numbers only: years stand under a
// heading that says so, and read the same.
func (t *table) numeric(column int) bool {
	some := false
	for _, r := range t.rows {
		if column >= len(r.cells) || len(r.cells[column]) == 0 || r.cells[column].String() == "" {
			continue
		}
		if !numberText.MatchString(r.cells[column].String()) {
			return false
		}
		some = true
	}
	return some
}

func (c cell) html(b *strings.Builder) {
	for i, p := range c {
		if i > 0 {
			b.WriteString("<br>")
		}
		open, shut := "", ""
		if p.code {
			open, shut = "<code>", "</code>"
		}
		title := ""
		if p.title != "" {
			title = ` title="` + attribute(p.title) + `"`
		}
		switch {
		case webAddress(p.href):
			open, shut = `<a href="`+attribute(p.href)+`" rel="noopener noreferrer"`+title+">"+open, shut+"</a>"
		case title != "":
			open, shut = "<span"+title+">"+open, shut+"</span>"
		}
		b.WriteString(open + htmlText(p.text) + shut)
		if p.mark != "" {
			b.WriteString(` <span class="mark">(` + htmlText(p.mark) + ")</span>")
		}
	}
}

// String is the cell in a line.
func (c cell) String() string {
	var parts []string
	for _, p := range c {
		text := p.text
		if p.mark != "" {
			text += " (" + p.mark + ")"
		}
		parts = append(parts, text)
	}
	return clean(strings.Join(parts, "; "))
}

func (t *table) text() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	line := func(fields []string) { _, _ = w.Write([]byte(strings.Join(fields, "\t") + "\n")) }
	head := make([]string, len(t.head))
	for i, h := range t.head {
		head[i] = clean(h)
	}
	line(head)
	for _, r := range t.rows {
		if r.cells == nil {
			_ = w.Flush() // a heading must not widen the first column
			b.WriteString(clean(r.group) + "\n")
			continue
		}
		line(r.texts(clean))
	}
	_ = w.Flush()
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

func (r *row) texts(escape func(string) string) []string {
	out := make([]string, len(r.cells))
	for i, c := range r.cells {
		if i >= r.lead {
			out[i] = escape(c.String())
		}
	}
	return out
}

func (t *table) markdown() string {
	var b strings.Builder
	escape := func(s string) string { return strings.ReplaceAll(markdownText(s), "|", `\|`) }
	line := func(fields []string) { b.WriteString("| " + strings.Join(fields, " | ") + " |\n") }
	head, rule := make([]string, len(t.head)), make([]string, len(t.head))
	for i, h := range t.head {
		head[i], rule[i] = escape(h), "---"
	}
	line(head)
	line(rule)
	for _, r := range t.rows {
		if r.cells == nil {
			line(append([]string{"**" + escape(r.group) + "**"}, make([]string, len(t.head)-1)...))
			continue
		}
		line(r.texts(escape))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// clean makes one line of a text: tabs and line ends become spaces; control
// characters, broken text and characters that turn the direction of what
// follows (Unicode Standard Annex 9) become U+FFFD.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\u061c', r == '\u200e', r == '\u200f',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return utf8.RuneError
		}
		return r
	}, s)
}

func htmlText(s string) string { return html.EscapeString(clean(s)) }

// attribute keeps line ends, which a tooltip shows.
func attribute(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = htmlText(l)
	}
	return strings.Join(lines, "&#10;")
}

// webAddress reports whether a link may lead there: no script, no file.
func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `<`, `&lt;`, `&`, `&amp;`, `~`, `\~`, `#`, `\#`, `$`, `\$`,
)

func markdownText(s string) string { return markdownEscapes.Replace(clean(s)) }
