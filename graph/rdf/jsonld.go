package rdf

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/piprate/json-gold/ld"
)

// The reader of JSON-LD: the text becomes a tree, a library expands it
// (https://www.w3.org/TR/json-ld11-api/#expansion), and jsonldgraph.go makes
// statements of the expanded form.

// DefaultMaxDocument is the default of Options.MaxDocument.
const DefaultMaxDocument = 64 << 20

func (o *Options) maxDocument() int {
	return cmp.Or(o.MaxDocument, DefaultMaxDocument)
}

// jsonText is a document being read.
type jsonText struct {
	src      []byte
	file     string
	maxDepth int
	dec      *json.Decoder
	tags     map[string]string // language tags as written, by their lower case
}

// jsonld reads a document of JSON-LD.
func (s *Scanner) jsonld() {
	limit := s.opts.maxDocument()
	text, err := io.ReadAll(io.LimitReader(s.src.r, int64(limit)+1))
	if err != nil {
		if s.err = fmt.Errorf("read: %w", err); s.opts.File != "" {
			s.err = fmt.Errorf("read %s: %w", s.opts.File, err)
		}
		return
	}
	j := &jsonText{src: bytes.TrimPrefix(text, []byte("\uFEFF")), file: s.opts.File, maxDepth: s.opts.maxDepth(), tags: map[string]string{}}
	if len(text) > limit {
		s.err = j.errorAt(limit, fmt.Sprintf("got a document longer than %d bytes", limit), "the limit is Options.MaxDocument; N-Quads and TriG have none")
		return
	}
	tree, err := j.parse()
	if err != nil {
		s.err = err
		return
	}
	expanded, err := expand(tree, s.opts.Base)
	if err != nil {
		s.err = j.fault(err)
		return
	}
	s.err = (&nodes{s: s, text: j}).document(expanded)
}

// noLoader refuses the network: a context must stand in the document.
type noLoader struct{}

var errRemote = errors.New("nothing is fetched from the network")

func (noLoader) LoadDocument(iri string) (*ld.RemoteDocument, error) {
	return nil, fmt.Errorf("%w: %q", errRemote, iri)
}

// expand runs the library's expansion, whose panics are errors of the input.
func expand(tree any, base string) (out []any, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("malformed JSON-LD: %v", p)
		}
	}()
	opts := ld.NewJsonLdOptions(base)
	opts.DocumentLoader = noLoader{}
	opts.SafeMode = true
	return ld.NewJsonLdProcessor().Expand(tree, opts)
}

// fault places an error of the expansion as well as can be: at what it names.
func (j *jsonText) fault(err error) error {
	msg, hint, at := err.Error(), "", 0
	if e, ok := errors.AsType[*ld.JsonLdError](err); ok {
		msg = string(e.Code)
		if e.Details != nil {
			msg += fmt.Sprintf(": %v", e.Details)
		}
		switch {
		case e.Code == ld.LoadingRemoteContextFailed || e.Code == ld.LoadingDocumentFailed || strings.Contains(msg, errRemote.Error()):
			hint = "nothing is fetched from the network: put the context into the file, in place of its address"
			at = max(bytes.Index(j.src, []byte(`"@context"`)), 0)
		case e.Code == ld.InvalidProperty:
			hint = "every key must become an IRI by the context, or its values would be lost"
		}
	}
	if len(msg) > 300 {
		msg = strings.ToValidUTF8(msg[:300], "") + "…"
	}
	return j.errorAt(at, msg, hint)
}

// find returns where a text first stands in the document as a string, 0 if it
// is not found as it is.
func (j *jsonText) find(text string) int {
	quoted, err := json.Marshal(text)
	if err != nil {
		return 0
	}
	return max(bytes.Index(j.src, quoted), 0)
}

// parse makes a tree of the text. Unlike encoding/json it refuses a key that
// stands twice in an object and what is not UTF-8.
func (j *jsonText) parse() (any, error) {
	for rest := j.src; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 {
			return nil, j.errorAt(len(j.src)-len(rest), fmt.Sprintf("got byte 0x%02X, want UTF-8", rest[0]), "JSON is encoded in UTF-8")
		}
		rest = rest[n:]
	}
	j.dec = json.NewDecoder(bytes.NewReader(j.src))
	j.dec.UseNumber()
	tree, err := j.value(0)
	if err != nil {
		return nil, err
	}
	if _, err := j.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, j.errorAt(int(j.dec.InputOffset()), "got more after the document, want the end of the file", "")
	}
	return tree, nil
}

func (j *jsonText) token() (json.Token, error) {
	t, err := j.dec.Token()
	if err == nil {
		return t, nil
	}
	at := int(j.dec.InputOffset())
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, j.errorAt(max(int(e.Offset)-1, at), "malformed JSON: "+e.Error(), "")
	}
	return nil, j.errorAt(len(j.src), "got the end of the file, want the rest of the JSON", "is the file cut off?")
}

func (j *jsonText) value(depth int) (any, error) {
	t, err := j.token()
	if err != nil {
		return nil, err
	}
	at := int(j.dec.InputOffset()) - 1
	delim, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	if depth >= j.maxDepth {
		return nil, j.errorAt(at, fmt.Sprintf("got more than %d levels", j.maxDepth), "the limit is Options.MaxDepth")
	}
	if delim == '[' {
		list := []any{}
		for j.dec.More() {
			v, err := j.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = j.token()
		return list, err
	}
	object := map[string]any{}
	for j.dec.More() {
		t, err := j.token()
		if err != nil {
			return nil, err
		}
		key, ok := t.(string)
		if !ok {
			return nil, j.errorAt(int(j.dec.InputOffset())-1, "malformed JSON: want a key", "")
		}
		at := int(j.dec.InputOffset())
		if _, twice := object[key]; twice {
			return nil, j.errorAt(at-1, fmt.Sprintf("got the key %.80q twice in one object", key), "a second one would hide the first: give one key a list of values")
		}
		v, err := j.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if n, ok := v.(json.Number); ok && key == "@version" {
			if f, err := n.Float64(); err == nil {
				v = f // as the library compares it
			}
		}
		object[key] = v
		j.tag(key)
		if s, ok := v.(string); ok && key == "@language" {
			j.tag(s)
		}
	}
	_, err = j.token()
	return object, err
}

// tag remembers how a language tag was written: expansion lowers its case.
func (j *jsonText) tag(s string) {
	lower := strings.ToLower(s)
	if lower == s || len(s) > 80 {
		return
	}
	if _, ok := j.tags[lower]; !ok {
		j.tags[lower] = s
	}
}

// errorAt returns a SyntaxError at a byte of the document.
func (j *jsonText) errorAt(idx int, msg, hint string) *SyntaxError {
	idx = min(max(idx, 0), len(j.src))
	for idx < len(j.src) && idx > 0 && !utf8.RuneStart(j.src[idx]) {
		idx--
	}
	src := source{file: j.file, mark: -1, nl: -1, err: io.EOF, at: place{line: 1}}
	src.buf, src.end, src.raw = j.src, len(j.src), len(j.src)
	if n := soundTo(j.src[:min(len(j.src), idx+2*context)], idx); n >= 0 {
		src.end = n
	}
	return src.errorAt(idx, msg, hint)
}

// soundTo returns how far b is valid UTF-8, but at least idx; -1 for all of it.
func soundTo(b []byte, idx int) int {
	if utf8.Valid(b) {
		return -1
	}
	n := 0
	for n < len(b) {
		r, w := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && w <= 1 {
			break
		}
		n += w
	}
	return max(n, idx)
}
