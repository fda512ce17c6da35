package draw

import "math"

// settling finds places on a line: each mark as near to where it wants to be
// as the distances that have to be kept allow, by least squares. It is the
// satisfying pass of VPSC (Dwyer, Marriott and Stuckey: Fast Node Overlap
// Removal, 2005), exact where the distances form a chain.
type settling struct {
	marks   []mark
	clear   []distance
	blocks  []stuck
	topDown []int // the marks, each after those above it
}

// mark is a point that wants to be somewhere.
type mark struct {
	want, weight float64
	at           float64
	block        int
	offset       float64 // within its block
	in           []int   // distances that end here
	out          []int
}

// distance says that b stands at least gap below a.
type distance struct {
	a, b int
	gap  float64
}

// stuck is a set of marks that touch each other.
type stuck struct {
	marks       []int
	open        []int // distances into it from elsewhere
	sum, weight float64
	at          float64
}

// add makes a mark and returns its number.
func (s *settling) add(want, weight float64) int {
	s.marks = append(s.marks, mark{want: want, weight: weight})
	return len(s.marks) - 1
}

func (s *settling) keep(a, b int, gap float64) {
	s.clear = append(s.clear, distance{a, b, gap})
	n := len(s.clear) - 1
	s.marks[a].out = append(s.marks[a].out, n)
	s.marks[b].in = append(s.marks[b].in, n)
}

// solve sets where the marks are. It may be called again with other wishes.
// Distances must not form a circle, and none may be added after the first
// call.
func (s *settling) solve() {
	if s.blocks == nil {
		s.blocks = make([]stuck, len(s.marks))
		s.sort()
	}
	for i := range s.marks {
		m, b := &s.marks[i], &s.blocks[i]
		m.block, m.offset = i, 0
		b.marks = append(b.marks[:0], i)
		b.open = append(b.open[:0], m.in...)
		b.sum, b.weight, b.at = m.want*m.weight, m.weight, m.want
	}
	for _, i := range s.topDown {
		s.push(s.marks[i].block)
	}
	for i := range s.marks {
		m := &s.marks[i]
		m.at = s.blocks[m.block].at + m.offset
	}
}

// sort lists the marks so that each comes after those above it.
func (s *settling) sort() {
	waits := make([]int, len(s.marks))
	for i := range s.marks {
		waits[i] = len(s.marks[i].in)
		if waits[i] == 0 {
			s.topDown = append(s.topDown, i)
		}
	}
	for n := 0; n < len(s.topDown); n++ {
		for _, c := range s.marks[s.topDown[n]].out {
			b := s.clear[c].b
			if waits[b]--; waits[b] == 0 {
				s.topDown = append(s.topDown, b)
			}
		}
	}
}

// push joins a block with those above it that it comes too near to.
func (s *settling) push(at int) {
	for {
		b := &s.blocks[at]
		worst, over := -1, 1e-9
		open := b.open[:0]
		for _, c := range b.open {
			d := s.clear[c]
			if s.marks[d.a].block == at {
				continue // within the block by now
			}
			open = append(open, c)
			if v := s.place(d.a) + d.gap - s.place(d.b); v > over {
				worst, over = c, v
			}
		}
		b.open = open
		if worst < 0 {
			return
		}
		at = s.join(worst)
	}
}

func (s *settling) place(i int) float64 { return s.blocks[s.marks[i].block].at + s.marks[i].offset }

// join makes one block of the two that a distance joins, the smaller going
// into the larger.
func (s *settling) join(c int) int {
	d := s.clear[c]
	into, from := s.marks[d.a].block, s.marks[d.b].block
	shift := s.marks[d.a].offset + d.gap - s.marks[d.b].offset
	if len(s.blocks[into].marks) < len(s.blocks[from].marks) {
		into, from, shift = from, into, -shift
	}
	x, y := &s.blocks[into], &s.blocks[from]
	for _, i := range y.marks {
		m := &s.marks[i]
		m.offset += shift
		m.block = into
	}
	x.marks = append(x.marks, y.marks...)
	x.open = append(x.open, y.open...)
	x.sum += y.sum - shift*y.weight
	x.weight += y.weight
	x.at = x.sum / math.Max(x.weight, 1e-12)
	return into
}
