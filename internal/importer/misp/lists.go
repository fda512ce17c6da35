package misp

import (
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

var companyWords = importer.NewForm(`(?i)vendor|company|firm|provider|services?\b|software`)

// producer adds somebody who coins names.
func (e *element) producer() error {
	kinds, err := e.texts("company-type")
	if err != nil {
		return err
	}
	synonyms, err := e.synonyms()
	if err != nil {
		return err
	}
	if party, ok := producers[e.uuid]; ok {
		e.Entity(importer.Party(party))
		return nil
	}
	class := schema.Organization
	for _, k := range kinds {
		if companyWords.MatchString(k) {
			class = schema.Company
		}
	}
	e.Entity(importer.Entity{IRI: e.iri, Class: class, Labels: []quad.Value{importer.Name(e.label)}, Search: synonyms})
	return nil
}

// synonyms returns the synonyms as ways to find the thing.
func (e *element) synonyms() (out []quad.Value, err error) {
	for _, key := range []string{"synonyms", "synomyms"} {
		list, err := e.texts(key)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if n, ok := importer.CleanName(s); ok {
				out = append(out, importer.Name(n))
			}
		}
	}
	return out, nil
}

// agency adds an intelligence agency and the claim of whose organ it is.
func (e *element) agency() error {
	synonyms, err := e.synonyms()
	if err != nil {
		return err
	}
	code, err := e.one("country")
	if err != nil {
		return err
	}
	refs, err := e.texts("refs")
	if err != nil {
		return err
	}
	description, err := e.describe()
	if err != nil {
		return err
	}
	e.used["country_name"] = true
	e.used[".related"] = true
	e.Entity(importer.Entity{IRI: e.iri, Class: schema.Agency, Labels: []quad.Value{importer.Name(e.label)}, Search: synonyms})
	e.Count("agencies", 1)
	e.sourcesOf(refs)
	r := e.claim("organ", "")
	if description != "" {
		r.Props = append(r.Props, importer.Prop{P: schema.Quote, O: importer.Prose(description)})
	}
	country, ok := importer.CountryByCode(code)
	if !ok || !country.State {
		if code != "" {
			e.Unresolved("country", code, e.where+".meta.country", "no claim was made of it")
		}
		r.Props = append(r.Props, importer.Prop{P: schema.About, O: e.iri}, importer.Prop{P: schema.Form, O: quad.IRI(schema.Catalogue)})
		e.Record(r)
		return nil
	}
	r.Edges = []importer.Edge{{S: e.iri, P: schema.PartOf, O: e.Entity(country.Entity)}}
	e.Record(r)
	e.Count("agencies with a state", 1)
	return nil
}

// sectorOf is a sector by its name: other clusters name sectors, not their
// uuids.
func sectorOf(name string) importer.Entity {
	return importer.Entity{IRI: importer.ID("misp/sector/" + importer.Slug(name)), Class: schema.Sector, Labels: []quad.Value{importer.Name(name)}}
}

func (e *element) sector() error {
	synonyms, err := e.synonyms()
	if err != nil {
		return err
	}
	s := sectorOf(e.label)
	s.Search = synonyms
	e.Entity(s)
	return nil
}

// country adds a state or territory as the table has it.
func (e *element) country() error {
	codes, err := e.texts("ISO")
	if err != nil {
		return err
	}
	more, err := e.texts("iso-code")
	if err != nil {
		return err
	}
	e.used[".description"], e.used[".related"] = true, true
	for _, code := range append(codes, more...) {
		if c, ok := importer.CountryByCode(code); ok && len(code) == 2 {
			e.Entity(c.Entity)
			e.Count("states and territories", 1)
			return nil
		}
	}
	e.Unresolved("country", e.label, e.where, "not in ISO 3166-1")
	return nil
}
