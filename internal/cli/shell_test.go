package cli

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestIsSPARQL(t *testing.T) {
	queries := []string{
		"SELECT ?x { ?x ?y ?z }", "select distinct ?x where {", "SELECT *\n{ ?s ?p ?o }", "ASK { ?s ?p ?o }", "ASK{}", "ask where { }",
		"PREFIX a: <http://a/> SELECT ?x {}", "DESCRIBE id:us", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
		"PATHS START ?s = id:apt31 END ?e = id:china VIA asc:linkedTo",
	}
	others := []string{
		"which states were attributed?", "ask which states were attributed", "ask who blamed China", "select states that blamed China", "show APT31",
		"describe APT31", "path APT31 China", "", "base camp", "lens --by UK",
	}
	for _, q := range queries {
		if !isSPARQL(q) {
			t.Errorf("%q is taken for no query", q)
		}
	}
	for _, q := range others {
		if isSPARQL(q) {
			t.Errorf("%q is taken for a query", q)
		}
	}
}

func TestOpenQuery(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT ?x":                                            true,
		"SELECT ?x {":                                          true,
		"SELECT ?x { ?x ?y ?z }":                               false,
		"SELECT ?x { ?x ?y \"}\"":                              true,
		"SELECT ?x { ?x ?y '{' }":                              false,
		"SELECT ?x { ?x ?y <http://a/{> }":                     false,
		"SELECT ?x { ?x ?y ?z # }":                             true,
		"SELECT ?x { ?x ?y ?z # {\n}":                          false,
		`SELECT ?x { ?x ?y "\"}" }`:                            false,
		"DESCRIBE id:us":                                       false,
		"PATHS START ?s = id:a END ?e = id:b VIA asc:linkedTo": false,
		"ASK": true,
	} {
		if got := open(text); got != want {
			t.Errorf("open(%q) is %v", text, got)
		}
	}
}

func TestAgreeing(t *testing.T) {
	tests := []struct {
		list  []string
		typed string
		want  []string
	}{
		{[]string{"APT27", "APT28", "apt27-intrusions"}, "APT2", []string{"APT27", "APT28"}},
		{[]string{"China", "Chinese state"}, "chi", []string{"China", "Chinese state"}},
		{[]string{"China", "china-org"}, "CHI", []string{"China"}},
		{nil, "x", nil},
	}
	for _, tt := range tests {
		got := agreeing(tt.list, tt.typed)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q of %q: %q, want %q", tt.typed, tt.list, got, tt.want)
		}
		for _, c := range got { // what is typed is never shortened
			if len(c) < len(tt.typed) || !strings.EqualFold(c[:len(tt.typed)], tt.typed) {
				t.Errorf("%q does not go on with %q", c, tt.typed)
			}
		}
	}
}

// What Tab offers in the shell, over the embedded graph.
func TestShellCompletion(t *testing.T) {
	t.Setenv("ASCRIBE_GRAPH", "seeds:founding,record-2021")
	s := &session{in: strings.NewReader(""), out: io.Discard, err: io.Discard, held: &keptGraph{}}
	sh := &shell{session: s, base: []string{"--graph=seeds:founding,record-2021"}}
	defer sh.close()
	for line, want := range map[string]string{
		"sho":                         "show ",
		"show APT3":                   "show APT31 ",
		"show uk-2021-07-19/1 --pa":   "show uk-2021-07-19/1 --part ",
		"list claims --against Unite": `list claims --against "United `,
		`show "Microsoft Exch`:        `show "Microsoft Exchange`,
		"lens --as":                   "lens --as-of ",
		"help tim":                    "help timeline ",
		"which states were attrib":    "which states were attributed",
		"ask which states were attri": "ask which states were attributed",
		"who sanctioned Russ":         "who sanctioned Russia",
	} {
		head, list, tail := sh.complete(t.Context(), line, len(line))
		if !slices.ContainsFunc(list, func(c string) bool { return strings.HasPrefix(head+c+tail, want) }) {
			t.Errorf("%q: %q and %q, want %q", line, head, list, want)
		}
	}
	// Nothing panics, wherever the cursor stands.
	const line = `show "APT31" --by 'UK`
	for i := range len(line) {
		sh.complete(t.Context(), line, i)
	}
}

func TestShortHandle(t *testing.T) {
	for handle, want := range map[string]string{
		"uk-2021-07-19/2": "uk-2021-07-19/2",
		"misp/threat-actor/5b4ee3ea-eee3-4c8e/names/94b1a34600": "misp/…/94b1a34600",
		"a-handle-without-any-slash-that-is-long":               "a-handle-without-any-slash-that-is-long",
	} {
		if got := shortHandle(handle, maxHandle); got != want {
			t.Errorf("%q: %q, want %q", handle, got, want)
		}
	}
}

func TestWrapped(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"one two three", 7, []string{"one two", "three"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"中国国家安全部", 6, []string{"中国国", "家安全", "部"}},
		{"a 中国", 3, []string{"a", "中", "国"}},
		{"", 5, nil},
		{"wide enough", 0, []string{"wide enough"}},
	} {
		if got := wrapped(tt.text, tt.width); !slices.Equal(got, tt.want) {
			t.Errorf("%q at %d: %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
