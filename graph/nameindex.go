package graph

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/fold"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A store's file holds all names, folded, so that one is found without reading
// them. All numbers are of 32 bits:
//
//	version, number of names
//	each name: thing, literal (or how the handle is cut), label of its quad, kind
//	table of keys (fold.Key) -> their names
//	table of words (fold.Text) -> the keys in which they stand
//	table of trigrams of keys, two blanks before and after -> those keys
//
// A table is the number of its strings, of their bytes and of their postings,
// where each string begins and where its postings do (one more each), the
// postings, and the strings, sorted, filled up to a multiple of four.
const (
	namesDigest  = 2
	namesVersion = 0x4e_0001 + fold.Version<<8
)

// maxFolded is the longest name that is kept folded, in runes.
const maxFolded = 200

const localHandle store.ID = 1 // instead of a literal: the handle behind its prefix

// nameRow is one name by ids.
type nameRow struct {
	of, literal, label store.ID
	kind               NameKind
}

// makeNames makes the digest; see store.Digest.
func makeNames(s *store.Snapshot) ([]byte, error) {
	src := everything(s)
	v := &View{state: &state{snap: s}, compiled: &compiled{lens: Everything, src: src}}
	var rows []nameRow
	scan := func(predicate string, kind NameKind) error {
		p, ok := s.Lookup(term.NewIRI(predicate))
		if !ok {
			return nil
		}
		return each(src, store.Pattern{store.P: p}, store.PSOG, func(q store.Quad) {
			if q[store.S].Kind() == term.IRI && q[store.O].Kind() >= term.String {
				rows = append(rows, nameRow{q[store.S], q[store.O], q[store.G], kind})
			}
		})
	}
	if err := scan(term.RDFS+"label", LabelName); err != nil {
		return nil, err
	}
	// A thing has its handle as a name wherever one of its labels is visible.
	type from struct{ of, label store.ID }
	handles := map[from]bool{}
	for _, r := range slices.Clone(rows) {
		if f := (from{r.of, r.label}); !handles[f] {
			handles[f] = true
			rows = append(rows, nameRow{r.of, store.Any, r.label, HandleName}, nameRow{r.of, localHandle, r.label, HandleName})
		}
	}
	if err := scan(schema.KnownAs, AliasName); err != nil {
		return nil, err
	}
	if err := scan(schema.SearchForm, SearchName); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, nil
	}
	keys, words, grams := map[string][]uint32{}, map[string][]uint32{}, map[string][]uint32{}
	wordsOf := map[string]map[string]bool{} // by key
	kept := rows[:0]
	for _, r := range rows {
		text := fold.Text(v.nameText(r))
		key := strings.ReplaceAll(text, " ", "")
		if key == "" || utf8.RuneCountInString(key) > maxFolded {
			continue
		}
		keys[key] = append(keys[key], uint32(len(kept)))
		kept = append(kept, r)
		if wordsOf[key] == nil {
			wordsOf[key] = map[string]bool{}
		}
		for w := range strings.FieldsSeq(text) {
			wordsOf[key][w] = true
		}
	}
	for i, key := range slices.Sorted(maps.Keys(keys)) {
		for w := range wordsOf[key] {
			words[w] = append(words[w], uint32(i))
		}
		for _, g := range trigrams(key) {
			if l := grams[g]; len(l) == 0 || l[len(l)-1] != uint32(i) {
				grams[g] = append(l, uint32(i))
			}
		}
	}
	le := binary.LittleEndian
	b := le.AppendUint32(nil, namesVersion)
	b = le.AppendUint32(b, uint32(len(kept)))
	for _, r := range kept {
		for _, w := range [4]store.ID{r.of, r.literal, r.label, store.ID(r.kind)} {
			b = le.AppendUint32(b, uint32(w))
		}
	}
	for _, table := range []map[string][]uint32{keys, words, grams} {
		b = appendTable(b, table)
	}
	return b, nil
}

