package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/schema"
)

// How a dossier is laid out.
const (
	widest     = 110 // columns beyond which lines are hard to follow
	maxLead    = 26  // columns of an edge's name before who says so
	maxHandle  = 26  // columns of a handle before it is broken
	maxQuote   = 400 // runes of a quote
	quoteShift = 2   // of a quote against the one who said it
)

// sheetWords are what the layout says itself, in English and Dutch.
var dossierWords = map[string]struct{ more, below, shortened, relayed string }{
	"en": {"more", "more below", "Shortened: 'ascribe show %s --all' shows everything.", "relayed by"},
	"nl": {"meer", "meer eronder", "Ingekort: 'ascribe show %s --all' toont alles.", "doorgegeven door"},
}

// page lays a dossier out for a terminal.
type dossierPage struct {
	*session
	d      *dossier.Dossier
	width  int
	lines  []string
	quoted map[string]bool // the records whose words are shown already
	cut    bool
}

// dossierText lays a dossier out in lines of at most width columns, and reports
// whether it was shortened.
func (s *session) dossierText(d *dossier.Dossier, width int) (lines []string, cut bool) {
	if width <= 0 || width > widest {
		width = widest
	}
	p := &dossierPage{session: s, d: d, width: width, quoted: map[string]bool{}}
	title := s.mark(bold, oneLine(d.Label))
	if len(d.Kinds) > 0 {
		title += s.mark(dim, ", "+oneLine(strings.Join(d.Kinds, ", ")))
	}
	p.add(title)
	if d.FirstWords != nil {
		p.quoted[d.FirstWords.Record.Handle()] = true
	}
	for _, l := range d.Lead {
		p.paragraph(l, 0, "")
	}
	for i := range d.Sections {
		p.section(&d.Sections[i])
	}
	return p.lines, p.cut
}

// dossierLines is a dossier as a terminal shows it, with the lens and the world
// below it.
func (s *session) dossierLines(d *dossier.Dossier, lens string) []string {
	lines, cut := s.dossierText(d, s.width())
	p := &dossierPage{session: s, d: d, width: s.width(), lines: append(lines, "")}
	if p.width <= 0 || p.width > widest {
		p.width = widest
	}
	if cut {
		p.paragraph(fmt.Sprintf(dossierWords[d.Lang].shortened, shellWord(d.Label, d.Handle())), 0, "")
	}
	sh := &sheet{Lens: lens, World: &d.World, WorldText: d.World.Describe(d.Lang), Lang: d.Lang}
	for _, l := range sh.footer() {
		p.paragraph(l, 0, dim)
	}
	return p.lines
}

// shellWord is a name as it is typed, the handle where the name would have to
// be escaped.
func shellWord(name, handle string) string {
	if strings.ContainsAny(name, `"\$`+"`!'") || name != oneLine(name) {
		return handle
	}
	if strings.ContainsAny(name, " ()&;<>|*?#~") {
		return `"` + name + `"`
	}
	return name
}

func (p *dossierPage) add(lines ...string) { p.lines = append(p.lines, lines...) }

// paragraph adds a folded text.
func (p *dossierPage) paragraph(text string, indent int, st style) {
	for _, l := range wrapped(oneLine(text), p.width-indent) {
		p.add(strings.Repeat(" ", indent) + p.mark(st, l))
	}
}

func (p *dossierPage) section(s *dossier.Section) {
	p.add("", p.mark(bold, oneLine(s.Title)))
	switch s.Key {
	case dossier.Acts, dossier.Says, dossier.Does, dossier.Taken, dossier.Timeline:
		p.dated(s.Key, s.Entries)
	case dossier.Names:
		p.names(s.Entries)
	case dossier.Victims, dossier.Means, dossier.Ties:
		p.compact(s.Entries, false)
	case dossier.Disputed, dossier.Ladder, dossier.Claims:
		p.tree(s)
	}
	if s.Omitted > 0 && s.Key != dossier.Ladder {
		p.cut = true
		p.add("  " + p.mark(dim, fmt.Sprintf("+%d %s", s.Omitted, dossierWords[p.d.Lang].more)))
	}
	p.cut = p.cut || s.Omitted > 0
}

// dated lists what has a date: the date, who and what, the record.
func (p *dossierPage) dated(key dossier.Key, entries []dossier.Entry) {
	rows := make([][]string, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		text := e.Text
		if e.Note != "" {
			text += " (" + e.Note + ")"
		}
		var handles []string
		for j := range e.Lines {
			for _, v := range e.Lines[j].Voices() {
				handles = append(handles, shortHandle(v.Record.Handle(), maxHandle))
			}
			if who := p.speakers(key, &e.Lines[j], e.Text); who != "" {
				text = who + ": " + text
			}
		}
		rows = append(rows, []string{oneLine(e.On), oneLine(text), oneLine(strings.Join(handles, " "))})
	}
	p.grid(rows)
}

