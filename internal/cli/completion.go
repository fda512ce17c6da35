package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// completeNames offers names for the first most arguments.
func (s *session) completeNames(most int) cobra.CompletionFunc {
	return func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return s.names(c.Context(), "", typed)
	}
}

// completeFlag offers names of things of some classes for a flag; in a list
// for what follows its last comma.
func (s *session) completeFlag(classes ...quad.IRI) cobra.CompletionFunc {
	return func(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		i := strings.LastIndexByte(typed, ',') + 1
		return s.names(c.Context(), typed[:i], typed[i:], classes...)
	}
}

// names returns the names that begin with what is typed, each after a prefix.
func (s *session) names(ctx context.Context, prefix, typed string, classes ...quad.IRI) ([]string, cobra.ShellCompDirective) {
	var out []string
	err := s.view(ctx, func(_ *graph.View, names *ask.Names) error {
		for _, candidate := range names.Complete(typed, classes...) {
			name := candidate.Name
			if name == "" {
				name = candidate.Label
			}
			out = append(out, cobra.CompletionWithDesc(prefix+oneLine(name), oneLine(candidate.Class)))
		}
		return nil
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		cobra.CompErrorln(err.Error())
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeGraph offers the parts of the starter set once their prefix is
// typed, and files otherwise.
func completeGraph(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	if !strings.HasPrefix(typed, "s") {
		return []string{"ascribe", "trig", "nq", "nt", "ttl"}, cobra.ShellCompDirectiveFilterFileExt
	}
	var out []string
	for _, name := range seeds.Names() {
		out = append(out, seedsPrefix+name)
	}
	return out, cobra.ShellCompDirectiveDefault
}

// registerCompletion tells the shell what the values of flags may be.
func (s *session) registerCompletion(root *cobra.Command) {
	flags := map[string]cobra.CompletionFunc{
		"graph": completeGraph, "by": s.completeFlag(parties...), "acts-by": s.completeFlag(parties...), "names": s.completeFlag(parties...),
		"source": s.completeFlag(schema.Source), "about": s.completeFlag(), "against": s.completeFlag(parties...),
		"incident": s.completeFlag(schema.Incident), "via": s.completeFlag(),
	}
	for _, c := range append(root.Commands(), root) {
		own := c.Flags() // those of its parents are not in it before a command line is parsed
		if c == root {
			own = c.PersistentFlags()
		}
		for name, fn := range flags {
			if own.Lookup(name) != nil {
				_ = c.RegisterFlagCompletionFunc(name, fn)
			}
		}
	}
}
