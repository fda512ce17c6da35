package paraphrase

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"math"
	"slices"
)

// A file of a model holds what was learned: learning takes minutes, and reading it
// about a millisecond, since most of it stays as it is in the file. It is
//
//	magic, sum of the texts, what Model.exchange says, CRC-32 (IEEE) of all before
//
// with numbers as unsigned varints and texts after their lengths.
const magic = "ascribe paraphrases 3\n"

// A Sum is by what a file knows the texts from which it was learned.
type Sum [sha256.Size]byte

// SumOf returns the sum of a thesaurus and a bank.
func SumOf(thesaurus, bank string) Sum { return sha256.Sum256([]byte(thesaurus + "\x00" + bank)) }

// Append appends the file of a model that was learned from texts with a sum.
func (m *Model) Append(to []byte, sum Sum) []byte {
	f := &file{out: append(append(to, magic...), sum[:]...), writes: true}
	m.exchange(f)
	return binary.LittleEndian.AppendUint32(f.out, crc32.ChecksumIEEE(f.out[len(to):]))
}

// ReadModel reads the file of a model of a language, "en" or "nl". The model is
// not checked against texts: see FileSum.
func ReadModel(lang, data string) (*Model, error) {
	if _, err := FileSum(data); err != nil {
		return nil, err
	}
	words, err := ReadThesaurus(lang, "")
	if err != nil {
		return nil, err
	}
	f := &file{in: data[len(magic)+len(Sum{}) : len(data)-crc32.Size]}
	m := &Model{words: words, table: newFeatureTable()}
	if !m.readFrom(f) {
		return nil, errors.New("got a model of another format")
	}
	return m, nil
}

// readFrom reads a model, and reports whether all its numbers are of something.
func (m *Model) readFrom(f *file) bool {
	m.exchange(f)
	size := len(m.table.sorts)
	if f.short || f.in != "" || len(m.weights) != size || len(m.commons) != size {
		return false
	}
	if slices.ContainsFunc(m.commons, func(c common) bool { return c.questions() > len(m.questions) }) {
		return false
	}
	for _, o := range m.orders {
		if o.question < 0 || int(o.question) >= len(m.questions) {
			return false
		}
		slots := len(m.questions[o.question].Slots)
		if slices.ContainsFunc(o.slots, func(s uint8) bool { return int(s) >= slots }) {
			return false
		}
	}
	m.conclude()
	return true
}

// FileSum returns the sum of the texts from which a file was learned.
func FileSum(data string) (sum Sum, err error) {
	end := len(data) - crc32.Size
	if end < len(magic)+len(sum) || data[:len(magic)] != magic {
		return sum, errors.New("got no file of a model")
	}
	if checksum(data[:end]) != binary.LittleEndian.Uint32([]byte(data[end:])) {
		return sum, errors.New("got a damaged file of a model")
	}
	copy(sum[:], data[len(magic):])
	return sum, nil
}

// checksum is the CRC-32 of a text, of which no copy is made.
func checksum(text string) uint32 {
	var part [8 << 10]byte
	crc := uint32(0)
	for text != "" {
		n := copy(part[:], text)
		crc = crc32.Update(crc, crc32.IEEETable, part[:n])
		text = text[n:]
	}
	return crc
}

// exchange writes a model into a file, or reads one from it.
func (m *Model) exchange(f *file) {
	m.words.exchange(f)
	mapping(f, &m.wider, f.text)
	m.table.exchange(f)
	list(f, &m.questions, func(q **learned) {
		if *q == nil {
			*q = &learned{}
		}
		(*q).exchange(f, m.table.wordCount())
	})
	list(f, &m.commons, func(c *common) { number(f, c) })
	list(f, &m.orders, func(o *order) {
		number(f, &o.question)
		list(f, &o.slots, func(s *uint8) { number(f, s) })
	})
	list(f, &m.weights, f.text)
	roles := slices.Sorted(maps.Keys(m.roles))
	list(f, &roles, func(x *feature) {
		n := *x + 1 // noFeature is -1
		number(f, &n)
		*x = n - 1
		bits := math.Float32bits(m.roles[*x])
		number(f, &bits)
		if !f.writes {
			m.setRole(*x, math.Float32frombits(bits))
		}
	})
	scale := math.Float32bits(m.scale)
	number(f, &scale)
	m.scale = math.Float32frombits(scale)
	for i := range m.judge {
		bits := math.Float64bits(m.judge[i])
		number(f, &bits)
		m.judge[i] = math.Float64frombits(bits)
	}
}

func (m *Model) setRole(f feature, weight float32) {
	if m.roles == nil {
		m.roles = map[feature]float32{}
	}
	m.roles[f] = weight
}

