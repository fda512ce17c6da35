package check

import "slices"

// A Rule is the id of a rule, stable across versions.
type Rule string

// Severity says how much a violation matters.
type Severity uint8

// The severities.
const (
	// Error: answers over the graph can be wrong.
	Error Severity = iota
	// Warning: probably a slip, or a lack that shows.
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A RuleDef describes a rule.
type RuleDef struct {
	Rule     Rule
	Severity Severity
	What     string // what the rule asks, in one sentence
}

// The rules.
const (
	UnknownPredicate  Rule = "unknown-predicate"
	UnknownTerm       Rule = "unknown-term"
	UnknownClass      Rule = "unknown-class"
	NoClass           Rule = "no-class"
	SubjectClass      Rule = "subject-class"
	ObjectClass       Rule = "object-class"
	InvalidLiteral    Rule = "invalid-literal"
	Misplaced         Rule = "misplaced"
	DerivedStored     Rule = "derived-stored"
	BlankRecord       Rule = "blank-record"
	UndescribedRecord Rule = "undescribed-record"
	RecordClass       Rule = "record-class"
	NoBy              Rule = "no-by"
	NoDate            Rule = "no-date"
	NoSource          Rule = "no-source"
	NoStance          Rule = "no-stance"
	NoForm            Rule = "no-form"
	NoKind            Rule = "no-kind"
	NoRe              Rule = "no-re"
	OneValue          Rule = "one-value"
	ForeignRetraction Rule = "foreign-retraction"
	ForeignSupersedes Rule = "foreign-supersedes"
	NotByParty        Rule = "not-by-party"
	ManyIncidents     Rule = "many-incidents"
	NotRelayed        Rule = "not-relayed"
	Withholding       Rule = "withholding"
	KindEdge          Rule = "kind-edge"
	Cycle             Rule = "part-of-cycle"
	DateConflict      Rule = "date-conflict"
	DateAfterSource   Rule = "date-after-source"
	InventedPrecision Rule = "invented-precision"
	SuspiciousDate    Rule = "suspicious-date"
	NoSourceDate      Rule = "no-source-date"
	Likelihood        Rule = "likelihood"
	HedgeConflict     Rule = "hedge-conflict"
	NoLabel           Rule = "no-label"
	NoDutchLabel      Rule = "no-dutch-label"
	NoTitle           Rule = "no-title"
	NameLanguage      Rule = "name-language"
)

var ruleDefs = []RuleDef{
	{UnknownPredicate, Error, "Each predicate is a property of the vocabulary, rdf:type, rdfs:label or rdfs:comment."},
	{UnknownTerm, Error, "Each term in the vocabulary's namespace is one of the vocabulary."},
	{UnknownClass, Error, "Each object of rdf:type is a class of the vocabulary."},
	{NoClass, Error, "Each thing that is described or joined by an edge has a class."},
	{SubjectClass, Error, "The subject has a class that the property allows, or a subclass of one."},
	{ObjectClass, Error, "The object has a class or datatype that the property allows."},
	{InvalidLiteral, Error, "A literal's form is one that its datatype has; dates are days, months or years of four digits."},
	{Misplaced, Error, "Edges stand under a record; descriptions stand under none; the vocabulary's own properties stand in no data."},
	{DerivedStored, Error, "What a lens derives is not stored."},
	{BlankRecord, Error, "A record is an IRI."},
	{UndescribedRecord, Error, "Each label is a record that the graph describes."},
	{RecordClass, Error, "A record is either a claim or an act."},
	{NoBy, Error, "A record has a party (asc:by)."},
	{NoDate, Error, "A record has a date (asc:on, asc:onEarliest or asc:onLatest) or says that it has none (asc:undated true)."},
	{NoSource, Error, "A record has a source."},
	{NoStance, Error, "A claim has a stance."},
	{NoForm, Error, "A claim has a form, unless it only reports how parties are built and called."},
	{NoKind, Error, "An act has a kind."},
	{NoRe, Error, "A claim that supports, acknowledges or retracts names the claim (asc:re)."},
	{OneValue, Error, "A property that says one thing about a record has one value."},
	{ForeignRetraction, Error, "Only the same party or the same relayer retracts a claim."},
	{ForeignSupersedes, Error, "Only the same party replaces a record."},
	{NotByParty, Error, "The subject of what was done is among the parties of the record, a coalition's members and a party's organs included."},
	{ManyIncidents, Error, "A claim has one incident; an incident and what it is part of count as one."},
	{NotRelayed, Error, "A record of which no source is the party's own document says who relayed it."},
	{Withholding, Error, "That an act was withheld stands in a claim that says what it responds to."},
	{KindEdge, Warning, "An act holds the edge of its kind and no other kind's."},
	{Cycle, Error, "Nothing is part of itself, at any distance; denied edges do not count."},
	{DateConflict, Error, "The dates of a record, or of a source, do not contradict each other."},
	{DateAfterSource, Warning, "A record became public no later than its sources."},
	{InventedPrecision, Error, "A date on the first of a month or year is not more precise than its source."},
	{SuspiciousDate, Warning, "A date of 1 January is meant so; the first day of a membership is."},
	{NoSourceDate, Warning, "A source of an undated record has a date (asc:published) or says that none is known (asc:dateUnknown true)."},
	{Likelihood, Error, "A likelihood is the range that the declared scale gives to the words."},
	{HedgeConflict, Error, "A claim that is not hedged has neither words of likelihood nor confidence."},
	{NoLabel, Warning, "An entity has a label."},
	{NoDutchLabel, Warning, "An entity that has a label in English only lacks one in Dutch."},
	{NoTitle, Warning, "A source has a title."},
	{NameLanguage, Warning, "A name outside the Latin script says its language."},
}

var severities = func() map[Rule]Severity {
	m := make(map[Rule]Severity, len(ruleDefs))
	for _, d := range ruleDefs {
		m[d.Rule] = d.Severity
	}
	return m
}()

// Rules returns all rules in the order of the constants.
func Rules() []RuleDef { return slices.Clone(ruleDefs) }
