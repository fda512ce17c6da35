package store

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// mergeImages writes an image of the quads of all inputs, which have only
// terms of their bases and only changes that remove. disjoint says that no
// quad is in two of them. A term that no quad holds is left out. It holds four
// bytes for each term of each input and for each of the result.
func mergeImages(ctx context.Context, w *imageWriter, inputs []*Snapshot, disjoint bool) error {
	m := &merger{ctx: ctx, w: w, in: inputs}
	if err := m.guard(m.mergeTerms); err != nil {
		return err
	}
	n := 0
	for _, s := range inputs {
		n += s.n
	}
	if !disjoint && len(inputs) > 1 {
		var err error
		if n, err = m.mergeQuads(SPOG, nil); err != nil {
			return err
		}
	}
	if n > maxQuads {
		return ErrTooManyQuads
	}
	w.h.quads = uint64(n)
	return m.mergeOrders(n)
}

type merger struct {
	ctx   context.Context
	w     *imageWriter
	in    []*Snapshot
	newID [][]uint32 // of each rank of each input; 0: not in use
	base  base       // only the counts of the result
}

// guard runs fn and makes an error of what reading a damaged input panics with.
func (m *merger) guard(fn func() error) error {
	for _, s := range m.in {
		if mp := s.base.m; mp != nil {
			next := fn
			fn = func() (err error) {
				defer func() { err = errors.Join(err, mp.failure()) }()
				defer mp.leave(mp.enter())
				return next()
			}
		}
	}
	return fn()
}

// mergeTerms writes the dictionary and finds the new ids.
func (m *merger) mergeTerms() error {
	m.newID = make([][]uint32, len(m.in))
	inUse := make([]func(rank uint32) bool, len(m.in))
	for i, s := range m.in {
		m.newID[i] = make([]uint32, s.base.ranks())
		m.newID[i][0] = uint32(Unlabelled)
		inUse[i] = s.rankUsed()
	}
	extras, newExtra := m.mergeExtras()
	m.base.first[1] = 1
	for k := term.IRI; k <= term.Typed; k++ {
		if err := m.mergeKind(k, inUse, newExtra); err != nil {
			return err
		}
	}
	m.w.h.first = m.base.first
	return errors.Join(m.w.write(secExtras, longBytes(extras.at.v)), m.w.write(secExtras+1, extras.data.v))
}

// rankUsed returns a test of whether a quad of s holds the term of a rank.
func (s *Snapshot) rankUsed() func(uint32) bool {
	if len(s.runs) == 0 {
		return s.base.used
	}
	gone := make(map[uint32]int)
	for _, r := range s.runs {
		for _, k := range r.del[SPOG].all() {
			for _, id := range k {
				rank, _ := s.base.floor(id)
				gone[rank]++
			}
		}
	}
	return func(rank uint32) bool {
		n, ok := gone[rank]
		if !ok {
			return s.base.used(rank)
		}
		for _, o := range [4]Order{SPOG, PSOG, OSPG, GSPO} {
			lo, hi := s.base.perm[o].off.pair(rank)
			n -= hi - lo
		}
		return n < 0
	}
}

func (m *merger) mergeExtras() (*extraTable, [][]uint32) {
	var all [][]byte
	for _, s := range m.in {
		x := s.base.dict[term.Typed].extras
		for i := range x.len() {
			all = append(all, x.bytes(uint32(i)))
		}
	}
	slices.SortFunc(all, bytes.Compare)
	all = slices.CompactFunc(all, bytes.Equal)
	t := &extraTable{}
	for _, b := range all {
		t.at.v = append(t.at.v, uint64(len(t.data.v)))
		t.data.v = append(t.data.v, b...)
	}
	if len(all) > 0 {
		t.at.v = append(t.at.v, uint64(len(t.data.v)))
	}
	newExtra := make([][]uint32, len(m.in))
	for i, s := range m.in {
		x := s.base.dict[term.Typed].extras
		for j := range x.len() {
			n, _ := slices.BinarySearchFunc(all, x.bytes(uint32(j)), bytes.Compare)
			newExtra[i] = append(newExtra[i], uint32(n))
		}
	}
	return t, newExtra
}

func (m *merger) mergeKind(k term.Kind, inUse []func(uint32) bool, newExtra [][]uint32) error {
	its := make([]dictIter, len(m.in))
	more := make([]bool, len(m.in))
	for i, s := range m.in {
		its[i].from(&s.base.dict[k], 0)
		more[i] = its[i].next()
	}
	w := dictWriter{kind: k, out: &sectionWriter{f: m.w.f, at: m.w.begin()}}
	equal := make([]int, 0, len(its))
	for steps := 0; ; steps++ {
		if steps%4096 == 0 && m.ctx.Err() != nil {
			return m.ctx.Err()
		}
		equal = equal[:0]
		for i := range its {
			if !more[i] {
				continue
			}
			c := -1
			if len(equal) > 0 {
				c = compareSpans(its[i].span(), its[equal[0]].span())
			}
			if c < 0 {
				equal = equal[:0]
			}
			if c <= 0 {
				equal = append(equal, i)
			}
		}
		if len(equal) == 0 {
			break
		}
		used := false
		for _, i := range equal {
			used = used || inUse[i](m.in[i].base.first[k]+its[i].i)
		}
		if used {
			if w.n == MaxTerms {
				return ErrTooManyTerms
			}
			id := uint32(makeID(k, w.n))
			var x uint32
			if k >= term.Lang {
				x = newExtra[equal[0]][its[equal[0]].extra]
			}
			w.add(its[equal[0]].value, x)
			for _, i := range equal {
				m.newID[i][m.in[i].base.first[k]+its[i].i] = id
			}
		}
		for _, i := range equal {
			more[i] = its[i].next()
		}
	}
	m.base.first[k+1] = m.base.first[k] + w.n
	return m.w.endDict(&w)
}

