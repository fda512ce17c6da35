package store

import (
	"iter"
	"runtime"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// BuildOptions tune a Builder; the zero value is the default.
type BuildOptions struct {
	Workers int // goroutines that sort; 0: one for each processor
}

// Builder makes a base from quads in any order, repeated ones included. It is
// for one goroutine. It holds about 16 bytes for each quad added and each
// term once; building needs some 80 bytes a quad more.
type Builder struct {
	workers int
	terms   termSet
	chunks  [][][4]uint32 // quads of provisional ids
	n       int
}

// NewBuilder returns an empty Builder; nil options are the defaults.
func NewBuilder(opts *BuildOptions) *Builder {
	b := &Builder{workers: runtime.GOMAXPROCS(0)}
	if opts != nil && opts.Workers > 0 {
		b.workers = opts.Workers
	}
	return b
}

const (
	minChunk = 1 << 8
	maxChunk = 1 << 18
)

// Add adds one quad; the zero Span as g is no label. The spans are copied. It
// fails with ErrNoTerm or ErrTooManyTerms, and the quad is then not added.
func (b *Builder) Add(s, p, o, g Span) error {
	var q [4]uint32
	for i, sp := range [4]*Span{&s, &p, &o, &g} {
		if i == G && sp.Kind == term.None {
			q[G] = uint32(Unlabelled)
			break
		}
		num, _, err := b.terms.add(*sp, MaxTerms)
		if err != nil {
			return err
		}
		q[i] = uint32(makeID(sp.Kind, num))
	}
	return b.addIDs(q)
}

func (b *Builder) addIDs(q [4]uint32) error {
	if b.n == maxQuads {
		return ErrTooManyQuads
	}
	k := len(b.chunks)
	if k == 0 || len(b.chunks[k-1]) == cap(b.chunks[k-1]) {
		size := minChunk
		if k > 0 {
			size = min(2*cap(b.chunks[k-1]), maxChunk)
		}
		b.chunks = append(b.chunks, make([][4]uint32, 0, size))
		k++
	}
	b.chunks[k-1] = append(b.chunks[k-1], q)
	b.n++
	return nil
}

// AddTerms is Add for terms.
func (b *Builder) AddTerms(q [4]term.Term) error {
	return b.Add(SpanOf(q[S]), SpanOf(q[P]), SpanOf(q[O]), SpanOf(q[G]))
}

// Len returns how many quads were added, repeated ones included.
func (b *Builder) Len() int { return b.n }

// Build sorts what was added and returns it as the first Snapshot of a store.
// The Builder is empty afterwards.
func (b *Builder) Build() *Snapshot {
	return newSnapshot(b.build())
}

func (b *Builder) build() *base {
	bs := &base{}
	newID := b.sortDict(bs)

	quads := make([][4]uint32, b.n)
	var wg sync.WaitGroup
	at := 0
	slot := make(chan struct{}, b.workers)
	for _, chunk := range b.chunks {
		part := quads[at : at+len(chunk)]
		at += len(chunk)
		slot <- struct{}{}
		wg.Go(func() {
			for i, q := range chunk {
				for p, id := range q {
					if k := id >> kindShift; k != 0 {
						id = newID[k][id&idMask]
					}
					part[i][p] = id
				}
			}
			<-slot
		})
	}
	wg.Wait()
	*b = Builder{workers: b.workers}
	bs.permute(quads, b.workers)
	return bs
}

// sortDict writes the dictionary of bs and returns, for each kind, the id of
// each provisional number.
func (b *Builder) sortDict(bs *base) (newID [numKinds][]uint32) {
	extras, extraRank := sortExtras(&b.terms.extras.internView)
	bs.first[1] = 1
	for k := term.IRI; k <= term.Typed; k++ {
		v := &b.terms.kinds[k].internView
		bs.first[k+1] = bs.first[k] + v.n
		sorted := sortedTerms(v, k, extraRank, b.workers)
		newID[k] = make([]uint32, len(sorted))
		w := dictWriter{kind: k}
		for rank, num := range sorted {
			newID[k][num] = uint32(makeID(k, uint32(rank)))
			var x uint32
			if k >= term.Lang {
				x = extraRank[v.extraOf(num)]
			}
			w.add(v.bytes(num), x)
		}
		bs.dict[k] = w.finish(extras)
	}
	return newID
}

// sortExtras returns the extras in lexical order and the rank of each number.
func sortExtras(v *internView) (*extraTable, []uint32) {
	t := &extraTable{}
	if v.n == 0 {
		return t, nil
	}
	rank := make([]uint32, v.n)
	for r, num := range sortedTerms(v, term.IRI, nil, 1) {
		rank[num] = uint32(r)
		t.at.v = append(t.at.v, uint64(len(t.data.v)))
		t.data.v = append(t.data.v, v.bytes(num)...)
	}
	t.at.v = append(t.at.v, uint64(len(t.data.v)))
	t.intern()
	return t, rank
}

// Load returns a store in memory that holds the quads of seq; a zero Term as
// label is none. It stops at the first error.
func Load(seq iter.Seq2[[4]term.Term, error]) (*Store, error) {
	b := NewBuilder(nil)
	for q, err := range seq {
		if err != nil {
			return nil, err
		}
		if err := b.AddTerms(q); err != nil {
			return nil, err
		}
	}
	return FromSnapshot(b.Build()), nil
}
