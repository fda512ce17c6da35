package draw

import (
	"io"
	"math"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// Measures of a strip of time, in pixels.
const (
	stripWide   = 1060 // of the time itself
	laneHead    = 140  // of the name of a lane
	lanePad     = 7
	laneTitle   = 12
	wordsMax    = 216 // of what stands beside a mark
	wordLines   = 4
	momentSize  = 11.5
	whenSize    = 9.5
	momentGap   = 6  // between what stands in one lane, down
	momentApart = 14 // and across
	signRoom    = 11 // from a mark to its words
	bandGap     = 12
	axisHigh    = 20
	openWhisker = 30
)

// timeScale maps days to the strip.
type timeScale struct {
	lo, hi float64
	x0, x1 float64
}

func (s *timeScale) x(day float64) float64 {
	return s.x0 + (day-s.lo)/(s.hi-s.lo)*(s.x1-s.x0)
}

// scale covers all that has a date, with some room at the right for words.
func (t *strip) scale(x0 float64) *timeScale {
	lo, hi := math.MaxInt, math.MinInt
	for _, bd := range t.bands {
		for _, l := range bd.lanes {
			for _, m := range l.moments {
				p := m.span()
				lo, hi = min(lo, p.lo), max(hi, p.hi+1)
			}
		}
	}
	const least = 20 // days
	pad := max((hi-lo)/50, (least-(hi-lo)+1)/2, 1)
	return &timeScale{float64(lo - pad), float64(hi + pad), x0, x0 + stripWide}
}

// graduation is a line of the axis.
type graduation struct {
	day   int
	label string
}

// graduations are the lines of the axis: years, months or days, as fit.
func (t *strip) graduations(s *timeScale) []graduation {
	var out []graduation
	add := func(y, m, d int, label string) bool {
		day := graph.Date{Year: y, Month: time.Month(m), Day: d}.Sub(epoch)
		if float64(day) > s.hi {
			return false
		}
		if float64(day) >= s.lo {
			out = append(out, graduation{day, label})
		}
		return true
	}
	short := func(m int) string { return string([]rune(t.words.month(time.Month(m)))[:3]) }
	from := yearOf(int(math.Floor(s.lo)))
	switch days := s.hi - s.lo; {
	case days > 3*366:
		step := 1
		for _, n := range []int{1, 2, 5, 10, 20, 50, 100, 500} {
			if step = n; days/365.25/float64(n) <= 24 {
				break
			}
		}
		for y := from - from%step; add(y, 1, 1, itoa(y)); y += step {
		}
	case days > 70:
		step := 1
		if days > 400 {
			step = 3
		}
		for n := 0; add(from+n/12, n%12+1, 1, short(n%12+1)+" "+itoa(from+n/12)); n += step {
		}
	default:
		step := 1
		for _, n := range []int{1, 2, 7} {
			if step = n; days/float64(n) <= 24 {
				break
			}
		}
		for day := int(math.Ceil(s.lo)); float64(day) <= s.hi; day += step {
			d := time.Unix(int64(day)*86400, 0).UTC()
			label := itoa(d.Day()) + " " + short(int(d.Month()))
			if len(out) == 0 {
				label += " " + itoa(d.Year())
			}
			out = append(out, graduation{day, label})
		}
	}
	return out
}

// placed is a moment with its place in its lane.
type placed struct {
	*moment
	text           textBlock
	a, b           float64 // what its marks and whiskers cover
	left           bool    // its words stand left of that, and end there
	below          bool    // or below it
	words          float64 // where they begin or end
	x0, x1, y0, y1 float64 // with its words
}

// extent is what a station covers, and where its mark stands.
func (s *timeScale) extent(st station) (a, b, mark float64) {
	a, b = s.x(float64(st.lo)), s.x(float64(st.hi+1))
	mark = (a + b) / 2
	switch {
	case st.openLo:
		a, mark = max(s.x0, a-openWhisker), b
	case st.openHi:
		b, mark = min(s.x1, b+openWhisker), a
	}
	return a, b, mark
}

func (s *timeScale) place(m *moment) *placed {
	p := &placed{moment: m, a: math.Inf(1), b: math.Inf(-1)}
	for _, st := range m.stations {
		a, b, mark := s.extent(st)
		p.a, p.b = min(p.a, a, mark-6), max(p.b, b, mark+6)
	}
	for _, l := range fold(clean(m.head, maxHeadline), momentSize, upright, wordsMax, wordLines) {
		p.text.add(l, momentSize, upright, inkText)
	}
	small := m.when
	if !m.thing {
		small += " · " + shortHandle(m.key, maxHandle)
	}
	for _, l := range fold(clean(small, maxHeadline), whenSize, upright, wordsMax, 2) {
		p.text.add(l, whenSize, upright, inkSoft)
	}
	switch {
	case p.b+signRoom-6+p.text.w <= s.x1:
		p.words = p.b + signRoom - 6
		p.x0, p.x1 = p.a, p.words+p.text.w
	case p.a-signRoom+6-p.text.w >= s.x0:
		p.left, p.words = true, p.a-signRoom+6
		p.x0, p.x1 = p.words-p.text.w, p.b
	default:
		p.below = true
		p.words = max(s.x0, min(p.a, s.x1-p.text.w))
		p.x0, p.x1 = min(p.a, p.words), max(p.b, p.words+p.text.w)
	}
	return p
}

// pack puts the moments of a lane below each other where they would meet,
// and returns how high the lane is.
func (s *timeScale) pack(l *lane) (list []*placed, high float64) {
	for _, m := range l.moments {
		p := s.place(m)
		h := p.text.h
		if p.below {
			h += 14
		}
		tries := []float64{0}
		for _, o := range list {
			if p.x0 < o.x1+momentApart && o.x0 < p.x1+momentApart {
				tries = append(tries, o.y1+momentGap)
			}
		}
		best := math.Inf(1)
		for _, y := range tries {
			free := true
			for _, o := range list {
				if p.x0 < o.x1+momentApart && o.x0 < p.x1+momentApart && y < o.y1+momentGap-0.001 && o.y0 < y+h+momentGap-0.001 {
					free = false
					break
				}
			}
			if free {
				best = min(best, y)
			}
		}
		p.y0, p.y1 = best, best+h
		high = max(high, p.y1)
		list = append(list, p)
	}
	return list, high
}

func writeStrip(w io.Writer, t *strip, onlyDark bool) error {
	heads := false
	for _, bd := range t.bands {
		heads = heads || len(bd.lanes) > 1 || bd.lanes[0].title != ""
	}
	x0 := float64(margin + framePad)
	if heads {
		x0 += laneHead
	}
	s := t.scale(x0)
	v := newSVG(&layout{scene: t.scene, width: s.x1 + framePad - margin})
	v.title()
	top, edge := v.pageEnd, float64(margin)
	v.pageEnd += axisHigh

	type row struct {
		lane *lane
		list []*placed
		y    float64
	}
	var rows []row
	frame := v.class("fill:%;stroke:%", fillFrame, inkFrame)
	rule := v.class("fill:none;stroke:%", inkFrame)
	for _, bd := range t.bands {
		y0 := v.pageEnd
		y := y0 + frameTop
		var rules []float64
		for i, l := range bd.lanes {
			list, high := s.pack(l)
			names := fold(clean(l.title, maxLabel), laneTitle, strong, laneHead-16, 3)
			if i > 0 {
				rules = append(rules, y)
			}
			y += lanePad
			rows = append(rows, row{l, list, y})
			y += max(high, float64(len(names))*laneTitle*leading) + lanePad
		}
		v.f(`<rect class="%" x="%" y="%" width="%" height="%" rx="12"/>`+"\n", frame, edge, y0, v.width, y-y0)
		v.words(lineOf(clean(bd.title, maxLabel), frameSize, strong, inkSoft), margin+framePad, y0+17, "start")
		for _, ry := range rules {
			v.f(`<path class="%" d="M% %H%"/>`+"\n", rule, edge, ry, edge+v.width)
		}
		v.pageEnd = y + bandGap
	}
	bottom := v.pageEnd - bandGap
	v.axis(t, s, top, bottom)
	v.halo = true
	for _, r := range rows {
		y := r.y
		for _, name := range fold(clean(r.lane.title, maxLabel), laneTitle, strong, laneHead-16, 3) {
			v.words(lineOf(name, laneTitle, strong, inkText), margin+framePad, y+laneTitle*(leading/2+baseline), "start")
			y += laneTitle * leading
		}
		for _, p := range r.list {
			v.moment(s, p, r.y+p.y0)
		}
	}
	v.halo = false
	v.pageEnd = bottom + axisHigh + 22
	return v.finish(w, onlyDark)
}

// axis draws the lines of the years, with their names above and below.
func (v *svgWriter) axis(t *strip, s *timeScale, top, bottom float64) {
	line := v.class("fill:none;stroke:%;stroke-dasharray:2 3", inkFrame)
	for _, g := range t.graduations(s) {
		x := s.x(float64(g.day))
		v.f(`<path class="%" d="M% %V%"/>`+"\n", line, x, top+axisHigh-4, bottom+4)
		if x+textWidth(g.label, footSize, strong) > s.x1+framePad {
			continue
		}
		v.words(lineOf(g.label, footSize, strong, inkSoft), x, top+axisHigh-8, "start")
		v.words(lineOf(g.label, footSize, strong, inkSoft), x, bottom+16, "start")
	}
}

// moment draws a mark with its whisker and its words.
func (v *svgWriter) moment(s *timeScale, p *placed, y float64) {
	end := v.around(p.url, tipOr(p.tip, p.head), true)
	mid := y + momentSize*leading/2
	if p.bar {
		outer := [2]float64{s.x(float64(p.stations[0].lo)), s.x(float64(p.stations[1].hi + 1))}
		inner := [2]float64{s.x(float64(p.stations[0].hi + 1)), s.x(float64(p.stations[1].lo))}
		v.f(`<rect class="%" x="%" y="%" width="%" height="9" rx="3"/>`+"\n",
			v.class("fill:%;stroke:%;stroke-dasharray:3 2", fillIncident, inkIncident), outer[0], mid-4.5, max(3, outer[1]-outer[0]))
		if inner[1] > inner[0] {
			v.f(`<rect class="%" x="%" y="%" width="%" height="9"/>`+"\n", v.class("fill:%", inkIncident), inner[0], mid-4.5, inner[1]-inner[0])
		}
	} else if len(p.stations) > 1 && p.b-p.a > 14 {
		v.f(`<path class="%" d="M% %H%"/>`+"\n", v.class("fill:none;stroke:%;stroke-dasharray:1 3", inkIncident), p.a+6, mid, p.b-6)
	}
	for i, st := range p.stations {
		a, b, mark := s.extent(st)
		if p.bar && i < 2 {
			continue // its ends
		}
		v.whisker(st, a, b, mid)
		v.f(`<path class="%" transform="translate(% %)" d="%"/>`+"\n", v.class("fill-rule:evenodd;fill:%", st.sign.ink), mark, mid, st.sign.path)
	}
	x, anchor := p.words, "start"
	if p.left {
		anchor = "end"
	}
	if p.below {
		y += 14
	}
	for _, l := range p.text.lines {
		v.words(l, x, y+l.size*(leading/2+baseline), anchor)
		y += l.size * leading
	}
	v.f(end)
}

// whisker shows that a date is only known to lie between two ends, or before
// or after one.
func (v *svgWriter) whisker(st station, a, b, y float64) {
	if st.lo == st.hi && !st.openLo && !st.openHi {
		return
	}
	line := v.class("fill:none;stroke:%;stroke-width:1.3", st.sign.ink)
	d := appendf(nil, "M% %H%", a, y, b)
	if !st.openLo {
		d = appendf(d, "M% %V%", a, y-4, y+4)
	}
	if !st.openHi {
		d = appendf(d, "M% %V%", b, y-4, y+4)
	}
	if st.openLo || st.openHi {
		line = v.class("fill:none;stroke:%;stroke-width:1.3;stroke-dasharray:3 2.5", st.sign.ink)
	}
	v.f(`<path class="%" d="%"/>`+"\n", line, d)
}
