package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is the kind of a JSON value.
type Kind byte

// The kinds.
const (
	Null Kind = iota
	Bool
	Number
	Text
	Array
	Object
)

var kindNames = [...]string{"null", "a truth value", "a number", "a text", "a list", "an object"}

func (k Kind) String() string { return kindNames[k] }

// A Value is a JSON value (RFC 8259). The zero Value is null.
type Value struct {
	Kind  Kind
	Text  string   // of a Text its content, of a Number or Bool what was written
	Keys  []string // of an Object, in the order of the file, none twice
	Items []Value  // of an Object (beside Keys) or an Array
	Off   int      // where it begins, in bytes
}

// Get returns the member of an object, or null.
func (v *Value) Get(key string) *Value {
	for i, k := range v.Keys {
		if k == key {
			return &v.Items[i]
		}
	}
	return &Value{Off: v.Off}
}

// Has reports whether an object has a member.
func (v *Value) Has(key string) bool { return v.Get(key).Kind != Null }

// Texts returns the texts of a list of texts, or of a single text. ok is false
// if it is something else; null is an empty list.
func (v *Value) Texts() (out []string, ok bool) {
	switch v.Kind {
	case Null:
		return nil, true
	case Text:
		return []string{v.Text}, true
	case Array:
		for i := range v.Items {
			if v.Items[i].Kind != Text {
				return nil, false
			}
			out = append(out, v.Items[i].Text)
		}
		return out, true
	}
	return nil, false
}

// A JSONReader walks a JSON document (RFC 8259) that is held in memory. It is
// strict: a key twice in one object, a raw control character, invalid UTF-8, a
// lone surrogate or anything after the end is an error, and so is nesting
// deeper than the limit.
type JSONReader struct {
	file  string
	src   []byte
	pos   int
	depth int
	lim   Limits
	count int
	path  []string // of the containers that Each walks
}

// NewJSON returns a reader of a document; a byte order mark is left out.
func NewJSON(file string, src []byte, l Limits) *JSONReader {
	p := &JSONReader{file: file, src: src, lim: l.withDefaults()}
	if len(src) >= 3 && string(src[:3]) == string(utf8BOM) {
		p.pos = 3
	}
	return p
}

// Line returns the line of an offset.
func (p *JSONReader) Line(off int) int {
	line, _ := position(p.src, off)
	return line
}

func (p *JSONReader) fail(off int, format string, args ...any) error {
	e := &FormatError{File: p.file, Msg: fmt.Sprintf(format, args...)}
	e.Line, e.Col = position(p.src, off)
	for _, s := range p.path {
		e.Path += s
	}
	if e.Path != "" {
		e.Path = "$" + e.Path
	}
	return e
}

func (p *JSONReader) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// peek returns the first byte of the next token, 0 at the end.
func (p *JSONReader) peek() byte {
	p.space()
	if p.pos >= len(p.src) {
		return 0
	}
	return p.src[p.pos]
}

func (p *JSONReader) got() string {
	if p.pos >= len(p.src) {
		return "the end of the file"
	}
	r, _ := utf8.DecodeRune(p.src[p.pos:])
	return strconv.QuoteRune(r)
}

// Next returns the kind of the next value without reading it.
func (p *JSONReader) Next() (Kind, error) {
	switch c := p.peek(); {
	case c == '{':
		return Object, nil
	case c == '[':
		return Array, nil
	case c == '"':
		return Text, nil
	case c == 't' || c == 'f':
		return Bool, nil
	case c == 'n':
		return Null, nil
	case c == '-' || c >= '0' && c <= '9':
		return Number, nil
	}
	return 0, p.fail(p.pos, "got %s, want a JSON value", p.got())
}

// End checks that nothing follows.
func (p *JSONReader) End() error {
	if p.peek() != 0 || p.pos < len(p.src) {
		return p.fail(p.pos, "got %s after the end of the value, want nothing", p.got())
	}
	return nil
}

// Each walks the members of the next value, an object or an array: fn gets the
// key, or the index, and must read the member by Value, Each or Skip.
func (p *JSONReader) Each(fn func(key string, i int) error) error {
	kind, err := p.Next()
	if err != nil {
		return err
	}
	if kind != Object && kind != Array {
		return p.fail(p.pos, "got %s, want an object or a list", kind)
	}
	p.path = append(p.path, "")
	at := len(p.path) - 1
	err = p.members(kind, func(key string, i int) error {
		if kind == Object {
			p.path[at] = "." + key
		} else {
			p.path[at] = "[" + strconv.Itoa(i) + "]"
		}
		return fn(key, i)
	})
	if err == nil {
		p.path = p.path[:at]
	}
	return err
}

// Path returns where the reader is, as a JSON path.
func (p *JSONReader) Path() string {
	var out strings.Builder
	out.WriteString("$")
	for _, s := range p.path {
		out.WriteString(s)
	}
	return out.String()
}

// Skip reads the next value and forgets it.
func (p *JSONReader) Skip() error {
	_, err := p.Value()
	return err
}

