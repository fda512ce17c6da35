package draw

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

const fonts = "Helvetica,Arial,sans-serif"

// dotWriter writes a scene in the language of Graphviz.
type dotWriter struct {
	*bufio.Writer
	p *palette
}

func writeDOT(w io.Writer, s *scene, o *Options) error {
	s.uncross()
	d := &dotWriter{bufio.NewWriter(w), lightOrDark(o.Dark)}
	d.f("digraph ascribe {\n")
	d.head(s, o.Straight)
	d.f("  subgraph cluster_all {\n    label=<%s>; labelloc=t; labeljust=l; penwidth=0; margin=6; tooltip=\" \";\n", d.title(s))
	d.boxes(s)
	d.ranks(s)
	at := map[string]*box{}
	for _, b := range s.boxes {
		at[b.id] = b
	}
	for _, l := range s.lines {
		d.line(l, at[l.from], at[l.to])
	}
	d.f("  }\n}\n")
	return d.Flush() // bufio keeps the first error
}

func (d *dotWriter) f(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// attrs writes pairs of attribute and value, the value ready for DOT.
func (d *dotWriter) attrs(pairs ...string) {
	d.f(" [")
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			d.f(", ")
		}
		d.f("%s=%s", pairs[i], pairs[i+1])
	}
	d.f("];\n")
}

// q quotes a value that is known to need no escaping.
func q(s string) string { return `"` + s + `"` }

func (d *dotWriter) head(s *scene, straight bool) {
	splines := []string{"splines", "true"}
	if straight {
		splines = []string{"splines", "line", "overlap", "false"}
	}
	name := s.title
	if clean(name, maxTipLine) == "" {
		name = " "
	}
	d.f("  graph")
	d.attrs(append([]string{
		"rankdir", "LR", "bgcolor", q(d.p[fillPage]), "fontname", q(fonts), "fontcolor", q(d.p[inkText]), "fontsize", "12",
		"pad", "0.45", "nodesep", "0.2", "ranksep", "0.9", "newrank", "true",
		// The nodes come in the order in which few lines cross; what Graphviz
		// would do beyond that pulls a column's neighbours apart again.
		"mclimit", "0.01", "remincross", "false",
		"outputorder", "edgesfirst", "lang", q(s.lang), "tooltip", quoted(name),
		"label", "<" + d.foot(s) + ">", "labelloc", "b", "labeljust", "l",
	}, splines...)...)
	d.f("  node")
	d.attrs("fontname", q(fonts), "fontcolor", q(d.p[inkText]), "fontsize", "13", "penwidth", "1.6", "margin", q("0.16,0.07"), "height", "0.5")
	d.f("  edge")
	d.attrs("fontname", q(fonts), "fontcolor", q(d.p[inkSoft]), "fontsize", "11", "arrowsize", "0.8")
}

const plainTable = `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">`

func (d *dotWriter) font(size string, i ink, content string) string {
	return `<FONT POINT-SIZE="` + size + `" COLOR="` + d.p[i] + `">` + content + `</FONT>`
}

func bold(s string) string { return "<B>" + s + "</B>" }

func left(content string) string { return `<TR><TD ALIGN="LEFT">` + content + `</TD></TR>` }

func (d *dotWriter) title(s *scene) string {
	var rows strings.Builder
	for _, l := range wrap(clean(s.title, 200), 80, 3) {
		rows.WriteString(left(d.font("25", inkText, bold(html(l, 200)))))
	}
	for _, l := range wrap(clean(s.subtitle, 400), 130, 4) {
		rows.WriteString(left(d.font("13.5", inkSoft, html(l, 400))))
	}
	if rows.String() == "" {
		return " "
	}
	return plainTable + rows.String() + `<TR><TD HEIGHT="10"></TD></TR></TABLE>`
}

