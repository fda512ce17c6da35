package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// linked is a module of which a program has code, the Go distribution itself
// included.
type linked struct {
	path, version string
	sum           string // as in go.sum, "" for Go
	licence       string // SPDX identifier, "" if it is none that we know by its text
	texts         []text // its licence and notices
}

// text is a file that must go with the code.
type text struct {
	name string
	data []byte
}

// modulesOf returns what is linked into the program at path, Go first, then by
// path. Their texts come from the module cache, where the build had them from.
func modulesOf(ctx context.Context, root, path string) ([]linked, error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, err
	}
	goroot, err := output(ctx, root, nil, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	std := linked{path: "std", version: strings.TrimPrefix(info.GoVersion, "go")}
	if err := std.read(goroot); err != nil {
		return nil, err
	}
	out := []linked{std}
	list, err := output(ctx, root, nil, "go", "list", "-m", "-json", "all")
	if err != nil {
		return nil, err
	}
	folders := map[string]string{}
	for dec := json.NewDecoder(strings.NewReader(list)); dec.More(); {
		var m struct{ Path, Version, Dir string }
		if err := dec.Decode(&m); err != nil {
			return nil, err
		}
		folders[m.Path+"@"+m.Version] = m.Dir
	}
	for _, d := range info.Deps {
		if d.Replace != nil {
			return nil, fmt.Errorf("%s is replaced: a release has no replaced modules", d.Path)
		}
		m := linked{path: d.Path, version: d.Version, sum: d.Sum}
		dir := folders[d.Path+"@"+d.Version]
		if dir == "" {
			return nil, fmt.Errorf("%s %s is not in the module cache", d.Path, d.Version)
		}
		if err := m.read(dir); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// read takes the texts of a module from its folder.
func (m *linked) read(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		stem, _, _ := strings.Cut(strings.ToUpper(f.Name()), ".")
		if f.IsDir() || !slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, stem) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		m.texts = append(m.texts, text{f.Name(), data})
		if m.licence == "" && stem != "NOTICE" && stem != "PATENTS" {
			m.licence = identify(string(data))
		}
	}
	if len(m.texts) == 0 {
		// Distributions of Go may keep the text elsewhere; a module must have it.
		if m.path == "std" {
			m.licence = "BSD-3-Clause"
			return nil
		}
		return fmt.Errorf("%s has no licence file: its code cannot be passed on", m.path)
	}
	return nil
}

// identify returns the SPDX identifier of a licence's text, "" if it is not
// plainly one of those that the modules we use have.
func identify(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	has := func(parts ...string) bool {
		return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(s, p) })
	}
	var found []string
	for _, l := range []struct {
		id  string
		yes bool
	}{
		{"Apache-2.0", has("Apache License", "Version 2.0, January 2004")},
		{"MIT", has("Permission is hereby granted, free of charge, to any person obtaining a copy", `THE SOFTWARE IS PROVIDED "AS IS"`)},
		{"BSD-3-Clause", has("Redistribution and use in source and binary forms", "may be used to endorse or promote products")},
		{"BSD-2-Clause", has("Redistribution and use in source and binary forms") && !has("may be used to endorse or promote products")},
		{"MPL-2.0", has("Mozilla Public License", "2.0")},
		{"another", has("two different licenses")}, // of yaml: MIT for some files, Apache-2.0 for others
	} {
		if l.yes {
			found = append(found, l.id)
		}
	}
	// A text with two licences says in words which holds for what.
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// noticesOf puts the texts of all modules into one.
func noticesOf(modules []linked) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("Ascribe is linked with the following, under the terms below.\n")
	for _, m := range modules {
		name := m.path
		if name == "std" {
			name = "Go standard library"
		}
		fmt.Fprintf(&b, "\n%s\n%s %s\n", strings.Repeat("=", 80), name, m.version)
		if len(m.texts) == 0 {
			b.WriteString("Copyright The Go Authors, BSD-3-Clause, https://go.dev/LICENSE\n")
		}
		for _, t := range m.texts {
			fmt.Fprintf(&b, "\n--- %s\n\n%s\n", t.name, bytes.TrimSpace(t.data))
		}
	}
	return b.Bytes(), nil
}
