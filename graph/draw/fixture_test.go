package draw

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A subgraph built by hand. It is an illustration for the tests, not a source:
// the seeds are.

func id(s string) quad.IRI    { return quad.IRI(schema.NSID + s) }
func claim(s string) quad.IRI { return quad.IRI(schema.NSClaim + s) }
func act(s string) quad.IRI   { return quad.IRI(schema.NSAct + s) }
func src(s string) quad.IRI   { return quad.IRI(schema.NSSource + s) }

func node(name, label, class string, aliases ...string) graph.Node {
	return graph.Node{IRI: id(name), Label: label, Classes: []quad.IRI{quad.IRI(class)}, Aliases: aliases}
}

// rec makes a record; edges are triples of quad.IRI or quad.Value.
func rec(iri quad.IRI, by []quad.IRI, fill func(r *graph.SubRecord), edges ...[3]any) graph.SubRecord {
	r := graph.SubRecord{Record: graph.Record{IRI: iri, By: by, Likelihood: [2]int{-1, -1}, Stance: schema.Asserts}}
	for _, b := range by {
		r.Speakers = append(r.Speakers, graph.Speaker{Party: b})
	}
	if fill != nil {
		fill(&r)
	}
	if r.Act {
		r.Stance = ""
	}
	if r.Latest.IsZero() && r.Earliest.IsZero() {
		r.Earliest, r.Latest = r.On.First(), r.On.Last()
	}
	for _, e := range edges {
		r.Edges = append(r.Edges, quad.Quad{Subject: e[0].(quad.Value), Predicate: e[1].(quad.Value), Object: e[2].(quad.Value), Label: iri})
	}
	slices.SortFunc(r.Edges, graph.CompareQuads)
	return r
}

func iris(names ...string) []quad.IRI {
	var out []quad.IRI
	for _, n := range names {
		out = append(out, id(n))
	}
	return out
}

// sub puts a subgraph together from records and nodes, as graph.View does.
func sub(nodes []graph.Node, records ...graph.SubRecord) *graph.Subgraph {
	s := &graph.Subgraph{Records: records, Nodes: nodes, Sources: map[quad.IRI]graph.Source{}, Labels: map[quad.IRI]string{}}
	slices.SortFunc(s.Records, func(a, b graph.SubRecord) int { return a.Compare(&b.Record) })
	slices.SortFunc(s.Nodes, func(a, b graph.Node) int { return cmp.Compare(a.IRI, b.IRI) })
	s.World = graph.World{Records: len(records), Sources: 3}
	return s
}

const (
	attributedTo = quad.IRI(schema.AttributedTo)
	linkedTo     = quad.IRI(schema.LinkedTo)
	partOf       = quad.IRI(schema.PartOf)
)

