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
// It returns the errors of w only. s is not changed. Some dozen records take a
// millisecond, 300 boxes a few dozen.
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
	bytes.Buffer
	*layout
	styles  map[string]string // declaration, with places for inks, to class
	order   []string
	heads   []string // markers, in the order of their first use
	x0, y0  float64  // the upper left corner of the layout in the page
	page    float64  // width between the margins
	pageEnd float64  // height
	halo    bool     // words stand out from lines behind them
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

const svgFonts = `Helvetica,Arial,"Liberation Sans",sans-serif`

func newSVG(l *layout) *svgWriter {
	v := &svgWriter{layout: l, styles: map[string]string{}}
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

	body := v.Bytes()
	sum := sha256.Sum256(fmt.Appendf(slices.Clone(body), "%v", onlyDark))
	prefix := fmt.Appendf(nil, "a%x-", sum[:4])
	out := v.open(string(prefix[:9]), onlyDark)
	out = append(out, bytes.ReplaceAll(body, []byte{0}, prefix)...)
	out = append(out, "</svg>\n"...)
	_, err := w.Write(out)
	return err
}

// open is what stands before the body: the root, what it is called and says,
// styles and heads.
func (v *svgWriter) open(name string, onlyDark bool) []byte {
	var b bytes.Buffer
	wide, high := px(v.page+2*margin), px(v.pageEnd)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" id="%s" lang="%s" width="%s" height="%s" viewBox="0 0 %s %s" role="graphics-document document" aria-labelledby="%s-title" aria-describedby="%s-desc">`+"\n",
		name, v.scene.lang, wide, high, wide, high, name, name)
	fmt.Fprintf(&b, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", name, xmlText(v.scene.called(), 300), name, v.scene.told())
	b.WriteString("<style>\n")
	rules := func(p *palette) {
		fmt.Fprintf(&b, "#%s{background:%s;font-family:%s}\n", name, p[fillPage], svgFonts)
		fmt.Fprintf(&b, "#%s :focus-visible{outline:2px solid %s;outline-offset:2px}\n", name, p[inkBacks])
		inks := p.places()
		for _, decl := range v.order {
			fmt.Fprintf(&b, "#%s .%s{%s}\n", name, v.styles[decl], inks.Replace(decl))
		}
	}
	rules(lightOrDark(onlyDark))
	if !onlyDark {
		b.WriteString("@media (prefers-color-scheme:dark){\n")
		rules(&dark)
		b.WriteString("}\n")
	}
	b.WriteString("</style>\n")
	if len(v.heads) > 0 {
		b.WriteString("<defs>\n")
		for _, h := range v.heads {
			b.WriteString(strings.ReplaceAll(h, "\x00", name+"-"))
		}
		b.WriteString("</defs>\n")
	}
	fmt.Fprintf(&b, "<rect class=\"%s\" width=\"%s\" height=\"%s\"/>\n", v.styles["fill:"+v.ink(fillPage)], wide, high)
	return b.Bytes()
}

// places replaces the places of inks in a declaration by their colours.
func (p *palette) places() *strings.Replacer {
	var pairs []string
	for i, colour := range p {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", colour)
	}
	return strings.NewReplacer(pairs...)
}

func (v *svgWriter) ink(i ink) string { return "{" + strconv.Itoa(int(i)) + "}" }

// class is the name of a style.
func (v *svgWriter) class(decl string) string {
	c, ok := v.styles[decl]
	if !ok {
		c = "c" + strconv.FormatInt(int64(len(v.order)), 36)
		v.styles[decl] = c
		v.order = append(v.order, decl)
	}
	return c
}

func (v *svgWriter) f(format string, args ...any) { fmt.Fprintf(v, format, args...) }

