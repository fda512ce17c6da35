// Package stix writes what a lens shows as a bundle of STIX 2.1
// (https://docs.oasis-open.org/cti/stix/v2.1/), for programs that know nothing of
// records, and without loss for those that do.
//
// # What becomes of a thing
//
//   - An entity is an object of the type that the vocabulary names for its class
//     (asc:stixType): identity, intrusion-set, campaign, incident, vulnerability or
//     software. A state is an identity, since it speaks, and where it is meant as
//     a territory also a location. Aliases are the names under records that the
//     lens shows and that state them.
//   - A source is a report if it is dated to the day, otherwise a grouping, which
//     has no date: a month is never padded.
//   - A record that asserts, supports or reports, and an act, is a relationship for each of its
//     edges between two things (asc:stixRelationship, or the edge's own name with
//     hyphens) by its party; other edges are told in the words of a note. A record that
//     supports, acknowledges, denies or retracts another is an opinion about that one's
//     relationships: agree, neutral, disagree, strongly-disagree; so is a denial of an edge that
//     another record states. What a record only suspects, condemns or denies is never
//     a relationship. A record that was imported as a sighting is one again.
//   - The party is created_by_ref, the sources are external_references, their
//     rights object_marking_refs (TLP, or a statement). Words of likelihood stand in the description:
//     confidence is analytic confidence alone, 15, 50 or 85 for low, moderate and high (appendix A).
//   - created and modified are the first and the last day on which a record can have become
//     public; 1970-01-01 and the newest day of the export where nothing is known. A record that the
//     export shows to be superseded or retracted is revoked.
//
// Ids are UUIDv5 of the IRI in a namespace of this project; that of software is what
// section 2.9 of the standard prescribes, unless two have one name.
//
// # The extension
//
// Each object has the extension [stiximport.Extension]. It holds either "nodes", the quads
// about one thing and those under it as node objects of JSON-LD, with the
// names of the vocabulary and whole IRIs: the import reads them and nothing else; or
// "derived_from", the IRI of the record or entity that the object was made of once more.
// "modified" repeats the object's: where they differ, somebody changed the object, and
// it is imported as any other.
package stix
