package cli

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// addFlags are the fields of a record as typed.
type addFlags struct {
	by, relayedBy               []string
	on, earliest, latest        string
	validFrom, validTo          string
	undated, unhedged, dry      bool
	stance, form, kind          string
	sources                     []string
	title, publisher, published string
	sourceLang                  string
	quotes, summary             []string
	edges, fresh                []string
	re, responseTo, supersedes  []string
	confidence, words, scale    string
	legalBasis                  string
	handle, lang                string
}

func (s *session) addCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "add claim|act",
		Short:   "Add a claim or an act, by flags or in a form; checked before it is kept",
		Example: "  ascribe --graph mine.trig add claim --edit\n  ascribe --graph mine.trig add act --help",
		Long: `Add a claim (somebody said it) or an act (somebody did it) to the graph of --graph, and print the TriG that
was written. The result is held to the schema first: what breaks a rule is refused, with what to do.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			return usagef("see 'ascribe add claim --help' and 'ascribe add act --help'", "say what to add: claim or act")
		},
	}
	c.AddCommand(s.addRecordCommand(false), s.addRecordCommand(true))
	return c
}

func (s *session) addRecordCommand(act bool) *cobra.Command {
	var f addFlags
	edit := false
	c := &cobra.Command{
		Use:   "claim",
		Short: "Add a claim: who says what, how sure, in which words, by which document",
		Long: `Add a claim to the graph of --graph. Its party is the one who speaks (--by, default you); the document is
another thing (--source, with --title and --publisher if the graph does not have it), and who passed the words on is
said by --relayed-by. Without --source it rests on your own analysis. Edges are written 'A linkedTo B', or with the
edge's label: 'A linked to B'. What breaks the schema is refused. Prints the TriG that it wrote. --edit opens a form
with all fields in your editor, and opens it again with the reason if something is not right.`,
		Example: `  ascribe --graph mine.trig add claim --edge 'APT31 linkedTo MSS' --quote 'same tools'
  ascribe --graph mine.trig add claim --by UK --on 2021-07-19 --form 'official statement' \
    --source https://www.gov.uk/x --title 'UK and allies …' --publisher FCDO --edge 'Exchange hack attributedTo China'`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if edit {
				return s.editRecord(c.Context(), c.LocalFlags(), act, f.dry)
			}
			return s.addRecord(c.Context(), &f, act)
		},
	}
	if act {
		c.Use, c.Short = "act", "Add an act: who did what to whom, and what it answers"
		c.Long = `Add an act to the graph of --graph: a sanction, indictment, expulsion or another --kind, by --by, in response
to an incident or a record. What breaks the schema is refused. Prints the TriG that it wrote. --edit opens a form
with all fields in your editor, and opens it again with the reason if something is not right.`
		c.Example = `  ascribe --graph mine.trig add act --by UK --kind sanction --on 2022-02-14 --in-response-to 'Exchange hack' \
    --source https://www.gov.uk/y --publisher FCDO --edge 'UK sanctioned APT31'`
	}
	f.register(c.Flags(), act)
	c.Flags().BoolVar(&f.dry, "dry-run", false, "check and print it, and keep nothing")
	c.Flags().BoolVarP(&edit, "edit", "e", false, "fill in a form in your editor ($VISUAL or $EDITOR); other flags are filled in already")
	terms := func(flag string, defs []schema.TermDef) {
		names := make([]string, len(defs))
		for i, d := range defs {
			names[i] = d.EN
		}
		_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
	}
	if act {
		terms("kind", schema.Kinds())
	} else {
		terms("stance", schema.Stances())
		terms("form", schema.Forms())
		terms("confidence", schema.Confidences())
	}
	for _, flag := range []string{"by", "publisher", "relayed-by"} {
		_ = c.RegisterFlagCompletionFunc(flag, s.completeFlag(parties...))
	}
	return c
}

