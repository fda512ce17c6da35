package claimscsv

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// described are the cells of a record that stand in its first row.
type described struct {
	cells   map[string]string
	missing []string // names of properties that the table has no place for
}

// left notes a property of which something is left out.
func (d *described) left(p quad.Value) {
	iri, ok := p.(quad.IRI)
	if !ok {
		d.missing = append(d.missing, quad.ToString(p))
		return
	}
	d.missing = append(d.missing, strings.TrimPrefix(string(iri), schema.NS))
}

// How the values of a property stand in a column.
const (
	oneTerm   = iota // a term of the vocabulary
	oneText          // the lexical form of one literal
	handles          // things, separated by '|'
	records          // claims and acts, separated by '|'
	texts            // plain texts, separated by '|'
	oneQuote         // one text in the language of the row
	summaries        // one text in English, one in Dutch
	implied          // said by other columns
)

var columns = map[string]struct {
	column string
	form   int
}{
	schema.RDFType: {"", implied}, schema.Undated: {"", implied}, schema.LikelihoodMin: {"", implied}, schema.LikelihoodMax: {"", implied},
	schema.By: {"by", handles}, schema.RelayedBy: {"relayed_by", handles}, schema.About: {"about", handles}, schema.SourceProp: {"source", handles},
	schema.Stance: {"stance", oneTerm}, schema.Kind: {"kind", oneTerm}, schema.Form: {"form", oneTerm}, schema.Scale: {"scale", oneTerm}, schema.Confidence: {"confidence", oneTerm},
	schema.On: {"on", oneText}, schema.OnEarliest: {"on_earliest", oneText}, schema.OnLatest: {"on_latest", oneText},
	schema.ValidFrom: {"valid_from", oneText}, schema.ValidTo: {"valid_to", oneText},
	schema.AnnouncedOn: {"announced_on", oneText}, schema.InForceOn: {"in_force_on", oneText}, schema.ReturnedOn: {"returned_on", oneText},
	schema.UnsealedOn: {"unsealed_on", oneText}, schema.EndedOn: {"ended_on", oneText}, schema.Hedged: {"hedged", oneText},
	schema.LikelihoodWords: {"words", oneText}, schema.Re: {"re", records}, schema.InResponseTo: {"in_response_to", records},
	schema.LegalBasis: {"legal_basis", texts}, schema.Quote: {"quote", oneQuote}, schema.Summary: {"summary", summaries},
}

// cells returns what describes a record, as cells.
func (t *table) cells(r *record) *described {
	d := &described{cells: map[string]string{"claim": r.id, "record": schema.Handle(string(r.iri))}}
	var names []string
	for _, v := range r.props[schema.By] {
		names = append(names, t.v.Label(v))
	}
	d.cells["by_name"] = strings.Join(names, " | ")
	for p, values := range r.props {
		col, ok := columns[p]
		if !ok {
			d.left(quad.IRI(p))
			continue
		}
		if col.form == implied {
			continue
		}
		if col.form == summaries {
			d.summaries(values)
			continue
		}
		var list []string
		for _, v := range values {
			cell, ok := t.cell(r, col.form, p, v)
			if !ok || len(list) > 0 && (col.form == oneTerm || col.form == oneText || col.form == oneQuote) {
				d.left(quad.IRI(p))
				continue
			}
			list = append(list, cell)
		}
		d.cells[col.column] = strings.Join(list, " | ")
	}
	for _, v := range r.props[schema.Quote] {
		if q, ok := v.(quad.LangString); ok && string(q.Value) == d.cells["quote"] && importer.Prose(string(q.Value)) != v {
			d.cells["lang"] = q.Lang
		}
	}
	if slices.Contains(r.props[schema.Undated], quad.Value(quad.TypedString{Value: "true", Type: schema.XSDBoolean})) && d.cells["on"] == "" {
		d.cells["on"] = "undated"
	}
	t.likelihood(r, d)
	return d
}

// likelihood notes a range that the words and the scale do not give.
func (t *table) likelihood(r *record, d *described) {
	var want []quad.Value
	scale := d.cells["scale"]
	if scale != "" {
		scale = schema.NS + scale
	}
	for _, p := range importer.Likelihood(d.cells["words"], scale) {
		if p.P == schema.LikelihoodMin || p.P == schema.LikelihoodMax {
			want = append(want, p.O)
		}
	}
	if got := slices.Concat(r.props[schema.LikelihoodMin], r.props[schema.LikelihoodMax]); !slices.Equal(got, want) {
		d.left(quad.IRI(schema.LikelihoodMin))
		if len(want) == 0 { // words that the scale does not have: the scale would be refused
			if d.cells["scale"] != "" {
				d.left(quad.IRI(schema.Scale))
			}
			delete(d.cells, "scale")
		}
	}
}

// summaries fills in what we say of a record.
func (d *described) summaries(values []quad.Value) {
	for _, v := range values {
		s, ok := v.(quad.LangString)
		column := map[string]string{"en": "summary", "nl": "summary_nl"}[s.Lang]
		text, clean := verbatim(string(s.Value))
		if !ok || column == "" || !clean || d.cells[column] != "" || column == "summary" && importer.Prose(text) != v {
			d.left(quad.IRI(schema.Summary))
			continue
		}
		d.cells[column] = text
	}
}

// verbatim returns a text; ok is false for one that import would change.
func verbatim(s string) (string, bool) {
	c, ok := importer.Clean(s)
	return s, ok && c == s && s != ""
}

// cell returns a value in a form; ok is false if a table cannot hold it.
func (t *table) cell(r *record, form int, p string, v quad.Value) (cell string, ok bool) {
	switch form {
	case oneTerm:
		iri, ok := v.(quad.IRI)
		local, in := strings.CutPrefix(string(iri), schema.NS)
		return local, ok && in
	case handles:
		if p == schema.SourceProp {
			iri, ok := v.(quad.IRI)
			h := schema.Handle(string(iri))
			return h, ok && strings.HasPrefix(h, "src:") && !strings.ContainsAny(h, "|% ")
		}
		return handle(v)
	case records:
		iri, ok := v.(quad.IRI)
		if other := t.records[iri]; other != nil && p == schema.Re && !other.act && other != r {
			return other.id, true
		}
		if after, ok0 := strings.CutPrefix(string(iri), schema.NSClaim); ok0 {
			return "claim:" + after, ok
		}
		if strings.HasPrefix(string(iri), schema.NSAct) {
			return schema.Handle(string(iri)), p != schema.Re
		}
		cell, ok = handle(v)
		return cell, ok && p != schema.Re
	case texts:
		s, ok := v.(quad.LangString)
		if !ok || strings.Contains(string(s.Value), "|") || importer.Prose(string(s.Value)) != v {
			return "", false
		}
		return verbatim(string(s.Value))
	case oneQuote:
		s, ok := v.(quad.LangString)
		if !ok {
			return "", false
		}
		return verbatim(string(s.Value))
	}
	switch v := v.(type) {
	case quad.TypedString:
		return verbatim(string(v.Value))
	case quad.LangString:
		if v.Lang != "en" { // words of likelihood are taken for English
			return "", false
		}
		return verbatim(string(v.Value))
	}
	return "", false
}
