package store

import (
	"bytes"
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Check walks everything: the order of the dictionary, that every term is
// found by its id and its id by it, the order of every permutation, that all
// permutations hold the same quads, and that the changes fit them. It takes
// seconds for a million quads. The error says what is wrong first.
func (s *Snapshot) Check(ctx context.Context) error {
	err := s.check(ctx)
	if s.Err() != nil {
		return s.Err() // the cause of whatever else there is
	}
	return err
}

func (s *Snapshot) check(ctx context.Context) error {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
		m.touchAll()
		if m.also != nil {
			m.also.touchAll()
		}
	}
	if err := s.checkTerms(ctx); err != nil {
		return err
	}
	for _, r := range s.runs {
		if err := r.check(); err != nil {
			return err
		}
	}
	var want quadSum
	for o := range Order(numOrders) {
		sum, err := s.checkOrder(ctx, o)
		if err != nil {
			return err
		}
		if o == SPOG {
			want = sum
		} else if sum != want {
			return fmt.Errorf("store: order %v holds other quads than SPOG: %d and %d", o, sum.n, want.n)
		}
	}
	if want.n != s.n {
		return fmt.Errorf("store: %d quads, but the count says %d", want.n, s.n)
	}
	return nil
}

// quadSum is the same for the same set of quads in whichever order.
type quadSum struct {
	n        int
	sum, xor uint64
}

func (qs *quadSum) add(q Quad) {
	h := uint64(q[S])*0x9E3779B97F4A7C15 ^ uint64(q[P])*0xC2B2AE3D27D4EB4F
	h ^= h >> 29
	h = (h ^ uint64(q[O])*0x165667B19E3779F9) * 0xBF58476D1CE4E5B9
	h ^= h >> 32
	h = (h ^ uint64(q[G])) * 0x94D049BB133111EB
	h ^= h >> 29
	qs.n++
	qs.sum += h
	qs.xor ^= h * h
}

func (s *Snapshot) checkOrder(ctx context.Context, o Order) (quadSum, error) {
	var sum quadSum
	var prev Quad
	pm := &s.base.perm[o]
	off := pm.off.slice(0, len(pm.off.v))
	if n := len(off); n != int(s.base.ranks())+1 || off[0] != 0 || int(off[n-1]) != s.base.n {
		return sum, fmt.Errorf("store: the offsets of %v do not fit its quads", o)
	}
	for i := 1; i < len(off); i++ {
		if off[i] < off[i-1] {
			return sum, fmt.Errorf("store: the offsets of %v go back at rank %d", o, i)
		}
	}
	for i, v := range pm.skip.v {
		if v != pm.col[0].get(i*skipRows) {
			return sum, fmt.Errorf("store: the skips of %v do not fit its rows", o)
		}
	}
	for _, col := range pm.col {
		if len(col.v) != s.base.n {
			return sum, fmt.Errorf("store: a column of %v has %d rows of %d", o, len(col.v), s.base.n)
		}
	}
	buf := make([]Quad, 1024)
	c := s.Scan(Pattern{}, o)
	for {
		n := c.Next(buf)
		if n == 0 {
			return sum, c.Err()
		}
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		for _, q := range buf[:n] {
			if sum.n > 0 && o.Compare(prev, q) >= 0 {
				return sum, fmt.Errorf("store: %v is out of order: %v after %v", o, q, prev)
			}
			for i, id := range q {
				if !s.known(id) && (i != G || id != Unlabelled) {
					return sum, fmt.Errorf("store: %v holds an unknown term: %v", o, q)
				}
			}
			prev = q
			sum.add(q)
		}
	}
}

func (s *Snapshot) known(id ID) bool {
	k := id.Kind()
	return k != term.None && int(k) < numKinds && int(id&idMask) < s.Terms(k)
}

func (s *Snapshot) checkTerms(ctx context.Context) error {
	for k := term.IRI; k <= term.Typed; k++ {
		if n := s.base.dict[k].n; n != s.base.count(k) {
			return fmt.Errorf("store: %d terms of kind %d, but the count says %d", n, k, s.base.count(k))
		}
		if err := s.base.dict[k].check(ctx); err != nil {
			return err
		}
		if s.late != nil {
			if err := s.late.dict[k].check(ctx); err != nil {
				return err
			}
		}
		for num := s.base.count(k); int(num) < s.Terms(k); num++ {
			id := makeID(k, num)
			t := s.Term(id)
			if got, ok := s.Lookup(t); !ok || got != id {
				return fmt.Errorf("store: the later terms do not find %v", t)
			}
		}
	}
	return nil
}

// check walks the dictionary: every term comes after the one before and is
// found.
func (d *sortedDict) check(ctx context.Context) error {
	var prev []byte
	var prevExtra uint32
	var it dictIter
	it.from(d, 0)
	for it.next() {
		if it.i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if c := bytes.Compare(prev, it.value); it.i > 0 && (c > 0 || c == 0 && (d.kind < term.Lang || prevExtra >= it.extra)) {
			return fmt.Errorf("store: the dictionary is out of order at %q", it.value)
		}
		prev, prevExtra = append(prev[:0], it.value...), it.extra
		if num, ok := d.find(it.span()); !ok || num != it.i {
			return fmt.Errorf("store: the dictionary does not find %q", it.value)
		}
	}
	return nil
}

func (r *run) check() error {
	for o := range Order(numOrders) {
		for _, ks := range [2][]key{r.add[o].all(), r.del[o].all()} {
			for i := 1; i < len(ks); i++ {
				if compareKeys(ks[i-1], ks[i]) >= 0 {
					return fmt.Errorf("store: a run of changes in %v is out of order", o)
				}
			}
		}
		if len(r.add[o].v) != len(r.add[SPOG].v) || len(r.del[o].v) != len(r.del[SPOG].v) {
			return fmt.Errorf("store: a run of changes has more quads in %v than in SPOG", o)
		}
	}
	return nil
}
