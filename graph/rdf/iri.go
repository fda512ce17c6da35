package rdf

import (
	"bytes"
	"fmt"
)

// ResolveIRI resolves ref against base as RFC 3986 section 5.2 says (strict,
// without normalization); an absolute ref is returned as it is. It fails if ref
// is relative and base is not an absolute IRI.
func ResolveIRI(base, ref string) (string, error) {
	if hasScheme(ref) {
		return ref, nil
	}
	b, ok := parseBase([]byte(base))
	if !ok {
		return "", fmt.Errorf("relative IRI <%s> and no absolute base to resolve it against", ref)
	}
	return string(b.appendResolved(nil, []byte(ref))), nil
}

// AbsoluteIRI reports whether iri begins with a scheme and holds only
// characters that may stand between < and > in all four formats.
func AbsoluteIRI(iri string) bool {
	return validIRI([]byte(iri))
}

// baseIRI is an absolute IRI in its parts. Each part is a prefix-free slice of
// text: authority with its "//", query with its "?".
type baseIRI struct {
	scheme    []byte // with ":"
	authority []byte // with "//"; nil if there is none
	path      []byte
	query     []byte // with "?"; nil if there is none
}

// parseBase splits iri, which it keeps. ok is false if it is not absolute.
func parseBase(iri []byte) (b baseIRI, ok bool) {
	if !hasScheme(iri) {
		return b, false
	}
	i := bytes.IndexByte(iri, ':') + 1
	b.scheme = iri[:i]
	b.authority, b.path, b.query, _ = split(iri[i:])
	return b, true
}

// split parses a reference without a scheme (RFC 3986 appendix B); the parts
// that are absent are nil, the others have their delimiter.
func split(ref []byte) (authority, path, query, fragment []byte) {
	if i := bytes.IndexByte(ref, '#'); i >= 0 {
		ref, fragment = ref[:i], ref[i:]
	}
	if i := bytes.IndexByte(ref, '?'); i >= 0 {
		ref, query = ref[:i], ref[i:]
	}
	if bytes.HasPrefix(ref, []byte("//")) {
		n := bytes.IndexByte(ref[2:], '/')
		if n < 0 {
			n = len(ref) - 2
		}
		authority, ref = ref[:n+2], ref[n+2:]
	}
	return authority, ref, query, fragment
}

// appendResolved appends the target of the relative reference ref (RFC 3986
// section 5.2.2). ref must not share memory with dst.
func (b *baseIRI) appendResolved(dst, ref []byte) []byte {
	authority, path, query, fragment := split(ref)
	dst = append(dst, b.scheme...)
	switch {
	case authority != nil:
		dst = append(dst, authority...)
		dst = appendPath(dst, path)
	case len(path) == 0:
		dst = append(dst, b.authority...)
		dst = append(dst, b.path...)
		if query == nil {
			query = b.query
		}
	default:
		dst = append(dst, b.authority...)
		switch {
		case path[0] == '/':
			dst = appendPath(dst, path)
		case b.authority != nil && len(b.path) == 0:
			dst = appendPath(dst, []byte("/"), path)
		default:
			dst = appendPath(dst, b.path[:bytes.LastIndexByte(b.path, '/')+1], path)
		}
	}
	dst = append(dst, query...)
	return append(dst, fragment...)
}

// appendPath appends the concatenation of parts without its dot segments
// (RFC 3986 section 5.2.4). A part but the last is empty or ends in a slash.
func appendPath(dst []byte, parts ...[]byte) []byte {
	start := len(dst)
	for _, p := range parts {
		for len(p) > 0 {
			n := bytes.IndexByte(p, '/')
			seg, slash := p, false
			if n >= 0 {
				seg, slash = p[:n], true
				p = p[n+1:]
			} else {
				p = nil
			}
			switch {
			case len(seg) == 1 && seg[0] == '.':
				// "/." at the end leaves the slash that is there.
			case len(seg) == 2 && seg[0] == '.' && seg[1] == '.':
				dst = dropSegment(dst, start)
			default:
				dst = append(dst, seg...)
				if slash {
					dst = append(dst, '/')
				}
			}
		}
	}
	return dst
}

// dropSegment removes the last segment from dst[start:], which is empty or
// ends in a slash, but not a slash that begins it. As in the specification, a
// path that had no slash at its start has one after its first segment is gone.
func dropSegment(dst []byte, start int) []byte {
	out := dst[start:]
	if len(out) <= 1 {
		return dst
	}
	i := bytes.LastIndexByte(out[:len(out)-1], '/')
	if i < 0 {
		return append(dst[:start], '/')
	}
	return dst[:start+i+1]
}

// validIRI reports whether iri is absolute and could stand in an IRIREF.
func validIRI(iri []byte) bool {
	for _, c := range iri {
		if !is(c, cIRI) {
			return false
		}
	}
	return hasScheme(iri)
}
