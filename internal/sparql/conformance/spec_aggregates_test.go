package conformance

// mixed has a group of numbers, one with a string among them, one of strings.
const mixed = `:a :v 1, 2.5 . :b :v 1, "x" . :c :v "y", "z" . :d :w 1 .`

// aggregateCases are about sections 11 and 18.5.1: an error of an aggregate
// leaves its variable unbound, and the row stays.
var aggregateCases = []specCase{
	{"18.5.1.3", mixed, `SELECT ?s (SUM(?v) AS ?n) { ?s :v ?v } GROUP BY ?s`, `:a "3.5"^^xsd:decimal | :b - | :c -`},
	{"18.5.1.4", mixed, `SELECT ?s (AVG(?v) AS ?n) { ?s :v ?v } GROUP BY ?s`, `:a "1.75"^^xsd:decimal | :b - | :c -`},
	{"18.5.1.2", mixed, `SELECT ?s (COUNT(?v) AS ?n) { ?s :v ?v } GROUP BY ?s`, `:a 2 | :b 2 | :c 2`},
	// Min and Max use the order of ORDER BY, which is defined among numbers
	// and among strings, not between them.
	{"18.5.1.5", mixed, `SELECT ?s (MIN(?v) AS ?n) (MAX(?v) AS ?m) { ?s :v ?v FILTER(?s != :b) } GROUP BY ?s`, `:a 1 "2.5"^^xsd:decimal | :c "y" "z"`},
	// An expression that is an error is no value to COUNT, an error to SUM.
	{"11.2", mixed, `SELECT ?s (COUNT(?v + 1) AS ?n) { ?s :v ?v } GROUP BY ?s`, `:a 2 | :b 1 | :c 0`},
	{"11.2", mixed, `SELECT ?s (SUM(?v + 1) AS ?n) { ?s :v ?v FILTER(?s = :a) } GROUP BY ?s`, `:a "5.5"^^xsd:decimal`},
	// No solutions: one group without GROUP BY, none with it.
	{"18.5.1", ``, `SELECT (COUNT(*) AS ?n) (SUM(?v) AS ?m) (AVG(?v) AS ?a) { ?s :v ?v }`, `0 0 0`},
	{"18.5.1", ``, `SELECT (MIN(?v) AS ?n) (MAX(?v) AS ?m) (SAMPLE(?v) AS ?a) (GROUP_CONCAT(?v) AS ?g) { ?s :v ?v }`, `- - - ""`},
	{"18.5.1", ``, `SELECT (COUNT(*) AS ?n) { ?s :v ?v } GROUP BY ?s`, ``},
	{"18.5.1", ``, `SELECT (COUNT(DISTINCT ?v) AS ?n) { ?s :v ?v } HAVING(COUNT(*) = 0)`, `0`},
	{"18.5.1", ``, `SELECT (COUNT(*) AS ?n) { ?s :v ?v } HAVING(COUNT(*) > 0)`, ``},
	// DISTINCT is of terms; 1 and 1.0 are two.
	{"18.5.1.2", `:a :v 1, 1.0, "1" .`, `SELECT (COUNT(DISTINCT ?v) AS ?n) { ?s :v ?v }`, `3`},
	{"18.5.1.3", `:a :v 1 . :b :v 1 .`, `SELECT (SUM(?v) AS ?n) (SUM(DISTINCT ?v) AS ?m) { ?s :v ?v }`, `2 1`},
	{"18.5.1.2", `:a :v 1 . :b :v 1 .`, `SELECT (COUNT(DISTINCT *) AS ?n) { ?s :v ?v }`, `2`},
	{"18.5.1.2", `:a :v 1 . :b :w 1 .`, `SELECT (COUNT(?v) AS ?n) (COUNT(*) AS ?m) { ?s ?p ?o OPTIONAL { ?s :v ?v } }`, `1 2`},
	// Promotion: the widest type of the sum.
	{"17.3", `:a :v 1, 2.0e0, "1.5"^^xsd:float .`, `SELECT (SUM(?v) AS ?n) { ?s :v ?v }`, `"4.5E0"^^xsd:double`},
	{"17.3", `:a :v 1, 2 .`, `SELECT (AVG(?v) AS ?n) (DATATYPE(?n) AS ?d) { ?s :v ?v }`, `"1.5"^^xsd:decimal xsd:decimal`},
	{"17.3", `:a :v 2, 4 .`, `SELECT (DATATYPE(AVG(?v)) AS ?d) { ?s :v ?v }`, `xsd:decimal`},
	// GROUP_CONCAT: the default separator is a blank; the result is simple.
	{"18.5.1.7", `:a :v "x"@en .`, `SELECT (GROUP_CONCAT(?v) AS ?n) { ?s :v ?v }`, `"x"`},
	{"18.5.1.7", `:a :v "x" .`, `SELECT (GROUP_CONCAT(?u) AS ?n) { ?s :v ?v VALUES ?u { 1 } VALUES ?w { 1 2 } }`, `"1 1"`},
	{"18.5.1.7", `:a :v "x" .`, `SELECT (GROUP_CONCAT(?v ; SEPARATOR="") AS ?n) { ?s :v ?v VALUES ?w { 1 2 } }`, `"xx"`},
	{"18.5.1.7", `:a :v "x" .`, `SELECT (GROUP_CONCAT(DISTINCT ?v ; SEPARATOR=", ") AS ?n) { ?s :v ?v VALUES ?w { 1 2 } }`, `"x"`},
	{"18.5.1.7", `:a :v "x" .`, `SELECT (GROUP_CONCAT(?v ; SEPARATOR="\n") AS ?n) { ?s :v ?v VALUES ?w { 1 2 } }`, `"x\nx"`},
	// Keys: an error or an unbound variable is a key of its own.
	{"18.5", mixed, `SELECT ?k (COUNT(*) AS ?n) { ?s :v ?v } GROUP BY (?v + 1 AS ?k) HAVING(COUNT(*) > 1)`, `- 3 | 2 2`},
	{"18.5", `:a :p :b . :b :p :c . :b :q 1 .`, `SELECT ?q (COUNT(*) AS ?n) { ?s :p ?o OPTIONAL { ?s :q ?q } } GROUP BY ?q`, `- 1 | 1 1`},
	{"11.3", mixed, `SELECT ?s { ?s :v ?v } GROUP BY ?s HAVING(SUM(?v) > 0)`, `:a`},
	{"11.3", mixed, `SELECT ?s { ?s :v ?v } GROUP BY ?s HAVING(COUNT(?v) = 2) (COUNT(?v + 1) > 0) ORDER BY ?s`, `:a | :b`},
	{"11.3", mixed, `SELECT ?s { ?s :v ?v } GROUP BY ?s ORDER BY DESC(MAX(STR(?v)))`, `:c | :b | :a`},
	{"18.2.4.1", mixed, `SELECT (SUM(?n) AS ?m) { { SELECT ?s (COUNT(*) AS ?n) { ?s :v ?v } GROUP BY ?s } }`, `6`},
	{"18.2.4.4", mixed, `SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) (?n / 0 AS ?z) { ?s :v ?v }`, `6 7 -`},
	{"17.4.1.3", mixed, `SELECT ?s (COALESCE(SUM(?v), "mixed") AS ?n) { ?s :v ?v FILTER(?s != :c) } GROUP BY ?s`, `:a "3.5"^^xsd:decimal | :b "mixed"`},
}