// mergeOrders writes the permutations, two at a time.
func (m *merger) mergeOrders(n int) error {
	var outs [numOrders]*orderWriter
	for o := range outs {
		w := &orderWriter{f: m.w.f, off: make([]uint32, m.base.ranks()+1)}
		id := secPerm + 4*uint32(o)
		w.offAt = m.w.reserve(id, 4*uint64(len(w.off)))
		for c := range w.col {
			w.col[c] = sectionWriter{f: m.w.f, at: m.w.reserve(id+1+uint32(c), 4*uint64(n))}
		}
		w.skip = sectionWriter{f: m.w.f, at: m.w.reserve(secSkip+uint32(o), 4*uint64((n+skipRows-1)/skipRows))}
		outs[o] = w
	}
	var wg sync.WaitGroup
	var errs [numOrders]error
	slot := make(chan struct{}, 2)
	for o, w := range outs {
		slot <- struct{}{}
		wg.Go(func() {
			defer func() { <-slot }()
			errs[o] = m.guard(func() error {
				got, err := m.mergeQuads(Order(o), w)
				if err == nil && got != n {
					err = corrupt("an order holds another number of quads than the others")
				}
				if err != nil {
					return err
				}
				return w.finish()
			})
			*w = orderWriter{}
		})
	}
	wg.Wait()
	return errors.Join(errs[:]...)
}

// orderWriter writes one permutation.
type orderWriter struct {
	f     file
	off   []uint32 // how many quads each rank has, one place late
	offAt uint64
	col   [3]sectionWriter
	skip  sectionWriter
	rows  int
}

func (w *orderWriter) add(rank uint32, k key) {
	w.off[rank+1]++
	if w.rows%skipRows == 0 {
		w.skip.u32(uint32(k[1]))
	}
	w.rows++
	w.col[0].u32(uint32(k[1]))
	w.col[1].u32(uint32(k[2]))
	w.col[2].u32(uint32(k[3]))
}

func (w *orderWriter) finish() error {
	for i := 1; i < len(w.off); i++ {
		w.off[i] += w.off[i-1]
	}
	err := writeAt(w.f, wordBytes(w.off), w.offAt)
	for _, s := range []*sectionWriter{&w.col[0], &w.col[1], &w.col[2], &w.skip} {
		s.flush()
		err = errors.Join(err, s.err)
	}
	return err
}

// mergeInput is one input of mergeQuads with its ids made new.
type mergeInput struct {
	c     *Cursor
	shift rankShift
	newID []uint32
	buf   []key
	quads []Quad
}

func (in *mergeInput) fill() {
	n := in.c.Next(in.quads[:cap(in.quads)])
	in.buf = in.buf[:0]
	for _, q := range in.quads[:n] {
		for i, id := range q {
			q[i] = ID(in.newID[in.shift.rank(uint32(id))])
		}
		in.buf = append(in.buf, in.c.ord.key(q))
	}
}

// mergeQuads writes the quads in an order to w, unless that is nil, and
// returns how many they are.
func (m *merger) mergeQuads(o Order, w *orderWriter) (n int, err error) {
	ins := make([]*mergeInput, len(m.in))
	for i, s := range m.in {
		ins[i] = &mergeInput{
			c: s.Scan(Pattern{}, o), shift: s.base.rankShift(), newID: m.newID[i],
			quads: make([]Quad, 1024), buf: make([]key, 0, 1024),
		}
	}
	all := slices.Clone(ins)
	heads := make([][]key, 0, len(ins))
	live := ins[:0]
	for _, in := range ins {
		if in.fill(); len(in.buf) > 0 {
			live, heads = append(live, in), append(heads, in.buf)
		}
	}
	shift := m.base.rankShift()
	var prev key
	for len(live) > 0 {
		least := 0
		for i := 1; i < len(heads); i++ {
			if compareKeys(heads[i][0], heads[least][0]) < 0 {
				least = i
			}
		}
		if k := heads[least][0]; k != prev {
			prev = k
			if n++; n > maxQuads {
				return 0, ErrTooManyQuads
			}
			if w != nil {
				w.add(shift.rank(uint32(k[0])), k)
			}
		}
		if heads[least] = heads[least][1:]; len(heads[least]) > 0 {
			continue
		}
		if m.ctx.Err() != nil {
			return 0, m.ctx.Err()
		}
		if live[least].fill(); len(live[least].buf) > 0 {
			heads[least] = live[least].buf
		} else {
			live, heads = slices.Delete(live, least, least+1), slices.Delete(heads, least, least+1)
		}
	}
	for _, in := range all {
		err = errors.Join(err, in.c.Err())
	}
	return n, err
}
