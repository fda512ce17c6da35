package main

import "testing"

// Each rule says that two ways to write a case have the same answer, so ours must
// have it.
func TestRulesKeepAnswers(t *testing.T) {
	applied := map[string]int{}
	for i := range 2000 {
		c := makeCase(7, i)
		want := c.answer(oracle)
		if want.Err != "" {
			continue
		}
		for _, r := range rules {
			other := r.rewrite(c)
			if !other.differs(c) {
				continue
			}
			applied[r.name]++
			if got := other.answer(oracle).only(c.columns()); !got.equal(want) {
				t.Errorf("case %d, rule %q\n%s\n%s\ngot  %v\nwant %v", i, r.name, c.query, other.query, got, want)
			}
		}
	}
	for _, r := range rules {
		if r.open == nil && applied[r.name] < 5 {
			t.Errorf("rule %q was applied %d times, want 5", r.name, applied[r.name])
		}
	}
}

// The examples of §15.1, and some that it orders.
func TestUnordered(t *testing.T) {
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	tests := []struct {
		a, b string
		want bool
	}{
		{`"a"`, `"a"@en`, true},
		{`"a"@en`, `"b"@en`, true},
		{`"a"`, `"1"^^integer`, true},
		{`"1.5"^^decimal`, `"a"^^<http://example.org/t>`, true},
		{"_:", "_:", true},
		{`"a"`, `"b"`, false},
		{`"1"^^integer`, `"1.5"^^decimal`, false},
		{`"true"^^<` + xsd + `boolean>`, `"false"^^<` + xsd + `boolean>`, false},
		{`<http://example.org/a>`, `<http://example.org/b>`, false},
		{`<http://example.org/a>`, `"a"`, false},
		{"_:", `"a"`, false},
		{"", `"a"`, false},
		{`"a"@en`, `"a"@en`, false},
	}
	for _, tt := range tests {
		if got := unordered(tt.a, tt.b); got != tt.want {
			t.Errorf("unordered(%s, %s) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
		if got := unordered(tt.b, tt.a); got != tt.want {
			t.Errorf("unordered(%s, %s) = %v, want %v", tt.b, tt.a, got, tt.want)
		}
	}
}
