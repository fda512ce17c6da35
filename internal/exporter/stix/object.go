package stix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/cayleygraph/quad"
)

// object is an object of a bundle; an empty field is left out.
type object struct {
	Type             string      `json:"type"`
	SpecVersion      string      `json:"spec_version"`
	ID               string      `json:"id"`
	CreatedBy        string      `json:"created_by_ref,omitempty"`
	Created          string      `json:"created,omitempty"`
	Modified         string      `json:"modified,omitempty"`
	Revoked          bool        `json:"revoked,omitempty"`
	Labels           []string    `json:"labels,omitempty"`
	Confidence       int         `json:"confidence,omitempty"`
	Lang             string      `json:"lang,omitempty"`
	References       []reference `json:"external_references,omitempty"`
	Markings         []string    `json:"object_marking_refs,omitempty"`
	Name             string      `json:"name,omitempty"`
	Description      string      `json:"description,omitempty"`
	IdentityClass    string      `json:"identity_class,omitempty"`
	Country          string      `json:"country,omitempty"`
	Aliases          []string    `json:"aliases,omitempty"`
	Context          string      `json:"context,omitempty"`
	Published        string      `json:"published,omitempty"`
	RelationshipType string      `json:"relationship_type,omitempty"`
	SourceRef        string      `json:"source_ref,omitempty"`
	TargetRef        string      `json:"target_ref,omitempty"`
	StartTime        string      `json:"start_time,omitempty"`
	StopTime         string      `json:"stop_time,omitempty"`
	SightingOf       string      `json:"sighting_of_ref,omitempty"`
	WhereSighted     []string    `json:"where_sighted_refs,omitempty"`
	Summary          *bool       `json:"summary,omitempty"`
	Abstract         string      `json:"abstract,omitempty"`
	Content          string      `json:"content,omitempty"`
	Opinion          string      `json:"opinion,omitempty"`
	Explanation      string      `json:"explanation,omitempty"`
	Authors          []string    `json:"authors,omitempty"`
	ObjectRefs       []string    `json:"object_refs,omitempty"`
	DefinitionType   string      `json:"definition_type,omitempty"`
	Definition       any         `json:"definition,omitempty"`
	Schema           string      `json:"schema,omitempty"`
	Version          string      `json:"version,omitempty"`
	ExtensionTypes   []string    `json:"extension_types,omitempty"`

	Extensions map[string]any `json:"extensions,omitempty"`
}

type reference struct {
	SourceName  string `json:"source_name"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	ExternalID  string `json:"external_id,omitempty"`
}

// extension is what the objects hold beyond the standard.
type extension struct {
	Type     string          `json:"extension_type"`
	Modified string          `json:"modified,omitempty"`
	Derived  string          `json:"derived_from,omitempty"`
	Nodes    json.RawMessage `json:"nodes,omitempty"`
}

var nodeOptions = sync.OnceValue(func() *rdf.WriterOptions {
	return &rdf.WriterOptions{Terms: graph.WriterOptions().Terms, Nodes: true}
})

// derive marks an object as made of a thing that another object holds.
func (o *object) derive(from string) *object {
	o.Extensions = map[string]any{stiximport.Extension: extension{Type: "property-extension", Modified: o.Modified, Derived: from}}
	return o
}

// hold puts all quads of a thing into an object.
func (o *object) hold(t *thing) error {
	var b bytes.Buffer
	// Whole IRIs: a prefix might be the scheme of one.
	w := rdf.NewWriter(&b, rdf.JSONLD, nodeOptions())
	for _, list := range [][]quad.Quad{t.about, t.edges} {
		for _, q := range list {
			if err := w.Write(q); err != nil {
				return fmt.Errorf("export: %w", err)
			}
		}
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	o.Extensions = map[string]any{stiximport.Extension: extension{Type: "property-extension", Modified: o.Modified, Nodes: b.Bytes()}}
	return nil
}