// words writes a line of text; anchor is start, middle or end.
func (v *svgWriter) words(l textLine, x, y float64, anchor string) {
	decl := "fill:" + v.ink(l.ink) + ";font-size:" + number(l.size) + "px"
	if l.face == strong {
		decl += ";font-weight:bold"
	}
	if anchor != "start" {
		decl += ";text-anchor:" + anchor
	}
	if l.strike {
		decl += ";text-decoration:line-through"
	}
	if v.halo {
		decl += ";paint-order:stroke;stroke:" + v.ink(fillFrame) + ";stroke-width:3px;stroke-linejoin:round"
	}
	v.f(`<text class="%s" x="%s" y="%s">%s</text>`+"\n", v.class(decl), px(x), px(y), htmlEscapes.Replace(l.text))
}

// lineOf makes a line of text from what is clean already.
func lineOf(text string, size float64, f face, i ink) textLine {
	return textLine{text: text, size: size, face: f, ink: i}
}

func (v *svgWriter) title() {
	v.class("fill:" + v.ink(fillPage))
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
	decl := v.class("fill:" + v.ink(fillFrame) + ";stroke:" + v.ink(inkFrame))
	for _, c := range v.cells {
		v.f(`<g><title>%s</title><rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="12"/>`+"\n",
			xmlText(c.frame.title, maxLabel), decl, px(v.x0+c.x0), px(v.y0+c.y0), px(c.x1-c.x0), px(c.y1-c.y0))
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
		v.f(`<a href="%s">`, htmlEscapes.Replace(url))
		end = "</a>\n"
	case url != "":
		v.f(`<a href="%s" tabindex="-1">`, htmlEscapes.Replace(url))
		end = "</a>\n"
	case reach && len(tip) > 0:
		v.f(`<g tabindex="0" role="img">`)
	default:
		v.f("<g>")
	}
	if len(tip) > 0 {
		v.f("<title>%s</title>\n", xmlLines(tip))
	}
	return end
}

func (v *svgWriter) lines() {
	wide := v.class("fill:none;stroke:" + v.ink(fillPage) + ";stroke-opacity:0;stroke-width:10")
	for _, k := range v.threads() {
		st := k.line.drawn()
		r := v.route(k, arrows[st.head].length)
		r.move(v.x0, v.y0)
		path := r.path(nil)
		end := v.around(k.line.url, k.line.tip, v.scene.chain) // a record's box says what its lines say
		if len(k.line.tip) > 0 {
			v.f("<path class=\"%s\" d=\"%s\"/>", wide, path) // thin lines are hard to point at
		}
		v.stroke(st, string(path))
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
		v.f("%s", end)
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
func (v *svgWriter) stroke(st stroke, path string) {
	decl := "fill:none;stroke:" + v.ink(st.ink) + ";stroke-width:" + number(st.width)
	if d := dashes(st); d != "" {
		decl += ";stroke-dasharray:" + d
	}
	if st.style == "dotted" && st.width >= 1.5 {
		decl += ";stroke-linecap:round"
	}
	v.f(`<path class="%s" d="%s"`, v.class(decl), path)
	if a := arrows[st.head]; a.path != "" {
		v.f(` marker-end="url(#%s)"`, v.head(st, a))
	}
	v.f("/>")
}

// head is the name of a line's head, which it makes if it is not there yet.
func (v *svgWriter) head(st stroke, a arrow) string {
	name := "\x00" + st.head + strconv.Itoa(int(st.ink))
	decl := "fill:" + v.ink(st.ink)
	switch {
	case a.hollow:
		decl = "fill:" + v.ink(fillPage) + ";stroke:" + v.ink(st.ink) + ";stroke-width:1.4"
	case a.open:
		decl = "fill:none;stroke:" + v.ink(st.ink) + ";stroke-width:1.5"
	}
	m := fmt.Sprintf(`<marker id="%s" markerUnits="userSpaceOnUse" markerWidth="28" markerHeight="20" viewBox="-14 -10 28 20" orient="auto"><path class="%s" d="%s"/></marker>`+"\n", name, v.class(decl), a.path)
	if !slices.Contains(v.heads, m) {
		v.heads = append(v.heads, m)
	}
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