func appendTable(b []byte, table map[string][]uint32) []byte {
	sorted := slices.Sorted(maps.Keys(table))
	var text []byte
	var postings []uint32
	var offsets, at []uint32
	for _, s := range sorted {
		offsets, at = append(offsets, uint32(len(text))), append(at, uint32(len(postings)))
		text, postings = append(text, s...), append(postings, table[s]...)
	}
	head := []uint32{uint32(len(sorted)), uint32(len(text)), uint32(len(postings))}
	offsets, at = append(offsets, uint32(len(text))), append(at, uint32(len(postings)))
	for _, w := range slices.Concat(head, offsets, at, postings) {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	b = append(b, text...)
	return append(b, make([]byte, -len(text)&3)...)
}

// nameText is the text of a name.
func (v *View) nameText(r nameRow) string {
	switch r.literal {
	case store.Any:
		return schema.Handle(string(v.iri(r.of)))
	case localHandle:
		_, local, _ := strings.Cut(schema.Handle(string(v.iri(r.of))), ":")
		return local
	}
	return v.src.Term(r.literal).Value
}

// trigrams returns every three neighbouring runes of a key with two blanks on
// either side: n+2 of n runes.
func trigrams(key string) []string {
	runes := []rune("  " + key + "  ")
	out := make([]string, 0, len(runes)-2)
	for i := range len(runes) - 2 {
		out = append(out, string(runes[i:i+3]))
	}
	return out
}

// nameTable is one table of the digest.
type nameTable struct {
	x                     store.Section
	n, size, count        int
	offsets, at, postings int // bytes of the section
	text                  int
}

// names are the parts of the digest.
type nameTables struct {
	x                  store.Section
	n                  int
	keys, words, grams nameTable
}

func openNames(x store.Section) (t nameTables, ok bool) {
	if x.Len() < 8 || x.Words(0, 1)[0] != namesVersion {
		return t, false
	}
	t.x, t.n = x, int(x.Words(4, 1)[0])
	end := 8 + 16*t.n
	for _, table := range []*nameTable{&t.keys, &t.words, &t.grams} {
		head := x.Words(end, 3)
		*table = nameTable{x: x, n: int(head[0]), size: int(head[1]), count: int(head[2])}
		table.offsets = end + 12
		table.at = table.offsets + 4*(table.n+1)
		table.postings = table.at + 4*(table.n+1)
		table.text = table.postings + 4*table.count
		end = table.text + (table.size+3)&^3
	}
	if end > x.Len() {
		x.Corrupt("the names are too short")
	}
	return t, true
}

func (t *nameTable) string(i int) []byte {
	w := t.x.Words(t.offsets+4*i, 2)
	if w[0] > w[1] || int(w[1]) > t.size {
		t.x.Corrupt("a name's place is wrong")
	}
	return t.x.Bytes(t.text+int(w[0]), t.text+int(w[1]))
}

// list returns the postings of string i.
func (t *nameTable) list(i int) []uint32 {
	w := t.x.Words(t.at+4*i, 2)
	if w[0] > w[1] || int(w[1]) > t.count {
		t.x.Corrupt("a name's place is wrong")
	}
	return t.x.Words(t.postings+4*int(w[0]), int(w[1]-w[0]))
}

// from returns the first string that is not before s.
func (t *nameTable) from(s string) int {
	return sort.Search(t.n, func(i int) bool { return string(t.string(i)) >= s })
}

func (t *nameTable) find(s string) (list []uint32, ok bool) {
	if i := t.from(s); i < t.n && string(t.string(i)) == s {
		return t.list(i), true
	}
	return nil, false
}

// NameIndex finds the visible names of a view without reading all of them: by
// their key (the folded text without blanks), by a word, by likeness. It is safe
// for concurrent use, as long as its view.
type NameIndex struct {
	v       *View
	touched map[store.ID]bool // things whose names changed since the file was written
}

// NameIndex returns the index of the view's names that a store's file holds;
// nil if it holds none, or if the lens sees several things as one. Then Names
// gives them all.
func (v *View) NameIndex() *NameIndex {
	s := v.src.snap
	if v.src.naming != nil || s.Changes() > maxTouched {
		return nil
	}
	usable := false
	if !s.Digest(namesDigest, func(x store.Section) { _, usable = openNames(x) }) || !usable {
		return nil
	}
	n := &NameIndex{v: v, touched: map[store.ID]bool{}}
	for _, p := range namePredicates {
		if id, ok := s.Lookup(term.NewIRI(p)); ok {
			s.EachChange(store.Pattern{store.P: id}, func(q store.Quad, _ bool) { n.touched[q[store.S]] = true })
		}
	}
	return n
}

var namePredicates = []string{term.RDFS + "label", schema.KnownAs, schema.SearchForm}

// Changed returns the names of the things whose names are not those in the
// file, in the order of Names. The other methods leave these things out.
func (n *NameIndex) Changed() []Name {
	if len(n.touched) == 0 {
		return nil
	}
	return n.v.names(slices.Sorted(maps.Keys(n.touched)))
}

// Find returns the names that have a key, those of one thing in the order of
// Names; the handle of a thing also comes without its prefix.
func (n *NameIndex) Find(key string) []Name {
	var rows []nameRow
	n.read(func(t nameTables) {
		list, _ := t.keys.find(key)
		for _, i := range list {
			if int(i) >= t.n {
				t.x.Corrupt("a name's number is wrong")
			}
			w := t.x.Words(8+16*int(i), 4)
			r := nameRow{store.ID(w[0]), store.ID(w[1]), store.ID(w[2]), NameKind(w[3])}
			if !n.touched[r.of] && n.v.src.shows(store.Quad{store.S: r.of, store.G: r.label}) {
				rows = append(rows, r)
			}
		}
	})
	out := make([]Name, 0, len(rows))
	for _, r := range rows {
		name := Name{Of: n.v.iri(r.of), Text: n.v.nameText(r), Kind: r.kind}
		if r.kind != HandleName {
			name.Record = n.v.iri(r.label)
			if t := n.v.src.Term(r.literal); t.Kind == term.Lang {
				name.Lang = t.Extra
			}
		}
		out = append(out, name)
	}
	return out
}

func (n *NameIndex) read(fn func(nameTables)) {
	n.v.src.snap.Digest(namesDigest, func(x store.Section) {
		if t, ok := openNames(x); ok {
			fn(t)
		}
	})
}

// WithWords returns the keys of names in which all words stand, folded,
// ascending. Not each of them need be visible.
func (n *NameIndex) WithWords(words ...string) (keys []string) {
	n.read(func(t nameTables) {
		var common []uint32
		for i, w := range words {
			list, _ := t.words.find(w)
			if i == 0 {
				common = slices.Clone(list)
				continue
			}
			common = slices.DeleteFunc(common, func(k uint32) bool {
				_, ok := slices.BinarySearch(list, k)
				return !ok
			})
		}
		keys = t.keysAt(common)
	})
	return keys
}

func (t *nameTables) keysAt(numbers []uint32) []string {
	out := make([]string, 0, len(numbers))
	for _, k := range numbers {
		if int(k) >= t.keys.n {
			t.x.Corrupt("a key's number is wrong")
		}
		out = append(out, string(t.keys.string(int(k))))
	}
	return out
}

// Near returns the keys that may be within so many edits of a key (insertions,
// deletions, substitutions, swaps of neighbours), ascending: all that are, and
// others. It is quick for up to a fourth as many edits as the key has runes,
// and otherwise gives all keys of like length.
func (n *NameIndex) Near(key string, edits int) (keys []string) {
	grams := trigrams(key)
	length := len(grams) - 2
	n.read(func(t nameTables) {
		if len(grams) <= 4*edits {
			for i := range t.keys.n {
				s := t.keys.string(i)
				// Runes are no more than bytes, and bytes no more than four times the runes.
				if len(s) >= length-edits && len(s) <= 4*(length+edits) {
					keys = append(keys, string(s))
				}
			}
			return
		}
		// An edit changes at most four trigrams, so of any 4*edits+1 one is
		// left in what is meant: look at the rarest.
		lists := make([][]uint32, len(grams))
		for i, g := range grams {
			lists[i], _ = t.grams.find(g)
		}
		slices.SortFunc(lists, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
		var some []uint32
		for _, l := range lists[:4*edits+1] {
			some = append(some, l...)
		}
		slices.Sort(some)
		keys = t.keysAt(slices.Compact(some))
	})
	return keys
}

// From returns up to limit keys that begin with a prefix, ascending.
func (n *NameIndex) From(prefix string, limit int) (keys []string) {
	n.read(func(t nameTables) {
		for i := t.keys.from(prefix); i < t.keys.n && len(keys) < limit; i++ {
			s := string(t.keys.string(i))
			if !strings.HasPrefix(s, prefix) {
				break
			}
			keys = append(keys, s)
		}
	})
	return keys
}

// names returns the visible names of some things, of all if of is nil.
func (v *View) names(of []store.ID) []Name {
	var out []Name
	scan := func(predicate string, kind NameKind) {
		p, ok := v.src.Lookup(term.NewIRI(predicate))
		if !ok {
			return
		}
		take := func(q store.Quad) {
			of, t := v.iri(q[store.S]), v.src.Term(q[store.O])
			if of == "" || !t.IsLiteral() {
				return
			}
			n := Name{Of: of, Text: t.Value, Kind: kind, Record: v.iri(q[store.G])}
			if t.Kind == term.Lang {
				n.Lang = t.Extra
			}
			out = append(out, n)
		}
		if of == nil {
			_ = each(v.src, store.Pattern{store.P: p}, store.PSOG, take)
			return
		}
		for _, id := range of {
			_ = each(v.src, store.Pattern{store.S: id, store.P: p}, store.PSOG, take)
		}
	}
	scan(term.RDFS+"label", LabelName)
	labelled := map[quad.IRI]bool{}
	for _, n := range out {
		if !labelled[n.Of] {
			labelled[n.Of] = true
			out = append(out, Name{Of: n.Of, Text: schema.Handle(string(n.Of)), Kind: HandleName})
		}
	}
	scan(schema.KnownAs, AliasName)
	scan(schema.SearchForm, SearchName)
	return out
}
