package graph

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Lens is a point of view: it chooses which records count. The zero Lens is
// the default one: claims that are asserted, supported or reported and not
// retracted, all acts, and what the rules derive from them. Denials,
// suspicions and condemnations are never facts by default.
//
// A field that does not apply to a kind of record does not filter it: stance,
// form and confidence are of claims, never of acts; By, Forms, Official and
// the confidence fields leave alone the claims that only say how parties are
// built and called (partOf, officerOf, memberOf, speaksFor, knownAs), which no
// roll-up could do without.
type Lens struct {
	// All shows every record, whatever its stance, retracted and superseded
	// ones too, and derives nothing. Other fields are ignored.
	All bool
	// By keeps the claims of these parties: their own, those of organs that
	// speak for them, those of coalitions they belong to.
	By []quad.IRI
	// ActsBy does the same for acts.
	ActsBy []quad.IRI
	// Stances replaces the default stances.
	Stances []quad.IRI
	// AsOf keeps what was public on or before this date. A record that may or
	// may not have been is hidden, and counted as perhaps.
	AsOf Date
	// At keeps what held on this date, for records whose validity is known.
	At Date
	// Forms keeps claims of these forms.
	Forms []quad.IRI
	// Official keeps first-hand claims of an official form.
	Official bool
	// Sources keeps the records that rest on one of these documents.
	Sources []quad.IRI
	// MinLikelihood keeps claims whose likelihood is at least this many
	// percent at its lower end, and flat assertions; 0 keeps all.
	MinLikelihood int
	// MinConfidence keeps claims of at least this analytic confidence
	// (schema.Low, Moderate, High); "" keeps all.
	MinConfidence quad.IRI
	// Spread lets an organization's claim count for those who were its
	// members on that day.
	Spread bool
	// NoRules derives nothing.
	NoRules bool

	perhaps bool // count perhaps as certain
}

// Everything is the lens that shows all records with their stance.
var Everything = &Lens{All: true}

// ErrLens is wrapped by the errors about a lens that cannot be.
var ErrLens = errors.New("lens")

// DefaultStances are the stances of a claim that counts when a Lens names none.
func DefaultStances() []quad.IRI {
	return []quad.IRI{schema.Asserts, schema.Supports, schema.Reports}
}

// confidences in rising order.
var confidences = []quad.IRI{schema.Low, schema.Moderate, schema.High}

func (l *Lens) validate() error {
	if l.MinLikelihood < 0 || l.MinLikelihood > 100 {
		return fmt.Errorf("%w: confidence %d, want a percentage from 0 to 100", ErrLens, l.MinLikelihood)
	}
	if l.MinConfidence != "" && !slices.Contains(confidences, l.MinConfidence) {
		return fmt.Errorf("%w: confidence %s, want low, moderate or high", ErrLens, l.MinConfidence)
	}
	return nil
}

// strangers reports whether a label that no record describes is visible: it
// has neither party nor date, so any question after those leaves it out.
func (l *Lens) strangers() bool {
	return l.All || len(l.By) == 0 && len(l.Sources) == 0 && len(l.Forms) == 0 && !l.Official &&
		l.AsOf.IsZero() && l.MinLikelihood == 0 && l.MinConfidence == ""
}

// String says what the lens chooses, one clause a field, as it is printed
// under an answer; "" for the default lens. IRIs appear as handles.
func (l *Lens) String() string {
	return l.Describe(func(iri quad.IRI) string { return schema.Handle(string(iri)) })
}

// Describe is String with a name for each IRI.
func (l *Lens) Describe(name func(quad.IRI) string) string {
	if l == nil {
		return ""
	}
	if l.All {
		return "every record, whatever its stance"
	}
	var parts []string
	list := func(what string, iris []quad.IRI) {
		if len(iris) == 0 {
			return
		}
		names := make([]string, len(iris))
		for i, iri := range iris {
			names[i] = name(iri)
		}
		parts = append(parts, what+" "+strings.Join(names, ", "))
	}
	list("claims by", l.By)
	list("acts by", l.ActsBy)
	list("stance", l.Stances)
	if !l.AsOf.IsZero() {
		parts = append(parts, "public on or before "+l.AsOf.String())
	}
	if !l.At.IsZero() {
		parts = append(parts, "true on "+l.At.String())
	}
	list("form", l.Forms)
	if l.Official {
		parts = append(parts, "official and first-hand claims")
	}
	list("source", l.Sources)
	if l.MinLikelihood > 0 {
		parts = append(parts, "likelihood at least "+strconv.Itoa(l.MinLikelihood)+" %")
	}
	if l.MinConfidence != "" {
		parts = append(parts, "confidence at least "+name(l.MinConfidence))
	}
	if l.Spread {
		parts = append(parts, "organizations count for their members")
	}
	if l.NoRules {
		parts = append(parts, "nothing derived")
	}
	return strings.Join(parts, "; ")
}
