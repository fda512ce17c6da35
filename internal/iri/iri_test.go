package iri_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/iri"
)

// The examples of RFC 3986 §5.4.1 and §5.4.2 (strict).
var rfcExamples = [][2]string{
	{"g:h", "g:h"},
	{"g", "http://a/b/c/g"},
	{"./g", "http://a/b/c/g"},
	{"g/", "http://a/b/c/g/"},
	{"/g", "http://a/g"},
	{"//g", "http://g"},
	{"?y", "http://a/b/c/d;p?y"},
	{"g?y", "http://a/b/c/g?y"},
	{"#s", "http://a/b/c/d;p?q#s"},
	{"g#s", "http://a/b/c/g#s"},
	{"g?y#s", "http://a/b/c/g?y#s"},
	{";x", "http://a/b/c/;x"},
	{"g;x", "http://a/b/c/g;x"},
	{"g;x?y#s", "http://a/b/c/g;x?y#s"},
	{"", "http://a/b/c/d;p?q"},
	{".", "http://a/b/c/"},
	{"./", "http://a/b/c/"},
	{"..", "http://a/b/"},
	{"../", "http://a/b/"},
	{"../g", "http://a/b/g"},
	{"../..", "http://a/"},
	{"../../", "http://a/"},
	{"../../g", "http://a/g"},
	{"../../../g", "http://a/g"},
	{"../../../../g", "http://a/g"},
	{"/./g", "http://a/g"},
	{"/../g", "http://a/g"},
	{"g.", "http://a/b/c/g."},
	{".g", "http://a/b/c/.g"},
	{"g..", "http://a/b/c/g.."},
	{"..g", "http://a/b/c/..g"},
	{"./../g", "http://a/b/g"},
	{"./g/.", "http://a/b/c/g/"},
	{"g/./h", "http://a/b/c/g/h"},
	{"g/../h", "http://a/b/c/h"},
	{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
	{"g;x=1/../y", "http://a/b/c/y"},
	{"g?y/./x", "http://a/b/c/g?y/./x"},
	{"g?y/../x", "http://a/b/c/g?y/../x"},
	{"g#s/./x", "http://a/b/c/g#s/./x"},
	{"g#s/../x", "http://a/b/c/g#s/../x"},
	{"http:g", "http:g"},
}

func TestResolveRFC3986(t *testing.T) {
	for _, c := range rfcExamples {
		got, err := iri.Resolve("http://a/b/c/d;p?q", c[0])
		if err != nil || got != c[1] {
			t.Errorf("Resolve(%q) = %q, %v, want %q", c[0], got, err, c[1])
		}
	}
}

func TestResolveOtherBases(t *testing.T) {
	for _, c := range [][3]string{
		{"http://a", "g", "http://a/g"},
		{"http://a", "", "http://a"},
		{"http://a?q", "g", "http://a/g"},
		{"urn:ex:a", "b", "urn:b"},
		{"urn:ex:a", "#b", "urn:ex:a#b"},
		{"http://é/ü/", "ö", "http://é/ü/ö"},
		{"", "http://a/../b", "http://a/../b"},
		{"http://x/", "http://a/c/../b", "http://a/c/../b"},
		{"file:///a/b", "c", "file:///a/c"},
	} {
		got, err := iri.Resolve(c[0], c[1])
		if err != nil || got != c[2] {
			t.Errorf("Resolve(%q, %q) = %q, %v, want %q", c[0], c[1], got, err, c[2])
		}
	}
}

func TestResolveErrors(t *testing.T) {
	if _, err := iri.Resolve("", "a"); !errors.Is(err, iri.ErrNoBase) {
		t.Errorf("no base: %v", err)
	}
	if _, err := iri.Resolve("a/b", "c"); !errors.Is(err, iri.ErrBase) {
		t.Errorf("relative base: %v", err)
	}
}

func TestCheck(t *testing.T) {
	for _, s := range []string{"", "http://a/b?c#d", "é", "a%20b"} {
		if err := iri.Check(s); err != nil {
			t.Errorf("Check(%q) = %v", s, err)
		}
	}
	for _, s := range []string{"a b", "<", ">", "a\"", "{", "}", "|", "^", "`", "\\", "\x00", "\n", "\xff"} {
		if err := iri.Check(s); !errors.Is(err, iri.ErrChar) {
			t.Errorf("Check(%q) = %v, want ErrChar", s, err)
		}
	}
}

// What resolves is absolute, and so stays the same when resolved once more.
func FuzzResolve(f *testing.F) {
	for _, c := range rfcExamples {
		f.Add("http://a/b/c/d;p?q", c[0])
	}
	f.Fuzz(func(t *testing.T, base, ref string) {
		got, err := iri.Resolve(base, ref)
		if err != nil {
			return
		}
		if !iri.IsAbsolute(got) {
			t.Fatalf("Resolve(%q, %q) = %q is not absolute", base, ref, got)
		}
		if again, err := iri.Resolve(base, got); err != nil || again != got {
			t.Fatalf("Resolve(%q, %q) = %q, %v, want no change", base, got, again, err)
		}
	})
}

func ExampleResolve() {
	s, _ := iri.Resolve("http://example.org/data/graph.ttl", "../other#x")
	fmt.Println(s)
	// Output: http://example.org/other#x
}
