package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// lensFlags are the fields of a lens as typed.
type lensFlags struct {
	name          string
	by, actsBy    []string
	stances       []string
	asOf, at      string
	forms         []string
	sources       []string
	names         []string
	minConfidence string
	official      bool
	spread        bool
	infer         string
	rules         []string
	assume        []string
}

// parties are the classes of who can speak and act.
var parties = []quad.IRI{schema.Party}

func (l *lensFlags) register(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&l.name, "lens", "", "lens `name`: default, all (every record, whatever its stance), official, or one of your own")
	f.StringSliceVar(&l.by, "by", nil, "only claims by these `parties`, their organs and their coalitions")
	f.StringSliceVar(&l.actsBy, "acts-by", nil, "only acts by these `parties`")
	f.StringSliceVar(&l.stances, "stance", nil, "claims of these `stances`; default asserts, supports, reports")
	f.StringVar(&l.asOf, "as-of", "", "what was public on or before this `date` (day, month or year)")
	f.StringVar(&l.at, "at", "", "what held on this `date`")
	f.StringSliceVar(&l.forms, "form", nil, "only claims of these `forms`, such as 'press report'")
	f.StringSliceVar(&l.sources, "source", nil, "only records that rest on these `documents`")
	f.StringSliceVar(&l.names, "names", nil, "follow what these `parties` say is the same: see such things as one")
	f.StringVar(&l.minConfidence, "min-confidence", "", "a likelihood of at least this percentage, or low, moderate or high confidence (`level`)")
	f.BoolVar(&l.official, "official", false, "only first-hand claims of an official form")
	f.BoolVar(&l.spread, "spread", false, "let an organization's claim count for its members of that day")
	f.StringVar(&l.infer, "infer", "rollup", "which `rules` derive edges: rollup, all, none, or names; +joint adds one (see 'ascribe rules')")
	f.StringArrayVar(&l.rules, "rules", nil, "rules of your own that are on as well, from this `file` or folder")
	f.StringArrayVar(&l.assume, "assume", nil, "answer as if this `edge` stood: 'Silk Typhoon sameAs APT27'; nothing is kept")
	terms := func(defs []schema.TermDef) []string {
		var out []string
		for _, d := range defs {
			out = append(out, d.EN)
		}
		return out
	}
	fixed := func(flag string, values ...string) {
		_ = root.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	_ = root.RegisterFlagCompletionFunc("lens", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return lensNames(), cobra.ShellCompDirectiveNoFileComp
	})
	fixed("stance", terms(schema.Stances())...)
	fixed("form", terms(schema.Forms())...)
	fixed("min-confidence", "low", "moderate", "high", "50", "80", "95")
	_ = root.RegisterFlagCompletionFunc("infer", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return append(ruleNames(), "rollup", "all", "none"), cobra.ShellCompDirectiveNoFileComp
	})
}

// lens resolves the flags.
func (l *lensFlags) lens(names *ask.Names) (*graph.Lens, error) {
	var lens graph.Lens
	switch l.name {
	case "", "default":
	case "all":
		if l.official || l.spread || l.asOf+l.at+l.minConfidence != "" || len(l.by)+len(l.actsBy)+len(l.stances)+len(l.forms)+len(l.sources)+len(l.names) > 0 {
			return nil, usagef("leave one out, or name the stances that you want with --stance", "--lens all shows every record, so no other flag can narrow it")
		}
		lens.All = true
	case "official":
		l.official = true
	default:
		saved, err := savedLens(l.name)
		if err != nil {
			return nil, err
		}
		l.fill(saved)
	}
	if err := l.inference(&lens); err != nil {
		return nil, err
	}
	lens.Official, lens.Spread = l.official, l.spread
	return &lens, errors.Join(
		l.dates(&lens),
		resolveAll(&lens.By, "--by", l.by, names, parties...),
		resolveAll(&lens.ActsBy, "--acts-by", l.actsBy, names, parties...),
		resolveAll(&lens.Sources, "--source", l.sources, names, schema.Source),
		resolveAll(&lens.Names, "--names", l.names, names, parties...),
		resolveTerms(&lens.Stances, "--stance", l.stances, schema.Stances()),
		resolveTerms(&lens.Forms, "--form", l.forms, schema.Forms()),
		l.confidence(&lens),
		l.assumptions(&lens, names),
	)
}

