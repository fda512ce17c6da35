package rdf

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// Isomorphic reports whether a and b are the same dataset but for the labels of
// blank nodes (RDF 1.1 Concepts section 3.6, with graph names taken along). Both
// are sets: duplicates and order do not count. Terms compare as RDF terms, and
// language tags without regard to case. A value that no graph can hold makes it
// false.
//
// Method: colour refinement, then components of blank nodes that it cannot tell
// apart are matched one by one, where a choice is needed by trying. Cost is a few
// passes over the quads on real data; symmetric graphs (cycles, grids, many equal
// components, cliques) stay polynomial, only contrived non-isomorphic strongly
// regular graphs do not.
func Isomorphic(a, b []quad.Quad) bool {
	m := matcher{ids: map[term.Term]int{}, seed: maphash.MakeSeed()}
	if !m.a.load(&m, a) || !m.b.load(&m, b) {
		return false
	}
	if len(m.a.quads) != len(m.b.quads) || m.a.blanks != m.b.blanks {
		return false
	}
	m.mapping = make([]int, m.a.blanks)
	if !m.match(m.a.all(), m.b.all()) {
		return false
	}
	return m.verify()
}

// node is a term in a side: a blank node's number from 0 up, or -1-id of a term
// that both sides know under that id.
type node = int

const unlabelled node = -1

type side struct {
	blanks int
	quads  [][4]node // without duplicates
	of     [][]int32 // quads that a blank node is in
	color  []uint64  // of the blank nodes
}

type matcher struct {
	ids     map[term.Term]int
	seed    maphash.Seed
	a, b    side
	mapping []int // blank node of a to blank node of b
	fresh   uint64
}

// load numbers the terms of quads.
func (s *side) load(m *matcher, quads []quad.Quad) bool {
	blanks := map[string]int{}
	seen := make(map[[4]node]struct{}, len(quads))
	for _, q := range quads {
		var n [4]node
		for i, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			t, ok := term.FromValue(v)
			if !ok || t.IsZero() && i < 3 {
				return false
			}
			switch t.Kind {
			case term.None:
				n[i] = unlabelled
				continue
			case term.Blank:
				id, ok := blanks[t.Value]
				if !ok {
					id = len(blanks)
					blanks[t.Value] = id
				}
				n[i] = id
				continue
			case term.Lang:
				t.Extra = lower(t.Extra)
			}
			id, ok := m.ids[t]
			if !ok {
				id = len(m.ids)
				m.ids[t] = id
			}
			n[i] = -2 - id
		}
		if _, dup := seen[n]; !dup {
			seen[n] = struct{}{}
			s.quads = append(s.quads, n)
		}
	}
	s.blanks = len(blanks)
	s.color = make([]uint64, s.blanks)
	s.of = make([][]int32, s.blanks)
	for i, q := range s.quads {
		for p, n := range q {
			if n >= 0 && !slices.Contains(q[:p], n) {
				s.of[n] = append(s.of[n], int32(i))
			}
		}
	}
	return true
}

func (s *side) all() []int {
	nodes := make([]int, s.blanks)
	for i := range nodes {
		nodes[i] = i
	}
	return nodes
}

