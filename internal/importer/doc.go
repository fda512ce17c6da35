// Package importer brings the files of others into a graph: each thing they
// say under a record of its own, by whoever said it, and nothing merged.
//
// An [Importer] reads one format into a [Batch] of entities and records; a
// [Session] holds the batches of one import, writes them in one transaction of
// package graph, and returns a [Report] for each file. The formats live in the
// packages below this one.
//
// # Identity
//
// The IRI of an entity is made of the source's own id and stays the same
// whatever the file's version: id:misp/<uuid>, id:ofac/<number>,
// id:stix/<type>--<uuid>. Entities of different sources are different, even
// under one name; sameness is only ever a claim (asc:sameAs). The exceptions are
// what a table of this package lists: states by ISO 3166, and a few well-known
// parties ([Resolve]).
//
// The IRI of a record is its stem, which names the thing in the source and what
// is said of it, and a digest of its content. So a second import of a file adds
// nothing; and where a newer version of the source says something else, a new
// record appears and supersedes (asc:supersedes) the older one of the same stem,
// and no other.
//
// # What cannot be kept
//
// Nothing is dropped in silence. An object that is broken is a [Rejection]; a
// kind of object or a field that the vocabulary has no place for is counted in
// Report.Left; a name that no table resolves is in Report.Unresolved. A file that is
// malformed as a whole (not JSON, not CSV, over a limit) is an error, and then
// nothing of the import is kept.
package importer
