package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// sortRef is a string to be sorted: eight of its bytes, and its number.
type sortRef struct {
	key uint64
	num uint32
	len uint32
}

// termSorter sorts the strings of an interner bytewise: by eight bytes at a
// time, and those that agree by the next eight.
type termSorter struct {
	v    *internView
	less func(a, b uint32) int // order of two numbers with the same bytes
	wg   sync.WaitGroup
	slot chan struct{} // a token for each worker that may run beside the caller
}

// sortedTerms returns the numbers of the kind's terms in lexical order.
// extraRank gives the order of the extras.
func sortedTerms(v *internView, k term.Kind, extraRank []uint32, workers int) []uint32 {
	refs := make([]sortRef, v.n)
	for i := range refs {
		refs[i] = sortRef{num: uint32(i), len: uint32(len(v.bytes(uint32(i))))}
	}
	s := &termSorter{v: v, slot: make(chan struct{}, max(workers-1, 0))}
	if k >= term.Lang {
		s.less = func(a, b uint32) int {
			return cmp.Compare(extraRank[v.extraOf(a)], extraRank[v.extraOf(b)])
		}
	}
	s.sort(refs, 0)
	s.wg.Wait()
	out := make([]uint32, len(refs))
	for i := range refs {
		out[i] = refs[i].num
	}
	return out
}

func (s *termSorter) sort(refs []sortRef, depth int) {
	for len(refs) > 1 {
		if len(refs) <= 24 {
			slices.SortFunc(refs, func(a, b sortRef) int { return s.compare(a.num, b.num, depth) })
			return
		}
		depth += s.shared(refs, depth)
		for i := range refs {
			refs[i].key = load8(s.v.bytes(refs[i].num), depth)
		}
		slices.SortFunc(refs, func(a, b sortRef) int {
			// A key padded with zeros ties with one that really holds them:
			// the one that ends sooner comes first.
			if a.key != b.key {
				return cmp.Compare(a.key, b.key)
			}
			return cmp.Compare(min(int(a.len), depth+8), min(int(b.len), depth+8))
		})
		depth += 8
		rest := refs[:0]
		for lo := 0; lo < len(refs); {
			hi := lo + 1
			for hi < len(refs) && refs[hi].key == refs[lo].key &&
				min(int(refs[hi].len), depth) == min(int(refs[lo].len), depth) {
				hi++
			}
			group := refs[lo:hi]
			lo = hi
			if len(group) == 1 {
				continue
			}
			if int(group[0].len) < depth {
				s.ties(group)
				continue
			}
			if len(group) == len(refs) {
				rest = group // all alike: go on in this loop
				break
			}
			if len(group) > 4096 {
				select {
				case s.slot <- struct{}{}:
					s.wg.Go(func() {
						s.sort(group, depth)
						<-s.slot
					})
					continue
				default:
				}
			}
			s.sort(group, depth)
		}
		refs = rest
	}
}

// shared returns how many bytes all of refs have in common from depth on.
func (s *termSorter) shared(refs []sortRef, depth int) int {
	first := s.v.bytes(refs[0].num)[depth:]
	n := len(first)
	for _, r := range refs[1:] {
		b := s.v.bytes(r.num)[depth:]
		n = commonPrefix(first[:n], b)
		if n == 0 {
			break
		}
	}
	return n
}

// ties sorts refs that have the same bytes.
func (s *termSorter) ties(refs []sortRef) {
	if s.less != nil {
		slices.SortFunc(refs, func(a, b sortRef) int { return s.less(a.num, b.num) })
	}
}

func (s *termSorter) compare(a, b uint32, depth int) int {
	c := bytes.Compare(s.v.bytes(a)[depth:], s.v.bytes(b)[depth:])
	if c == 0 && s.less != nil {
		return s.less(a, b)
	}
	return c
}

func load8(b []byte, at int) uint64 {
	b = b[min(at, len(b)):]
	if len(b) >= 8 {
		return binary.BigEndian.Uint64(b)
	}
	var k uint64
	for i, c := range b {
		k |= uint64(c) << (56 - 8*i)
	}
	return k
}
