package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// emptyTime bounds the search for why an answer is empty if nobody asked.
const emptyTime = time.Second

// printPlan prints how a query is evaluated: for a person as a tree, as JSON
// with --format json.
func (s *session) printPlan(ctx context.Context, v *graph.View, text string, o *graph.QueryOptions, run bool) error {
	if s.flags.format != "" {
		if _, err := s.format("json"); err != nil {
			return err
		}
	}
	tree, failed := v.Plan(ctx, text, o, run)
	if tree == nil {
		return failed
	}
	_, partial := errors.AsType[*graph.LimitError](failed)
	if failed != nil && !partial {
		return failed
	}
	if s.flags.format == "" {
		_, err := io.WriteString(s.out, tree.String())
		return errors.Join(failed, err)
	}
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	meta, err := (&sheet{Lens: s.describe(v)}).meta(s)
	if err != nil {
		return err
	}
	doc := map[string]any{"query": text, "plan": tree, "meta": meta}
	if partial {
		doc["partial"] = true
	}
	return errors.Join(failed, e.Encode(doc))
}

// noteEmpty adds to an empty sheet why the query finds nothing. Unless it was
// asked for, it takes little time, and says nothing rather than too little.
func (s *session) noteEmpty(ctx context.Context, v *graph.View, sh *sheet, text string, o *graph.QueryOptions, asked bool) error {
	if !asked {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, emptyTime)
		defer cancel()
	}
	part, err := v.WhyEmpty(ctx, text, o)
	if err != nil && !asked {
		return nil
	}
	if err != nil || part == nil {
		return err
	}
	switch {
	case part.Clause != "":
		sh.Notes = append(sh.Notes, "Empty because of "+part.Clause+": what it is applied to has solutions.")
	case part.Least:
		sh.Notes = append(sh.Notes, "Empty because this part has no solutions: "+part.Pattern)
	default:
		sh.Notes = append(sh.Notes, "Empty because this part, or a smaller one that was not looked for, has no solutions: "+part.Pattern)
	}
	absent := []any{}
	for _, a := range part.Absent {
		name := prefixed(a.Term)
		if a.Place == "graph" {
			sh.Notes = append(sh.Notes, fmt.Sprintf("No visible quad stands under %s.", name))
		} else {
			sh.Notes = append(sh.Notes, fmt.Sprintf("No visible quad has %s as %s.", name, a.Place))
		}
		absent = append(absent, map[string]any{"term": a.Term.String(), "place": a.Place})
	}
	if part.Hidden {
		sh.Notes = append(sh.Notes, "The lens leaves none: with --lens all it has solutions.")
	}
	if sh.Extra == nil {
		sh.Extra = map[string]any{}
	}
	sh.Extra["empty"] = map[string]any{
		"pattern": part.Pattern, "clause": part.Clause, "absent": absent, "hiddenByLens": part.Hidden, "least": part.Least,
	}
	return nil
}

// prefixed writes a term as a query may.
func prefixed(value quad.Value) string {
	if iri, ok := value.(quad.IRI); ok {
		for name, ns := range schema.Prefixes() {
			if local, ok := strings.CutPrefix(string(iri), ns); ok && local != "" && !strings.ContainsAny(local, "/#") {
				return name + ":" + local
			}
		}
	}
	return value.String()
}
