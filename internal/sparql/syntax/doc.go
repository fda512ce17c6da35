// Package syntax reads SPARQL into a syntax tree and prints the tree back.
//
// It implements the grammar and the static rules of
//   - SPARQL 1.1 Query Language §19 (https://www.w3.org/TR/sparql11-query/),
//   - SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-update/),
//   - of SPARQL 1.2 the VERSION declaration, !! and the rule that codepoint
//     escapes stand only in IRIs and strings, never elsewhere (which narrows
//     1.1 §19.2); no triple terms and no base direction,
//
// and two extensions that no SPARQL query can be mistaken for:
//
//   - p{n}, p{n,}, p{,m} and p{n,m} in property paths,
//
//   - the PATHS form, as a query and as a sub-select:
//
//     PATHS [ANY SHORTEST | ALL SHORTEST | ACYCLIC] [FROM …]
//     START ?s [= iri | { pattern }] END ?e [= iri | { pattern }]
//     [VIA path | * | ?p] [MAX LENGTH n] [LIMIT n]
//
// The tree holds what was meant, not how it was written: IRIs are resolved,
// blank node brackets and lists are triples, `a` is rdf:type, $x is ?x, and
// CONSTRUCT WHERE is CONSTRUCT with its template. For every text x that
// parses, parse(print(parse(x))) equals parse(x) but for positions.
//
// Everything is bounded by Options; a text within the bounds can overflow no
// stack, here or in what walks the tree.
package syntax
