package paraphrase

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"math"
	"slices"
)

// A file of a model holds what was learned: learning takes seconds, and reading it
// some milliseconds. It is
//
//	magic, sum of the texts, what Model.exchange says, CRC-32 (IEEE) of all before
//
// with numbers as unsigned varints and texts after their lengths.
const magic = "ascribe paraphrases 2\n"

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
	if f.short || f.in != "" || len(m.weights) != size {
		return false
	}
	for _, q := range m.questions {
		for _, line := range q.examples {
			if slices.ContainsFunc(line, func(x feature) bool { return x < 0 || int(x) >= size }) {
				return false
			}
		}
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
	m.count()
	return true
}

// FileSum returns the sum of the texts from which a file was learned.
func FileSum(data string) (sum Sum, err error) {
	end := len(data) - crc32.Size
	if end < len(magic)+len(sum) || data[:len(magic)] != magic {
		return sum, errors.New("got no file of a model")
	}
	if crc32.ChecksumIEEE([]byte(data[:end])) != binary.LittleEndian.Uint32([]byte(data[end:])) {
		return sum, errors.New("got a damaged file of a model")
	}
	copy(sum[:], data[len(magic):])
	return sum, nil
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
		(*q).exchange(f)
	})
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

func (q *learned) exchange(f *file) {
	f.text(&q.Plain)
	f.text(&q.Family)
	f.flag(&q.Symmetric)
	f.flag(&q.Doubtful)
	list(f, &q.Slots, func(s *Slot) {
		f.text(&s.Name)
		list(f, &s.Sorts, f.text)
	})
	list(f, &q.examples, func(line *[]feature) {
		last := feature(0)
		list(f, line, func(x *feature) { after(f, x, &last) })
	})
}

func (t *Thesaurus) exchange(f *file) {
	mapping(f, &t.hollow, f.flag)
	mapping(f, &t.soft, f.flag)
	mapping(f, &t.phrases, func(p *phraseIdeas) {
		list(f, &p.list, f.text)
		f.text(&p.joined)
	})
	mapping(f, &t.opens, func(n *int) { number(f, n) })
}

func (t *featureTable) exchange(f *file) {
	mapping(f, &t.marks, func(k *mark) { number(f, k) })
	words := 0
	for i := range t.words {
		mapping(f, &t.words[i], func(x *feature) { number(f, x) })
		words += len(t.words[i])
	}
	// Of pairs, which are numbered after the words, only the marks.
	pairs := slices.SortedFunc(maps.Keys(t.pairs), func(a, b [2]mark) int { return cmp.Compare(t.pairs[a], t.pairs[b]) })
	list(f, &pairs, func(p *[2]mark) {
		number(f, &p[0])
		number(f, &p[1])
	})
	if f.writes {
		return
	}
	for text, k := range t.marks {
		t.setMark(text, k)
	}
	t.sorts = make([]featureSort, words+len(pairs))
	for sort, numbers := range t.words {
		for _, x := range numbers {
			if x < 0 || int(x) >= words {
				f.short = true
				return
			}
			t.sorts[x] = featureSort(sort)
		}
	}
	t.pairs = make(map[[2]mark]feature, len(pairs))
	for i, p := range pairs {
		t.pairs[p] = feature(words + i)
		t.sorts[words+i] = pairFeature
	}
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
	~int | ~int16 | ~int32 | ~uint8 | ~uint32 | ~uint64
}

// number writes or reads a number.
func number[T integer](f *file, n *T) {
	if f.writes {
		f.out = binary.AppendUvarint(f.out, uint64(*n))
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

// list writes or reads a list.
func list[T any](f *file, l *[]T, item func(*T)) {
	n := len(*l)
	number(f, &n)
	if !f.writes {
		if n < 0 || n > len(f.in) { // each item has a byte
			f.in, f.short = "", true
			return
		}
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
