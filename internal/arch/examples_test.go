package arch_test

import (
	"encoding/json"
	"errors"
	"flag"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var examples = flag.Bool("examples", false, "hold that each public type stands in an example; takes as long as a build")

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir, Export, ForTest   string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Standard                           bool
	Module                             *struct{ Main bool }
}

// TestExamples holds that every public type is met in an Example of one of the
// packages that a user of the library sees: named there, or of something that is.
func TestExamples(t *testing.T) {
	if !*examples {
		t.Skip("only with -examples")
	}
	cmd := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-test",
		"-json=ImportPath,Dir,Export,ForTest,GoFiles,TestGoFiles,XTestGoFiles,Standard,Module", "./graph/...", "./schema/...", "./seeds")
	cmd.Dir = filepath.Join("..", "..")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var public []listed
	exports := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.ForTest != "" {
			continue
		}
		exports[p.ImportPath] = p.Export
		if p.Module != nil && p.Module.Main && !strings.Contains(p.ImportPath, "/internal/") && !strings.HasSuffix(p.ImportPath, ".test") {
			public = append(public, p)
		}
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	declared, met := map[string]bool{}, map[string]bool{}
	for _, p := range public {
		pkg := check(t, fset, imports, p.ImportPath, p.Dir, slices.Concat(p.GoFiles, p.TestGoFiles), met)
		for _, name := range pkg.Scope().Names() {
			o, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if ok && o.Exported() && !o.IsAlias() && !strings.HasSuffix(fset.File(o.Pos()).Name(), "_test.go") {
				declared[p.ImportPath+"."+name] = true
			}
		}
		check(t, fset, imports, p.ImportPath+"_test", p.Dir, p.XTestGoFiles, met)
	}
	if len(declared) < 100 {
		t.Fatalf("%d public types: the test sees too little", len(declared))
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if !met[name] {
			t.Errorf("%s stands in no example", name)
		}
	}
}

// check type-checks files as one package, and notes the types that its examples meet.
func check(t *testing.T, fset *token.FileSet, imports types.Importer, path, dir string, names []string, met map[string]bool) *types.Package {
	t.Helper()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	// What tests of one package lend to those of another is not there: no fault here.
	conf := types.Config{Importer: imports, Error: func(error) {}}
	pkg, _ := conf.Check(path, fset, files, info)
	for _, f := range files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Example") {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if e, ok := n.(ast.Expr); ok {
					meet(info.TypeOf(e), met, 4)
				}
				return true
			})
		}
	}
	return pkg
}

// meet notes a type, and what it is made of, so many steps deep.
func meet(typ types.Type, met map[string]bool, deep int) {
	if typ == nil || deep == 0 {
		return
	}
	switch typ := typ.(type) {
	case *types.Named:
		if o := typ.Obj(); o.Pkg() != nil {
			met[strings.TrimSuffix(o.Pkg().Path(), "_test")+"."+o.Name()] = true
		}
	case *types.Map:
		meet(typ.Key(), met, deep-1)
		meet(typ.Elem(), met, deep-1)
	case interface{ Elem() types.Type }:
		meet(typ.Elem(), met, deep-1)
	}
}
