package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

var build = flag.Bool("build", false, "build a release twice, which takes half a minute, and compare")

// The same files give the same archive, with no trace of who made it.
func TestPack(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	files := []entry{{name: "man/b.1", data: []byte("b")}, {name: "a", data: []byte("run"), run: true}}
	turned := []entry{files[1], files[0]}
	for goos, want := range map[string]string{"linux": ".tar.gz", "darwin": ".tar.gz", "windows": ".zip"} {
		one, ext, err := pack(goos, "x_1", files, at)
		if err != nil || ext != want {
			t.Fatal(ext, err)
		}
		if two, _, err := pack(goos, "x_1", turned, at); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s: the order of the files is in the archive (%v)", goos, err)
		}
		if goos == "linux" {
			if got := untar(t, one); string(got["x_1/a"]) != "run" || string(got["x_1/man/b.1"]) != "b" || len(got) != 2 {
				t.Errorf("got %v", got)
			}
		}
	}
}

// Licences are told by their texts; one that is not plain is told as none.
func TestIdentify(t *testing.T) {
	mit := `Permission is hereby granted, free of charge, to any
person obtaining a copy ... THE SOFTWARE IS PROVIDED "AS IS"`
	bsd := "Redistribution and use in source and binary forms, with or without modification"
	for text, want := range map[string]string{
		mit: "MIT", bsd: "BSD-2-Clause", "": "", "All rights reserved.": "",
		bsd + " ... may be used to endorse or promote products": "BSD-3-Clause",
		mit + bsd: "", "This project is covered by two different licenses: MIT and Apache. " + mit: "",
	} {
		if got := identify(text); got != want {
			t.Errorf("identify(%.30q) = %q, want %q", text, got, want)
		}
	}
}

// The same commit gives the same bytes, whenever and wherever it is packed.
func TestReproducible(t *testing.T) {
	if !*build {
		t.Skip("run with -build")
	}
	r, err := describe(t.Context(), ".", "v0.0.1-test")
	if errors.Is(err, exec.ErrNotFound) || err != nil && strings.Contains(err.Error(), "not a git repository") {
		t.Skip("no Git, or no repository: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	goos := "linux"
	target := goos + "/" + runtime.GOARCH
	var got [2]map[string][]byte
	for i := range got {
		dir := t.TempDir()
		if err := r.make(t.Context(), dir, []string{target}); err != nil {
			t.Fatal(err)
		}
		got[i] = map[string][]byte{}
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			got[i][d.Name()], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	stem := "ascribe_0.0.1-test_linux_" + runtime.GOARCH
	for _, name := range []string{stem + ".tar.gz", stem + ".cdx.json", "SHA256SUMS"} {
		if len(got[0][name]) == 0 {
			t.Errorf("there is no %s", name)
		}
		if !bytes.Equal(got[0][name], got[1][name]) {
			t.Errorf("%s differs the second time", name)
		}
	}

	files := untar(t, got[0][stem+".tar.gz"])
	for _, want := range []string{"LICENSE", "README.md", "THIRD-PARTY-LICENSES.txt", "ascribe", "man/man1/ascribe.1", "man/man1/ascribe-ask.1", "completions/ascribe.bash", "completions/_ascribe", "completions/ascribe.fish"} {
		if len(files[stem+"/"+want]) == 0 {
			t.Errorf("the archive has no %s", want)
		}
	}
	if runtime.GOOS == goos {
		bin := filepath.Join(t.TempDir(), "ascribe")
		if err := os.WriteFile(bin, files[stem+"/ascribe"], 0o755); err != nil {
			t.Fatal(err)
		}
		said, err := output(t.Context(), ".", nil, bin, "version")
		if want := "ascribe 0.0.1-test (commit " + r.commit[:12] + ", " + r.date.Format("2006-01-02") + ")"; err != nil || said != want {
			t.Errorf("version says %q, %v; want %q", said, err, want)
		}
	}
	var b bom
	if err := json.Unmarshal(got[0][stem+".cdx.json"], &b); err != nil {
		t.Fatal(err)
	}
	byName := map[string]component{}
	for _, c := range b.Components {
		byName[c.Name] = c
	}
	for name, licence := range map[string]string{"std": "BSD-3-Clause", "github.com/cayleygraph/quad": "Apache-2.0", "github.com/spf13/cobra": "Apache-2.0", "golang.org/x/text": "BSD-3-Clause"} {
		if l := byName[name].Licenses; len(l) != 1 || l[0].License.ID != licence {
			t.Errorf("%s has the licences %v, want %s", name, l, licence)
		}
	}
}

func untar(t *testing.T, b []byte) map[string][]byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || h.Uname != "" {
			t.Errorf("%s has an owner", h.Name)
		}
		if out[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}