// speakers says who said what follows, and how: those who say it in one way
// together. What an act did names its party itself.
func (p *dossierPage) speakers(key dossier.Key, l *dossier.Line, text string) string {
	var order []string
	by := map[string][]string{}
	for _, side := range l.Sides {
		for _, v := range side.Voices {
			says, who := v.Says, v.By
			if len(v.Relayed) > 0 && key != dossier.Timeline {
				who = p.relayed(v)
			}
			switch {
			case v.Record.Act && strings.HasPrefix(text, v.By):
				continue
			case v.Record.Act, v.Record.Stance == schema.Asserts && !strings.Contains(says, ","):
				says = "" // the usual case
			}
			if key == dossier.Says && v.By == p.d.Label && says == "" {
				continue
			}
			if by[says] == nil {
				order = append(order, says)
			}
			by[says] = append(by[says], who)
		}
		if side.Omitted > 0 {
			p.cut = true
			by[""] = append(by[""], fmt.Sprintf("+%d", side.Omitted))
			if !slices.Contains(order, "") {
				order = append(order, "")
			}
		}
	}
	groups := make([]string, len(order))
	for i, says := range order {
		groups[i] = strings.TrimSpace(strings.Join(by[says], ", ") + " " + says)
	}
	return strings.Join(groups, "; ")
}

// relayed names a speaker, and of those who passed the words on the first.
func (p *dossierPage) relayed(v dossier.Voice) string {
	if len(v.Relayed) == 0 {
		return v.By
	}
	more := ""
	if n := len(v.Relayed) - 1; n > 0 {
		more = fmt.Sprintf(" +%d", n)
	}
	return v.By + " (" + dossierWords[p.d.Lang].relayed + " " + v.Relayed[0] + more + ")"
}

// names lists who uses which names.
func (p *dossierPage) names(entries []dossier.Entry) {
	var rows [][]string
	var same []dossier.Entry
	for _, e := range entries {
		if e.Thing != "" {
			same = append(same, e)
			continue
		}
		// The names of one record stand together.
		var order []string
		names, on, says := map[string][]string{}, map[string]string{}, map[string]string{}
		for _, l := range e.Lines {
			for _, v := range l.Voices() {
				h := v.Record.Handle()
				if names[h] == nil {
					order = append(order, h)
				}
				names[h], on[h] = append(names[h], l.Relation), v.On
				says[h] = v.Says
			}
		}
		who := e.Text
		for _, h := range order {
			rows = append(rows, []string{oneLine(who), oneLine(strings.Join(names[h], ", ")), oneLine(says[h]), oneLine(on[h]), oneLine(shortHandle(h, maxHandle))})
			who = ""
		}
	}
	p.grid(rows)
	p.compact(same, true)
}

// compact lists things with who says so in a line; a relation that is the same
// in all is left out, unless it must be said.
func (p *dossierPage) compact(entries []dossier.Entry, say bool) {
	var rows [][]string
	for _, e := range entries {
		name := e.Text
		if e.Kind != "" {
			name += " (" + e.Kind + ")"
		}
		for _, l := range e.Lines {
			for _, side := range l.Sides {
				var who, handles []string
				for _, v := range side.Voices {
					said := p.relayed(v)
					if side.Stance != dossier.For {
						said += " " + v.Says
					}
					who = append(who, said)
					handles = append(handles, shortHandle(v.Record.Handle(), maxHandle))
				}
				text := strings.Join(who, "; ")
				if side.Omitted > 0 {
					p.cut = true
					text += fmt.Sprintf("; +%d", side.Omitted)
				}
				rows = append(rows, []string{oneLine(side.Lead), oneLine(name), oneLine(text), oneLine(side.Voices[0].On), oneLine(strings.Join(handles, " "))})
				name = ""
			}
		}
	}
	if len(rows) > 0 && !say && !slices.ContainsFunc(rows, func(r []string) bool { return r[0] != rows[0][0] }) {
		for i := range rows { // the same word in each row says nothing
			rows[i] = rows[i][1:]
		}
		p.grid(rows)
		return
	}
	p.grid(rows)
}

// grid adds rows in columns; the last, the records, is dim.
func (p *dossierPage) grid(rows [][]string) {
	const indent = 2
	if len(rows) == 0 {
		return
	}
	last := len(rows[0]) - 1
	handle := 0 // as wide as the widest single one
	for _, row := range rows {
		for h := range strings.FieldsSeq(row[last]) {
			handle = max(handle, min(maxHandle, textWidth(h)))
		}
	}
	shares := make([][]string, len(rows))
	for i, row := range rows {
		shares[i] = row[:last]
	}
	widths := append(columnsOf(shares, p.width-indent-gap-handle), handle)
	for _, row := range rows {
		p.add(gridRow(row, widths, indent, func(i int, line string) string {
			if i == len(row)-1 {
				return p.mark(dim, line)
			}
			return line
		})...)
	}
}

