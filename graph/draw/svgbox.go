package draw

import (
	"slices"
	"strings"
)

func (v *svgWriter) boxes() {
	for _, b := range v.scene.boxes {
		v.box(b, v.items[b.id], v.x0, v.y0)
	}
}

// box draws a box with its words, its place shifted by x0, y0.
func (v *svgWriter) box(b *box, it *item, x0, y0 float64) {
	end := v.around(b.url, tipOr(b.tip, b.head), true)
	x, y := x0+it.x, y0+it.y
	v.shape(b, x-it.w/2, y-it.h/2, it.w, it.h)
	top := y - it.text.h/2
	if shapes[b.look].name == "tab" {
		top += tabHeight / 2
	}
	for _, l := range it.text.lines {
		if b.list && l.face == upright {
			v.words(l, x-it.text.w/2, top+l.size*(leading/2+baseline), "start")
			top += l.size * leading
			continue
		}
		v.words(l, x, top+l.size*(leading/2+baseline), "middle")
		top += l.size * leading
	}
	v.f(end)
}

// outline is how the edge of a box is drawn.
func (v *svgWriter) outline(b *box) string {
	sh := shapes[b.look]
	edge, style := sh.ink, sh.style
	if b.col == inClaims && b.look != lookMore {
		st := strokes[b.voice]
		edge = st.ink
		if st.style != "solid" && !strings.Contains(style, st.style) {
			style += "," + st.style
		}
	}
	return v.edge(edge, sh.fill, style)
}

func (v *svgWriter) edge(edge, fill ink, style string) string {
	decl := appendf(v.decl[:0], "fill:%;stroke:%;stroke-width:1.6", fill, edge)
	switch {
	case strings.Contains(style, "dashed"):
		decl = append(decl, ";stroke-dasharray:6 3.5"...)
	case strings.Contains(style, "dotted"):
		decl = append(decl, ";stroke-dasharray:0.1 4;stroke-linecap:round;stroke-width:2"...)
	}
	v.decl = decl
	return v.classOf(decl)
}

// shape draws the form of a box.
func (v *svgWriter) shape(b *box, x, y, w, h float64) {
	sh := shapes[b.look]
	class := v.outline(b)
	round := 0.0
	if strings.Contains(sh.style, "rounded") {
		round = 11
	}
	v.form(sh, class, x, y, w, h, round)
	if sh.rims > 1 {
		v.form(sh, class, x+rimGap, y+rimGap, w-2*rimGap, h-2*rimGap, max(0, round-3))
	}
}

// form draws one rim of a shape.
func (v *svgWriter) form(sh shape, class string, x, y, w, h, round float64) {
	switch sh.name {
	case "ellipse":
		v.f(`<ellipse class="%" cx="%" cy="%" rx="%" ry="%"/>`+"\n", class, x+w/2, y+h/2, w/2, h/2)
		return
	case "tab": // a card with a tab on its upper left
		tab := min(28, w/3)
		v.f(`<path class="%" d="M% %H%V%H%V%H%ZM% %H%"/>`+"\n", class, x, y, x+tab, y+tabHeight, x+w, y+h, x, x, y+tabHeight, x+tab)
		return
	case "note", "folder": // a sheet with a folded corner
		c := min(10, h/3)
		v.f(`<path class="%" d="M% %H%L% %V%H%ZM% %V%H%"/>`+"\n", class, x, y, x+w-c, x+w, y+c, y+h, x, x+w-c, y, y+c, x+w)
		return
	}
	v.f(`<rect class="%" x="%" y="%" width="%" height="%"`, class, x, y, w, h)
	if round > 0 {
		v.f(` rx="%"`, min(round, h/2))
	}
	v.f("/>\n")
	switch {
	case sh.name == "component": // lugs on the left
		lug := min(lugWidth, w/4)
		for _, f := range []float64{0.28, 0.72} {
			v.f(`<rect class="%" x="%" y="%" width="%" height="%"/>`+"\n", class, x-lug/2, y+h*f-h*0.09, lug, h*0.18)
		}
	case strings.Contains(sh.style, "diagonals"):
		c := min(9, h/3)
		v.f(`<path class="%" d="M% %L% %M% %L% %M% %L% %M% %L% %"/>`+"\n", class,
			x, y+c, x+c, y, x+w-c, y, x+w, y+c, x, y+h-c, x+c, y+h, x+w-c, y+h, x+w, y+h-c)
	}
}

