package draw

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// Mermaid writes a picture of s as a flowchart of Mermaid
// (https://mermaid.js.org/syntax/flowchart.html), which wikis and code hosts
// show in Markdown: the columns of DOT, each line's meaning in its stroke, its
// head and its colour. Errors are those of w.
func Mermaid(w io.Writer, s *graph.Subgraph, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeMermaid(w, newScene(s, o), lightOrDark(o.Dark))
}

// PathsMermaid writes the picture of Paths as Mermaid does.
func PathsMermaid(w io.Writer, s *graph.Subgraph, chains []graph.Chain, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeMermaid(w, pathScene(s, chains, o), lightOrDark(o.Dark))
}

func writeMermaid(w io.Writer, s *scene, p *palette) error {
	m := bufio.NewWriter(w)
	f := func(format string, args ...any) { fmt.Fprintf(m, format, args...) }
	if t := clean(s.title, 200); t != "" {
		// A double per cent sign would begin a directive wherever it stands.
		quoted, _ := json.Marshal(strings.ReplaceAll(t, "%", "％")) // of a string: no error
		f("---\ntitle: %s\n---\n", quoted)
	}
	f("flowchart LR\n")
	names := map[string]string{}
	for i, b := range s.boxes {
		names[b.id] = "n" + itoa(i)
	}
	looked := map[string]string{}
	box := func(indent string, b *box) {
		open, end := mermaidShape(b.look)
		f("%s%s%s\"%s\"%s\n", indent, names[b.id], open, mermaidLabel(b), end)
		ink, class := shapes[b.look].ink, "look"+itoa(int(b.look))
		if b.col == inClaims && b.look != lookMore {
			ink = strokes[b.voice].ink
			class = "voice" + itoa(int(b.voice))
		}
		looked[class] = fmt.Sprintf("fill:%s,stroke:%s,color:%s", p[shapes[b.look].fill], p[ink], p[inkText])
		f("%sclass %s %s\n", indent, names[b.id], class)
	}
	for i, fr := range s.frames {
		f("  subgraph f%d[\"%s\"]\n", i, mermaidText(fr.title, maxLabel))
		for _, b := range s.boxes {
			if b.frame == fr.id {
				box("    ", b)
			}
		}
		f("  end\n")
	}
	for _, b := range s.boxes {
		if b.frame == "" {
			box("  ", b)
		}
	}
	styles := map[string][]string{}
	n := 0
	for _, l := range s.lines {
		from, to := names[l.from], names[l.to]
		if from == "" || to == "" {
			continue
		}
		st := l.drawn()
		arrow := mermaidArrow(st)
		if words := mermaidWords(s, l); words != "" {
			arrow += "|\"" + words + "\"|"
		}
		f("  %s %s %s\n", from, arrow, to)
		style := fmt.Sprintf("stroke:%s,stroke-width:%spx", p[st.ink], number(st.width))
		styles[style] = append(styles[style], itoa(n))
		n++
	}
	for _, style := range slices.Sorted(maps.Keys(styles)) {
		f("  linkStyle %s %s\n", strings.Join(styles[style], ","), style)
	}
	for _, class := range slices.Sorted(maps.Keys(looked)) {
		f("  classDef %s %s\n", class, looked[class])
	}
	for _, b := range s.boxes {
		if b.url != "" {
			f("  click %s href \"%s\"\n", names[b.id], strings.ReplaceAll(b.url, "%%", "%25%"))
		}
	}
	for _, t := range s.footer {
		f("%%%% %s\n", strings.NewReplacer("%", "％", "{", "(", "}", ")").Replace(clean(t, 800)))
	}
	return m.Flush()
}

// mermaidWords are what stands on a line where no box says it.
func mermaidWords(s *scene, l *line) string {
	if len(l.label) > 0 {
		return mermaidLines(l.label)
	}
	w, _ := wordsFor([]string{s.lang})
	switch {
	case l.part != grey:
		return ""
	case l.denied:
		return mermaidText(w["denied"], maxLabel)
	}
	return mermaidText(w[traceWords[l.trace]], maxLabel)
}

func mermaidShape(l look) (open, end string) {
	switch l {
	case lookState, lookClaim, lookMore:
		return "(", ")"
	case lookOrganization, lookCoalition, lookWithheld:
		return "[[", "]]"
	case lookGroup:
		return "([", "])"
	case lookIncident:
		return "{{", "}}"
	}
	return "[", "]"
}

func mermaidArrow(st stroke) string {
	head := ">"
	switch st.head {
	case "none":
		head = "-"
	case "tee", "teetee", "box":
		head = "x"
	case "odot", "dot", "diamond", "odiamond":
		head = "o"
	}
	switch {
	case st.style != "solid" && head == "-":
		return "-.-"
	case st.style != "solid":
		return "-.-" + head
	case st.width > 2 && head == "-":
		return "==="
	case st.width > 2:
		return "==" + head
	case head == "-":
		return "---"
	}
	return "--" + head
}

func mermaidLabel(b *box) string {
	head := mermaidText(b.head, maxHeadline)
	if head == "" {
		head = "?"
	}
	out := "<b>" + head + "</b>"
	if len(b.sub) > 0 {
		out += "<br/>" + mermaidLines(b.sub)
	}
	return out
}

func mermaidLines(lines []string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = mermaidText(l, maxHeadline)
	}
	return strings.Join(out, "<br/>")
}

// mermaidText writes text so that it stays text: ASCII characters other than
// letters, digits and plain punctuation as the entity codes of Mermaid.
func mermaidText(s string, limit int) string {
	var b strings.Builder
	for _, r := range clean(s, limit) {
		if r < 0x80 && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(" .,:-()/+'", r)) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
