package seeds

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// Open returns a read-only graph of the seeds named, all if none is. World
// comes with every other, which need its labels and memberships, and Actors with
// every file of events. An unknown name is an error that wraps fs.ErrNotExist.
func Open(names ...string) (*graph.Graph, error) { return OpenWith(nil, names...) }

// OpenWith does the same with options; nil means all defaults.
func OpenWith(opts *graph.Options, names ...string) (*graph.Graph, error) {
	if len(names) == 0 {
		if g := openImage(opts); g != nil {
			return g, nil
		}
		names = Names()
	}
	return parse(opts, names)
}

// parse returns a graph of the seeds named and of those they need.
func parse(opts *graph.Options, names []string) (*graph.Graph, error) {
	var docs []graph.Document
	for _, n := range Names() { // in the order of the files, each once
		if !slices.Contains(names, n) && !comesAlong(n, names) {
			continue
		}
		data, err := fs.ReadFile(files, File(n))
		if err != nil {
			return nil, fmt.Errorf("open seeds: %w", err)
		}
		docs = append(docs, graph.Document{R: bytes.NewReader(data), Format: rdf.TriG, Name: File(n)})
	}
	for _, n := range names {
		if !slices.Contains(Names(), n) {
			return nil, fmt.Errorf("open seeds: no seed %q, want one of %s: %w", n, strings.Join(Names(), ", "), fs.ErrNotExist)
		}
	}
	return graph.Read(context.Background(), opts, docs...)
}

// comesAlong reports whether the seeds asked for need seed n.
func comesAlong(n string, asked []string) bool {
	return n == World || n == Actors && slices.ContainsFunc(asked, func(a string) bool { return slices.Contains(events, a) })
}
