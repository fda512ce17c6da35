package draw

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// SVG writes a picture of s as a Scalable Vector Graphic (SVG 1.1), laid out
// by this package: no other program is needed. It is light or dark as the
// reader's system prefers, and only dark where o says so; it holds no script
// and refers to nothing but the web addresses of the sources, behind their
// boxes and lines. Tooltips cite the records. It may stand within a page
// beside others like it: its styles and names are its own.
//
// It returns the errors of w only. s is not changed. 50 boxes take some 4
// milliseconds, 300 boxes a few dozen.
func SVG(w io.Writer, s *graph.Subgraph, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeSVG(w, newScene(s, o), o.Dark)
}

// PathsSVG writes the picture of Paths as SVG does. A single chain of five hops
// or more stands from top to bottom, with who says each hop beside it.
func PathsSVG(w io.Writer, s *graph.Subgraph, chains []graph.Chain, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	sc := pathScene(s, chains, o)
	if boxes, lines := sc.rungs(); boxes != nil {
		return writeLadder(w, sc, boxes, lines, o.Dark)
	}
	return writeSVG(w, sc, o.Dark)
}

// svgWriter writes a laid-out scene. What it writes names its own parts with
// a NUL before the name, which no text can hold; the prefix that keeps
// pictures in one page apart replaces it once the picture is known.
type svgWriter struct {
	*layout
	body    []byte
	styles  map[string]string // declaration, with places for inks, to class
	order   []string          // declarations, in the order of their first use
	decl    []byte            // scratch of class
	heads   map[marker]string // their names
	markers []byte            // their definitions
	x0, y0  float64           // the upper left corner of the layout in the page
	page    float64           // width between the margins
	pageEnd float64           // height
	halo    bool              // words stand out from lines behind them
}

// Measures of the page, in pixels.
const (
	margin     = 34
	titleSize  = 24
	underSize  = 13.5
	footSize   = 11
	legendSize = 11.5
	minPage    = 420
	wordsWide  = 640 // what title, legend and footer may fill at least
)

// About what a box or a line takes, and what stands before them.
const (
	bytesPerPart = 600
	bytesOfHead  = 10 << 10
)

const svgFonts = `Helvetica,Arial,"Liberation Sans",sans-serif`

func newSVG(l *layout) *svgWriter {
	v := &svgWriter{layout: l, styles: map[string]string{}, heads: map[marker]string{}}
	v.body = make([]byte, 0, bytesPerPart*(1+len(l.scene.boxes)+len(l.scene.lines)))
	v.page = max(v.width, minPage)
	v.pageEnd = margin
	return v
}

func writeSVG(w io.Writer, s *scene, onlyDark bool) error {
	v := newSVG(newLayout(s))
	v.title()
	v.x0, v.y0 = margin+(v.page-v.width)/2, v.pageEnd
	if s.title != "" || s.subtitle != "" || len(v.cells) == 0 {
		v.x0 = margin
	}
	v.frames()
	v.lines()
	v.boxes()
	v.pageEnd += v.height + 28
	return v.finish(w, onlyDark)
}

// finish writes what stands under the picture, and all of it to w.
func (v *svgWriter) finish(w io.Writer, onlyDark bool) error {
	v.legend()
	v.footer()
	v.pageEnd += margin - 14

	sum := sha256.Sum256(strconv.AppendBool(v.body, onlyDark))
	prefix := fmt.Sprintf("a%x-", sum[:4])
	out := make([]byte, 0, bytesOfHead+len(v.body)*5/4)
	out = v.open(out, strings.TrimSuffix(prefix, "-"), onlyDark)
	out = appendNamed(out, v.body, prefix)
	out = append(out, "</svg>\n"...)
	_, err := w.Write(out)
	return err
}

// appendNamed appends part of a picture with a prefix before the names in it.
func appendNamed(b, part []byte, prefix string) []byte {
	for {
		before, after, found := bytes.Cut(part, []byte{0})
		b = append(b, before...)
		if !found {
			return b
		}
		b = append(b, prefix...)
		part = after
	}
}

