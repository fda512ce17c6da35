package results

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxJSONDepth is how deep arrays and objects may nest in members that are
// skipped; the format itself needs five.
const maxJSONDepth = 100

// jsonScanner reads JSON (RFC 8259) by expectation. Unlike encoding/json it
// knows where it stands and refuses half surrogates instead of replacing them.
type jsonScanner struct {
	in     *input
	depth  int
	headAt int
}

func (j *jsonScanner) space() {
	in := j.in
	for in.pos < len(in.data) {
		switch in.data[in.pos] {
		case ' ', '\t', '\n', '\r':
			in.pos++
		default:
			return
		}
	}
}

// peek returns the next byte, 0 at the end.
func (j *jsonScanner) peek() byte {
	if j.in.pos < len(j.in.data) {
		return j.in.data[j.in.pos]
	}
	return 0
}

// got describes what stands at the position.
func (j *jsonScanner) got() string {
	if j.in.pos >= len(j.in.data) {
		return "the end"
	}
	r, _ := utf8.DecodeRune(j.in.data[j.in.pos:])
	return strconv.QuoteRune(r)
}

func (j *jsonScanner) expect(c byte) error {
	j.space()
	if j.peek() != c || j.in.pos >= len(j.in.data) {
		return j.in.errorAt(j.in.pos, "got %s, want %q", j.got(), c)
	}
	j.in.pos++
	return nil
}

func (j *jsonScanner) end() error {
	if j.space(); j.in.pos < len(j.in.data) {
		return j.in.errorAt(j.in.pos, "got %s after the result, want the end", j.got())
	}
	return nil
}

// object calls member at each value, with its key and where the key stands.
func (j *jsonScanner) object(member func(key string, off int) error) error {
	return j.list('{', '}', func() error {
		j.space()
		off := j.in.pos
		key, err := j.string()
		if err != nil {
			return err
		}
		if err := j.expect(':'); err != nil {
			return err
		}
		return member(key, off)
	})
}

func (j *jsonScanner) array(element func() error) error { return j.list('[', ']', element) }

func (j *jsonScanner) list(open, shut byte, each func() error) error {
	if err := j.expect(open); err != nil {
		return err
	}
	if j.depth++; j.depth > maxJSONDepth {
		return j.in.errorAt(j.in.pos-1, "got more than %d levels, want fewer", maxJSONDepth)
	}
	defer func() { j.depth-- }()
	if j.space(); j.peek() == shut {
		j.in.pos++
		return nil
	}
	for {
		if err := each(); err != nil {
			return err
		}
		j.space()
		switch j.peek() {
		case ',':
			j.in.pos++
		case shut:
			j.in.pos++
			return nil
		default:
			return j.in.errorAt(j.in.pos, "got %s, want ',' or %q", j.got(), shut)
		}
	}
}

func (j *jsonScanner) boolean() (bool, error) {
	j.space()
	for _, w := range []string{"true", "false"} {
		if j.word(w) {
			return w == "true", nil
		}
	}
	return false, j.in.errorAt(j.in.pos, "got %s, want true or false", j.got())
}

func (j *jsonScanner) word(w string) bool {
	if !strings.HasPrefix(string(j.in.data[j.in.pos:min(len(j.in.data), j.in.pos+len(w))]), w) {
		return false
	}
	j.in.pos += len(w)
	return true
}

// skip passes over any value.
func (j *jsonScanner) skip() error {
	j.space()
	switch c := j.peek(); {
	case c == '{':
		return j.object(func(string, int) error { return j.skip() })
	case c == '[':
		return j.array(j.skip)
	case c == '"':
		_, err := j.string()
		return err
	case c == '-' || c >= '0' && c <= '9':
		return j.number()
	}
	if slices.ContainsFunc([]string{"true", "false", "null"}, j.word) {
		return nil
	}
	return j.in.errorAt(j.in.pos, "got %s, want a value", j.got())
}

func (j *jsonScanner) number() error {
	off := j.in.pos
	for strings.IndexByte("+-.eE0123456789", j.peek()) >= 0 && j.peek() != 0 {
		j.in.pos++
	}
	s := string(j.in.data[off:j.in.pos])
	digits := strings.TrimPrefix(s, "-")
	if numberType(s) == "" || s[0] == '+' || digits[0] == '.' ||
		len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		return j.in.errorAt(off, "got %s, want a number", clip(s))
	}
	return nil
}

func (j *jsonScanner) string() (string, error) {
	if err := j.expect('"'); err != nil {
		return "", err
	}
	in, off := j.in, j.in.pos-1
	var b strings.Builder
	from := in.pos
	for in.pos < len(in.data) {
		switch c := in.data[in.pos]; {
		case c == '"':
			b.Write(in.data[from:in.pos])
			in.pos++
			return b.String(), nil
		case c < 0x20:
			return "", in.errorAt(in.pos, "got a control character in a string, want an escape")
		case c == '\\':
			b.Write(in.data[from:in.pos])
			r, err := j.escape()
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			from = in.pos
		default:
			in.pos++
		}
	}
	return "", in.errorAt(off, "got a string that is never closed, want a closing quote")
}

// escape reads from a backslash on.
func (j *jsonScanner) escape() (rune, error) {
	in, off := j.in, j.in.pos
	in.pos++
	if j.peek() != 'u' {
		if n := strings.IndexByte(`"\/bfnrt`, j.peek()); n >= 0 && in.pos < len(in.data) {
			in.pos++
			return rune("\"\\/\b\f\n\r\t"[n]), nil
		}
		return 0, in.errorAt(off, `got an unknown escape, want \" \\ \/ \b \f \n \r \t or \uXXXX`)
	}
	r, ok := j.hex4()
	if ok && utf16.IsSurrogate(r) {
		low := rune(-1)
		if j.peek() == '\\' {
			in.pos++
			low, ok = j.hex4()
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			ok = false
		}
	}
	if !ok {
		return 0, in.errorAt(off, `got an escape that is no character, want \uXXXX or a pair of surrogates`)
	}
	return r, nil
}

// hex4 reads uXXXX.
func (j *jsonScanner) hex4() (rune, bool) {
	in := j.in
	if in.pos+5 > len(in.data) || in.data[in.pos] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(in.data[in.pos+1:in.pos+5]), 16, 16)
	in.pos += 5
	return rune(n), err == nil
}