// tree lists things and questions with a row for each who says so.
func (p *dossierPage) tree(s *dossier.Section) {
	// The columns on the right are the same for the whole section.
	says, on, handle := 0, 0, 0
	wide := func(n *int, text string, most int) {
		*n = max(*n, min(most, textWidth(text)))
	}
	for _, e := range s.Entries {
		for _, l := range e.Lines {
			for _, side := range l.Sides {
				for _, v := range side.Voices {
					wide(&says, v.Says, p.width/5)
					wide(&on, v.On, 14)
					wide(&handle, shortHandle(v.Record.Handle(), maxHandle), min(maxHandle, p.width/4))
				}
			}
		}
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		indent := 2 + 2*e.Depth
		if i > 0 && s.Key != dossier.Ladder && e.Depth == 0 {
			p.add("")
		}
		p.heading(s, e, indent)
		for j := range e.Lines {
			p.voices(&e.Lines[j], indent+2, []int{says, on, handle})
		}
		if e.Omitted > 0 {
			p.cut = true
			p.add(strings.Repeat(" ", indent+2) + p.mark(dim, fmt.Sprintf("+%d %s", e.Omitted, dossierWords[p.d.Lang].below)))
		}
	}
}

// heading adds the line of an entry.
func (p *dossierPage) heading(s *dossier.Section, e *dossier.Entry, indent int) {
	lead := ""
	if s.Key == dossier.Ladder && e.Depth > 0 {
		lead = "└ "
		indent -= 2
	}
	name, rest := oneLine(e.Text), ""
	if e.Kind != "" {
		rest = ", " + oneLine(e.Kind)
	}
	if e.Note != "" {
		rest += " (" + oneLine(e.Note) + ")"
	}
	lines := wrapped(name+rest, p.width-indent-textWidth(lead))
	for i, l := range lines {
		at := strings.Repeat(" ", indent) + lead
		if i > 0 {
			at = strings.Repeat(" ", indent+textWidth(lead))
		}
		if len(lines) == 1 && rest != "" { // the usual case, marked up
			st := style("")
			if e.Self || s.Key != dossier.Ladder {
				st = bold
			}
			p.add(at + p.mark(st, name) + p.mark(dim, rest))
			continue
		}
		if e.Self || s.Key != dossier.Ladder {
			l = p.mark(bold, l)
		}
		p.add(at + l)
	}
}

// voices adds a row for each who says what a line says.
func (p *dossierPage) voices(l *dossier.Line, indent int, right []int) {
	sides := l.Sides
	lead := 0
	for _, side := range sides {
		lead = max(lead, min(maxLead, textWidth(side.Lead)))
	}
	widths := []int{lead, 0, right[0], right[1], right[2]}
	used := gap * (len(widths) - 1)
	for _, w := range widths {
		used += w
	}
	if lead == 0 {
		used -= gap
		widths = widths[1:]
	}
	who := len(widths) - 4
	widths[who] = max(leastColumn, p.width-indent-used)
	dimmed := func(i int, line string) string {
		if i == len(widths)-1 || i < who {
			return p.mark(dim, line)
		}
		return line
	}
	for _, side := range sides {
		for i, v := range side.Voices {
			name := oneLine(p.relayed(v))
			if v.Named != "" {
				name += ", " + p.naming() + " " + oneLine(v.Named)
			}
			if side.Omitted > 0 && len(side.Voices) == 1 {
				name += fmt.Sprintf(", +%d %s", side.Omitted, dossierWords[p.d.Lang].more)
			}
			row := []string{name, oneLine(v.Says), oneLine(v.On), oneLine(shortHandle(v.Record.Handle(), maxHandle))}
			if lead > 0 {
				first := oneLine(side.Lead)
				if i > 0 {
					first = ""
				}
				row = append([]string{first}, row...)
			}
			p.add(gridRow(row, widths, indent, dimmed)...)
			p.quotes(v, indent+quoteShift+who*(lead+gap))
		}
		p.cut = p.cut || side.Omitted > 0
		if side.Omitted > 0 && len(side.Voices) > 1 {
			p.add(strings.Repeat(" ", indent+who*(lead+gap)) + p.mark(dim, fmt.Sprintf("+%d %s", side.Omitted, dossierWords[p.d.Lang].more)))
		}
	}
}

func (p *dossierPage) naming() string {
	if p.d.Lang == "nl" {
		return "die noemt"
	}
	return "naming"
}

// quotes adds a record's words, the first time that it is met.
func (p *dossierPage) quotes(v dossier.Voice, indent int) {
	h := v.Record.Handle()
	if p.quoted[h] {
		return
	}
	p.quoted[h] = true
	for _, words := range v.Words {
		if r := []rune(words); len(r) > maxQuote {
			words = string(r[:maxQuote]) + "…"
		}
		p.paragraph(words, indent, "")
	}
}