// register makes the fields flags, in the order in which a form asks for them.
func (f *addFlags) register(l *pflag.FlagSet, act bool) {
	l.SortFlags = false
	l.StringArrayVar(&f.by, "by", []string{"me"}, "the `party` that speaks or acts; several sign one text")
	if act {
		l.StringVar(&f.kind, "kind", "", "the `kind` of act, such as sanction")
	} else {
		l.StringVar(&f.stance, "stance", "asserts", "the `stance`: asserts, supports, acknowledges, condemns, reports, suspects, denies, retracts")
		l.StringVar(&f.form, "form", "", "the `form`, such as 'official statement'; default technical report, if it is yours")
		l.StringArrayVar(&f.re, "re", nil, "the `claim` that is supported, acknowledged, denied or retracted")
	}
	l.StringVar(&f.on, "on", "", "the `date` on which it became public, as precise as the source; default today, if it is yours")
	l.StringVar(&f.earliest, "earliest", "", "the first `date` on which it can have become public, instead of --on")
	l.StringVar(&f.latest, "latest", "", "the last `date` on which it can have become public, instead of --on")
	l.BoolVar(&f.undated, "undated", false, "the source gives it no date")
	l.StringArrayVar(&f.edges, "edge", nil, "an `edge`: 'A linkedTo B'; repeated")
	l.StringArrayVar(&f.fresh, "new", nil, "describe a thing that the graph does not have: `NAME=CLASS`, as in 'Volt Typhoon=threat group'")
	l.StringArrayVar(&f.responseTo, "in-response-to", nil, "the `incident` or record that it answers")
	if act {
		l.StringVar(&f.legalBasis, "legal-basis", "", "the `law` or order that it rests on")
	} else {
		l.StringVar(&f.confidence, "confidence", "", "the analytic confidence that the party states: low, moderate or high (`level`)")
		l.StringVar(&f.words, "likelihood-words", "", "the `words` of likelihood, verbatim")
		l.StringVar(&f.scale, "scale", "", "the `scale` that the party declares for these words: icd203, phia or kent")
		l.BoolVar(&f.unhedged, "unhedged", false, "a flat assertion, without words of likelihood")
	}
	l.StringArrayVar(&f.quotes, "quote", nil, "`words` of the source")
	l.StringArrayVar(&f.summary, "summary", nil, "what it says, in your `words`")
	l.StringVar(&f.lang, "text-lang", "en", "the `language` of quotes, summaries and texts")
	l.StringArrayVar(&f.sources, "source", nil, "a `document`: its address, its handle or its title; default your own analysis")
	l.StringVar(&f.title, "title", "", "the `title` of a document that the graph does not have")
	l.StringVar(&f.publisher, "publisher", "", "the `party` that published it")
	l.StringVar(&f.published, "published", "", "the `date` on which it was published")
	l.StringVar(&f.sourceLang, "source-lang", "", "the `language` of the document; default --text-lang")
	l.StringArrayVar(&f.relayedBy, "relayed-by", nil, "the `party` that passed the words on, where no document is the speaker's own")
	l.StringVar(&f.validFrom, "valid-from", "", "the first `date` on which the edges hold")
	l.StringVar(&f.validTo, "valid-to", "", "the last `date` on which the edges hold")
	l.StringArrayVar(&f.supersedes, "supersedes", nil, "an earlier `record` of the same party that it replaces")
	l.StringVar(&f.handle, "handle", "", "the record's `handle`; default party, date and a number")
}

func (s *session) addRecord(ctx context.Context, f *addFlags, act bool) error {
	d, err := s.drafting(ctx, func(d *drafter) error {
		d.draft.Act = act
		if err := d.describe(f.fresh); err != nil {
			return err
		}
		for _, read := range []func(*addFlags) error{d.readParties, d.readDates, d.readTerms, d.readSources, d.readRefs, d.readEdges} {
			if err := read(f); err != nil {
				return err
			}
		}
		return d.name(f.handle)
	})
	if err != nil {
		return err
	}
	return d.write(ctx, f.dry)
}

// own reports whether the draft's only party is the user.
func (d *drafter) own() bool { return len(d.draft.By) == 1 && d.draft.By[0] == me }

