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
// roll-up could do without, and those that only give the reasons of an act:
// links, by who made the act, of those whom it hits. Otherwise the choice of
// claimants would turn a sanctioned state into an unsanctioned one.
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
	// Names follows the claims of these parties about what is the same
	// (sameAs): the things that one of them says to be one, and none of them
	// denies, are seen as the one with the smallest IRI, in scans, queries,
	// paths and derived edges, and found by the names of any. By and the fields
	// after it do not choose among these claims; AsOf, At and Sources do. In a
	// query FILTER compares terms as they are written. Nothing is ever merged in
	// the data, nor in what Write writes. Empty follows nobody.
	Names []quad.IRI
	// NoRules derives nothing.
	NoRules bool
	// Infer are the rules that are on; nil: DefaultRules. With NoRules, and
	// under All, none is.
	Infer []Rule
	// Assume are edges that stand as if somebody had said them, also under All;
	// no other field hides them. See Assumption.
	Assume []Assumption

	perhaps bool // count perhaps as certain
	fallen  bool // show what was retracted or superseded
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
	for _, a := range l.Assume {
		if err := a.validate(); err != nil {
			return err
		}
	}
	if l.All && len(l.Infer) > 0 { // which derive nothing here, but have to make sense
		if _, err := l.program(); err != nil {
			return err
		}
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
	return l.Describe("en", func(iri quad.IRI) string { return schema.Handle(string(iri)) })
}

// lensWords are the clauses of Describe, by language.
var lensWords = map[string]struct {
	all, by, actsBy, stance, asOf, at, form, official, source, likelihood, confidence, spread, noRules, infer, names, assume string
}{
	"en": {
		"every record, whatever its stance", "claims by", "acts by", "stance", "public on or before", "true on", "form",
		"official and first-hand claims", "source", "likelihood at least", "confidence at least",
		"organizations count for their members", "nothing derived", "derived by the rules", "identities according to", "assuming that",
	},
	"nl": {
		"elke vermelding, met welke houding ook", "beweringen van", "daden van", "houding", "openbaar op of voor", "waar op", "vorm",
		"officiële beweringen uit de eerste hand", "bron", "waarschijnlijkheid ten minste", "zekerheid ten minste",
		"organisaties tellen voor hun leden", "niets afgeleid", "afgeleid door de regels", "identiteiten volgens", "aangenomen dat",
	},
}

// Describe is String in a language, "en" or "nl", with a name for each IRI.
func (l *Lens) Describe(lang string, name func(quad.IRI) string) string {
	words, ok := lensWords[lang]
	if !ok {
		words = lensWords["en"]
	}
	if l == nil {
		return ""
	}
	var parts []string
	say := func(clause bool, text string) {
		if clause {
			parts = append(parts, text)
		}
	}
	for _, a := range l.Assume {
		say(true, words.assume+" "+name(a.Subject)+" "+name(a.Predicate)+" "+name(a.Object))
	}
	if l.All {
		return strings.Join(append([]string{words.all}, parts...), "; ")
	}
	list := func(what string, iris []quad.IRI) {
		names := make([]string, len(iris))
		for i, iri := range iris {
			names[i] = name(iri)
		}
		say(len(iris) > 0, what+" "+strings.Join(names, ", "))
	}
	list(words.by, l.By)
	list(words.actsBy, l.ActsBy)
	list(words.stance, l.Stances)
	say(!l.AsOf.IsZero(), words.asOf+" "+l.AsOf.String())
	say(!l.At.IsZero(), words.at+" "+l.At.String())
	list(words.form, l.Forms)
	say(l.Official, words.official)
	list(words.source, l.Sources)
	say(l.MinLikelihood > 0, words.likelihood+" "+strconv.Itoa(l.MinLikelihood)+" %")
	if l.MinConfidence != "" {
		say(true, words.confidence+" "+name(l.MinConfidence))
	}
	say(l.Spread, words.spread)
	list(words.names, l.Names)
	say(l.NoRules, words.noRules)
	if len(l.Infer) > 0 && !l.NoRules {
		names := make([]string, len(l.Infer))
		for i, r := range l.Infer {
			names[i] = r.Name
		}
		say(true, words.infer+" "+strings.Join(names, ", "))
	}
	return strings.Join(parts, "; ")
}