func july() *graph.Subgraph {
	d19 := graph.Date{Year: 2021, Month: 7, Day: 19}
	d20 := graph.Date{Year: 2021, Month: 7, Day: 20}
	official := func(r *graph.SubRecord) {
		r.On, r.Form, r.Sources = d19, schema.OfficialStatement, []quad.IRI{src("gov")}
	}
	with := func(fs ...func(*graph.SubRecord)) func(*graph.SubRecord) {
		return func(r *graph.SubRecord) {
			for _, f := range fs {
				f(r)
			}
		}
	}
	organ := func(organ, state string) func(*graph.SubRecord) {
		return func(r *graph.SubRecord) {
			r.Speakers = append(r.Speakers, graph.Speaker{Party: id(state), Bond: graph.SpokenFor, Via: id(organ)})
		}
	}
	stance := func(s quad.IRI) func(*graph.SubRecord) { return func(r *graph.SubRecord) { r.Stance = s } }
	isAct := func(kind quad.IRI, answers ...quad.IRI) func(*graph.SubRecord) {
		return func(r *graph.SubRecord) { r.Act, r.Kind, r.InResponseTo = true, kind, answers }
	}
	hack, mss, apt40, apt31, china := id("exchange-hack"), id("mss"), id("apt40"), id("apt31"), id("china")
	s := sub([]graph.Node{
		node("us", "United States", schema.State), node("uk", "United Kingdom", schema.State), node("australia", "Australia", schema.State),
		node("new-zealand", "New Zealand", schema.State), node("japan", "Japan", schema.State), node("china", "China", schema.State),
		node("eu", "European Union", schema.Organization), node("nato", "NATO", schema.Organization),
		node("coalition", "Coalition of 19 July 2021", schema.Coalition),
		node("white-house", "White House", schema.Agency), node("doj", "Department of Justice", schema.Agency), node("ncsc", "NCSC", schema.Agency),
		node("mss", "Ministry of State Security", schema.Agency, "MSS", "国家安全部"), node("hainan-ssd", "Hainan State Security Department", schema.Agency),
		node("apt40", "APT40", schema.ThreatGroup, "Leviathan", "BRONZE MOHAWK", "TEMP.Periscope", "Kryptonite Panda"), node("apt31", "APT31", schema.ThreatGroup, "Zirconium"),
		node("ding", "Ding Xiaoyang", schema.Person), node("cheng", "Cheng Qingmin", schema.Person), node("zhu", "Zhu Yunmin", schema.Person), node("wu", "Wu Shurong", schema.Person),
		node("exchange-hack", "Microsoft Exchange hack", schema.Incident, "ProxyLogon"), node("exchange", "Microsoft Exchange Server", schema.Product),
		node("volkskrant", "Dutch newspaper", schema.Company), node("microsoft", "Microsoft", schema.Company),
	},
		rec(claim("us-2021-07-19/1"), iris("white-house"), with(official, organ("white-house", "us"), func(r *graph.SubRecord) {
			r.Confidence = schema.High
			r.Quotes = []quad.Value{quad.LangString{Value: "with a high degree of confidence", Lang: "en"}}
		}), [3]any{hack, attributedTo, mss}),
		rec(claim("uk-2021-07-19/1"), iris("uk"), with(official, func(r *graph.SubRecord) { r.Unhedged = true }),
			[3]any{hack, attributedTo, mss}, [3]any{hack, quad.IRI(schema.Exploited), id("exchange")}, [3]any{hack, quad.IRI(schema.Began), quad.TypedString{Value: "2021-01", Type: schema.XSDGYearMonth}}),
		rec(claim("uk-2021-07-19/4"), iris("ncsc"), with(official, organ("ncsc", "uk"), func(r *graph.SubRecord) {
			r.LikelihoodWords = []quad.Value{quad.LangString{Value: "highly likely", Lang: "en"}}
			r.Likelihood, r.RelayedBy = [2]int{80, 90}, iris("volkskrant")
		}), [3]any{apt40, linkedTo, id("hainan-ssd")}),
		rec(claim("au-2021-07-19"), iris("australia"), official, [3]any{hack, attributedTo, mss}),
		rec(claim("nz-2021-07-19"), iris("new-zealand"), with(official, stance(schema.Condemns)), [3]any{apt40, linkedTo, mss}),
		rec(claim("jp-2021-07-19"), iris("japan"), with(official, func(r *graph.SubRecord) {
			r.LikelihoodWords = []quad.Value{quad.LangString{Value: "highly likely", Lang: "en"}}
		}), [3]any{apt40, linkedTo, china}),
		rec(claim("nato-2021-07-19"), iris("nato"), with(official, stance(schema.Acknowledges), func(r *graph.SubRecord) {
			r.Re = []quad.IRI{claim("us-2021-07-19/1"), claim("uk-2021-07-19/1")}
		})),
		rec(claim("eu-2021-07-19/1"), iris("eu"), official, [3]any{apt40, linkedTo, china}, [3]any{apt31, linkedTo, china}),
		rec(claim("coalition-2021-07"), iris("coalition"), with(func(r *graph.SubRecord) {
			r.On, r.Form, r.RelayedBy, r.Sources = graph.Date{Year: 2021, Month: 7}, schema.PressReport, iris("volkskrant"), []quad.IRI{src("press")}
			for _, m := range []string{"us", "uk", "eu", "australia", "new-zealand", "japan"} {
				r.Speakers = append(r.Speakers, graph.Speaker{Party: id(m), Bond: graph.NamedMember, Via: id("coalition")})
			}
		}), [3]any{hack, attributedTo, china}),
		rec(claim("coalition-2021-07/none"), iris("coalition"), with(func(r *graph.SubRecord) {
			r.On, r.Form, r.RelayedBy, r.InResponseTo = graph.Date{Year: 2021, Month: 7}, schema.PressReport, iris("volkskrant"), []quad.IRI{hack}
		}), [3]any{id("coalition"), quad.IRI(schema.Withheld), quad.IRI(schema.Sanction)}),
		rec(act("us-2021-07-19/indictment"), iris("doj"), with(official, organ("doj", "us"), isAct(schema.Indictment, hack)),
			[3]any{id("doj"), quad.IRI(schema.Indicted), id("ding")}, [3]any{id("doj"), quad.IRI(schema.Indicted), id("cheng")},
			[3]any{id("doj"), quad.IRI(schema.Indicted), id("zhu")}, [3]any{id("doj"), quad.IRI(schema.Indicted), id("wu")}),
		rec(act("eu-2021-07-19"), iris("eu"), with(official, isAct(schema.Demand, hack)), [3]any{id("eu"), quad.IRI(schema.DemandedOf), china}),
		rec(claim("cn-2021-07-20"), iris("china"), with(official, stance(schema.Denies), func(r *graph.SubRecord) { r.On = d20 }), [3]any{hack, attributedTo, china}),
		rec(claim("ms-2021-03-02"), iris("microsoft"), with(stance(schema.Reports), func(r *graph.SubRecord) {
			r.On, r.Form = graph.Date{Year: 2021, Month: 3, Day: 2}, schema.TechnicalReport
		}), [3]any{hack, attributedTo, apt31}),
		// Structure, which is no claim in the picture.
		rec(claim("organs"), iris("uk"), official, [3]any{mss, partOf, china}, [3]any{id("hainan-ssd"), partOf, mss}, [3]any{id("hainan-ssd"), partOf, china},
			[3]any{id("ding"), quad.IRI(schema.OfficerOf), id("hainan-ssd")}, [3]any{id("cheng"), quad.IRI(schema.OfficerOf), id("hainan-ssd")}, [3]any{id("zhu"), quad.IRI(schema.OfficerOf), id("hainan-ssd")}),
	)
	s.Sources[src("gov")] = graph.Source{IRI: src("gov"), Title: "Statement on malicious cyber activity", Publisher: "Government", Published: d19, URL: "https://example.org/statement?a=1&b=2"}
	s.Sources[src("press")] = graph.Source{IRI: src("press"), Title: "A report in a newspaper", Publisher: "Dutch newspaper", URL: "https://example.org/press"}
	s.Omitted = 12
	return s
}