// foot is the legend and, under it, the lens and the world.
func (d *dotWriter) foot(s *scene) string {
	var out strings.Builder
	out.WriteString(plainTable + `<TR><TD HEIGHT="8"></TD></TR>`)
	if len(s.legend) > 0 {
		out.WriteString(`<TR><TD ALIGN="LEFT"><TABLE BORDER="0" CELLBORDER="0" CELLSPACING="3" CELLPADDING="1">`)
		for _, row := range s.legend {
			out.WriteString("<TR>")
			for _, item := range row {
				out.WriteString(`<TD ALIGN="LEFT">` + d.sample(item) + `</TD><TD ALIGN="LEFT">` + d.font("11.5", inkSoft, html(item.words, maxLabel)) + `</TD><TD WIDTH="18"></TD>`)
			}
			out.WriteString("</TR>")
		}
		out.WriteString(`</TABLE></TD></TR><TR><TD HEIGHT="4"></TD></TR>`)
	}
	for _, text := range s.footer {
		for _, l := range wrap(clean(text, 800), 130, 6) {
			out.WriteString(left(d.font("11", inkSoft, html(l, 800))))
		}
	}
	return out.String() + "</TABLE>"
}

func (d *dotWriter) sample(item legendItem) string {
	if item.glyph != "" {
		return d.font("14", item.ink, html(item.glyph, 8))
	}
	sh := shapes[item.look]
	style := ""
	if strings.Contains(sh.style, "rounded") || sh.name == "ellipse" {
		style = ` STYLE="ROUNDED"`
	}
	cell := `<TD FIXEDSIZE="TRUE" WIDTH="24" HEIGHT="14" BORDER="1"` + style + ` BGCOLOR="` + d.p[sh.fill] + `" COLOR="` + d.p[sh.ink] + `">` + d.font("4", inkSoft, " ") + `</TD>`
	out := `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>` + cell + `</TR></TABLE>`
	if sh.rims > 1 {
		out = `<TABLE BORDER="1"` + style + ` COLOR="` + d.p[sh.ink] + `" CELLBORDER="0" CELLSPACING="2" CELLPADDING="0"><TR>` + cell + `</TR></TABLE>`
	}
	return out
}

// boxes writes the frames with what they hold, then what has no frame.
func (d *dotWriter) boxes(s *scene) {
	// Graphviz begins at the speakers, in the order in which they come, and
	// stacks the clusters of a column that is reached from them from the bottom
	// up where nothing else decides.
	frames := slices.Clone(s.frames)
	isClaims := func(f *frame) bool { return f.col == inClaims }
	if i := slices.IndexFunc(frames, isClaims); i >= 0 {
		n := 0
		for n < len(frames)-i && isClaims(frames[i+n]) {
			n++
		}
		slices.Reverse(frames[i : i+n])
	}
	for i, f := range frames {
		just := "l"
		if f.col >= inTargets {
			just = "r"
		}
		d.f("    subgraph cluster_%d {\n      label=<%s>; labelloc=t; labeljust=%s; style=\"rounded,filled\"; fillcolor=%s; color=%s; penwidth=1; margin=12; tooltip=%s;\n",
			i, d.font("12", inkSoft, bold(html(f.title, maxLabel))), just, q(d.p[fillFrame]), q(d.p[inkFrame]), quoted(f.title))
		for _, b := range s.boxes {
			if b.frame == f.id {
				d.f("  ")
				d.box(b)
			}
		}
		d.f("    }\n")
	}
	for _, b := range s.boxes {
		if b.frame == "" {
			d.box(b)
		}
	}
}

