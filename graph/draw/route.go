package draw

import "math"

// point is a place in the picture.
type point struct{ x, y float64 }

// route is the way of a line: a start, then cubic curves and straight parts.
type route struct {
	start point
	steps []step
}

// step goes to a point, straight or along a cubic curve by its two handles.
type step struct {
	curve bool
	c1    point
	c2    point
	to    point
}

// The ways of lines run between the layers; through a layer they are straight,
// where nothing else stands. They end at the border of their boxes, less the
// length of the head.
func (l *layout) route(k *thread, head float64) route {
	if k.loop {
		return l.loop(k, head)
	}
	first, last := k.segments[0], k.segments[len(k.segments)-1]
	startHead, endHead := 0.0, head
	if k.back {
		startHead, endHead = head, 0
	}
	y := first.a.y + first.pa
	r := route{start: point{first.a.x + first.a.side(first.pa) + startHead, y}, steps: make([]step, 0, 3*len(k.segments))}
	for i, s := range k.segments {
		from, to := point{l.layers[s.a.layer].x1, s.a.y + s.pa}, point{l.layers[s.b.layer].x0, s.b.y + s.pb}
		if i == 0 {
			from.x = math.Max(from.x, r.start.x)
		}
		end := s.b.x - s.b.side(s.pb)
		if s == last {
			to.x = math.Min(to.x, end-endHead)
		}
		r.straight(from)
		r.curve(from, to, s.shift)
		if s == last {
			r.straight(point{end - endHead, to.y})
		}
	}
	if k.back {
		return r.reversed()
	}
	return r
}

func (r *route) last() point {
	if len(r.steps) == 0 {
		return r.start
	}
	return r.steps[len(r.steps)-1].to
}

func (r *route) straight(to point) {
	if r.last() != to {
		r.steps = append(r.steps, step{to: to})
	}
}

func (r *route) curve(from, to point, shift float64) {
	if math.Abs(from.y-to.y) < 0.05 {
		r.straight(to)
		return
	}
	half := (to.x - from.x) / 2
	r.steps = append(r.steps, step{
		curve: true, c1: point{from.x + half + shift, from.y}, c2: point{to.x - half + shift, to.y}, to: to,
	})
}

func (r route) reversed() route {
	out := route{start: r.last()}
	for i := len(r.steps) - 1; i >= 0; i-- {
		s := r.steps[i]
		s.c1, s.c2 = s.c2, s.c1
		s.to = r.start
		if i > 0 {
			s.to = r.steps[i-1].to
		}
		out.steps = append(out.steps, s)
	}
	return out
}

// loop joins two boxes of one layer by a bow to their right.
func (l *layout) loop(k *thread, head float64) route {
	from, to := k.left, k.right
	out := l.layers[from.layer].x1 + 26
	r := route{start: point{from.x + from.side(0), from.y}}
	end := point{to.x + to.side(0) + head, to.y}
	r.steps = append(r.steps, step{curve: true, c1: point{out, from.y}, c2: point{out, to.y}, to: end})
	return r
}

// path writes a route as the data of an SVG path.
func (r route) path(b []byte) []byte {
	b = append(b, 'M')
	b = r.start.append(b)
	for _, s := range r.steps {
		if s.curve {
			b = append(b, 'C')
			b = s.c1.append(b)
			b = append(b, ' ')
			b = s.c2.append(b)
			b = append(b, ' ')
		} else {
			b = append(b, 'L')
		}
		b = s.to.append(b)
	}
	return b
}

func (p point) append(b []byte) []byte {
	b = appendNumber(b, p.x)
	b = append(b, ' ')
	return appendNumber(b, p.y)
}
