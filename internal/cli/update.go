package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// updateFlags are the flags of the verb.
type updateFlags struct {
	file, base      string
	data, named     []string
	print, checking bool
}

func (s *session) updateCommand() *cobra.Command {
	var u updateFlags
	c := &cobra.Command{
		Use:   "update [-f FILE] 'SPARQL'",
		Short: "Change the graph by a SPARQL 1.1 Update, all or nothing",
		Long: `Change the graph named by --graph by a SPARQL 1.1 Update: INSERT DATA, DELETE DATA, DELETE/INSERT WHERE,
LOAD, CLEAR, CREATE, DROP, ADD, MOVE, COPY, several separated by ";". Either the whole request is carried
out or, on an error, the graph stays as it was. How many quads came and went is said on standard error.

An update sees the graph as it is stored, no lens between: the default graph is the quads without a label,
and each record is a named graph. The prefixes asc, id, claim, act, src, rdf, rdfs and xsd need no declaration.
LOAD reads local files, by their file: IRIs; nothing is ever fetched from the network.

With --data or --named-data, or with --print and no graph, it works on these files, or on nothing: no prefixes,
and no file is changed. --print writes the resulting dataset as sorted N-Quads.`,
		Example: `  ascribe --graph mine.trig update 'INSERT DATA { GRAPH claim:x { id:a asc:linkedTo id:b } }'
  ascribe --graph mine.trig update 'DELETE WHERE { GRAPH claim:x { ?s ?p ?o } }'
  ascribe update --data cities.ttl -f rename.ru --print`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return s.update(c, &u, args) },
	}
	f := c.Flags()
	f.StringVarP(&u.file, "file", "f", "", "read the update from `file`; - is standard input")
	f.StringArrayVar(&u.data, "data", nil, "work on this `[BASE=]FILE` as default graph")
	f.StringArrayVar(&u.named, "named-data", nil, "work on this `[IRI=]FILE` as a named graph; default IRI: the file's own")
	f.StringVar(&u.base, "base", "", "base `IRI` of the update")
	f.BoolVar(&u.print, "print", false, "print the resulting dataset as N-Quads")
	f.BoolVar(&u.checking, "check", false, "only parse the update")
	return c
}

func (s *session) update(c *cobra.Command, u *updateFlags, args []string) error {
	for _, name := range lensFlagNames {
		if c.Flags().Changed(name) {
			return usagef("leave it out: an update sees and changes the graph as it is stored", "--"+name+" is part of a lens")
		}
	}
	text, name, err := s.requestText(updateRequest, u.file, args)
	if err != nil {
		return err
	}
	files := len(u.data)+len(u.named) > 0
	if files && c.Flags().Changed("graph") {
		return usagef("give one of them", "--graph together with --data or --named-data")
	}
	nothing := !files && s.flags.graph == "" && u.print
	o := &graph.UpdateOptions{File: name, Base: u.base, NoPrefixes: files || nothing, Load: graph.LoadFile}
	if o.Base == "" && o.NoPrefixes && u.file != "" && u.file != "-" {
		o.Base = fileIRI(u.file)
	}
	if u.checking {
		return graph.ParseUpdate(text, o)
	}
	if o.NoPrefixes {
		s.g = graph.New(&graph.Options{Name: "files", QueryTime: s.flags.timeout})
	} else if _, err := s.openForUpdate(); err != nil {
		return err
	}
	var res *graph.UpdateResult
	err = s.g.Update(c.Context(), func(tx *graph.Tx) error {
		if err := addFiles(c.Context(), tx, u.data, u.named); err != nil {
			return err
		}
		var err error
		res, err = tx.Exec(c.Context(), text, o)
		return err
	})
	if e, ok := errors.AsType[*graph.LimitError](err); ok {
		limit := fmt.Sprintf("%d %s", e.Max, e.Limit)
		if e.Limit == "time" {
			limit = (time.Duration(e.Max) * time.Millisecond).String() + " (--timeout)"
		}
		return fmt.Errorf("update stopped by its limit of %s; nothing was changed", limit)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.err, "%s inserted, %s deleted\n", plural(res.Inserted, "quad"), plural(res.Deleted, "quad"))
	if !u.print {
		return nil
	}
	return s.g.View(c.Context(), graph.Everything, func(v *graph.View) error {
		return v.Write(c.Context(), s.out, rdf.NQuads)
	})
}

// openForUpdate opens the graph of --graph, which must be there.
func (s *session) openForUpdate() (*graph.Graph, error) {
	if _, embedded := s.seeds(); embedded {
		return nil, graph.ErrReadOnly
	}
	return s.open()
}

// addFiles adds the files of --data and --named-data, blank nodes of each apart.
func addFiles(ctx context.Context, tx *graph.Tx, data, named []string) error {
	n := 0
	add := func(arg string, isNamed bool) error {
		iri, path := splitDataset(arg)
		if iri == "" {
			iri = fileIRI(path)
		}
		format, ok := rdf.FormatOf(path)
		if !ok {
			return fmt.Errorf("%s: %w, want .nq, .trig, .nt, .ttl or .jsonld", path, graph.ErrFormat)
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		n++
		o := &rdf.Options{File: path, Base: iri}
		if len(data)+len(named) > 1 {
			o.BlankPrefix = "d" + strconv.Itoa(n)
		}
		for q, err := range rdf.NewReader(f, format, o).Quads() {
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if isNamed && q.Label == nil {
				q.Label = quad.IRI(iri)
			}
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	}
	for _, arg := range data {
		if err := add(arg, false); err != nil {
			return err
		}
	}
	for _, arg := range named {
		if err := add(arg, true); err != nil {
			return err
		}
	}
	return nil
}
