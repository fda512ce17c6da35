package importtest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/cayleygraph/quad"
)

// ZipOf returns a zip archive of files.
func ZipOf(t testing.TB, files ...File) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		m, err := w.Create(f.Name)
		if err == nil {
			_, err = m.Write(f.Data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// GzipOf returns a text in gzip.
func GzipOf(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bombSize is what a bomb unpacks to.
const bombSize = 1 << 30

// bomb returns a gigabyte of zeros in a zip archive or in gzip. The deflated
// form of a megabyte of zeros that follow zeros is always the same, so it is
// made once and repeated.
func bomb(t testing.TB, zipped bool) []byte {
	t.Helper()
	const block = 1 << 20
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, block)
	sum := crc32.NewIEEE()
	cut := func(finish func() error) []byte {
		b.Reset()
		if err := finish(); err != nil {
			t.Fatal(err)
		}
		return bytes.Clone(b.Bytes())
	}
	add := func() error {
		if _, err := w.Write(zeros); err != nil {
			return err
		}
		return w.Flush()
	}
	packed := cut(add)
	again := cut(add)
	for range bombSize/block - 1 {
		packed = append(packed, again...)
	}
	packed = append(packed, cut(w.Close)...)
	for range bombSize / block {
		sum.Write(zeros)
	}
	if !zipped {
		out := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255}, packed...)
		out = binary.LittleEndian.AppendUint32(out, sum.Sum32())
		return binary.LittleEndian.AppendUint32(out, uint32(bombSize))
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	m, err := z.CreateRaw(&zip.FileHeader{
		Name: "zeros.json", Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(len(packed)), UncompressedSize64: bombSize,
	})
	if err == nil {
		_, err = m.Write(packed)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Hostile holds an importer to what every one must do with a file that is
// broken or malicious, made from a valid one: an error, and then an empty graph,
// or else a graph that the schema accepts; and packed zeros in bounded memory.
func Hostile(t *testing.T, im importer.Importer, valid File) {
	t.Helper()
	as := &importer.Options{As: im.Name()}
	t.Run("packed", func(t *testing.T) {
		want := graph.New(nil)
		Must(t, want, im, valid)
		for name, data := range map[string][]byte{"gzip": GzipOf(t, valid.Data), "zip": ZipOf(t, valid)} {
			g := graph.New(nil)
			Must(t, g, im, File{valid.Name, data})
			if g.Len() != want.Len() {
				t.Errorf("%s: %d quads, want %d", name, g.Len(), want.Len())
			}
		}
		// A part that is broken keeps the whole out.
		g := graph.New(nil)
		if _, err := Import(g, im, as, File{"a.zip", ZipOf(t, valid, File{"z.json", []byte(`{"`)})}); err == nil && g.Len() != want.Len() {
			t.Errorf("a zip with a broken member: no error, and %d quads", g.Len())
		} else if err != nil && g.Len() != 0 {
			t.Errorf("a zip with a broken member: an error, and %d quads", g.Len())
		}
	})
	t.Run("bombs", func(t *testing.T) {
		for name, data := range map[string][]byte{"zip": bomb(t, true), "gzip": bomb(t, false)} {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			g := graph.New(nil)
			for _, o := range []*importer.Options{nil, as} {
				if _, err := Import(g, im, o, File{"zeros", data}); err == nil {
					t.Errorf("a gigabyte of zeros in %s: no error", name)
				}
			}
			runtime.ReadMemStats(&after)
			if got := int64(after.TotalAlloc-before.TotalAlloc) >> 20; got > 400 {
				t.Errorf("a gigabyte of zeros in %s: %d MiB were allocated, want 400 at most", name, got)
			}
		}
	})
	t.Run("mark", func(t *testing.T) {
		// A byte order mark is no part of the file.
		bare, marked := graph.New(nil), graph.New(nil)
		data := bytes.TrimPrefix(valid.Data, []byte("\xef\xbb\xbf"))
		Must(t, bare, im, File{valid.Name, data})
		Must(t, marked, im, File{valid.Name, append([]byte("\xef\xbb\xbf"), data...)})
		if bare.Len() == 0 || bare.Len() != marked.Len() {
			t.Errorf("%d quads with a byte order mark, %d without", marked.Len(), bare.Len())
		}
	})
	t.Run("twice", func(t *testing.T) { twice(t, im, valid) })
	t.Run("types", func(t *testing.T) { wrongTypes(t, im, valid) })
	t.Run("bytes", func(t *testing.T) {
		text := string(valid.Data)
		cases := map[string]string{
			"empty":      "",
			"nul":        strings.ReplaceAll(text, " ", "\x00"),
			"latin1":     strings.ReplaceAll(text, "a", "\xe9"),
			"utf16":      "\xff\xfe{\x00",
			"deep list":  strings.Repeat("[", 1_000_000),
			"deep value": `{"values":` + strings.Repeat(`[{"a":`, 100_000) + `1`,
			"escape":     strings.ReplaceAll(text, "a", "\\u0000"),
			"bidi":       strings.ReplaceAll(text, "a", "\u202e"),
			"iri":        strings.ReplaceAll(text, "a", "> <http://evil.example/> "),
			"quotes":     strings.ReplaceAll(text, `"`, `""`),
			"numbers":    strings.ReplaceAll(text, `"`, ``),
			"long":       strings.ReplaceAll(text, "a", strings.Repeat("a", 2000)),
		}
		for n := 0; n < len(text); n += max(1, len(text)/60) {
			cases["cut at "+text[max(0, n-10):n]] = text[:n]
		}
		for name, data := range cases {
			Survives(t, im, name, []byte(data))
		}
	})
}

// member is a key of an object on its way to its value.
var member = regexp.MustCompile(`"[^"\\]+"\s*:\s*`)

// twice has a key, or a column, twice: which of the two counts nobody can tell.
func twice(t *testing.T, im importer.Importer, valid File) {
	t.Helper()
	var cases []string
	text := string(valid.Data)
	if importer.LooksLikeJSON(valid.Data) {
		keys := member.FindAllStringIndex(text, -1)
		for i := 0; i < len(keys); i += max(1, len(keys)/40) {
			at := keys[i]
			cases = append(cases, text[:at[0]]+text[at[0]:at[1]]+"null, "+text[at[0]:])
		}
	} else {
		// The header is the first line, or the second below a line with the date; its
		// names have what no data in the samples has.
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines[:min(2, len(lines))] {
			first, _, _ := strings.Cut(line, ",")
			if strings.Contains(line, "_") || strings.Contains(line, ",") && strings.Contains(line, "Unique ID") {
				doubled := slices.Clone(lines)
				for j := i; j < len(doubled); j++ {
					if j == i {
						doubled[j] = first + "," + doubled[j]
					} else if strings.TrimSpace(doubled[j]) != "" {
						doubled[j] = "x," + doubled[j]
					}
				}
				cases = append(cases, strings.Join(doubled, ""))
			}
		}
	}
	if len(cases) == 0 {
		t.Skip("the format has neither keys nor a header")
	}
	for _, text := range cases {
		g := graph.New(nil)
		_, err := Import(g, im, &importer.Options{As: im.Name()}, File{"twice", []byte(text)})
		if err == nil || !strings.Contains(err.Error(), "twice") || g.Len() != 0 {
			t.Errorf("%.200s: %v and %d quads, want an error that something is there twice", text, err, g.Len())
		}
	}
}

// wrongTypes has values of every other type in the place of a value.
func wrongTypes(t *testing.T, im importer.Importer, valid File) {
	t.Helper()
	if !importer.LooksLikeJSON(valid.Data) {
		t.Skip("the format has texts only")
	}
	text := string(valid.Data)
	keys := member.FindAllStringIndex(text, -1)
	for i := 0; i < len(keys); i += max(1, len(keys)/60) {
		rest := strings.NewReader(text[keys[i][1]:])
		d := json.NewDecoder(rest)
		var old json.RawMessage
		if err := d.Decode(&old); err != nil {
			t.Fatal(err)
		}
		end := keys[i][1] + int(d.InputOffset())
		for _, value := range []string{`null`, `true`, `-1.5e9`, `""`, `"x"`, `[]`, `[[]]`, `[null]`, `{}`, `{"x":{}}`} {
			Survives(t, im, text[keys[i][0]:keys[i][1]]+value, []byte(text[:keys[i][1]]+value+text[end:]))
		}
	}
}

// Survives imports any bytes: an error must leave an empty graph, and success
// one that the schema accepts and whose IRIs are IRIs.
func Survives(t testing.TB, im importer.Importer, name string, data []byte) {
	t.Helper()
	g := graph.New(nil)
	_, err := Import(g, im, &importer.Options{As: im.Name(), Limits: importer.Limits{Bytes: 4 << 20}}, File{"hostile", data})
	if err != nil {
		if g.Len() != 0 {
			t.Errorf("%.60q: an error (%v), and %d quads", name, err, g.Len())
		}
		return
	}
	Check(t, g)
	for _, q := range Quads(t, g, graph.Pattern{}) {
		for _, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
			if iri, ok := v.(quad.IRI); ok && strings.ContainsAny(string(iri), " <>\"{}|\\^`\x00\n") {
				t.Errorf("%.60q: the IRI %q came from the file", name, iri)
			}
		}
	}
}