func (p *JSONReader) members(kind Kind, fn func(key string, i int) error) error {
	if p.depth++; p.depth > p.lim.Depth {
		return &LimitError{File: p.file, What: "levels of nesting", Max: int64(p.lim.Depth)}
	}
	defer func() { p.depth-- }()
	end := byte(']')
	if kind == Object {
		end = '}'
	}
	p.pos++
	var seen keySet
	for i := 0; ; i++ {
		c := p.peek()
		if c == end && i == 0 {
			p.pos++
			return nil
		}
		key := ""
		if kind == Object {
			if c != '"' {
				return p.fail(p.pos, "got %s, want a key or %q", p.got(), string(end))
			}
			at := p.pos
			var err error
			if key, err = p.text(); err != nil {
				return err
			}
			if !seen.add(key) {
				return p.fail(at, "the key %q is in the object twice", clip(key))
			}
			if p.peek() != ':' {
				return p.fail(p.pos, "got %s, want ':'", p.got())
			}
			p.pos++
		}
		if p.count++; p.count > 16*p.lim.Objects {
			return &LimitError{File: p.file, What: "JSON values", Max: int64(16 * p.lim.Objects)}
		}
		if err := fn(key, i); err != nil {
			return err
		}
		switch p.peek() {
		case ',':
			p.pos++
		case end:
			p.pos++
			return nil
		default:
			return p.fail(p.pos, "got %s, want ',' or %q", p.got(), string(end))
		}
	}
}

// keySet holds the keys of one object: a list while it is short.
type keySet struct {
	few  []string
	many map[string]bool
}

func (s *keySet) add(key string) bool {
	if s.many == nil {
		if slices.Contains(s.few, key) {
			return false
		}
		if s.few = append(s.few, key); len(s.few) > 32 {
			s.many = make(map[string]bool, 64)
			for _, k := range s.few {
				s.many[k] = true
			}
		}
		return true
	}
	if s.many[key] {
		return false
	}
	s.many[key] = true
	return true
}

// Value reads the next value whole.
func (p *JSONReader) Value() (Value, error) {
	kind, err := p.Next()
	if err != nil {
		return Value{}, err
	}
	v := Value{Kind: kind, Off: p.pos}
	switch kind {
	case Object, Array:
		err = p.members(kind, func(key string, _ int) error {
			item, err := p.Value()
			if kind == Object {
				v.Keys = append(v.Keys, key)
			}
			v.Items = append(v.Items, item)
			return err
		})
	case Text:
		v.Text, err = p.text()
	case Number:
		v.Text, err = p.number()
	default:
		v.Text, err = p.word()
	}
	return v, err
}

func (p *JSONReader) word() (string, error) {
	for _, w := range [...]string{"true", "false", "null"} {
		if len(p.src)-p.pos >= len(w) && string(p.src[p.pos:p.pos+len(w)]) == w {
			p.pos += len(w)
			return w, nil
		}
	}
	return "", p.fail(p.pos, "got %s, want a JSON value", p.got())
}

func (p *JSONReader) number() (string, error) {
	start := p.pos
	digits := func() bool {
		from := p.pos
		for p.pos < len(p.src) && p.src[p.pos] >= '0' && p.src[p.pos] <= '9' {
			p.pos++
		}
		return p.pos > from
	}
	at := func(chars string) bool {
		for _, c := range []byte(chars) {
			if p.pos < len(p.src) && p.src[p.pos] == c {
				p.pos++
				return true
			}
		}
		return false
	}
	at("-")
	zero := at("0")
	ok := zero || digits()
	if ok && at(".") {
		ok = digits()
	}
	if ok && at("eE") {
		at("+-")
		ok = digits()
	}
	if !ok {
		return "", p.fail(start, "a broken number, want one such as 12 or -0.5")
	}
	return string(p.src[start:p.pos]), nil
}

func (p *JSONReader) text() (string, error) {
	start := p.pos
	p.pos++
	from := p.pos
	var buf []byte // nil while there is no escape
	for {
		if p.pos >= len(p.src) {
			return "", p.fail(start, "a text without an end, want '\"'")
		}
		if p.pos-start > p.lim.Text {
			return "", &LimitError{File: p.file, What: "bytes in one text", Max: int64(p.lim.Text)}
		}
		switch c := p.src[p.pos]; {
		case c == '"':
			part := p.src[from:p.pos]
			p.pos++
			if buf == nil {
				return string(part), nil
			}
			return string(append(buf, part...)), nil
		case c < 0x20:
			return "", p.fail(p.pos, "a control character (%U) in a text, want it escaped", c)
		case c == '\\':
			buf = append(buf, p.src[from:p.pos]...)
			r, err := p.escape()
			if err != nil {
				return "", err
			}
			buf = utf8.AppendRune(buf, r)
			from = p.pos
		case c < utf8.RuneSelf:
			p.pos++
		default:
			r, n := utf8.DecodeRune(p.src[p.pos:])
			if r == utf8.RuneError && n == 1 {
				return "", p.fail(p.pos, "a byte that is not UTF-8")
			}
			p.pos += n
		}
	}
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (p *JSONReader) escape() (rune, error) {
	start := p.pos
	p.pos++
	if p.pos >= len(p.src) {
		return 0, p.fail(start, "a text without an end, want '\"'")
	}
	c := p.src[p.pos]
	p.pos++
	if c != 'u' {
		if r, ok := escapes[c]; ok {
			return r, nil
		}
		return 0, p.fail(start, "an unknown escape in a text")
	}
	r, ok := p.hex()
	if ok && utf16.IsSurrogate(r) {
		if p.pos+1 < len(p.src) && p.src[p.pos] == '\\' && p.src[p.pos+1] == 'u' {
			p.pos += 2
			var low rune
			low, ok = p.hex()
			r = utf16.DecodeRune(r, low)
		} else {
			r = utf8.RuneError
		}
		ok = ok && r != utf8.RuneError
	}
	if !ok {
		return 0, p.fail(start, "a broken \\u escape in a text")
	}
	return r, nil
}

func (p *JSONReader) hex() (rune, bool) {
	if p.pos+4 > len(p.src) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.src[p.pos:p.pos+4]), 16, 16)
	p.pos += 4
	return rune(n), err == nil
}

// clip shortens a text for a message.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