func (d *drafter) readParties(f *addFlags) error {
	for _, text := range f.by {
		iri, err := d.party(text)
		if err != nil {
			return err
		}
		d.draft.By = append(d.draft.By, iri)
	}
	return d.readAll(&d.draft.RelayedBy, "--relayed-by", f.relayedBy, schema.Party)
}

func (d *drafter) readAll(to *[]quad.IRI, flag string, texts []string, classes ...quad.IRI) error {
	for _, text := range texts {
		iri, err := d.resolve(text, classes...)
		if err != nil {
			return fmt.Errorf("%s: %w", flag, err)
		}
		*to = append(*to, iri)
	}
	return nil
}

func (d *drafter) readDates(f *addFlags) error {
	r := &d.draft.Record
	for _, x := range []struct {
		flag, text string
		to         *graph.Date
	}{
		{"--on", f.on, &r.On},
		{"--earliest", f.earliest, &r.Earliest},
		{"--latest", f.latest, &r.Latest},
		{"--valid-from", f.validFrom, &r.ValidFrom},
		{"--valid-to", f.validTo, &r.ValidTo},
	} {
		if x.text == "" {
			continue
		}
		on, err := date(x.flag, x.text)
		if err != nil {
			return err
		}
		*x.to = on
	}
	interval := f.earliest+f.latest != ""
	r.Undated = f.undated
	switch {
	case f.on != "" && interval, f.undated && (interval || f.on != ""):
		return usagef("give one of --on, --earliest with --latest, --undated", "the record has more than one date")
	case f.on != "", interval, f.undated:
	case d.own():
		r.On = today()
	default:
		return usagef("give --on DATE, as precise as the source, --earliest and --latest, or --undated", "the record has no date")
	}
	r.Earliest, r.Latest = r.Earliest.First(), r.Latest.Last()
	return nil
}

// readTerms reads what the schema has words for, and texts.
func (d *drafter) readTerms(f *addFlags) error {
	r := &d.draft.Record
	term := func(to *quad.IRI, flag, text string, defs []schema.TermDef) error {
		if text == "" {
			return nil
		}
		var found []quad.IRI
		if err := resolveTerms(&found, flag, []string{text}, defs); err != nil {
			return err
		}
		*to = found[0]
		return nil
	}
	var scales []schema.TermDef
	for _, s := range schema.Scales() {
		scales = append(scales, s.TermDef)
	}
	form := f.form
	if form == "" && !r.Act && d.own() {
		form = "technical report"
	}
	for _, x := range []struct {
		to         *quad.IRI
		flag, text string
		defs       []schema.TermDef
	}{
		{&r.Stance, "--stance", f.stance, schema.Stances()},
		{&r.Form, "--form", form, schema.Forms()},
		{&r.Kind, "--kind", f.kind, schema.Kinds()},
		{&r.Confidence, "--confidence", f.confidence, schema.Confidences()},
		{&r.Scale, "--scale", f.scale, scales},
	} {
		if err := term(x.to, x.flag, x.text, x.defs); err != nil {
			return err
		}
	}
	text := func(t string) quad.Value { return quad.LangString{Value: quad.String(t), Lang: f.lang} }
	r.Unhedged = f.unhedged
	switch {
	case f.words != "":
		r.LikelihoodWords = []quad.Value{text(f.words)}
		if r.Scale == "" {
			break
		}
		lo, hi, ok := schema.Range(string(r.Scale), f.words)
		if !ok {
			return usagef("leave --scale out if the party declares none", fmt.Sprintf("--likelihood-words: %s has no words %q", schema.Label(string(r.Scale), "en"), f.words))
		}
		r.Likelihood = [2]int{lo, hi}
	case f.scale != "":
		return usagef("give them, verbatim", "--scale without --likelihood-words")
	}
	for _, q := range f.quotes {
		r.Quotes = append(r.Quotes, text(q))
	}
	for _, t := range f.summary {
		r.Summary = append(r.Summary, text(t))
	}
	if f.legalBasis != "" {
		r.LegalBasis = []quad.Value{text(f.legalBasis)}
	}
	return nil
}