func (d *dotWriter) box(b *box) {
	sh := shapes[b.look]
	edge, text, style, width := sh.ink, inkText, sh.style, 1.6
	lines := wrap(clean(b.head, maxLabel), 26, 4)
	size := "14"
	if b.col == inClaims {
		st := strokes[b.voice]
		edge, text, size = st.ink, st.ink, "12.5"
		if b.look == lookMore {
			edge, text = inkSoft, inkSoft
		} else if st.style != "solid" && !strings.Contains(style, st.style) {
			style += "," + st.style
		}
		lines = wrap(clean(b.head, maxHeadline), 42, 4)
	}
	if len(lines) == 0 {
		lines = []string{"?"}
	}
	var label strings.Builder
	label.WriteString(plainTable)
	for _, l := range lines {
		l = html(l, maxHeadline)
		if b.voice == voiceRetracts && b.col == inClaims {
			l = "<S>" + l + "</S>"
		}
		label.WriteString(`<TR><TD>` + d.font(size, text, bold(l)) + `</TD></TR>`)
	}
	for i, l := range b.sub {
		size := "10"
		if b.col == inClaims && i == len(b.sub)-1 {
			size = "9" // the handle
		}
		label.WriteString(`<TR><TD>` + d.font(size, inkSoft, html(l, maxHeadline)) + `</TD></TR>`)
	}
	label.WriteString("</TABLE>")
	d.f("    %s", q(b.id))
	pairs := []string{
		"label", "<" + label.String() + ">", "shape", sh.name, "style", q(style), "fillcolor", q(d.p[sh.fill]), "color", q(d.p[edge]),
		"penwidth", number(width), "tooltip", quoted(tipOr(b.tip, b.head)...),
	}
	if sh.rims > 1 {
		pairs = append(pairs, "peripheries", strconv.Itoa(sh.rims))
	}
	switch {
	case b.look == lookGroup:
		pairs = append(pairs, "margin", q("0.04,0.03")) // an ellipse has room of its own
	case b.col == inClaims:
		pairs = append(pairs, "margin", q("0.13,0.05"), "height", "0.45")
	}
	if b.url != "" {
		pairs = append(pairs, "URL", quotedURL(b.url))
	}
	d.attrs(pairs...)
}

func tipOr(tip []string, other string) []string {
	if len(tip) == 0 {
		return []string{other}
	}
	return tip
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// ranks lines the boxes of a column up, in the scene's order, and keeps the
// columns in theirs where no line does.
func (d *dotWriter) ranks(s *scene) {
	var places []place
	members := map[place][]string{}
	for _, b := range s.boxes {
		p := b.place()
		if members[p] == nil {
			places = append(places, p)
		}
		members[p] = append(members[p], q(b.id))
	}
	slices.SortFunc(places, comparePlaces)
	for i, p := range places {
		d.f("    { rank=same; %s; }\n", strings.Join(members[p], "; "))
		if i > 0 {
			d.f("    %s -> %s [style=invis, weight=0];\n", members[places[i-1]][0], members[p][0])
		}
	}
}

func (d *dotWriter) line(l *line, from, to *box) {
	if l.against && from.level > to.level {
		d.f("    %s -> %s", q(l.to), q(l.from))
	} else {
		d.f("    %s -> %s", q(l.from), q(l.to))
	}
	st := l.drawn()
	head := st.head
	pairs := []string{}
	add := func(attr, value string) { pairs = append(pairs, attr, value) }
	add("color", q(d.p[st.ink]))
	add("style", st.style)
	add("penwidth", number(st.width))
	add("arrowhead", head)
	if len(l.label) > 0 {
		add("label", "<"+d.lineLabel(l)+">")
	}
	switch {
	case l.against && from.level > to.level:
		// Ranked in the direction of reading, with its head at the left.
		add("dir", "back")
		add("arrowtail", head)
	case from.col > to.col || from.col == to.col && from.level >= to.level:
		add("constraint", "false") // within a column, or against the reading direction
	case l.part == aim:
		add("tailport", "e")
	default:
		add("tailport", "e")
		add("headport", "w")
	}
	if l.part == speech {
		add("weight", "2")
	}
	add("tooltip", quoted(tipOr(l.tip, " ")...))
	if l.url != "" {
		add("URL", quotedURL(l.url))
	}
	d.attrs(pairs...)
}
