package rdf_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// TestResolveIRI holds the examples of RFC 3986 sections 5.4.1 and 5.4.2
// (strict), and paths without a root by the algorithm of 5.2.4.
func TestResolveIRI(t *testing.T) {
	const base = "http://a/b/c/d;p?q"
	for _, c := range [][3]string{
		{base, "g:h", "g:h"},
		{base, "g", "http://a/b/c/g"},
		{base, "./g", "http://a/b/c/g"},
		{base, "g/", "http://a/b/c/g/"},
		{base, "/g", "http://a/g"},
		{base, "//g", "http://g"},
		{base, "?y", "http://a/b/c/d;p?y"},
		{base, "g?y", "http://a/b/c/g?y"},
		{base, "#s", "http://a/b/c/d;p?q#s"},
		{base, "g#s", "http://a/b/c/g#s"},
		{base, "g?y#s", "http://a/b/c/g?y#s"},
		{base, ";x", "http://a/b/c/;x"},
		{base, "g;x", "http://a/b/c/g;x"},
		{base, "g;x?y#s", "http://a/b/c/g;x?y#s"},
		{base, "", "http://a/b/c/d;p?q"},
		{base, ".", "http://a/b/c/"},
		{base, "./", "http://a/b/c/"},
		{base, "..", "http://a/b/"},
		{base, "../", "http://a/b/"},
		{base, "../g", "http://a/b/g"},
		{base, "../..", "http://a/"},
		{base, "../../", "http://a/"},
		{base, "../../g", "http://a/g"},
		{base, "../../../g", "http://a/g"},
		{base, "../../../../g", "http://a/g"},
		{base, "/./g", "http://a/g"},
		{base, "/../g", "http://a/g"},
		{base, "g.", "http://a/b/c/g."},
		{base, ".g", "http://a/b/c/.g"},
		{base, "g..", "http://a/b/c/g.."},
		{base, "..g", "http://a/b/c/..g"},
		{base, "./../g", "http://a/b/g"},
		{base, "./g/.", "http://a/b/c/g/"},
		{base, "g/./h", "http://a/b/c/g/h"},
		{base, "g/../h", "http://a/b/c/h"},
		{base, "g;x=1/./y", "http://a/b/c/g;x=1/y"},
		{base, "g;x=1/../y", "http://a/b/c/y"},
		{base, "g?y/./x", "http://a/b/c/g?y/./x"},
		{base, "g?y/../x", "http://a/b/c/g?y/../x"},
		{base, "g#s/./x", "http://a/b/c/g#s/./x"},
		{base, "g#s/../x", "http://a/b/c/g#s/../x"},
		{base, "http:g", "http:g"},
		{"http://a", "g", "http://a/g"},
		{"http://a?q", "g", "http://a/g"},
		{"http://a#f", "", "http://a"},
		{"http://a/b//c", "../d", "http://a/b/d"},
		{"urn:x:a/b", "c", "urn:x:a/c"},
		{"urn:x", "../c", "urn:c"},
		{"urn:a/b", "../c", "urn:/c"},
		{"file:///d/f.ttl", "g#é", "file:///d/g#é"},
	} {
		got, err := rdf.ResolveIRI(c[0], c[1])
		if err != nil || got != c[2] {
			t.Errorf("<%s> against <%s>: got <%s> %v, want <%s>", c[1], c[0], got, err, c[2])
		}
	}
	if got, err := rdf.ResolveIRI("no/base", "x"); err == nil {
		t.Errorf("got <%s>, want an error", got)
	}
}
