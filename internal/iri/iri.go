// Package iri resolves and checks IRIs.
//
// Resolution is that of RFC 3986 §5.2 ("strict"), applied to the characters of
// an IRI as RFC 3987 §6.5 says: nothing is percent-encoded, decoded or
// normalised beyond the removal of dot segments from relative references. One
// departure: an absolute IRI keeps its dot segments, so that it means the same
// with and without a base. The package is safe for concurrent use.
package iri

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The errors of Resolve and Check; test for them with errors.Is.
var (
	// ErrNoBase: a relative reference was given without a base to resolve it.
	ErrNoBase = errors.New("relative IRI without a base")
	// ErrBase: the base itself is not absolute.
	ErrBase = errors.New("base IRI is not absolute")
	// ErrChar: a character that no IRI may hold.
	ErrChar = errors.New("character not allowed in an IRI")
)

// ref is a reference split by RFC 3986 appendix B.
type ref struct {
	scheme, authority, path, query, fragment string
	hasAuthority, hasQuery, hasFragment      bool
}

// IsAbsolute reports whether s begins with a scheme and a colon. A fragment
// does not matter. Cost: the length of the scheme.
func IsAbsolute(s string) bool { return schemeLen(s) > 0 }

// schemeLen returns the length of s's scheme without its colon, 0 for none:
// ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ).
func schemeLen(s string) int {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return i
		default:
			return 0
		}
	}
	return 0
}

// Check returns an error that wraps ErrChar if s holds a character that the
// IRIREF production of SPARQL and Turtle forbids (controls, space and
// <>"{}|^`\) or is not UTF-8. It does not ask for a scheme.
func Check(s string) error {
	for i, r := range s {
		if r <= 0x20 || r < 0x80 && strings.IndexByte("<>\"{}|^`\\", byte(r)) >= 0 {
			return fmt.Errorf("%w: %q", ErrChar, r)
		}
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return fmt.Errorf("%w: invalid UTF-8", ErrChar)
			}
		}
	}
	return nil
}

// Resolve returns reference resolved against base (§5.2.2). An absolute
// reference needs no base and is returned as it is. The error wraps ErrNoBase
// or ErrBase. Characters are not checked: see Check.
func Resolve(base, reference string) (string, error) {
	if IsAbsolute(reference) {
		return reference, nil
	}
	if base == "" {
		return "", fmt.Errorf("%w: <%s>", ErrNoBase, reference)
	}
	if !IsAbsolute(base) {
		return "", fmt.Errorf("%w: <%s>", ErrBase, base)
	}
	r := split(reference)
	b := split(base)
	t := ref{scheme: b.scheme, fragment: r.fragment, hasFragment: r.hasFragment}
	switch {
	case r.hasAuthority:
		t.authority, t.hasAuthority = r.authority, true
		t.path = removeDots(r.path)
		t.query, t.hasQuery = r.query, r.hasQuery
	case r.path == "":
		t.authority, t.hasAuthority = b.authority, b.hasAuthority
		t.path = b.path
		t.query, t.hasQuery = r.query, r.hasQuery
		if !r.hasQuery {
			t.query, t.hasQuery = b.query, b.hasQuery
		}
	default:
		t.authority, t.hasAuthority = b.authority, b.hasAuthority
		t.path = removeDots(merge(b, r.path))
		t.query, t.hasQuery = r.query, r.hasQuery
	}
	return t.String(), nil
}

func split(s string) ref {
	var r ref
	if n := schemeLen(s); n > 0 {
		r.scheme, s = s[:n], s[n+1:]
	}
	if before, after, ok := strings.Cut(s, "#"); ok {
		r.fragment, r.hasFragment, s = after, true, before
	}
	if before, after, ok := strings.Cut(s, "?"); ok {
		r.query, r.hasQuery, s = after, true, before
	}
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		r.hasAuthority = true
		if i := strings.IndexByte(rest, '/'); i >= 0 {
			r.authority, s = rest[:i], rest[i:]
		} else {
			r.authority, s = rest, ""
		}
	}
	r.path = s
	return r
}

// merge is §5.2.3.
func merge(b ref, path string) string {
	if strings.HasPrefix(path, "/") {
		return path
	}
	if b.hasAuthority && b.path == "" {
		return "/" + path
	}
	return b.path[:strings.LastIndexByte(b.path, '/')+1] + path
}

// removeDots is §5.2.4.
func removeDots(in string) string {
	if !strings.Contains(in, ".") {
		return in
	}
	out := make([]byte, 0, len(in))
	pop := func() {
		i := len(out) - 1
		for i >= 0 && out[i] != '/' {
			i--
		}
		out = out[:max(i, 0)]
	}
	for in != "" {
		switch {
		case strings.HasPrefix(in, "../"):
			in = in[3:]
		case strings.HasPrefix(in, "./"):
			in = in[2:]
		case strings.HasPrefix(in, "/./"):
			in = in[2:]
		case in == "/.":
			in = "/"
		case strings.HasPrefix(in, "/../"):
			in = in[3:]
			pop()
		case in == "/..":
			in = "/"
			pop()
		case in == "." || in == "..":
			in = ""
		default:
			n := strings.IndexByte(in[1:], '/') + 1
			if n == 0 {
				n = len(in)
			}
			out = append(out, in[:n]...)
			in = in[n:]
		}
	}
	return string(out)
}

// String is §5.3.
func (r ref) String() string {
	var b strings.Builder
	if r.scheme != "" {
		b.WriteString(r.scheme)
		b.WriteByte(':')
	}
	if r.hasAuthority {
		b.WriteString("//")
		b.WriteString(r.authority)
	}
	b.WriteString(r.path)
	if r.hasQuery {
		b.WriteByte('?')
		b.WriteString(r.query)
	}
	if r.hasFragment {
		b.WriteByte('#')
		b.WriteString(r.fragment)
	}
	return b.String()
}