// hash mixes words into one.
func (m *matcher) hash(words ...uint64) uint64 {
	var buf [8 * 6]byte
	b := buf[:0]
	for _, w := range words {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return maphash.Bytes(m.seed, b)
}

// round returns the next colours of nodes: each takes in the colours of the
// other terms of its quads, and where in them it stands.
func (m *matcher) round(s *side, nodes []int) []uint64 {
	next := make([]uint64, len(nodes))
	for i, n := range nodes {
		var sum uint64
		for _, qi := range s.of[n] {
			var w [4]uint64
			for p, t := range s.quads[qi] {
				switch {
				case t == n:
					w[p] = 1
				case t >= 0:
					w[p] = bits.RotateLeft64(s.color[t], 1) | 1
				default:
					w[p] = uint64(-t) << 1
				}
			}
			sum += m.hash(w[0], w[1], w[2], w[3])
		}
		next[i] = m.hash(s.color[n], sum)
	}
	return next
}

func sorted(colors []uint64) []uint64 {
	c := slices.Clone(colors)
	slices.Sort(c)
	return c
}

func colorsOf(s *side, nodes []int) []uint64 {
	c := make([]uint64, len(nodes))
	for i, n := range nodes {
		c[i] = s.color[n]
	}
	return c
}

func classes(sortedColors []uint64) int { return len(slices.Compact(slices.Clone(sortedColors))) }

// match finds a mapping of as to bs that agrees with the colours of all other
// nodes. It refines the colours of both in step.
func (m *matcher) match(as, bs []int) bool {
	if len(as) != len(bs) {
		return false
	}
	if len(as) == 0 {
		return true
	}
	count := 0
	var ca, cb []uint64
	for {
		na, nb := m.round(&m.a, as), m.round(&m.b, bs)
		ca, cb = sorted(na), sorted(nb)
		if !slices.Equal(ca, cb) {
			return false
		}
		for i, n := range as {
			m.a.color[n] = na[i]
		}
		for i, n := range bs {
			m.b.color[n] = nb[i]
		}
		c := classes(ca)
		if c == count || c == len(as) {
			break
		}
		count = c
	}
	// Nodes with a colour of their own are settled.
	size := map[uint64]int{}
	for _, c := range ca {
		size[c]++
	}
	single := map[uint64]int{}
	var restA, restB []int
	for _, n := range bs {
		if c := m.b.color[n]; size[c] == 1 {
			single[c] = n
		} else {
			restB = append(restB, n)
		}
	}
	for _, n := range as {
		if c := m.a.color[n]; size[c] == 1 {
			m.mapping[n] = single[c]
		} else {
			restA = append(restA, n)
		}
	}
	if len(restA) == 0 {
		return true
	}
	partsA, partsB := components(&m.a, restA), components(&m.b, restB)
	if len(partsA) != len(partsB) {
		return false
	}
	if len(partsA) == 1 {
		return m.try(restA, restB, size)
	}
	return m.matchParts(partsA, partsB)
}

// matchParts pairs components. To be isomorphic is an equivalence, so the first
// partner that fits is as good as any.
func (m *matcher) matchParts(partsA, partsB [][]int) bool {
	key := func(s *side, nodes []int) uint64 {
		return m.hash(sum(m, sorted(colorsOf(s, nodes))), uint64(len(nodes)))
	}
	bySig := map[uint64][][]int{}
	for _, p := range partsB {
		k := key(&m.b, p)
		bySig[k] = append(bySig[k], p)
	}
	for _, pa := range partsA {
		k := key(&m.a, pa)
		found := false
		for i, pb := range bySig[k] {
			oldA, oldB := colorsOf(&m.a, pa), colorsOf(&m.b, pb)
			if m.match(pa, pb) {
				last := len(bySig[k]) - 1
				bySig[k][i] = bySig[k][last]
				bySig[k] = bySig[k][:last]
				found = true
				break
			}
			restore(&m.a, pa, oldA)
			restore(&m.b, pb, oldB)
		}
		if !found {
			return false
		}
	}
	return true
}

func sum(m *matcher, colors []uint64) uint64 {
	var h uint64
	for _, c := range colors {
		h = m.hash(h, c)
	}
	return h
}

func restore(s *side, nodes []int, colors []uint64) {
	for i, n := range nodes {
		s.color[n] = colors[i]
	}
}

// try sets one node of the smallest class apart and looks for its partner.
func (m *matcher) try(as, bs []int, size map[uint64]int) bool {
	pick := as[0]
	for _, n := range as {
		if size[m.a.color[n]] < size[m.a.color[pick]] {
			pick = n
		}
	}
	color := m.a.color[pick]
	oldA, oldB := colorsOf(&m.a, as), colorsOf(&m.b, bs)
	for _, n := range bs {
		if m.b.color[n] != color {
			continue
		}
		m.fresh++
		c := m.hash(color, m.fresh)
		m.a.color[pick], m.b.color[n] = c, c
		if m.match(as, bs) {
			return true
		}
		restore(&m.a, as, oldA)
		restore(&m.b, bs, oldB)
	}
	return false
}

// components splits nodes by the quads that two of them share.
func components(s *side, nodes []int) [][]int {
	in := make(map[int]bool, len(nodes)) // still to be placed
	for _, n := range nodes {
		in[n] = true
	}
	seen := map[int32]bool{}
	var parts [][]int
	for _, n := range nodes {
		if !in[n] {
			continue
		}
		delete(in, n)
		part := []int{n}
		for i := 0; i < len(part); i++ {
			for _, qi := range s.of[part[i]] {
				if seen[qi] {
					continue
				}
				seen[qi] = true
				for _, t := range s.quads[qi] {
					if t >= 0 && in[t] {
						delete(in, t)
						part = append(part, t)
					}
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// verify checks the mapping itself, so that a collision of hashes cannot make
// two different graphs equal.
func (m *matcher) verify() bool {
	have := make(map[[4]node]struct{}, len(m.b.quads))
	for _, q := range m.b.quads {
		have[q] = struct{}{}
	}
	used := make([]bool, m.b.blanks)
	for _, n := range m.mapping {
		if used[n] {
			return false
		}
		used[n] = true
	}
	for _, q := range m.a.quads {
		for i, n := range q {
			if n >= 0 {
				q[i] = m.mapping[n]
			}
		}
		if _, ok := have[q]; !ok {
			return false
		}
	}
	return true
}

// lower folds the ASCII letters of a language tag.
func lower(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for j, c := range b {
				if c >= 'A' && c <= 'Z' {
					b[j] = c | 0x20
				}
			}
			return string(b)
		}
	}
	return s
}