// open appends what stands before the body: the root, what it is called and
// says, styles and heads.
func (v *svgWriter) open(b []byte, name string, onlyDark bool) []byte {
	wide, high := v.page+2*margin, v.pageEnd
	b = appendf(b, `<svg xmlns="http://www.w3.org/2000/svg" id="%" lang="%" width="%" height="%" viewBox="0 0 % %" role="graphics-document document" aria-labelledby="%-title" aria-describedby="%-desc">`+"\n",
		name, v.scene.lang, wide, high, wide, high, name, name)
	b = appendf(b, "<title id=\"%-title\">%</title>\n<desc id=\"%-desc\">%</desc>\n", name, xmlText(v.scene.called(), 300), name, v.scene.told())
	b = append(b, "<style>\n"...)
	b = v.rules(b, name, lightOrDark(onlyDark))
	if !onlyDark {
		b = append(b, "@media (prefers-color-scheme:dark){\n"...)
		b = v.rules(b, name, &dark)
		b = append(b, "}\n"...)
	}
	b = append(b, "</style>\n"...)
	if len(v.markers) > 0 {
		b = append(b, "<defs>\n"...)
		b = appendNamed(b, v.markers, name+"-")
		b = append(b, "</defs>\n"...)
	}
	return appendf(b, "<rect class=\"%\" width=\"%\" height=\"%\"/>\n", v.class("fill:%", fillPage), wide, high)
}

// rules appends the rules of the styles in the colours of a palette.
func (v *svgWriter) rules(b []byte, name string, p *palette) []byte {
	b = appendf(b, "#%{background:%;font-family:%}\n", name, p[fillPage], svgFonts)
	b = appendf(b, "#% :focus-visible{outline:2px solid %;outline-offset:2px}\n", name, p[inkBacks])
	for _, decl := range v.order {
		b = appendf(b, "#% .%{", name, v.styles[decl])
		b = p.appendInked(b, decl)
		b = append(b, "}\n"...)
	}
	return b
}

// class is the name of a style: declarations in the format of appendf.
func (v *svgWriter) class(format string, args ...any) string {
	v.decl = appendf(v.decl[:0], format, args...)
	return v.classOf(v.decl)
}

func (v *svgWriter) classOf(decl []byte) string {
	c, ok := v.styles[string(decl)]
	if !ok {
		c = "c" + strconv.FormatInt(int64(len(v.order)), 36)
		v.styles[string(decl)] = c
		v.order = append(v.order, string(decl))
	}
	return c
}

func (v *svgWriter) f(format string, args ...any) { v.body = appendf(v.body, format, args...) }

// words writes a line of text; anchor is start, middle or end.
func (v *svgWriter) words(l textLine, x, y float64, anchor string) {
	decl := appendf(v.decl[:0], "fill:%;font-size:%px", l.ink, l.size)
	if l.face == strong {
		decl = append(decl, ";font-weight:bold"...)
	}
	if anchor != "start" {
		decl = appendf(decl, ";text-anchor:%", anchor)
	}
	if l.strike {
		decl = append(decl, ";text-decoration:line-through"...)
	}
	if v.halo {
		decl = appendf(decl, ";paint-order:stroke;stroke:%;stroke-width:3px;stroke-linejoin:round", fillFrame)
	}
	v.decl = decl
	v.f(`<text class="%" x="%" y="%">%</text>`+"\n", v.classOf(decl), x, y, htmlEscapes.Replace(l.text))
}

// lineOf makes a line of text from what is clean already.
func lineOf(text string, size float64, f face, i ink) textLine {
	return textLine{text: text, size: size, face: f, ink: i}
}

func (v *svgWriter) title() {
	v.class("fill:%", fillPage)
	room := max(v.page, wordsWide)
	for _, l := range fold(clean(v.scene.title, 200), titleSize, strong, room, 3) {
		v.widen(l, titleSize, strong)
		v.words(lineOf(l, titleSize, strong, inkText), margin, v.pageEnd+titleSize*0.8, "start")
		v.pageEnd += titleSize * 1.25
	}
	for _, l := range fold(clean(v.scene.subtitle, 400), underSize, upright, room, 4) {
		v.widen(l, underSize, upright)
		v.words(lineOf(l, underSize, upright, inkSoft), margin, v.pageEnd+underSize, "start")
		v.pageEnd += underSize * 1.4
	}
	if v.pageEnd > margin {
		v.pageEnd += 18
	}
}

// widen makes the page as wide as a line of text.
func (v *svgWriter) widen(text string, size float64, f face) {
	v.page = max(v.page, textWidth(text, size, f))
}

func (v *svgWriter) footer() {
	room := max(v.page, wordsWide)
	for _, text := range v.scene.footer {
		for _, l := range fold(clean(text, 800), footSize, upright, room, 6) {
			v.widen(l, footSize, upright)
			v.words(lineOf(l, footSize, upright, inkSoft), margin, v.pageEnd+footSize, "start")
			v.pageEnd += footSize * 1.45
		}
	}
}

