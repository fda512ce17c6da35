package syntax_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

const suites = "../../../../shared/suites/w3c"

// w3cCase is one row of the suites' index.
type w3cCase struct{ suite, test, typ, name, action string }

// base is the base IRI of a file of the suites.
func (c w3cCase) base() string { return "https://w3c.github.io/rdf-tests/" + c.action }

// w3cCases returns the SPARQL tests, or skips.
func w3cCases(t *testing.T) []w3cCase {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(suites, "INDEX.tsv"))
	if err != nil {
		t.Skipf("the W3C test suites are absent: %v", err)
	}
	var out []w3cCase
	for line := range strings.Lines(string(index)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) < 5 || !strings.HasPrefix(f[0], "sparql/") {
			continue
		}
		out = append(out, w3cCase{f[0], f[1], f[2], f[3], f[4]})
	}
	return out
}

// outOfScope gives the reason why a suite is not run.
func outOfScope(c w3cCase) string {
	switch {
	case strings.Contains(c.suite, "triple-terms"):
		return "triple terms (RDF 1.2) are out of scope"
	case strings.HasSuffix(c.suite, "lang-basedir"):
		return "base direction (RDF 1.2) is out of scope"
	}
	return ""
}

// knownFailures are the tests in scope that fail, and why. A listed test
// that passes fails the run.
var knownFailures = map[string]string{
	"sparql/sparql12/version/version-01.rq":                "holds << >>, a reified triple: triple terms are out of scope",
	"sparql/sparql12/version/version-02.rq":                "holds << >>, a reified triple: triple terms are out of scope",
	"sparql/sparql12/expression/triple-on-str-literals.rq": "calls TRIPLE: triple terms are out of scope",
	"sparql/sparql12/expression/triple-on-triple-terms.rq": "calls TRIPLE: triple terms are out of scope",
}

func (c w3cCase) read(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(suites, c.action))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// parse parses the action, and translates it if it is a query.
func (c w3cCase) parse(text string) error {
	opts := &syntax.Options{File: c.action, Base: c.base()}
	if strings.HasSuffix(c.action, ".ru") || strings.Contains(c.typ, "Update") {
		_, err := syntax.ParseUpdate(text, opts)
		return err
	}
	q, err := syntax.ParseQuery(text, opts)
	if err != nil {
		return err
	}
	_, err = algebra.Translate(q)
	return err
}

// Every syntax test, and the request of every evaluation test, which must
// parse and translate.
func TestW3C(t *testing.T) {
	counts := map[string]int{}
	for _, c := range w3cCases(t) {
		if outOfScope(c) != "" {
			counts["skipped: "+outOfScope(c)]++
			continue
		}
		if !strings.HasSuffix(c.action, ".rq") && !strings.HasSuffix(c.action, ".ru") {
			continue
		}
		negative := strings.HasPrefix(c.typ, "Negative")
		err := c.parse(c.read(t))
		problem := ""
		switch {
		case negative && err == nil:
			problem = "was accepted"
		case !negative && err != nil:
			problem = err.Error()
		}
		reason, listed := knownFailures[c.action]
		switch {
		case problem != "" && !listed:
			t.Errorf("%s (%s): %s", c.test, c.typ, problem)
		case problem == "" && listed:
			t.Errorf("%s passes now: take it off the list (%s)", c.test, reason)
		case listed:
			counts["known failures"]++
		default:
			counts[c.typ]++
		}
	}
	for k, n := range counts {
		t.Logf("%4d %s", n, k)
	}
}
