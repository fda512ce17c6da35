// Package claimscsv reads claims and acts from a table that people write
// themselves: CSV (RFC 4180) in UTF-8 with a header. Columns may stand in any order; only
// the first four are required.
//
//	claim            id of the record in this file: letters, digits, . _ -; rows with one id
//	                 are edges of one record, and the other columns count from the first of them
//	by               who says it or did it; several who signed one text separated by |
//	stance           asserts, supports, acknowledges, condemns, reports, suspects, denies, retracts;
//	                 empty for an act
//	on               2021-07-19, 2021-07 or 2021; empty or "undated": the source says none
//	on_earliest, on_latest    the first and the last day on which it can have become public
//	announced_on, in_force_on, returned_on, unsealed_on, ended_on    other dates of an act
//	kind             of an act: sanction, indictment, arrestWarrant, expulsion, summons, …
//	form             of a claim: officialStatement, technicalReport, pressReport, …
//	subject, edge, object    one edge, such as Exchange hack, attributedTo, China; all three or none
//	object_lang      the language of a text as the object, - for none; empty: what its letters tell
//	by_class, subject_class, object_class    what it is, for what nothing else describes: ThreatGroup, …
//	relayed_by       who passed it on, separated by |
//	about            what it is about where no edge says so, separated by |
//	words, scale     words of likelihood, and the scale that the claimant declares: icd203, phia, kent
//	confidence       low, moderate, high
//	hedged           false: a flat assertion
//	quote, lang      words of the source, and their language; empty: what their letters tell
//	summary, summary_nl    our own words; in Dutch
//	valid_from, valid_to    when the edges hold
//	re               ids of other records of the file, or claim:… of the graph, separated by |
//	in_response_to   what an act or a withheld act answers: things, or records as in re, separated by |
//	legal_basis      of an act, separated by |
//	source           documents of the graph by their handles (src:…), separated by |; or else
//	source_title, source_url, source_date, source_publisher    the document
//	record, by_name, subject_name, object_name, not_in_table    written by export for people, and not read
//
// by, subject, object, relayed_by and source_publisher name a thing: by its handle (id:apt31), which has to be
// in the graph; by a name that the table of states and known parties has; or by
// another name, which is a thing of this file's own (id:csv/<file>/<name>) and
// needs a class in one of the rows. The same name in the graph is not taken for
// it. Where the object is no thing (knownAs, began, aim …) it is the text or date itself.
package claimscsv

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads tables of claims.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "claims" }

// About implements importer.Importer.
func (Importer) About() string {
	return "CSV of claims: claim,by,stance,on,form,subject,edge,object,…"
}

var need = []string{"claim", "by", "stance", "on"}

// columns are all that are known.
var columns = []string{
	"claim", "by", "stance", "on", "kind", "form", "subject", "edge", "object", "by_class", "subject_class", "object_class",
	"relayed_by", "words", "scale", "confidence", "hedged", "quote", "summary", "valid_from", "valid_to", "re", "in_response_to",
	"legal_basis", "source_title", "source_url", "source_date", "source_publisher",
	"on_earliest", "on_latest", "announced_on", "in_force_on", "returned_on", "unsealed_on", "ended_on", "about", "lang", "source", "object_lang", "summary_nl",
}

// unread are columns that an export writes for people.
var unread = []string{"record", "by_name", "subject_name", "object_name", "not_in_table"}

// Columns are the columns in the order in which an export writes them.
func Columns() []string {
	return []string{
		"claim", "by", "by_name", "stance", "kind", "form", "on", "on_earliest", "on_latest", "subject", "subject_name", "edge", "object", "object_name", "object_lang",
		"relayed_by", "re", "in_response_to", "about", "words", "scale", "confidence", "hedged", "quote", "lang", "summary", "summary_nl", "valid_from", "valid_to",
		"announced_on", "in_force_on", "returned_on", "unsealed_on", "ended_on", "legal_basis", "source", "record", "not_in_table",
	}
}

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.FirstLine(head, importer.HasColumns(need...))
}

