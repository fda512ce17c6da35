package stix

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// tlp are the markings that the standards fix (STIX 2.1 section 7.2.1.4; the
// definitions of TLP 2.0 by OASIS), which bundles need not hold.
var tlp = map[string]string{
	"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:WHITE",
	"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
	"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
	"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
	"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
	"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
	"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
	"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT",
	"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
}

// marking returns a marking in words.
func (r *reader) marking(id string) string {
	if s, ok := tlp[id]; ok {
		return s
	}
	o := r.byID[id]
	if o == nil || o.typ != "marking-definition" {
		return id
	}
	def := o.Get("definition")
	for _, key := range []string{"tlp", "statement"} {
		if s, ok := importer.CleanName(def.Get(key).Text); ok && def.Get(key).Kind == importer.Text {
			if key == "tlp" {
				s = "TLP:" + strings.ToUpper(s)
			}
			return s
		}
	}
	for i := range o.Get("extensions").Items {
		if s, ok := importer.CleanName(o.Get("extensions").Items[i].Get("tlp_2_0").Text); ok {
			return "TLP:" + strings.ToUpper(s)
		}
	}
	if s, ok := importer.CleanName(o.Get("name").Text); ok {
		return s
	}
	return id
}

// marks returns the markings of an object in words, by id.
func (r *reader) marks(o *object) (ids []string, words string) {
	ids = o.refs("object_marking_refs")
	slices.Sort(ids)
	ids = slices.Compact(ids)
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = r.marking(id)
	}
	return ids, strings.Join(list, "; ")
}

// source returns the document that an object's claims rest on: what one creator publishes
// under one set of markings.
func (r *reader) source(o *object, by quad.IRI) quad.IRI {
	ids, words := r.marks(o)
	mark := "unmarked"
	if len(ids) > 0 {
		mark = importer.Digest(ids...)
	}
	who, label := "unnamed", "STIX objects without a named producer"
	if o.by != "" {
		who, label = o.by, "STIX objects of "+o.by
		if c := r.byID[o.by]; c != nil {
			if name, ok := importer.CleanName(c.Get("name").Text); ok {
				label = "STIX objects of " + name
			}
		}
	}
	return r.Source(importer.Source{
		IRI: quad.IRI(schema.NSSource + "stix/" + who + "/" + mark), Title: importer.English(label), Publisher: by, Rights: words,
	})
}

// pages returns the documents among an object's external references.
func (r *reader) pages(o *object) (out []quad.IRI) {
	o.used["external_references"] = true
	list := o.Get("external_references")
	if list.Kind != importer.Array && list.Kind != importer.Null {
		o.fail("external_references is %s, want a list", list.Kind)
	}
	for i := range list.Items {
		ref := &list.Items[i]
		address := ref.Get("url")
		if address.Kind != importer.Text {
			continue
		}
		page, ok := importer.Page(address.Text)
		if !ok {
			r.Left("external references that are no web address")
			continue
		}
		if text, ok := importer.Clean(ref.Get("description").Text); ok && text != "" {
			page.Title = importer.Prose(text)
		}
		if iri := r.Source(page); !slices.Contains(out, iri) {
			out = append(out, iri)
		}
	}
	return out
}
