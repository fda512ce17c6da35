package graph

import "testing"

// What a start pays for the rules that are on by default.
func BenchmarkDefaultRules(b *testing.B) {
	for b.Loop() {
		rules, err := readRuleFolder(ruleFiles, "rules", readRuleText)
		if err != nil || len(rules) == 0 {
			b.Fatal(err)
		}
		if _, err := nativeProgram(DefaultRules()); err != nil {
			b.Fatal(err)
		}
	}
}

// What another choice of rules costs: their queries are parsed.
func BenchmarkAllRules(b *testing.B) {
	for b.Loop() {
		if _, err := compileRules(BuiltinRules(), true); err != nil {
			b.Fatal(err)
		}
	}
}

// A start takes the built-in rules as they are: here they are read with care,
// and derive what the fast way takes them to.
func TestBuiltinRulesAreSound(t *testing.T) {
	rules, err := ReadRules(ruleFiles, "rules")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		p, err := parseRule(r)
		if err != nil {
			t.Fatal(err)
		}
		if n, ok := natives[r.Name]; ok && (len(p.heads) != 1 || p.heads[0].Value != n.head) {
			t.Errorf("the rule %s derives %v, and its fast way %s", r.Name, p.heads, n.head)
		}
		if r.EN == "" || r.NL == "" {
			t.Errorf("the rule %s does not say what it says", r.Name)
		}
	}
	for name := range natives {
		if len(namedRules(name)) != 1 {
			t.Errorf("there is no rule %s", name)
		}
	}
	if _, err := compileRules(BuiltinRules(), true); err != nil {
		t.Error(err)
	}
}
