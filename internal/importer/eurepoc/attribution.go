package eurepoc

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// claim is an attribution, gathered from its rows.
type claim struct {
	incident, id string
	first        importer.Prop // its date; zero: undated
	kind, basis  string
	actor        []string
	company      []string
	country      []string
	edges        []importer.Edge
	suggested    bool // a category says that a state's part is only suggested
	where        string
}

// attribution reads a row.
func (r *reader) attribution(row importer.Row) {
	incident, ok1 := idOf(row.Get("incident_ID"))
	id, ok2 := idOf(row.Get("attribution_ID"))
	if !ok1 || !ok2 {
		r.Reject(row.Where(), "incident_ID and attribution_ID are %.20q and %.20q, want numbers", row.Get("incident_ID"), row.Get("attribution_ID"))
		return
	}
	key := incident + "/" + id
	c := r.claims[key]
	if c == nil {
		c = &claim{
			incident: incident, id: id, kind: row.Get("attribution_type"), basis: row.Get("attribution_basis"), where: row.Where(),
		}
		if s := row.Get("attribution_date"); !nothing(s) {
			v, ok := r.date(s)
			if !ok {
				r.Reject(row.Where(), "attribution_date is %.20q, want a day such as 2021-03-02", s)
				return
			}
			c.first = importer.Prop{P: schema.On, O: v}
		}
		r.claims[key] = c
		r.order = append(r.order, key)
	}
	c.actor = append(c.actor, values(row.Get("attributing_actor"))...)
	c.company = append(c.company, values(row.Get("attribution_it_company"))...)
	c.country = append(c.country, values(row.Get("attributing_country"))...)
	r.blame(c, row)
}

// blame adds the edges of a row.
func (r *reader) blame(c *claim, row importer.Row) {
	incident := incidentIRI(c.incident)
	add := func(s quad.IRI, p string, o quad.IRI) {
		if e := (importer.Edge{S: s, P: p, O: o}); !slices.Contains(c.edges, e) {
			c.edges = append(c.edges, e)
		}
	}
	var state quad.IRI
	known := false
	if country := row.Get("attributed_initiator_country"); !nothing(country) {
		state, known = r.state(country, row.Where())
	}
	group := quad.IRI("")
	if name, ok := importer.CleanName(row.Get("attributed_initiator")); ok && !nothing(name) {
		group = r.Entity(importer.Entity{
			IRI: importer.ID("eurepoc/initiator/" + importer.Slug(name)), Class: schema.ThreatGroup, Labels: []quad.Value{importer.Name(name)},
		})
		add(incident, schema.AttributedTo, group)
	}
	category := strings.ToLower(row.Get("attributed_initiator_category"))
	switch {
	case !known:
	case category == "state":
		add(incident, schema.AttributedTo, state)
	case strings.Contains(category, "state-affiliation suggested"):
		c.suggested = true
		if group == "" {
			group = r.Entity(importer.Entity{
				IRI: importer.ID("eurepoc/" + c.incident + "/initiator"), Class: schema.ThreatGroup,
				Labels: []quad.Value{importer.English("initiator not named (EuRepoC " + c.incident + ")"), importer.Dutch("niet genoemde dader (EuRepoC " + c.incident + ")")},
			})
			add(incident, schema.AttributedTo, group)
		}
		add(group, schema.LinkedTo, state)
	default:
		add(incident, schema.OperatesFrom, state)
	}
}

// forms are the forms of types of attribution, by words in them.
var forms = []struct{ words, form string }{
	{"anonymous statement", schema.AnonymousSource},
	{"technical report (", schema.TechnicalReport},
	{"domestic legal action", schema.IndictmentForm},
	{"political statement/report and indictment", schema.OfficialStatement},
	{"political statement", schema.OfficialStatement},
}

// write adds the claim of an attribution.
func (r *reader) write(c *claim) {
	if strings.Contains(strings.ToLower(c.basis), "contested") {
		r.Left("contested attributions")
		return
	}
	if len(c.edges) == 0 {
		r.Left("attributions that name nobody")
		return
	}
	r.Entity(importer.Entity{IRI: incidentIRI(c.incident), Class: schema.Incident})
	r.WantLabel("incident", incidentIRI(c.incident), c.where, "import the global database with it")
	form := schema.PressReport
	for _, f := range forms {
		if strings.Contains(strings.ToLower(c.kind), f.words) {
			form = f.form
			break
		}
	}
	by := r.speakers(c, form)
	props := []importer.Prop{{P: schema.Stance, O: quad.IRI(schema.Asserts)}, {P: schema.Form, O: quad.IRI(form)}}
	if c.first.P != "" {
		props = append(props, c.first)
	}
	if c.suggested {
		props = append(props, importer.Prop{P: schema.LikelihoodWords, O: importer.English("state-affiliation suggested")})
	}
	for _, q := range [][2]string{{"type", c.kind}, {"basis", c.basis}, {"attributing actor", strings.Join(c.actor, "; ")}} {
		if q[1] != "" {
			props = append(props, importer.Prop{P: schema.Quote, O: importer.English(q[0] + ": " + q[1])})
		}
	}
	r.Record(importer.Record{
		Stem: "eurepoc/" + c.incident + "/attribution/" + c.id, By: by, RelayedBy: []quad.IRI{eurepoc().IRI}, Props: props, Edges: c.edges, Where: c.where,
	})
	r.Count("attributions", 1)
}

// speakers returns who an attribution is by.
func (r *reader) speakers(c *claim, form string) (by []quad.IRI) {
	add := func(iri quad.IRI) {
		if !slices.Contains(by, iri) {
			by = append(by, iri)
		}
	}
	own := func(kind, class, name string) {
		add(r.Entity(importer.Entity{IRI: importer.ID("eurepoc/" + kind + "/" + importer.Slug(name)), Class: class, Labels: []quad.Value{importer.Name(name)}}))
	}
	government := strings.Contains(strings.ToLower(c.basis), "government") || form == schema.OfficialStatement || form == schema.IndictmentForm
	if form != schema.AnonymousSource {
		if government {
			for _, country := range c.country {
				if iri, ok := r.state(country, c.where); ok {
					add(iri)
				}
			}
		}
		if len(by) == 0 {
			for _, n := range c.company {
				own("company", schema.Company, n)
			}
		}
		if len(by) == 0 {
			for _, n := range c.actor {
				own("actor", schema.Party, n)
			}
		}
	}
	if len(by) == 0 {
		add(r.Entity(importer.Entity{
			IRI: importer.ID("eurepoc/not-named"), Class: schema.UnnamedParty,
			Labels: []quad.Value{importer.English("party not named (EuRepoC)"), importer.Dutch("niet genoemde partij (EuRepoC)")},
		}))
	}
	return by
}
