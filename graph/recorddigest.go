package graph

import (
	"encoding/binary"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// A store's file holds the table of its records, so that a lens is compiled
// without reading their descriptions. It is one stream of numbers:
//
//	version (recordsVersion), number of records, then each record, by id:
//	id, flags, when (2), valid (2), stance, form, kind, confidence,
//	likelihood (2), and each of its lists: length, ids
//
// What was committed since is read from the quads: the rows that it touches.
const (
	recordsDigest  = 1
	recordsVersion = 0x52_0001 // to be raised whenever a row says something else
)

const (
	flagAct = 1 << iota
	flagContext
	flagUndated
	flagHedged
	flagUnhedged
)

// makeRecords makes the digest; see store.Digest.
func makeRecords(s *store.Snapshot) ([]byte, error) {
	t, err := scanRecords(everything(s))
	if err != nil || len(t.list) == 0 {
		return nil, err
	}
	b := make([]byte, 0, 120*len(t.list))
	put := func(values ...uint32) {
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	}
	put(recordsVersion, uint32(len(t.list)))
	for i := range t.list {
		r := &t.list[i]
		put(uint32(r.id), r.flags(), uint32(r.when.lo), uint32(r.when.hi), uint32(r.valid.lo), uint32(r.valid.hi),
			uint32(r.stance), uint32(r.form), uint32(r.kind), uint32(r.confidence), uint32(r.likelihood[0]), uint32(r.likelihood[1]))
		for _, id := range r.lists {
			put(uint32(id))
		}
	}
	return b, nil
}

func (r *recordRow) flags() (f uint32) {
	for flag, is := range map[uint32]bool{
		flagAct: r.act, flagContext: r.context, flagUndated: r.undated, flagHedged: r.hedged == yes, flagUnhedged: r.hedged == no,
	} {
		if is {
			f |= flag
		}
	}
	return f
}

// readDigest returns the rows of the digest of s, nil if there is none, or one
// of another version.
func readDigest(s *store.Snapshot) (rows []recordRow) {
	s.Digest(recordsDigest, func(x store.Section) {
		if x.Len() < 8 || x.Words(0, 1)[0] != recordsVersion {
			return
		}
		// One copy holds the lists of all rows.
		words := slices.Clone(x.IDs(0, x.Len()/4))
		n := int(words[1])
		if n > len(words)/21 {
			x.Corrupt("the table of records is too short")
		}
		rows = make([]recordRow, n)
		at := 2
		take := func(n int) []store.ID {
			if n > len(words)-at {
				x.Corrupt("the table of records is too short")
			}
			at += n
			return words[at-n : at : at]
		}
		for i := range rows {
			r := &rows[i]
			w := take(12)
			r.id, r.stance, r.form, r.kind, r.confidence = w[0], w[6], w[7], w[8], w[9]
			f := w[1]
			r.act, r.context, r.undated = f&flagAct != 0, f&flagContext != 0, f&flagUndated != 0
			switch {
			case f&flagHedged != 0:
				r.hedged = yes
			case f&flagUnhedged != 0:
				r.hedged = no
			}
			r.when, r.valid = days{int32(w[2]), int32(w[3])}, days{int32(w[4]), int32(w[5])}
			r.likelihood = [2]int32{int32(w[10]), int32(w[11])}
			begin := at
			for range rowLists {
				take(int(take(1)[0]))
			}
			r.lists = words[begin:at:at]
		}
	})
	return rows
}

// maxTouched is how many records may have changed since the digest was made for
// it to be worth reading.
const maxTouched = 1 << 17

// touched returns the things and labels of which quads changed since the
// digest of s was made; ok is false if they are too many.
func touched(s *store.Snapshot) (ids map[store.ID]bool, ok bool) {
	if s.Changes() > maxTouched {
		return nil, false
	}
	ids = map[store.ID]bool{}
	s.EachChange(store.Pattern{}, func(q store.Quad, _ bool) {
		if q[store.G] == store.Unlabelled {
			ids[q[store.S]] = true
		} else {
			ids[q[store.G]] = true
		}
	})
	return ids, true
}

// updateRecords returns the table of s from its digest, with the rows that were
// touched since read anew; nil if there is no digest to begin with.
func updateRecords(s *store.Snapshot) (*recordTable, error) {
	ids, ok := touched(s)
	if !ok {
		return nil, nil
	}
	rows := readDigest(s)
	if rows == nil || s.Err() != nil {
		return nil, s.Err()
	}
	t := newRecordTable(s)
	if len(ids) == 0 {
		t.list = rows
		return t, t.finish(everything(s))
	}
	src := everything(s)
	published, known := s.Lookup(term.NewIRI(schema.Published))
	dated := map[store.ID]bool{} // sources whose date may have changed
	if known {
		s.EachChange(store.Pattern{store.P: published}, func(q store.Quad, _ bool) { dated[q[store.S]] = true })
	}
	t.list = slices.DeleteFunc(rows, func(r recordRow) bool {
		if len(dated) > 0 && slices.ContainsFunc(r.sources(), func(id store.ID) bool { return dated[id] }) {
			ids[r.id] = true
		}
		return ids[r.id]
	})
	var fresh []recordRow
	for id := range ids {
		if act, ok := t.kindOf(s, id); ok {
			fresh = append(fresh, recordRow{id: id, act: act})
		}
	}
	fields := newRecordFields(s)
	for i := range fresh {
		if err := t.read(src, &fresh[i], fields); err != nil {
			return nil, err
		}
	}
	t.list = append(t.list, fresh...)
	return t, t.finish(src)
}

// kindOf reports whether a thing is a record, and whether an act.
func (t *recordTable) kindOf(s *store.Snapshot, id store.ID) (act, ok bool) {
	if id.Kind() != term.IRI {
		return false, false
	}
	is := func(class store.ID) bool {
		return class != noID && t.ids.typ != noID && s.Has(store.Quad{store.S: id, store.P: t.ids.typ, store.O: class, store.G: store.Unlabelled})
	}
	if is(t.ids.claim) {
		return false, true
	}
	return true, is(t.ids.act)
}

// digests are what a store's file holds for this package.
var digests = []store.Digest{
	{ID: recordsDigest, Name: "table of records", Make: makeRecords},
	{ID: namesDigest, Name: "folded names", Make: makeNames},
}
