package rdf

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Format is a file format. The zero Format is none.
type Format uint8

// The formats.
const (
	NTriples Format = iota + 1
	NQuads
	Turtle
	TriG
	JSONLD
)

var formats = [...]struct {
	name string   // as --format and --from say it; also the preferred extension
	long string   // as the specification's title says it
	mime string   // media type
	more []string // other names and extensions
}{
	NTriples: {"nt", "N-Triples", "application/n-triples", []string{"ntriples", "n-triples"}},
	NQuads:   {"nq", "N-Quads", "application/n-quads", []string{"nquads", "n-quads"}},
	Turtle:   {"ttl", "Turtle", "text/turtle", []string{"turtle"}},
	TriG:     {"trig", "TriG", "application/trig", nil},
	JSONLD:   {"jsonld", "JSON-LD", "application/ld+json", []string{"json-ld"}},
}

// String returns the short name, which is also the usual file extension: "nt",
// "nq", "ttl", "trig" or "jsonld"; "" for the zero Format.
func (f Format) String() string {
	if int(f) < len(formats) {
		return formats[f].name
	}
	return ""
}

// Title returns the name as a person writes it: "N-Triples", "N-Quads",
// "Turtle", "TriG" or "JSON-LD".
func (f Format) Title() string {
	if int(f) < len(formats) {
		return formats[f].long
	}
	return ""
}

// MediaType returns the registered media type, "" for the zero Format.
func (f Format) MediaType() string {
	if int(f) < len(formats) {
		return formats[f].mime
	}
	return ""
}

// HasGraphs reports whether the format can say in which graph a statement
// stands.
func (f Format) HasGraphs() bool { return f == NQuads || f == TriG || f == JSONLD }

// Formats returns all formats.
func Formats() []Format { return []Format{NTriples, NQuads, Turtle, TriG, JSONLD} }

// ParseFormat returns the format called name: "nt" or "ntriples", "nq" or
// "nquads", "ttl" or "turtle", "trig", "jsonld", in any case.
func ParseFormat(name string) (Format, error) {
	name = strings.ToLower(name)
	for _, f := range Formats() {
		if name == formats[f].name {
			return f, nil
		}
		if slices.Contains(formats[f].more, name) {
			return f, nil
		}
	}
	return 0, fmt.Errorf("unknown RDF format %q, want nt, nq, ttl, trig or jsonld", name)
}

// FormatOf returns the format that the extension of filename names, and
// whether it names one.
func FormatOf(filename string) (Format, bool) {
	ext := strings.TrimPrefix(filepath.Ext(filename), ".")
	if ext == "" {
		return 0, false
	}
	f, err := ParseFormat(ext)
	return f, err == nil
}