// readSources finds the documents, and describes the one that the graph does
// not have.
func (d *drafter) readSources(f *addFlags) error {
	details := f.title+f.publisher+f.published+f.sourceLang != ""
	if len(f.sources) == 0 {
		if details {
			return usagef("give its address by --source", "a document is described, and none is named")
		}
		if !d.own() {
			return usagef("give --source with the document's address, its handle or its title", "the record has no source")
		}
		d.ownWork()
		return nil
	}
	described := false
	for _, text := range f.sources {
		if iri := d.sourceAt(text); iri != "" {
			d.draft.Sources = append(d.draft.Sources, iri)
			continue
		}
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			iri, err := d.names.ResolveExact(text, schema.Source)
			if err != nil {
				return fmt.Errorf("--source: %w", err)
			}
			d.draft.Sources = append(d.draft.Sources, iri)
			continue
		}
		if described {
			return usagef("add the records of one new document at a time", "--source: two documents that the graph does not have")
		}
		described = true
		if err := d.newSource(f, u); err != nil {
			return err
		}
	}
	if details && !described {
		return usagef("leave --title, --publisher, --published and --source-lang out", "the graph has the document already")
	}
	return nil
}

// sourceAt finds a document by its address.
func (d *drafter) sourceAt(address string) quad.IRI {
	for q, err := range d.all.Match(context.Background(), graph.Pattern{
		Predicate: quad.IRI(schema.URL), Object: quad.TypedString{Value: quad.String(address), Type: schema.XSDAnyURI}, Unlabelled: true,
	}) {
		if iri, ok := q.Subject.(quad.IRI); ok && err == nil {
			return iri
		}
	}
	return ""
}

// maxSlug keeps the IRIs made of addresses readable.
const maxSlug = 60

func (d *drafter) newSource(f *addFlags, u *url.URL) error {
	name := []rune(slug(strings.TrimPrefix(u.Host, "www.") + u.Path))
	src := graph.NewSource{
		IRI: d.unused(schema.NSSource, strings.Trim(string(name[:min(len(name), maxSlug)]), "-")), URL: u.String(),
		Language: cmp.Or(f.sourceLang, f.lang),
	}
	if f.title != "" {
		src.Title = []quad.Value{quad.LangString{Value: quad.String(f.title), Lang: src.Language}}
	}
	var err error
	if f.publisher != "" {
		if src.Publisher, err = d.resolve(f.publisher, schema.Party); err != nil {
			return fmt.Errorf("--publisher: %w", err)
		}
	}
	if f.published != "" {
		if src.Published, err = date("--published", f.published); err != nil {
			return err
		}
	}
	d.draft.Sources = append(d.draft.Sources, src.IRI)
	d.draft.NewSources = append(d.draft.NewSources, src)
	return nil
}

// readRefs finds the records and incidents that the draft names.
func (d *drafter) readRefs(f *addFlags) error {
	records := func(to *[]quad.IRI, flag string, texts []string) error {
		for _, text := range texts {
			r, err := d.s.record(d.all, d.names, text)
			if err != nil {
				return fmt.Errorf("%s: %w", flag, err)
			}
			*to = append(*to, r.IRI)
		}
		return nil
	}
	if err := records(&d.draft.Re, "--re", f.re); err != nil {
		return err
	}
	if err := records(&d.draft.Supersedes, "--supersedes", f.supersedes); err != nil {
		return err
	}
	return d.readAll(&d.draft.InResponseTo, "--in-response-to", f.responseTo, schema.Incident, schema.Record)
}

func (d *drafter) readEdges(f *addFlags) error {
	for _, text := range f.edges {
		q, err := d.edge(text, f.lang)
		if err != nil {
			return err
		}
		d.draft.Edges = append(d.draft.Edges, q)
	}
	needless := len(d.draft.Re) > 0 || len(d.draft.Summary) > 0 || slices.ContainsFunc(f.quotes, func(q string) bool { return q != "" })
	if len(d.draft.Edges) == 0 && !needless {
		return usagef("for example --edge 'APT31 linkedTo MSS'", "the record says nothing: it has no edge")
	}
	return nil
}
