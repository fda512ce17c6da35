// Package arch holds the shape of the module: which package may import which,
// which modules of others may be used where, and a few habits of layout. Its
// test reads the tree and fails with what to do; nothing is built for it.
package arch

import (
	"bytes"
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Problem is one place where a tree breaks its rules.
type Problem struct {
	File string // slash-separated, below the tree's root
	Line int    // 1-based; 0 is the whole file
	Msg  string // what is wrong and what to do
}

func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Msg
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Msg)
}

// Check reads every file of the tree and returns where it breaks the rules,
// sorted. Folders that Git does not keep (.git, bin, dist) and fuzzing corpora
// are left out; of a folder with a go.mod of its own only the texts are read.
func Check(tree fs.FS, rules Rules) ([]Problem, error) {
	c := &checker{rules: rules}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch {
			case name == ".git", name == "bin", name == "dist", strings.HasSuffix(name, "testdata/fuzz"):
				return fs.SkipDir
			case vague(path.Base(name)):
				c.add(name, 0, "a folder says what it holds, want a name other than %s", path.Base(name))
			}
			if _, err := fs.Stat(tree, path.Join(name, "go.mod")); err == nil && name != "." {
				c.modules = append(c.modules, name+"/")
			}
			return nil
		}
		// In a linked checkout .git is a file that tells where the rest is.
		if !d.Type().IsRegular() || name == ".git" {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		c.text(name, text)
		if strings.HasSuffix(name, ".go") {
			return c.code(name, text)
		}
		return nil
	})
	slices.SortFunc(c.found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Msg, b.Msg))
	})
	return c.found, err
}

type checker struct {
	rules   Rules
	modules []string // folders of other modules, with a slash at the end
	unknown map[string]bool
	found   []Problem
}

func (c *checker) add(file string, line int, format string, args ...any) {
	c.found = append(c.found, Problem{file, line, fmt.Sprintf(format, args...)})
}

// machinePath is an absolute path of the kind that only one machine has, at
// the beginning of a word: an address that holds the same letters is none.
var machinePath = regexp.MustCompile("(?m)(?:^|file://|[\\s\"'`(=<\\[:,])(/(?:wo" + "rk|ro" + "ot|ho" + "me/[a-z]+|Us" + "ers/[A-Za-z]+)/)")

func (c *checker) text(name string, text []byte) {
	if bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0 {
		return // not a text
	}
	for _, m := range machinePath.FindAllSubmatchIndex(text, -1) {
		line := 1 + bytes.Count(text[:m[2]], []byte("\n"))
		c.add(name, line, "names a path of one machine (%s), want a path relative to the project", text[m[2]:m[3]])
	}
}

var generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)

func (c *checker) code(name string, text []byte) error {
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(name), ".go"), "_test")
	if vague(base) {
		c.add(name, 0, "a file is named for what it holds, want a name other than %s", base)
	}
	if lines := bytes.Count(text, []byte("\n")); lines > c.rules.MaxLines && !generated.Match(text) {
		c.add(name, 0, "has %d lines, want at most %d: split it by what its parts do", lines, c.rules.MaxLines)
	}
	if slices.ContainsFunc(c.modules, func(m string) bool { return strings.HasPrefix(name, m) }) || strings.Contains("/"+name, "/testdata/") {
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ImportsOnly)
	if err != nil {
		return fmt.Errorf("read imports: %w", err)
	}
	pkg := path.Dir(name)
	own, listed := lookup(c.rules.Own, pkg)
	if !listed && !c.unknown[pkg] {
		if c.unknown == nil {
			c.unknown = map[string]bool{}
		}
		c.unknown[pkg] = true
		c.add(name, 0, "package %s is not in the table: say in Ascribe (internal/arch/rules.go) what it may import, and in ARCHITECTURE.md what it is for", pkg)
	}
	test := strings.HasSuffix(name, "_test.go")
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		line := files.Position(spec.Pos()).Line
		switch local, isOwn := strings.CutPrefix(imported, Module+"/"); {
		case imported == "C":
			c.add(name, line, "uses cgo, want pure Go: the command is built without a C compiler")
		case isOwn:
			// A test may look up: the oracle of a package can stand above it.
			if listed && !test && !matches(own, local) {
				c.add(name, line, "%s imports %s, which does not stand below it: move the code down, or pass a value or an interface in", pkg, local)
			}
		case strings.Contains(strings.SplitN(imported, "/", 2)[0], "."):
			c.foreign(name, line, pkg, imported, test)
		}
	}
	return nil
}

// foreign holds imports of other modules to the longest key that covers them.
func (c *checker) foreign(name string, line int, pkg, imported string, test bool) {
	for key := imported; key != "."; key = path.Dir(key) {
		who, ok := c.rules.Foreign[key]
		if !ok {
			continue
		}
		if matches(who.Code, pkg) || test && matches(who.Tests, pkg) {
			return
		}
		c.add(name, line, "%s imports %s, which is kept to %s: go through that package", pkg, imported, strings.Join(slices.Concat(who.Code, who.Tests), ", "))
		return
	}
	c.add(name, line, "%s imports %s, which is not in the table: say in Ascribe (internal/arch/rules.go) who may use it, and why in the commit", pkg, imported)
}

// lookup finds a package's entry: its own, or the closest "/..." above it.
func lookup(own map[string][]string, pkg string) ([]string, bool) {
	if list, ok := own[pkg]; ok {
		return list, true
	}
	for dir := path.Dir(pkg); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if list, ok := own[dir+"/..."]; ok {
			return list, true
		}
	}
	return nil, false
}

func matches(list []string, pkg string) bool {
	return slices.ContainsFunc(list, func(p string) bool {
		if dir, ok := strings.CutSuffix(p, "..."); ok {
			return strings.HasPrefix(pkg, dir)
		}
		return p == pkg
	})
}

// vague reports whether a name says nothing of what stands under it.
func vague(name string) bool {
	switch name {
	case "util", "utils", "common", "helper", "helpers", "misc":
		return true
	}
	return false
}