var (
	claimForm  = importer.NewForm(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
	handleForm = importer.NewForm(`^(?:id:|` + regexp.QuoteMeta(schema.NSID) + `)([A-Za-z0-9][A-Za-z0-9._/-]{0,199})$`)
	sourceForm = importer.NewForm(`^src:([A-Za-z0-9][A-Za-z0-9._/~-]{0,299})$`)
	langForm   = importer.NewForm(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	recordForm = importer.NewForm(`^(claim|act):([A-Za-z0-9][A-Za-z0-9._/~-]{0,299})$`)
)

// row is a line of the file, kept until all lines were seen.
type row struct {
	where  string
	fields map[string]string
}

func (r row) get(column string) string { return r.fields[column] }

// reader reads one file.
type reader struct {
	*importer.Batch
	name    string // of the collection
	order   []string
	rows    map[string][]row  // by claim
	classes map[string]string // of the file's own things, by folded name
	stems   map[string]string // of the records that are good, by claim
	by      map[string][]quad.IRI
	parts   importer.Circles
}

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	base := path.Base(strings.ReplaceAll(in.Name, "\\", "/"))
	base, _, _ = strings.Cut(base, ".")
	r := &reader{
		Batch: b, name: "csv/" + importer.Slug(base), rows: map[string][]row{}, classes: map[string]string{},
		stems: map[string]string{}, by: map[string][]quad.IRI{},
	}
	b.Collect(importer.Collection{Name: r.name})
	unknown := map[string]bool{}
	err := in.Rows(b, importer.Table{Header: importer.HasColumns("claim", "by"), Need: need}, func(line importer.Row) error {
		x := row{line.Where(), map[string]string{}}
		for _, c := range columns {
			if s := line.Get(c); s != "" {
				x.fields[c] = s
			}
		}
		for _, c := range line.Header() {
			if !slices.Contains(columns, c) && !slices.Contains(unread, c) && !unknown[c] {
				unknown[c] = true
				b.Left("a column that is not known")
			}
		}
		id := x.get("claim")
		if !claimForm.MatchString(id) {
			b.Reject(x.where, "claim is %.40q, want letters, digits, '.', '_' or '-'", id)
			return nil
		}
		if r.rows[id] == nil {
			r.order = append(r.order, id)
		}
		r.rows[id] = append(r.rows[id], x)
		return r.learn(x)
	})
	if err != nil {
		return err
	}
	for _, id := range r.order {
		if err := r.record(id); err != nil {
			b.Reject(r.rows[id][0].where, "%s", err)
		}
	}
	return nil
}

// learn notes the classes that a row gives to things.
func (r *reader) learn(x row) error {
	for _, c := range []string{"by", "subject", "object"} {
		class := x.get(c + "_class")
		if class == "" {
			continue
		}
		def, ok := schema.Class(schema.NS + class)
		key := importer.Fold(x.get(c))
		switch old := r.classes[key]; {
		case !ok || !schema.IsA(def.IRI, schema.Entity):
			r.Reject(x.where, "%s_class is %.40q, want a class of things such as ThreatGroup", c, class)
		case old != "" && old != def.IRI:
			r.Reject(x.where, "%q is a %s here and a %s before", x.get(c), class, schema.Handle(old))
		default:
			r.classes[key] = def.IRI
		}
	}
	return nil
}

// thing is an entity that a cell names.
type thing struct {
	entity importer.Entity
	handle bool // in the graph already
}

// resolve returns what a cell names, without adding it.
func (r *reader) resolve(cell string) (thing, error) {
	if m := handleForm.FindStringSubmatch(cell); m != nil {
		return thing{importer.Entity{IRI: importer.ID(m[1])}, true}, nil
	}
	if e, ok := importer.Resolve(cell); ok {
		return thing{entity: e}, nil
	}
	name, ok := importer.CleanName(cell)
	if !ok {
		return thing{}, fmt.Errorf("%.40q is no name", cell)
	}
	class := r.classes[importer.Fold(name)]
	if class == "" {
		return thing{}, fmt.Errorf("nothing says what %q is: give its class in by_class, subject_class or object_class, or a handle such as id:apt31", name)
	}
	return thing{entity: importer.Entity{
		IRI: importer.ID(r.name + "/" + importer.Slug(importer.Fold(name))), Class: class, Labels: []quad.Value{importer.Name(name)},
	}}, nil
}