// shuffled returns s with everything whose order should not matter in another order.
func shuffled(s *graph.Subgraph, r *rand.Rand) *graph.Subgraph {
	mix := func(n int, swap func(i, j int)) { r.Shuffle(n, swap) }
	out := *s
	out.Records, out.Nodes, out.Structure = slices.Clone(s.Records), slices.Clone(s.Nodes), slices.Clone(s.Structure)
	mix(len(out.Nodes), func(i, j int) { out.Nodes[i], out.Nodes[j] = out.Nodes[j], out.Nodes[i] })
	mix(len(out.Records), func(i, j int) { out.Records[i], out.Records[j] = out.Records[j], out.Records[i] })
	mix(len(out.Structure), func(i, j int) { out.Structure[i], out.Structure[j] = out.Structure[j], out.Structure[i] })
	for i := range out.Records {
		rec := &out.Records[i]
		rec.Speakers, rec.Edges, rec.By, rec.Re = slices.Clone(rec.Speakers), slices.Clone(rec.Edges), slices.Clone(rec.By), slices.Clone(rec.Re)
		rec.Quotes = slices.Clone(rec.Quotes)
		mix(len(rec.Speakers), func(i, j int) { rec.Speakers[i], rec.Speakers[j] = rec.Speakers[j], rec.Speakers[i] })
		mix(len(rec.Edges), func(i, j int) { rec.Edges[i], rec.Edges[j] = rec.Edges[j], rec.Edges[i] })
		mix(len(rec.By), func(i, j int) { rec.By[i], rec.By[j] = rec.By[j], rec.By[i] })
		mix(len(rec.Re), func(i, j int) { rec.Re[i], rec.Re[j] = rec.Re[j], rec.Re[i] })
		mix(len(rec.Quotes), func(i, j int) { rec.Quotes[i], rec.Quotes[j] = rec.Quotes[j], rec.Quotes[i] })
	}
	for i := range out.Nodes {
		n := &out.Nodes[i]
		n.Aliases, n.Classes = slices.Clone(n.Aliases), slices.Clone(n.Classes)
		mix(len(n.Aliases), func(i, j int) { n.Aliases[i], n.Aliases[j] = n.Aliases[j], n.Aliases[i] })
	}
	return &out
}
