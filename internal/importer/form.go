package importer

import (
	"regexp"
	"sync"
)

// Form is a regular expression that is compiled when it is first asked, so that
// a program that imports nothing does not pay for it. It panics then if it is
// malformed; each is used by a test.
type Form struct{ compiled func() *regexp.Regexp }

// NewForm returns the form of an expression.
func NewForm(expr string) *Form {
	return &Form{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// MatchString is that of regexp.Regexp.
func (f *Form) MatchString(s string) bool { return f.compiled().MatchString(s) }

// FindStringSubmatch is that of regexp.Regexp.
func (f *Form) FindStringSubmatch(s string) []string { return f.compiled().FindStringSubmatch(s) }
