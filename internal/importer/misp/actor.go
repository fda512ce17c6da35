package misp

import (
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// actorFields are the fields of an actor, read before anything is added.
type actorFields struct {
	synonyms, pairs, refs             []string
	country, sponsor, confidence      string
	victims, sectors, classes, motive []string
	description                       string
	origins                           [][2]string // name, coiner in words
	related                           []relation
}

type relation struct{ uuid, kind, likelihood string }

func (e *element) fields() (f actorFields, err error) {
	lists := []struct {
		key string
		to  *[]string
	}{
		{"synonyms", &f.synonyms},
		{"name-attribution", &f.pairs},
		{"refs", &f.refs},
		{"references", &f.refs},
		{"sources", &f.refs},
		{"cfr-suspected-victims", &f.victims},
		{"suspected-victims", &f.victims},
		{"targeted-sector", &f.sectors},
		{"cfr-target-category", &f.sectors},
		{"target-category", &f.sectors},
		{"threat-actor-classification", &f.classes},
		{"motive", &f.motive},
	}
	for _, l := range lists {
		texts, err := e.texts(l.key)
		if err != nil {
			return f, err
		}
		*l.to = append(*l.to, texts...)
	}
	for _, s := range []struct {
		key string
		to  *string
	}{{"country", &f.country}, {"cfr-suspected-state-sponsor", &f.sponsor}, {"attribution-confidence", &f.confidence}} {
		if *s.to, err = e.one(s.key); err != nil {
			return f, err
		}
	}
	for _, key := range e.v.Get("meta").Keys {
		name, ok := strings.CutPrefix(key, "origin:")
		if !ok {
			continue
		}
		coiner, err := e.one(key)
		if err != nil {
			return f, err
		}
		name, ok = importer.CleanName(name)
		if coiner, ok2 := importer.CleanName(coiner); ok && ok2 {
			f.origins = append(f.origins, [2]string{name, coiner})
		}
	}
	if f.description, err = e.describe(); err != nil {
		return f, err
	}
	f.related, err = e.relations()
	return f, err
}

// describe returns the description.
func (e *element) describe() (string, error) {
	e.used[".description"] = true
	d := e.v.Get("description")
	if d.Kind != importer.Text && d.Kind != importer.Null {
		return "", &shapeError{".description", "got " + d.Kind.String() + ", want a text"}
	}
	text, ok := importer.Clean(d.Text)
	if !ok {
		return "", &shapeError{".description", "a text with control characters"}
	}
	return text, nil
}

const likelihoodTag = `estimative-language:likelihood-probability="`

func (e *element) relations() (out []relation, err error) {
	e.used[".related"] = true
	list := e.v.Get("related")
	if list.Kind != importer.Null && list.Kind != importer.Array {
		return nil, &shapeError{".related", "got " + list.Kind.String() + ", want a list"}
	}
	for i := range list.Items {
		item := &list.Items[i]
		to, kind := item.Get("dest-uuid"), item.Get("type")
		if !uuidForm.MatchString(to.Text) || kind.Kind != importer.Text {
			return nil, &shapeError{".related", "a relation without dest-uuid and type"}
		}
		rel := relation{uuid: to.Text, kind: kind.Text}
		tags, ok := item.Get("tags").Texts()
		if !ok {
			return nil, &shapeError{".related", "tags that are no texts"}
		}
		for _, t := range tags {
			if words, ok := strings.CutPrefix(t, likelihoodTag); ok {
				rel.likelihood = strings.ReplaceAll(strings.TrimSuffix(words, `"`), "-", " ")
			}
		}
		out = append(out, rel)
	}
	return out, nil
}

// actor adds an actor and what is said of it.
func (e *element) actor() error {
	f, err := e.fields()
	if err != nil {
		return err
	}
	class := schema.ThreatGroup
	for _, c := range f.classes {
		if c == "campaign" || c == "operation" {
			class = schema.Campaign
		}
	}
	e.Entity(importer.Entity{IRI: e.iri, Class: class, Labels: []quad.Value{importer.Name(e.label)}})
	e.Count("actors", 1)
	e.sourcesOf(f.refs)
	by, relayed := []quad.IRI{misp().IRI}, []quad.IRI(nil)
	if e.kind == "360net-threat-actor" {
		by, relayed = []quad.IRI{e.Entity(qihoo)}, []quad.IRI{misp().IRI}
	}
	e.names(f, by, relayed)
	claim := func(what, form string) importer.Record {
		r := e.claim(what, form)
		r.By, r.RelayedBy = by, relayed
		return r
	}
	if f.description != "" {
		r := claim("description", schema.Catalogue)
		r.Props = append(r.Props, importer.Prop{P: schema.About, O: e.iri}, importer.Prop{P: schema.Quote, O: importer.Prose(f.description)})
		e.Record(r)
	}
	e.origin(f, claim)
	e.targets(f, claim)
	if len(f.motive) > 0 {
		r := claim("motive", schema.Catalogue)
		for _, m := range f.motive {
			r.Edges = append(r.Edges, importer.Edge{S: e.iri, P: schema.Aim, O: importer.Prose(m)})
		}
		e.Record(r)
	}
	e.relate(f.related)
	return nil
}

// qihoo is the claimant of the cluster 360net: the producer of that name.
var qihoo = importer.Entity{IRI: importer.ID("misp/28bceaef-f6ab-418b-ac5b-7e4089a808b5"), Class: schema.Company, Labels: []quad.Value{quad.String("Qihoo 360")}}

// sourcesOf makes documents of the references.
func (e *element) sourcesOf(refs []string) {
	for _, ref := range refs {
		page, ok := importer.Page(ref)
		if !ok {
			e.Reject(e.where+".meta.refs", "no web address: %.80q", ref)
			continue
		}
		if iri := e.Source(page); !slices.Contains(e.pages, iri) {
			e.pages = append(e.pages, iri)
		}
	}
}

// names adds the claims of how the actor is called, by coiner.
func (e *element) names(f actorFields, by, relayed []quad.IRI) {
	coined := map[string][]string{} // producer's local id -> names
	had := map[string]bool{}
	all := map[string]bool{strings.ToLower(e.label): true}
	for i, p := range f.pairs {
		name, coiner := p, ""
		if at := strings.LastIndexByte(p, ':'); at >= 0 {
			name, coiner = p[:at], p[at+1:]
		}
		name, ok := importer.CleanName(name)
		if !ok || !uuidForm.MatchString(coiner) {
			e.Reject(e.where+".meta.name-attribution", "item %d is no name and uuid of a producer, joined by a colon", i)
			continue
		}
		coined["misp/"+coiner] = append(coined["misp/"+coiner], name)
		had[name] = true
		e.Count("pairs of name and coiner", 1)
		e.WantLabel("coiner", e.coiner("misp/"+coiner), e.where, "import producer.json with it")
	}
	for _, o := range f.origins {
		if had[o[0]] {
			continue // a pair says it by uuid
		}
		had[o[0]] = true
		local := "misp/coiner/" + importer.Slug(o[1])
		if _, known := importer.Resolve(o[1]); !known {
			e.Entity(importer.Entity{IRI: importer.ID(local), Class: schema.Party, Labels: []quad.Value{importer.Name(o[1])}})
		} else {
			local = "name:" + o[1]
		}
		coined[local] = append(coined[local], o[0])
		e.Count("names with a coiner in words", 1)
	}
	for _, local := range slices.Sorted(maps.Keys(coined)) {
		r := e.claim("names/"+importer.Slug(strings.TrimPrefix(strings.TrimPrefix(local, "misp/"), "name:")), "")
		r.Sources = nil
		r.By, r.RelayedBy = []quad.IRI{e.coiner(local)}, []quad.IRI{misp().IRI}
		r.Edges = e.called(coined[local])
		e.Record(r)
	}
	var own []string
	for _, n := range append([]string{e.label}, f.synonyms...) {
		n, ok := importer.CleanName(n)
		if !ok {
			e.Reject(e.where+".meta.synonyms", "no name: %.80q", n)
			continue
		}
		all[strings.ToLower(n)] = true
		if !had[n] && !slices.Contains(own, n) {
			own = append(own, n)
		}
	}
	if len(own) > 0 {
		r := e.claim("names/misp", "")
		r.Sources = nil
		r.By, r.RelayedBy = by, relayed
		r.Edges = e.called(own)
		e.Record(r)
	}
	for n := range all {
		e.shared[n]++
	}
}

// coiner returns the party that coined a name: of the few that the starter
// graph has, that.
func (e *element) coiner(local string) quad.IRI {
	if name, ok := strings.CutPrefix(local, "name:"); ok {
		party, _ := importer.Resolve(name)
		return e.Entity(party)
	}
	if party, ok := producers[strings.TrimPrefix(local, "misp/")]; ok {
		return e.Entity(importer.Party(party))
	}
	iri := importer.ID(local)
	if !e.Known(iri) {
		e.Entity(importer.Entity{IRI: iri, Class: schema.Party})
	}
	return iri
}

// producers are the ones whose entity the starter graph has, by uuid.
var producers = map[string]string{
	"d0c33595-b684-45ef-91c3-e2f5ce1a8191": "microsoft",
	"da5cdcd1-7b15-4371-b7eb-ca32916d2052": "mandiant",
	"f9eb432f-2293-48b7-bca4-cc78beb50df0": "crowdstrike",
	"3a43aca5-6366-4168-b182-a8afec4550b5": "eset",
	"a7119872-bc6b-494b-9f7a-8c50faaf53a9": "secureworks",
}

func (e *element) called(names []string) (out []importer.Edge) {
	for _, n := range names {
		out = append(out, importer.Edge{S: e.iri, P: schema.KnownAs, O: importer.Name(n)})
	}
	return out
}

// origin adds country and sponsor. The confidence belongs to the country, or
// else to the sponsor.
func (e *element) origin(f actorFields, claim func(what, form string) importer.Record) {
	var words []importer.Prop
	if f.confidence != "" {
		words = []importer.Prop{{P: schema.LikelihoodWords, O: importer.English("attribution-confidence " + f.confidence)}}
	}
	if f.country != "" {
		country, ok := importer.CountryByCode(f.country)
		if len(f.country) != 2 {
			country, ok = importer.CountryByName(f.country)
		}
		if ok && country.State {
			r := claim("country", schema.Catalogue)
			r.Props = append(r.Props, words...)
			words = nil
			r.Edges = []importer.Edge{{S: e.iri, P: schema.OperatesFrom, O: e.Entity(country.Entity)}}
			e.Record(r)
			e.Count("countries of actors", 1)
		} else {
			e.Unresolved("country", f.country, e.where+".meta.country", "no claim was made of it")
		}
	}
	switch {
	case f.sponsor == "":
	case unknown(f.sponsor):
		e.Left("meta.cfr-suspected-state-sponsor that says Unknown")
	default:
		r := claim("sponsor", schema.Catalogue)
		r.Props = append(r.Props, importer.Prop{P: schema.LikelihoodWords, O: importer.English("suspected")})
		r.Props = append(r.Props, words...)
		words = nil
		r.Edges = []importer.Edge{{S: e.iri, P: schema.LinkedTo, O: e.Place("sponsor", f.sponsor, "misp/name/", e.where+".meta.cfr-suspected-state-sponsor")}}
		e.Record(r)
		e.Count("sponsors of actors", 1)
	}
	if words != nil {
		e.Left("meta.attribution-confidence without country or sponsor")
	}
}

func unknown(name string) bool { return strings.EqualFold(name, "unknown") }

// targets adds victims and sectors.
func (e *element) targets(f actorFields, claim func(what, form string) importer.Record) {
	var edges []importer.Edge
	target := func(o quad.IRI) {
		if edge := (importer.Edge{S: e.iri, P: schema.Targeted, O: o}); !slices.Contains(edges, edge) {
			edges = append(edges, edge)
		}
	}
	for _, v := range f.victims {
		if name, ok := importer.CleanName(v); !ok || unknown(v) {
			e.Left("victims that say Unknown")
		} else {
			target(e.Place("victim", name, "misp/name/", e.where+".meta.cfr-suspected-victims"))
		}
	}
	if len(edges) > 0 {
		r := claim("victims", schema.Catalogue)
		r.Edges = edges
		if len(f.victims) > 0 {
			r.Props = append(r.Props, importer.Prop{P: schema.LikelihoodWords, O: importer.English("suspected")})
		}
		e.Record(r)
		e.Count("victims of actors", len(edges))
	}
	edges = nil
	for _, s := range f.sectors {
		if name, ok := importer.CleanName(s); ok {
			target(e.Entity(sectorOf(name)))
		}
	}
	if len(edges) > 0 {
		r := claim("sectors", schema.Catalogue)
		r.Edges = edges
		e.Record(r)
	}
}

// relate adds the relations that say that two clusters are one.
func (e *element) relate(list []relation) {
	for _, rel := range list {
		if rel.kind != "similar" {
			e.Left("related: " + fieldName(rel.kind))
			continue
		}
		to := importer.ID("misp/" + rel.uuid)
		if to == e.iri {
			continue
		}
		r := e.claim("similar/"+rel.uuid, schema.Catalogue)
		r.Sources = nil
		if rel.likelihood != "" {
			r.Props = append(r.Props, importer.Likelihood(rel.likelihood, schema.ICD203)...)
		}
		r.Props = append(r.Props,
			importer.Prop{P: schema.Summary, O: importer.English("The galaxy calls the two clusters similar.")},
			importer.Prop{P: schema.Summary, O: importer.Dutch("De galaxy noemt de twee clusters gelijkaardig.")})
		r.Edges = []importer.Edge{{S: e.iri, P: schema.SameAs, O: to}}
		r.Needs = []quad.IRI{to}
		e.Record(r)
		e.Count("relations that say similar", 1)
	}
}