// legend says what occurs, in as many columns as the page has room for.
func (v *svgWriter) legend() {
	const sampleWide, gap, rowHigh = 40, 22, 21
	var lines, things []legendItem
	for _, row := range v.scene.legend {
		for _, item := range row {
			if item.glyph == "" && item.sign == nil && !item.whisker && !item.box {
				things = append(things, item)
			} else {
				lines = append(lines, item)
			}
		}
	}
	if len(lines)+len(things) == 0 {
		return
	}
	wide := 0.0
	for _, item := range slices.Concat(lines, things) {
		wide = max(wide, textWidth(item.words, legendSize, upright))
	}
	wide += sampleWide + gap
	across := max(1, int((max(v.page, wordsWide)+gap)/wide))
	for _, items := range [][]legendItem{lines, things} {
		if len(items) == 0 {
			continue
		}
		rows := (len(items) + across - 1) / across
		n := (len(items) + rows - 1) / rows
		for i, item := range items {
			x, y := margin+float64(i%n)*wide, v.pageEnd+float64(i/n)*rowHigh+rowHigh/2
			v.sample(item, x, y)
			v.words(lineOf(clean(item.words, maxLabel), legendSize, upright, inkSoft), x+sampleWide, y+legendSize*baseline, "start")
			v.page = max(v.page, x+wide-gap-margin)
		}
		v.pageEnd += float64(rows) * rowHigh
	}
	v.pageEnd += 8
}

// sample shows a line or a box in the legend.
func (v *svgWriter) sample(item legendItem, x, y float64) {
	switch {
	case item.sign != nil:
		v.f(`<path class="%" transform="translate(% %)" d="%"/>`+"\n", v.class("fill-rule:evenodd;fill:%", item.sign.ink), x+16, y, item.sign.path)
		return
	case item.box:
		bx := &box{look: lookClaim, col: inClaims, voice: item.voice}
		switch item.voice {
		case voiceAct:
			bx.look = lookAct
		case voiceWithheld:
			bx.look = lookWithheld
		}
		v.shape(bx, x+2, y-7.5, 28, 15)
		return
	case item.whisker:
		v.whisker(station{span: span{hi: 1}, sign: sign{ink: inkSoft}}, x+2, x+30, y)
		return
	}
	if item.glyph != "" {
		v.stroke(item.st, appendf(nil, "M% %H%", x, y, x+32-arrows[item.st.head].length))
		v.f("\n")
		return
	}
	v.shape(&box{look: item.look, col: inTargets}, x+2, y-7.5, 28, 15)
}

// called is what a picture is called where it has no title.
func (s *scene) called() string {
	if t := clean(s.title, 200); t != "" {
		return t
	}
	for _, b := range s.boxes {
		if b.look == lookMore && len(s.boxes) == 1 {
			return b.head
		}
	}
	return "Ascribe"
}

// The longest description of a picture: what a screen reader says at once.
const (
	maxTold      = 80 // sentences
	maxToldBytes = 8000
)

// told puts the picture into words: who, what, in the order in which it is
// read.
func (s *scene) told() string {
	heads := map[string]string{}
	for _, b := range s.boxes {
		heads[b.id] = clean(b.head, maxLabel)
	}
	speakers := map[string][]string{}
	for _, l := range s.lines {
		if l.part == speech {
			speakers[l.to] = append(speakers[l.to], heads[l.from])
		}
	}
	titles := map[string]string{}
	for _, f := range s.frames {
		titles[f.id] = clean(f.title, maxLabel)
	}
	var out []string
	say := func(parts ...string) {
		if len(out) < maxTold {
			out = append(out, htmlEscapes.Replace(strings.Join(parts, "")))
		}
	}
	if t := clean(s.subtitle, 400); t != "" {
		say(t)
	}
	for _, t := range s.story {
		say(clean(t, maxTipLine))
	}
	if s.chain {
		for _, l := range s.lines {
			say(heads[l.from], " → ", heads[l.to], ": ", clean(strings.Join(l.label, ", "), maxHeadline), ".")
		}
	}
	for _, b := range s.boxes {
		if b.col != inClaims {
			continue
		}
		who := speakers[b.id]
		slices.Sort(who)
		when := ""
		if t := titles[b.frame]; t != "" {
			when = " (" + t + ")"
		}
		if len(who) > 0 {
			say(strings.Join(who, ", "), ": ", clean(b.head, maxHeadline), when, ".")
		} else {
			say(clean(b.head, maxHeadline), when, ".")
		}
	}
	if len(out) == 0 {
		for _, b := range s.boxes {
			say(heads[b.id], ".")
		}
	}
	for _, f := range s.footer {
		say(clean(f, 800))
	}
	text := strings.Join(out, "\n")
	if len(text) > maxToldBytes {
		text = text[:max(0, strings.LastIndexByte(text[:maxToldBytes], '\n'))] + "\n…"
	}
	return text
}
