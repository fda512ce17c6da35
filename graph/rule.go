package graph

import (
	"bufio"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// A Rule says what follows from what a lens shows. Query is a SPARQL CONSTRUCT
// whose template has constant predicates and whose WHERE binds ?record: what it
// constructs stands under that record, the one that it unfolds, so that GRAPH
// ?record joins it with the record's own words. Solutions in which ?record is
// no visible record derive nothing.
//
// A rule reads what the lens shows, what other rules derive, and the relations
// that the lens itself knows (prefix rule:, see docs/rules.md). Rules may feed one
// another in circles, but not through negation (NOT EXISTS, MINUS, OPTIONAL) or
// an aggregate.
type Rule struct {
	Name   string // letters, digits and hyphens
	EN, NL string // what it says, in a sentence; may be empty
	Query  string
	File   string // how errors name it; "" if it is of no file
}

// NSRule is the namespace of the relations that only rules see, and queries with
// QueryOptions.Relations.
const NSRule = "https://w3id.org/ascribe/rule#"

// MaxRule is the longest text of a rule, in bytes.
const MaxRule = 64 << 10

//go:embed rules/*.rq
var ruleFiles embed.FS

// DefaultRules returns the rules that are on if a lens names none: who stands
// behind a blame, and the roll-up of blame and sanctions to states.
func DefaultRules() []Rule { return namedRules("attributes", "blame", "sanctions", "sanctions-via") }

// BuiltinRules returns every rule that comes with the library, by name.
func BuiltinRules() []Rule { return slices.Clone(builtinRules()) }

var builtinRules = sync.OnceValue(func() []Rule {
	// A start does not parse them: a test does.
	rules, err := readRuleFolder(ruleFiles, "rules", readRuleText)
	if err != nil {
		panic(err) // the embedded files are tested
	}
	return rules
})

// namedRules returns built-in rules by their names.
func namedRules(names ...string) []Rule {
	var out []Rule
	for _, r := range builtinRules() {
		if slices.Contains(names, r.Name) {
			out = append(out, r)
		}
	}
	return out
}

// A RuleError reports a rule that cannot be one, or rules that cannot be
// evaluated together.
type RuleError struct {
	Rules []string // their names
	File  string   // "" if the rule is of no file
	Line  int      // 1-based, Col too, counting runes; 0 where it is the whole rule
	Col   int
	Msg   string
	Err   error // the cause, such as a *SyntaxError; may be nil
}

func (e *RuleError) Error() string {
	what := "rule " + strings.Join(e.Rules, ", ")
	if e.File != "" {
		what = e.File
		if e.Line > 0 {
			what = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Col)
		}
	}
	return what + ": " + e.Msg
}

func (e *RuleError) Unwrap() []error { return []error{ErrLens, e.Err} }

// isRuleName reports whether s is words of letters and digits, hyphens between.
func isRuleName(s string) bool {
	for word := range strings.SplitSeq(s, "-") {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			return false
		}
	}
	return true
}

// ReadRule reads a rule from a file of its own, whose name without .rq is the
// rule's. Comment lines at its beginning say what the rule says:
//
//	# en: A member of a group is linked to what the group is linked to.
//	# nl: Een lid van een groep is gelieerd aan waaraan de groep dat is.
//	CONSTRUCT { ?who asc:linkedTo ?what }
//	WHERE { GRAPH ?record { ?who asc:memberOf ?group . ?group asc:linkedTo ?what } }
//
// It returns a *RuleError for a text that is no rule.
func ReadRule(r io.Reader, file string) (Rule, error) {
	out, err := readRuleText(r, file)
	if err == nil {
		_, err = parseRule(out)
	}
	return out, err
}

// readRuleText is ReadRule without a look at the query.
func readRuleText(r io.Reader, file string) (Rule, error) {
	out := Rule{Name: strings.TrimSuffix(path.Base(strings.ReplaceAll(file, `\`, "/")), ".rq"), File: file}
	data, err := io.ReadAll(io.LimitReader(r, MaxRule+1))
	if err != nil {
		return out, err
	}
	if len(data) > MaxRule {
		return out, &RuleError{Rules: []string{out.Name}, File: file, Msg: fmt.Sprintf("the rule is longer than %d bytes", MaxRule)}
	}
	out.Query = string(data)
	lines := bufio.NewScanner(strings.NewReader(out.Query))
	lines.Buffer(nil, MaxRule+1)
	for lines.Scan() {
		comment, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "#")
		if !ok {
			break
		}
		comment = strings.TrimSpace(comment)
		if text, ok := strings.CutPrefix(comment, "en:"); ok {
			out.EN = strings.TrimSpace(out.EN + " " + strings.TrimSpace(text))
		}
		if text, ok := strings.CutPrefix(comment, "nl:"); ok {
			out.NL = strings.TrimSpace(out.NL + " " + strings.TrimSpace(text))
		}
	}
	return out, nil
}

// MaxRules bounds how many rules a folder, or a lens, may have.
const MaxRules = 500

// ReadRules reads every .rq file of a folder as ReadRule does, by name.
func ReadRules(fsys fs.FS, dir string) ([]Rule, error) { return readRuleFolder(fsys, dir, ReadRule) }

func readRuleFolder(fsys fs.FS, dir string, read func(io.Reader, string) (Rule, error)) ([]Rule, error) {
	files, err := fs.Glob(fsys, path.Join(dir, "*.rq"))
	if err != nil {
		return nil, err
	}
	if len(files) > MaxRules {
		return nil, fmt.Errorf("%w: %s holds %d rules, want at most %d", ErrLens, dir, len(files), MaxRules)
	}
	var out []Rule
	for _, name := range files {
		f, err := fsys.Open(name)
		if err != nil {
			return nil, err
		}
		r, err := read(f, name)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Says is what the rule says in a language, "en" or "nl"; in the other one
// where it does not say it in that, and "" where it says nothing.
func (r Rule) Says(lang string) string {
	if lang == "nl" && r.NL != "" || r.EN == "" {
		return r.NL
	}
	return r.EN
}
