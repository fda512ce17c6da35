// Command release packs the program for those who do not build it: an archive
// for each system, with manual pages, completion scripts and the licences of
// all that is linked, checksums, and a CycloneDX bill of materials.
//
//	go run ./internal/release -out dist
//
// The same commit and the same Go give the same bytes: files have the time of
// the commit, paths are trimmed, and nothing depends on the machine.
package main

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("release: ")
	out := flag.String("out", "dist", "`folder` for the files, made if it is not there")
	only := flag.String("targets", "", "`list` of systems such as linux/amd64,windows/arm64; default all")
	version := flag.String("version", "", "`version`; default what git describe says")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := describe(ctx, ".", *version)
	if err == nil {
		targets := allTargets
		if *only != "" {
			targets = strings.Split(*only, ",")
		}
		err = r.make(ctx, *out, targets)
	}
	if err != nil {
		log.Fatal(err)
	}
}

var allTargets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// release is what one commit becomes.
type release struct {
	root    string // of the project
	version string
	commit  string
	date    time.Time // of the commit
}

// describe asks Git which commit is checked out.
func describe(ctx context.Context, dir, version string) (*release, error) {
	git := func(args ...string) (string, error) {
		return output(ctx, dir, nil, "git", args...)
	}
	r := &release{version: version}
	var err error
	if r.root, err = git("rev-parse", "--show-toplevel"); err != nil {
		return nil, err
	}
	if r.commit, err = git("rev-parse", "HEAD"); err != nil {
		return nil, err
	}
	date, err := git("show", "-s", "--format=%cI", "HEAD")
	if err == nil {
		r.date, err = time.Parse(time.RFC3339, date)
	}
	if err != nil {
		return nil, err
	}
	r.date = r.date.UTC()
	if r.version == "" {
		if r.version, err = git("describe", "--tags", "--always", "--dirty"); err != nil {
			return nil, err
		}
	}
	r.version = strings.TrimPrefix(r.version, "v")
	return r, nil
}

const module = "github.com/ascribe-graph/ascribe"

// build compiles the command for one system.
func (r *release) build(ctx context.Context, goos, goarch, to string) error {
	stamp := module + "/internal/cli.stamp"
	flags := strings.Join([]string{
		"-s", "-w", "-buildid=",
		"-X", stamp + "Version=" + r.version,
		"-X", stamp + "Commit=" + r.commit,
		"-X", stamp + "Date=" + r.date.Format(time.DateOnly),
	}, " ")
	env := []string{"CGO_ENABLED=0", "GOOS=" + goos, "GOARCH=" + goarch, "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT="}
	_, err := output(ctx, r.root, env, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", to, "./cmd/ascribe")
	return err
}

func (r *release) make(ctx context.Context, out string, targets []string) error {
	work, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	programs := map[string]string{} // by target
	host := runtime.GOOS + "/" + runtime.GOARCH
	for _, target := range append(slices.Clone(targets), host) {
		goos, goarch, ok := strings.Cut(target, "/")
		if !ok {
			return fmt.Errorf("got the target %q, want SYSTEM/PROCESSOR", target)
		}
		if programs[target] != "" {
			continue
		}
		programs[target] = filepath.Join(work, goos+"-"+goarch, programName(goos))
		if err := r.build(ctx, goos, goarch, programs[target]); err != nil {
			return err
		}
	}
	docs, err := r.documents(ctx, work, programs[host])
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums []string
	keep := func(name string, data []byte) error {
		sums = append(sums, fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
		return os.WriteFile(filepath.Join(out, name), data, 0o644)
	}
	for _, target := range targets {
		goos, goarch, _ := strings.Cut(target, "/")
		path := programs[target]
		bin, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		linked, err := modulesOf(ctx, r.root, path)
		if err != nil {
			return err
		}
		notices, err := noticesOf(linked)
		if err != nil {
			return err
		}
		stem := fmt.Sprintf("ascribe_%s_%s_%s", r.version, goos, goarch)
		files := slices.Concat(docs, []entry{{name: "THIRD-PARTY-LICENSES.txt", data: notices}, {name: programName(goos), data: bin, run: true}})
		packed, ext, err := pack(goos, stem, files, r.date)
		if err != nil {
			return err
		}
		bom, err := r.bill(linked, goos, goarch, bin)
		if err != nil {
			return err
		}
		if err := keep(stem+ext, packed); err != nil {
			return err
		}
		if err := keep(stem+".cdx.json", bom); err != nil {
			return err
		}
		fmt.Println(stem + ext)
	}
	slices.SortFunc(sums, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(strings.Join(sums, "")), 0o644)
}

func programName(goos string) string {
	if goos == "windows" {
		return "ascribe.exe"
	}
	return "ascribe"
}

// documents returns what every archive holds beside the program, of which host
// is the one that runs here.
func (r *release) documents(ctx context.Context, work, host string) ([]entry, error) {
	var out []entry
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md", "docs/guide.md", "docs/sparql.md", "seeds/SOURCES.md"} {
		data, err := os.ReadFile(filepath.Join(r.root, name))
		if err != nil {
			return nil, err
		}
		out = append(out, entry{name: name, data: data})
	}
	man := filepath.Join(work, "man")
	if err := os.Mkdir(man, 0o755); err != nil {
		return nil, err
	}
	env := []string{"SOURCE_DATE_EPOCH=" + fmt.Sprint(r.date.Unix())}
	if _, err := output(ctx, work, env, host, "man", man); err != nil {
		return nil, err
	}
	pages, err := os.ReadDir(man)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		data, err := os.ReadFile(filepath.Join(man, p.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, entry{name: "man/man1/" + p.Name(), data: data})
	}
	for shell, name := range map[string]string{"bash": "ascribe.bash", "zsh": "_ascribe", "fish": "ascribe.fish", "powershell": "ascribe.ps1"} {
		script, err := output(ctx, work, nil, host, "completion", shell)
		if err != nil {
			return nil, err
		}
		out = append(out, entry{name: "completions/" + name, data: []byte(script + "\n")})
	}
	return out, nil
}

// output runs a program and returns what it prints, without the last line break.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), env...)
	var said strings.Builder
	c.Stderr = &said
	b, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, said.String())
	}
	return strings.TrimRight(string(b), "\n"), nil
}
