// Package rdf reads and writes RDF files:
//
//   - N-Triples, https://www.w3.org/TR/n-triples/
//   - N-Quads, https://www.w3.org/TR/n-quads/
//   - Turtle, https://www.w3.org/TR/turtle/
//   - TriG, https://www.w3.org/TR/trig/
//   - JSON-LD 1.1, https://www.w3.org/TR/json-ld11/, for datasets
//
// There are two layers. A [Scanner] yields statements as spans of bytes that
// stay valid until the next statement; it allocates nothing per statement and
// feeds bulk loading. A [Reader] is a thin layer on it that yields Cayley's
// quad.Quad; a [Writer] takes either.
//
// All readers but that of JSON-LD stream: memory is bounded by [Options].MaxTerm and MaxDepth
// (and by the prefixes and the blank node labels of the form anon-N that a
// Turtle or TriG file holds), whatever the size of the input. Malformed input
// is a [*SyntaxError].
//
// JSON-LD is read whole, up to [Options].MaxDocument, and written whole on Close.
// Its contexts must stand in the document: nothing is fetched.
//
// # Departures from the specifications
//
//   - Of RDF 1.2 the version announcements are read (and ignored) and the
//     canonical output follows it: triple terms, reifiers, annotations and base
//     directions are refused with a message that says so.
//   - The colon that the grammar of N-Triples 1.1 allows in blank node labels is
//     refused, as the W3C tests and RDF 1.2 have it.
//   - A byte order mark at the start of a file is skipped.
//   - A typed literal keeps its lexical form, whether or not its datatype has
//     such a value; a language tag keeps its case (canonical output lowers it).
//   - JSON-LD that cannot become RDF (a relative IRI, a blank node as a property, a base
//     direction) is an error and not left out; so are a key without a meaning and
//     a key that stands twice. All digits of an integer are kept. Expansion lowers the case of
//     language tags; the first way in which a tag was written in the document comes back.
//   - Blank nodes without a label are labelled anon-1, anon-2, and so on. A label
//     of the file that would clash with one of these is changed, never merged.
package rdf