func (v *svgWriter) frames() {
	class := v.class("fill:%;stroke:%", fillFrame, inkFrame)
	for _, c := range v.cells {
		v.f(`<g><title>%</title><rect class="%" x="%" y="%" width="%" height="%" rx="12"/>`+"\n",
			xmlText(c.frame.title, maxLabel), class, v.x0+c.x0, v.y0+c.y0, c.x1-c.x0, c.y1-c.y0)
		x, anchor := c.x0+framePad, "start"
		if c.frame.col >= inTargets {
			x, anchor = c.x1-framePad, "end"
		}
		if c.title != "" {
			v.words(lineOf(c.title, frameSize, strong, inkSoft), v.x0+x, v.y0+c.y0+17, anchor)
		}
		v.f("</g>\n")
	}
}

// around opens what surrounds a box or a line: its link and its tooltip, which
// names it for screen readers. What the keyboard is to reach is a stop for it.
// It returns what closes it.
func (v *svgWriter) around(url string, tip []string, reach bool) string {
	end := "</g>\n"
	switch {
	case url != "" && reach:
		v.f(`<a href="%">`, htmlEscapes.Replace(url))
		end = "</a>\n"
	case url != "":
		v.f(`<a href="%" tabindex="-1">`, htmlEscapes.Replace(url))
		end = "</a>\n"
	case reach && len(tip) > 0:
		v.f(`<g tabindex="0" role="img">`)
	default:
		v.f("<g>")
	}
	if len(tip) > 0 {
		v.f("<title>")
		v.body = appendXMLLines(v.body, tip)
		v.f("</title>\n")
	}
	return end
}

func (v *svgWriter) lines() {
	wide := v.class("fill:none;stroke:%;stroke-opacity:0;stroke-width:10", fillPage)
	var path []byte
	for _, k := range v.threads() {
		st := k.line.drawn()
		r := v.route(k, arrows[st.head].length)
		r.move(v.x0, v.y0)
		path = r.path(path[:0])
		end := v.around(k.line.url, k.line.tip, v.scene.chain) // a record's box says what its lines say
		if len(k.line.tip) > 0 {
			v.f(`<path class="%" d="%"/>`, wide, path) // thin lines are hard to point at
		}
		v.stroke(st, path)
		v.f("\n")
		if k.label != nil {
			y := k.label.y - k.label.text.split
			for _, l := range k.label.text.lines {
				if l.ink == inkSoft && y < k.label.y {
					y = k.label.y + 3
				}
				v.words(l, v.x0+k.label.x, v.y0+y+l.size*(leading/2+baseline)-1, "middle")
				y += l.size * leading
			}
		}
		v.f(end)
	}
}

// threads are the lines, the strong ones last, so that they lie above the
// others where they cross.
func (v *svgWriter) threads() []*thread {
	out := slices.Clone(v.links)
	slices.SortStableFunc(out, func(a, b *thread) int {
		if (a.line.part == grey) != (b.line.part == grey) {
			if a.line.part == grey {
				return -1
			}
			return 1
		}
		return 0
	})
	return out
}

// stroke writes a line with its head.
func (v *svgWriter) stroke(st stroke, path []byte) {
	decl := appendf(v.decl[:0], "fill:none;stroke:%;stroke-width:%", st.ink, st.width)
	if d := dashes(st); d != "" {
		decl = appendf(decl, ";stroke-dasharray:%", d)
	}
	if st.style == "dotted" && st.width >= 1.5 {
		decl = append(decl, ";stroke-linecap:round"...)
	}
	v.decl = decl
	v.f(`<path class="%" d="%"`, v.classOf(decl), path)
	if arrows[st.head].path != "" {
		v.f(` marker-end="url(#%)"`, v.head(marker{st.head, st.ink}))
	}
	v.f("/>")
}

// marker is a head of arrows in an ink.
type marker struct {
	head string
	ink  ink
}

// head is the name of a line's head, which it makes if it is not there yet.
func (v *svgWriter) head(m marker) string {
	if name, ok := v.heads[m]; ok {
		return name
	}
	name := "\x00" + m.head + strconv.Itoa(int(m.ink))
	v.heads[m] = name
	a := arrows[m.head]
	var class string
	switch {
	case a.hollow:
		class = v.class("fill:%;stroke:%;stroke-width:1.4", fillPage, m.ink)
	case a.open:
		class = v.class("fill:none;stroke:%;stroke-width:1.5", m.ink)
	default:
		class = v.class("fill:%", m.ink)
	}
	v.markers = appendf(v.markers, `<marker id="%" markerUnits="userSpaceOnUse" markerWidth="28" markerHeight="20" viewBox="-14 -10 28 20" orient="auto"><path class="%" d="%"/></marker>`+"\n", name, class, a.path)
	return name
}

func (r *route) move(dx, dy float64) {
	shift := func(p *point) { p.x += dx; p.y += dy }
	shift(&r.start)
	for i := range r.steps {
		s := &r.steps[i]
		shift(&s.c1)
		shift(&s.c2)
		shift(&s.to)
	}
}