// inference reads --infer and --rules. Rules of the user's folder are on if they
// are named, those of --rules unless they are unnamed.
func (l *lensFlags) inference(lens *graph.Lens) error {
	if l.infer == "rollup" && len(l.rules) == 0 {
		return nil
	}
	given, err := readRules(l.rules)
	if err != nil {
		return err
	}
	kept, err := keptRules()
	if err != nil {
		return err
	}
	text := l.infer
	for _, r := range given {
		if !strings.Contains(text, r.Name) {
			text += ",+" + r.Name
		}
	}
	if err := lens.SetInfer(text, slices.Concat(given, kept)...); err != nil {
		if _, ok := errors.AsType[*graph.RuleError](err); ok {
			return err
		}
		return usagef("'ascribe rules' says what each does", "--infer: "+strings.TrimPrefix(err.Error(), "lens: "))
	}
	if slices.ContainsFunc(lens.Infer, func(r graph.Rule) bool { return r.Name == "spread" }) {
		l.spread = true // one thing, by two names
	}
	return nil
}

// assumptions reads --assume.
func (l *lensFlags) assumptions(lens *graph.Lens, names *ask.Names) error {
	for _, text := range l.assume {
		a, err := graph.ParseAssumption(text, names.Resolve)
		if err != nil {
			return fmt.Errorf("--assume: %w", err)
		}
		lens.Assume = append(lens.Assume, a)
	}
	return nil
}

func (l *lensFlags) dates(lens *graph.Lens) error {
	for _, d := range []struct {
		flag, text string
		to         *graph.Date
	}{{"--as-of", l.asOf, &lens.AsOf}, {"--at", l.at, &lens.At}} {
		if d.text == "" {
			continue
		}
		date, err := graph.ParseDate(d.text)
		if err != nil {
			return usagef("for example "+d.flag+" 2021-07-31, 2021-07 or 2021", d.flag+": "+err.Error())
		}
		*d.to = date
	}
	return nil
}

func (l *lensFlags) confidence(lens *graph.Lens) error {
	text := strings.TrimSuffix(strings.TrimSpace(l.minConfidence), "%")
	if text == "" {
		return nil
	}
	if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 && n <= 100 {
		lens.MinLikelihood = n
		return nil
	}
	var level []quad.IRI
	if err := resolveTerms(&level, "--min-confidence", []string{text}, schema.Confidences()); err != nil {
		return usagef("give a percentage from 0 to 100 (likelihood), or low, moderate or high (analytic confidence)",
			fmt.Sprintf("--min-confidence: %q is neither", l.minConfidence))
	}
	lens.MinConfidence = level[0]
	return nil
}

// resolveAll turns names into things of the given classes.
func resolveAll(to *[]quad.IRI, flag string, texts []string, names *ask.Names, classes ...quad.IRI) error {
	for _, text := range texts {
		iri, err := names.Resolve(text, classes...)
		if err != nil {
			return fmt.Errorf("%s: %w", flag, err)
		}
		// A part of a name is enough only where the whole of it means nothing
		// else: the Exchange hack is no party, whoever was hit by it.
		if len(classes) > 0 {
			if other, err := names.Resolve(text); err == nil && other != iri && names.IsNamed(other, text) && !names.IsNamed(iri, text) {
				return usagef("type "+schema.Handle(string(iri))+" if you mean "+names.Candidate(iri).String(),
					fmt.Sprintf("%s: %q is %s", flag, text, names.Candidate(other)))
			}
		}
		*to = append(*to, iri)
	}
	return nil
}

// resolveTerms turns labels or local names of the schema into its terms.
func resolveTerms(to *[]quad.IRI, flag string, texts []string, defs []schema.TermDef) error {
next:
	for _, text := range texts {
		want := ask.Fold(text)
		var known []string
		for _, d := range defs {
			local := strings.TrimPrefix(d.IRI, schema.NS)
			if want == ask.Fold(d.EN) || want == ask.Fold(d.NL) || strings.EqualFold(text, local) {
				*to = append(*to, quad.IRI(d.IRI))
				continue next
			}
			known = append(known, d.EN)
		}
		return usagef("there are: "+strings.Join(known, ", "), fmt.Sprintf("%s: unknown %q", flag, text))
	}
	return nil
}