func (q *learned) exchange(f *file, wordCount int) {
	f.text(&q.Plain)
	f.text(&q.Family)
	f.flag(&q.Symmetric)
	f.flag(&q.Doubtful)
	list(f, &q.Slots, func(s *Slot) {
		f.text(&s.Name)
		list(f, &s.Sorts, f.text)
	})
	number(f, &q.lines.count)
	f.text(&q.lines.text)
	counts(f, &q.has, wordCount)
}

// counts writes or reads numbers most of which are 0: for each other one where it
// stands and what it is.
func counts(f *file, all *[]uint16, size int) {
	n := 0
	for _, count := range *all {
		if count > 0 {
			n++
		}
	}
	if f.length(&n); f.short {
		return
	}
	if !f.writes {
		*all = make([]uint16, size)
	}
	at, last := 0, 0
	for range n {
		for f.writes && (*all)[at] == 0 {
			at++
		}
		if after(f, &at, &last); at < 0 || at >= size {
			f.short = true
			return
		}
		number(f, &(*all)[at])
		at++
	}
}

func (t *Thesaurus) exchange(f *file) {
	mapping(f, &t.hollow, f.flag)
	mapping(f, &t.soft, f.flag)
	t.phrases.exchange(f, f.text)
	t.opens.exchange(f, func(n *int) { number(f, n) })
}

func (t *featureTable) exchange(f *file) {
	t.marks.exchange(f, func(k *mark) { number(f, k) })
	for i := range t.words {
		t.words[i].exchange(f, func(x *feature) { number(f, x) })
	}
	t.pairs.exchange(f)
	if !f.writes {
		f.short = f.short || !t.settle()
	}
}

// settle finds what follows from what was read, and reports whether all is numbered
// that is counted.
func (t *featureTable) settle() bool {
	for text, k := range t.marks.all() {
		t.noteName(text, k)
	}
	words := t.wordCount()
	t.sorts = make([]featureSort, words+t.pairs.len())
	for sort := range t.words {
		for _, x := range t.words[sort].values {
			if x < 0 || int(x) >= words {
				return false
			}
			t.sorts[x] = featureSort(sort)
		}
	}
	for _, x := range t.pairs.numbers {
		if int(x) < words || int(x) >= len(t.sorts) {
			return false
		}
		t.sorts[x] = pairFeature
	}
	return true
}

// A file is written or read. The same methods do both, so that what is read is
// what was written.
type file struct {
	writes bool
	out    []byte
	in     string // what is left to read
	short  bool   // it ended too early
}

// integer is what can be numbered from 0.
type integer interface {
	~int | ~int16 | ~int32 | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// number writes or reads a number.
func number[T integer](f *file, n *T) {
	if f.writes {
		f.out = binary.AppendUvarint(f.out, uint64(*n))
		return
	}
	if f.in != "" && f.in[0] < 0x80 { // as most are
		*n, f.in = T(f.in[0]), f.in[1:]
		return
	}
	x, rest, ok := uvarint(f.in)
	*n, f.in = T(x), rest
	f.short = f.short || !ok
}

// uvarint reads a number from the beginning of a text.
func uvarint(in string) (n uint64, rest string, ok bool) {
	shift := 0
	for i := range len(in) {
		b := in[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, in[i+1:], true
		}
		shift += 7
	}
	return 0, "", false
}

// after writes or reads a number that is not below the last.
func after[T integer](f *file, n, last *T) {
	more := *n - *last
	number(f, &more)
	*n = *last + more
	*last = *n
}

func (f *file) flag(b *bool) {
	var n uint8
	if *b {
		n = 1
	}
	number(f, &n)
	*b = n == 1
}

func (f *file) text(s *string) {
	n := len(*s)
	number(f, &n)
	switch {
	case f.writes:
		f.out = append(f.out, *s...)
	case n < 0 || n > len(f.in):
		f.in, f.short = "", true
	default:
		*s, f.in = f.in[:n], f.in[n:]
	}
}

// length writes or reads how many items follow, each of at least a byte.
func (f *file) length(n *int) {
	number(f, n)
	if !f.writes && (*n < 0 || *n > len(f.in)) {
		*n, f.in, f.short = 0, "", true
	}
}

// list writes or reads a list.
func list[T any](f *file, l *[]T, item func(*T)) {
	n := len(*l)
	if f.length(&n); !f.writes {
		*l = make([]T, n)
	}
	for i := range *l {
		item(&(*l)[i])
	}
}

// mapping writes or reads a map, in the order of its keys.
func mapping[T any](f *file, m *map[string]T, value func(*T)) {
	keys := slices.Sorted(maps.Keys(*m))
	if !f.writes {
		*m = map[string]T{}
	}
	list(f, &keys, func(k *string) {
		f.text(k)
		v := (*m)[*k]
		value(&v)
		(*m)[*k] = v
	})
}
