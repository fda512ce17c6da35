package store

import (
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// ReadTerms sets dst[i] to what Term(ids[i]) returns, for as many ids as there
// are. Ascending ids that lie close together are read in one pass over the
// dictionary, several times faster than one by one. The values lie in one piece
// of memory, which is buf if that is large enough: then they are valid until
// buf is used again. It is returned for that. With a nil buf they stay.
func (s *Snapshot) ReadTerms(ids []ID, dst []term.Term, buf []byte) []byte {
	done := false
	defer func() {
		if !done {
			clear(dst)
		}
	}()
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	data := buf[:0]
	if data == nil {
		data = make([]byte, 0, 32*len(ids))
	}
	ends := make([]int, len(ids))
	var it dictIter
	for i, id := range ids {
		data, dst[i] = s.appendTerm(data, &it, id)
		ends[i] = len(data)
	}
	all := unsafe.String(unsafe.SliceData(data), len(data)) // nobody changes it until buf is used again
	from := 0
	for i, end := range ends {
		dst[i].Value = all[from:end]
		from = end
	}
	done = true
	return data
}

// appendTerm appends the value of a term to data and returns the rest of it.
// it stands where the last one was read.
func (s *Snapshot) appendTerm(data []byte, it *dictIter, id ID) ([]byte, term.Term) {
	k := id.Kind()
	if k == term.None || int(k) >= numKinds {
		return data, term.Term{}
	}
	t := term.Term{Kind: k}
	num := uint32(id & idMask)
	d := &s.base.dict[k]
	if c := s.base.count(k); num >= c {
		num -= c
		if s.late == nil {
			d = nil
		} else if d = &s.late.dict[k]; num >= d.n {
			num -= d.n
			d = nil
		}
	}
	if d == nil {
		if num >= s.terms.kinds[k].n {
			return data, term.Term{}
		}
		sp := s.terms.span(k, num)
		t.Extra = string(sp.Extra)
		return append(data, sp.Value...), t
	}
	if it.d != d || num < it.i || num/blockTerms != it.i/blockTerms || it.after == it.i {
		it.from(d, int(num/blockTerms))
		it.next()
	}
	for it.i < num && it.next() {
	}
	if k >= term.Lang {
		t.Extra = d.extras.str(it.extra)
	}
	return append(data, it.value...), t
}
