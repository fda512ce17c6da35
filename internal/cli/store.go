package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/jedib0t/go-pretty/v6/progress"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

func (s *session) initCommand() *cobra.Command {
	var empty bool
	c := &cobra.Command{
		Use:   "init [FILE]",
		Short: "Make a graph of your own, which begins with the starter set",
		Long: `Make a new graph in FILE, or in the file of --graph: a store (` + graph.StoreExt + `), or an RDF file.
It begins with the starter set, or with --empty with nothing.`,
		Example: "  ascribe init mine.ascribe && ascribe --graph mine.ascribe info",
		Args:    usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				s.flags.graph = args[0]
			}
			if _, embedded := s.seeds(); embedded {
				return usagef("for example ascribe init mine"+graph.StoreExt, "no file named")
			}
			if _, err := os.Lstat(s.flags.graph); err == nil {
				return fmt.Errorf("init: %s: %w", s.flags.graph, fs.ErrExist)
			}
			return s.makeGraph(c.Context(), empty)
		},
	}
	c.Flags().BoolVar(&empty, "empty", false, "begin with nothing")
	return c
}

// makeGraph makes the file of --graph.
func (s *session) makeGraph(ctx context.Context, empty bool) error {
	var docs []graph.Document
	if !empty {
		for _, name := range seeds.Names() {
			f, err := seeds.FS().Open(seeds.File(name))
			if err != nil {
				return err
			}
			defer f.Close()
			docs = append(docs, graph.Document{R: f, Format: rdf.TriG, Name: seeds.File(name)})
		}
	}
	// A store is loaded in bulk, so that it begins compacted.
	if len(docs) > 0 && filepath.Ext(s.flags.graph) == graph.StoreExt {
		if _, err := graph.Load(ctx, s.flags.graph, nil, docs...); err != nil {
			return err
		}
		docs = nil
	}
	g, err := s.openForWriting()
	if err != nil {
		return err
	}
	err = g.Update(ctx, func(tx *graph.Tx) error {
		for _, d := range docs {
			if _, _, err := tx.Load(ctx, d.R, d.Format, &rdf.Options{File: d.Name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s: %s\n", g.Name(), plural(g.Len(), "quad"))
	return err
}

func (s *session) compactCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "compact",
		Short:   "Fold the changes of a store into its file",
		Example: "  ascribe --graph mine.ascribe compact",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := s.openStore()
			if err != nil {
				return err
			}
			return g.Compact(c.Context())
		},
	}
}

func (s *session) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Write the newest committed state into a new store",
		Long:    "Write the newest committed state into a new store (" + graph.StoreExt + "). Readers and writers go on meanwhile.",
		Example: "  ascribe --graph mine.ascribe backup mine-2026-11-23.ascribe",
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if filepath.Ext(args[0]) != graph.StoreExt {
				return usagef("name a file that ends in "+graph.StoreExt, "a backup is a store")
			}
			g, err := s.open()
			if err != nil {
				return err
			}
			return g.Backup(c.Context(), args[0])
		},
	}
}

// openStore opens the graph of --graph, which must be a store.
func (s *session) openStore() (*graph.Graph, error) {
	if filepath.Ext(s.flags.graph) != graph.StoreExt {
		return nil, usagef("name one by --graph FILE"+graph.StoreExt, "this command is for a store")
	}
	return s.open()
}

// bulkBytes is the size from which an import into a store is a bulk load,
// which rewrites the store, and not a transaction.
const bulkBytes = 16 << 20

// bulky reports whether an import into the graph of --graph is better done as
// a bulk load. Standard input may be long, so it is.
func (s *session) bulky(paths []string) bool {
	if filepath.Ext(s.flags.graph) != graph.StoreExt {
		return false
	}
	if _, err := os.Stat(s.flags.graph); errors.Is(err, fs.ErrNotExist) {
		return true
	}
	var size int64
	for _, p := range paths {
		info, err := os.Stat(p)
		if p == "-" {
			return true
		}
		if err == nil {
			size += info.Size()
		}
	}
	return size >= bulkBytes
}

// bulkImport loads files into the store of --graph, all or nothing.
func (s *session) bulkImport(ctx context.Context, paths []string, as, base string) error {
	var docs []graph.Document
	var size int64
	for _, path := range paths {
		format, err := fileFormat(as, path)
		if err != nil {
			return err
		}
		d := graph.Document{R: s.in, Format: format, Name: path, Base: base}
		if path != "-" {
			f, err := os.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			if info, err := f.Stat(); err == nil {
				size += info.Size()
			}
			d.R = f
		}
		docs = append(docs, d)
	}
	show, done := s.progress(size)
	started := time.Now()
	read, err := graph.Load(ctx, s.flags.graph, &graph.LoadOptions{Progress: show}, docs...)
	done(err == nil)
	if err != nil {
		return err
	}
	took := time.Since(started).Seconds()
	g, err := s.open()
	if err != nil {
		return err
	}
	sh := &sheet{Columns: []string{"graph", "read", "quads"}}
	sh.Rows = [][]cell{{
		textCell(s.flags.graph), {Text: fmt.Sprint(read), JSON: read}, {Text: fmt.Sprint(g.Len()), JSON: g.Len()},
	}}
	if took > 1 {
		sh.Notes = append(sh.Notes, fmt.Sprintf("%.1f s, %.0f quads/s.", took, float64(read)/took))
	}
	return s.print(sh)
}

// bytesPerQuad is what a line of N-Quads weighs, for the estimate of what
// remains.
const bytesPerQuad = 160

// progress shows a bar on standard error if that is a terminal.
func (s *session) progress(size int64) (show func(int), done func(ok bool)) {
	f, ok := s.err.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || size < bulkBytes {
		return nil, func(bool) {}
	}
	w := progress.NewWriter()
	w.SetOutputWriter(f)
	w.SetAutoStop(false)
	w.Style().Visibility.Speed = true
	w.Style().Visibility.ETA = true
	t := &progress.Tracker{Message: "reading", Total: size / bytesPerQuad}
	w.AppendTracker(t)
	go w.Render()
	return func(n int) { t.SetValue(int64(n)) }, func(ok bool) {
		if ok {
			t.MarkAsDone()
		} else {
			t.MarkAsErrored()
		}
		w.Stop()
	}
}
