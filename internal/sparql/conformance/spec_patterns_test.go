package conformance

// people are a few nodes of which some have a mail.
const people = `:a :name "A" ; :mail "a@x" ; :age 3 . :b :name "B" ; :age 5 . :c :name "C" ; :mail "c@x" .`

// spans are things with two dates, of which one is none.
const spans = `:a :from "2019-05-01"^^xsd:date ; :to "2019-07-01"^^xsd:date . :b :from "2018-01-31"^^xsd:date ; :to "2020-01-01"^^xsd:date . :c :from "x" ; :to "2020-01-01"^^xsd:date .`

// patternCases are about sections 5 to 8, 10, 12, 13, 15, 16 and 18.
var patternCases = []specCase{
	// OPTIONAL: a filter directly in it sees the left side; one deeper does not.
	{"6.1", people, `SELECT ?s ?m { ?s :age ?n OPTIONAL { ?s :mail ?m FILTER(?n < 4) } }`, `:a "a@x" | :b -`},
	{"6.1", people, `SELECT ?s ?m { ?s :age ?n OPTIONAL { ?s :mail ?m FILTER(?n > 4) } }`, `:a - | :b -`},
	{"18.2.2.2", people, `SELECT ?s ?m { ?s :age ?n OPTIONAL { { ?s :mail ?m FILTER(?n < 4) } } }`, `:a - | :b -`},
	{"18.2.2.2", people, `SELECT ?s ?m { ?s :age ?n OPTIONAL { { ?s :mail ?m } FILTER(?n < 4) } }`, `:a "a@x" | :b -`},
	{"6.1", people, `SELECT ?s ?m { ?s :age ?n OPTIONAL { ?s :mail ?m FILTER(?nobody) } }`, `:a - | :b -`},
	{"18.2.2", people, `SELECT ?s ?m { ?s :name ?n OPTIONAL { ?s :mail ?m } OPTIONAL { ?s :age ?m } }`, `:a "a@x" | :b 5 | :c "c@x"`},
	{"18.2.2", people, `SELECT ?m { OPTIONAL { :nobody :mail ?m } }`, `-`},
	{"18.2.2", ``, `SELECT * { }`, `()`},
	{"5.2.1", ``, `ASK { {} {} }`, `true`},
	{"5.2.1", people, `SELECT ?s { ?s :age ?n { FILTER(?n > 4) } }`, ``},
	{"5.2.2", people, `SELECT ?s { FILTER(?n > 4) ?s :age ?n }`, `:b`},
	{"5.2.2", people, `SELECT ?s { ?s :age ?n FILTER(?n + "x" > 4 || ?n > 4) }`, `:b`},
	{"5.2.2", people, `SELECT ?s { ?s :age ?n FILTER(?none && ?n > 4) }`, ``},
	// EXISTS: the values of the row are put in, everywhere.
	{"8.1.1", people, `SELECT ?s { ?s :name ?n FILTER NOT EXISTS { ?s :mail ?m } }`, `:b`},
	{"8.3.3", `:a :p 1 ; :q 1 ; :q 2 . :b :p 3.0 ; :q 4.0 ; :q 5.0 .`, `SELECT ?x ?n { ?x :p ?n FILTER NOT EXISTS { ?x :q ?m FILTER(?n = ?m) } }`, `:b "3.0"^^xsd:decimal`},
	{"8.3.3", `:a :p 1 ; :q 1 ; :q 2 . :b :p 3.0 ; :q 4.0 ; :q 5.0 .`, `SELECT ?x ?n { ?x :p ?n MINUS { ?x :q ?m FILTER(?n = ?m) } }`, `:a 1 | :b "3.0"^^xsd:decimal`},
	{"8.3.1", people, `SELECT ?s { ?s :age ?n FILTER NOT EXISTS { ?x :nothing ?y } }`, `:a | :b`},
	{"8.3.1", people, `SELECT ?s { ?s :age ?n FILTER NOT EXISTS { ?x :age ?y } }`, ``},
	{"18.6", people, `SELECT ?s { ?s :age ?n FILTER EXISTS { ?s :mail ?m OPTIONAL { ?s :name ?k FILTER(?n < 4) } FILTER(BOUND(?k)) } }`, `:a`},
	{"18.6", people, `SELECT ?s { ?s :age ?n FILTER EXISTS { { ?s :mail ?m } UNION { ?x :age ?n FILTER(?n = 5) } } }`, `:a | :b`},
	{"17.4.1.4", people, `SELECT ?s (EXISTS { ?s :mail ?m } AS ?e) { ?s :age ?n }`, `:a true | :b false`},
	{"17.4.1.4", people, `SELECT ?s { ?s :name ?n FILTER(EXISTS { ?s :mail ?m } && EXISTS { ?s :age ?k }) }`, `:a`},
	{"18.6", `:a :p 1 . :g { :a :q 2 } :h { :b :q 2 }`, `SELECT ?g { GRAPH ?g { ?x :q ?y } FILTER EXISTS { GRAPH ?g { :a :q ?z } } }`, `:g`},
	{"18.6", `:a :p 1 . :g { :a :q 2 } :h { :b :q 2 }`, `SELECT ?g { GRAPH ?g { ?x :q ?y FILTER NOT EXISTS { :a :q ?z } } }`, `:h`},
	// EXISTS among other things, and with a condition on both sides.
	{"17.4.1.4", people, `SELECT ?s { ?s :name ?n FILTER(!EXISTS { ?s :mail ?m } || NOT EXISTS { ?s :age ?k }) }`, `:b | :c`},
	{"17.4.1.4", people, `SELECT ?s { ?s :name ?n FILTER(?n = "A" || EXISTS { ?s :age ?k FILTER(?k > 4) }) }`, `:a | :b`},
	{"17.4.1.4", people, `SELECT ?s ?e { ?s :name ?n BIND(IF(EXISTS { ?s :age ?k FILTER(?k > 4) }, "old", "?") AS ?e) }`, `:a "?" | :b "old" | :c "?"`},
	{"17.4.1.4", people, `SELECT ?s { ?s :name ?n BIND(EXISTS { ?s :mail ?m } AS ?e) FILTER(!?e || EXISTS { ?s :age ?k FILTER(?e) }) }`, `:a | :b`},
	{"11.4", people, `SELECT (SUM(IF(EXISTS { ?s :mail ?m }, 1, 0)) AS ?k) { ?s :name ?n }`, `2`},
	{"8.1.1", people, `SELECT ?s { ?s :age ?n FILTER NOT EXISTS { ?t :age ?k FILTER(?k > ?n) } }`, `:b`},
	{"8.1.1", people, `SELECT ?s { ?s :age ?n FILTER EXISTS { ?s :mail ?m . ?t :age ?k FILTER(?k > ?n && ?t != ?s) } }`, `:a`},
	{"8.1.1", `:a :t "x"@en ; :p 1 . :b :t "x"@EN ; :p 2 .`, `SELECT ?s { ?s :t ?v ; :p ?n FILTER(?n > 5 || EXISTS { :b :t ?v }) }`, `:a | :b`},
	{"8.1.1", `:a :t "x"@EN .`, `SELECT ?b { ?s :t ?w VALUES (?b ?v) { (1 "x"@en) (2 "y"@en) (3 UNDEF) } FILTER NOT EXISTS { ?s :t ?v } }`, `2`},
	// EXISTS of a UNION: of one side or the other.
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER NOT EXISTS { { ?s :mail ?m FILTER(?m = "a@x") } UNION { ?s :age ?k FILTER(?k > 4) } } }`, `:c`},
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER EXISTS { { ?s :mail ?m FILTER(?m = "a@x") } UNION { ?s :age ?k FILTER(?k > 4) } } }`, `:a | :b`},
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER(NOT EXISTS { { ?s :mail ?m FILTER(?m = "a@x") } UNION { ?s :age ?k FILTER(?k > 4) } } || ?n = "A") }`, `:a | :c`},
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER EXISTS { { ?s :mail ?m } UNION { ?s :age ?m } FILTER(?m = 3 || ?n = "C") } }`, `:a | :c`},
	// The same of a UNION that is joined with more, whose sides name themselves.
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER NOT EXISTS { ?s :name ?k { ?s :mail ?m BIND(1 AS ?how) FILTER(?m = "a@x") } UNION { ?s :age ?m BIND(2 AS ?how) FILTER(?m > 4) } } }`, `:c`},
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER EXISTS { ?s :name ?k { ?s :mail ?m BIND(1 AS ?how) FILTER(?m = "a@x") } UNION { ?s :age ?m BIND(2 AS ?how) FILTER(?m > 4) } } }`, `:a | :b`},
	{"18.6", people, `SELECT ?s { ?s :name ?n FILTER EXISTS { ?s :name ?k { ?s :mail ?m BIND(1 AS ?how) } UNION { ?s :age ?m BIND(2 AS ?how) } FILTER(?how = 2) } }`, `:a | :b`},
	// Comparisons of what is computed from one value each; an error is no match.
	{"17.4.5.2", spans, `SELECT ?s { ?s :from ?x ; :to ?y FILTER(YEAR(?x) = YEAR(?y)) }`, `:a`},
	{"17.4.5.2", spans, `SELECT ?s { ?s :from ?x ; :to ?y FILTER(YEAR(?x) < YEAR(?y)) }`, `:b`},
	{"17.4.5.3", spans, `SELECT ?s { ?s :from ?x ; :to ?y FILTER(MONTH(?x) >= MONTH(?y)) }`, `:b`},
	{"17.4.5.4", spans, `SELECT ?s { ?s :from ?x ; :to ?y FILTER(DAY(?x) != YEAR(?y)) }`, `:a | :b`},
	{"17.4.3.2", spans, `SELECT ?s { ?s :from ?x ; :to ?y FILTER(STRLEN(?x) < YEAR(?y)) }`, `:c`},
	{"8.1.1", spans, `SELECT ?s { ?s :from ?x FILTER NOT EXISTS { ?t :to ?y ; :from ?z FILTER(YEAR(?y) > YEAR(?x) && YEAR(?z) = YEAR(?x)) } }`, `:a | :c`},
	// Relational division: who has all that :all names.
	{"8.1.1", `:all :of :x, :y . :a :has :x, :y . :b :has :x .`, `SELECT DISTINCT ?s { ?s :has ?t FILTER NOT EXISTS { :all :of ?k FILTER NOT EXISTS { ?s :has ?k } } }`, `:a`},
	// MINUS: without a shared variable nothing is taken away.
	{"8.3.1", people, `SELECT ?s { ?s :age ?n MINUS { ?x :mail ?y } }`, `:a | :b`},
	{"8.3.1", people, `SELECT ?s { ?s :age ?n MINUS { :a :mail "a@x" } }`, `:a | :b`},
	{"8.2", people, `SELECT ?s { ?s :age ?n MINUS { ?s :mail ?y } }`, `:b`},
	{"18.5", people, `SELECT ?s { ?s :age ?n MINUS { VALUES (?s ?n) { (:a UNDEF) (UNDEF 9) } } }`, `:b`},
	{"18.5", people, `SELECT ?s { ?s :age ?n MINUS { VALUES (?s ?k) { (UNDEF 9) } } }`, `:a | :b`},
	{"18.5", people, `SELECT ?s { ?s :name ?k OPTIONAL { ?s :age ?n } MINUS { VALUES ?n { 3 } } }`, `:b | :c`},
	// VALUES.
	{"10.2.1", people, `SELECT ?s ?n { ?s :name ?n } VALUES (?s ?n) { (:a UNDEF) (UNDEF "B") }`, `:a "A" | :b "B"`},
	{"10.2.1", ``, `SELECT * { VALUES (?x ?y) { (UNDEF 1) (2 UNDEF) (UNDEF UNDEF) } }`, `- 1 | 2 - | - -`},
	{"10.2.1", ``, `SELECT * { VALUES ?x { 1 1 } }`, `1 | 1`},
	{"10.2.1", ``, `SELECT * { VALUES ?x { } }`, ``},
	{"10.2.1", ``, `SELECT ?x { VALUES () { () () } VALUES ?x { 1 } }`, `1 | 1`},
	{"10.2.1", ``, `SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 1) } VALUES (?x ?y) { (2 1) (3 4) } }`, `2 1`},
	{"10.2.1", people, `SELECT ?s { ?s :age ?n VALUES ?n { 3.0 } }`, ``},
	{"10.2.1", people, `SELECT ?s (COUNT(*) AS ?n) { ?s :name ?k } GROUP BY ?s VALUES ?s { :a }`, `:a 1`},
	// BIND.
	{"10.1", people, `SELECT ?s ?k { ?s :age ?n BIND(?n * 2 AS ?k) FILTER(?k > 6) }`, `:b 10`},
	{"10.1", people, `SELECT ?k { BIND(?n AS ?k) :a :age ?n }`, `-`},
	{"10.1", people, `SELECT ?s ?k { ?s :age ?n BIND(?n / 0 AS ?k) }`, `:a - | :b -`},
	{"10.1", people, `SELECT ?s ?k { { ?s :age ?n } { BIND(?n AS ?k) } }`, `:a - | :b -`},
	// Sub-selects: inside first, only what is projected is seen outside.
	{"12", people, `SELECT ?s ?n { ?s :mail ?m { SELECT ?s { ?s :age ?n } } }`, `:a -`},
	{"12", people, `SELECT ?s ?k { ?s :age ?n { SELECT (MAX(?n) AS ?k) { ?x :age ?n } } }`, `:a 5 | :b 5`},
	{"12", people, `SELECT ?s { ?s :age ?n { SELECT (MAX(?k) AS ?n) { ?x :age ?k } } }`, `:b`},
	{"12", people, `SELECT ?s ?n { { SELECT ?s ?n { ?s :age ?n } ORDER BY DESC(?n) LIMIT 1 } }`, `:b 5`},
	{"12", people, `SELECT ?s { ?s :name ?k { SELECT ?s { ?s :age ?n FILTER(?k = "A") } } }`, ``},
	{"12", people, `SELECT ?s ?m { ?s :age ?n { SELECT ?m { ?s :mail ?m } } }`, `:a "a@x" | :a "c@x" | :b "a@x" | :b "c@x"`},
	{"12", people, `SELECT ?s ?x { ?s :age ?n OPTIONAL { SELECT ?s (COUNT(*) AS ?x) { ?s :mail ?m } GROUP BY ?s } }`, `:a 1 | :b -`},
	{"12", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?x { GRAPH ?g { SELECT ?x { ?x :p ?y } } }`, `:g :a | :h :b`},
	{"12", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?x :p ?y } } }`, `:g 1 | :h 1`},
	// Graphs.
	{"13.3", `:a :p 1 . :g { :a :p 2 }`, `SELECT ?x { :a :p ?x }`, `1`},
	{"13.3", `:a :p 1 . :g { :a :p 2 }`, `SELECT ?g ?x { GRAPH ?g { :a :p ?x } }`, `:g 2`},
	{"18.6", `:a :p 1 . :g { :a :p 2 }`, `SELECT ?g { GRAPH ?g { } }`, `:g`},
	{"18.6", `:a :p 1 . :g { :a :p 2 }`, `ASK { GRAPH :nowhere { } }`, `false`},
	{"13.3", `:a :p 1 . :g { :a :p 2 }`, `SELECT ?g { GRAPH ?g { :a :p 2 } FILTER(?g = :g) }`, `:g`},
	{"13.3", `:g { :g :p :h } :h { :g :p :g }`, `SELECT ?g ?x { GRAPH ?g { ?g :p ?x } }`, `:g :h`},
	// 18.6: GRAPH ?g evaluates its pattern in each graph apart, then binds ?g.
	{"18.6", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?x { GRAPH ?g { VALUES ?x { 1 } } }`, `:g 1 | :h 1`},
	{"18.6", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?x { GRAPH ?g { ?x :p ?y MINUS { OPTIONAL { ?u :q ?v } } } }`, `:g :a | :h :b`},
	{"18.6", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?x { GRAPH ?g { ?x :p ?y MINUS { ?u :p ?v } } }`, `:g :a | :h :b`},
	{"18.6", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g ?x { GRAPH ?g { ?x :p ?y FILTER NOT EXISTS { :a :p ?v } } }`, `:h :b`},
	{"17.3", `:a :p :b, 3, "x" .`, `SELECT ?v { :a :p ?v FILTER(?v != 2) }`, `:b | 3`},
	{"13.2", `:a :p 1 . :g { :a :p 2 } :h { :a :p 2 }`, `SELECT ?x FROM :g FROM :h { :a :p ?x }`, `2`},
	{"13.2", `:a :p 1 . :g { :a :p 2 } :h { :a :p 3 }`, `SELECT ?g ?x FROM NAMED :g { { :a :p ?x } UNION { GRAPH ?g { :a :p ?x } } }`, `:g 2`},
	// Blank nodes are variables of their basic graph pattern.
	{"4.1.4", people, `SELECT ?m { _:x :age ?n . _:x :mail ?m }`, `"a@x"`},
	{"4.1.4", people, `SELECT ?m { [] :age ?n . [] :mail ?m }`, `"a@x" | "c@x" | "a@x" | "c@x"`},
	{"4.1.4", people, `SELECT ?m { [ :age 3 ; :mail ?m ] }`, `"a@x"`},
	{"4.1.4", `:l :is (1 2) .`, `SELECT ?x ?y { :l :is (?x ?y) }`, `1 2`},
	{"4.2.3", `:l :is () .`, `ASK { :l :is () }`, `true`},
	{"16.2.1", people, `CONSTRUCT { ?s :has _:b . _:b :mail ?m } { ?s :mail ?m }`, `:a :has _: | :c :has _: | _: :mail "a@x" | _: :mail "c@x"`},
	{"16.2", people, `CONSTRUCT { ?s :x ?k . ?n :x ?s } { ?s :age ?n OPTIONAL { ?s :mail ?k } }`, `:a :x "a@x"`},
	// DISTINCT, REDUCED, ORDER BY, LIMIT, OFFSET.
	{"15.3.1", `:a :p 1 . :b :p 1 . :c :p 1.0 .`, `SELECT DISTINCT ?v { ?s :p ?v }`, `1 | "1.0"^^xsd:decimal`},
	{"15.3.1", people, `SELECT DISTINCT ?m { ?s :name ?n OPTIONAL { :nobody :mail ?m } }`, `-`},
	{"15.3.2", `:a :p 1 .`, `SELECT REDUCED ?v { ?s :p ?v }`, `1`},
	{"15.1", `:a :p 2, :i, 1.5 . :b :q 1 .`, `SELECT ?v { { :a :p ?v } UNION { :b :q ?n } UNION { BIND(BNODE() AS ?v) } } ORDER BY ?v`, `- | _: | :i | "1.5"^^xsd:decimal | 2`},
	{"15.1", `:a :p 2, :i, 1.5 . :b :q 1 .`, `SELECT ?v { { :a :p ?v } UNION { :b :q ?n } } ORDER BY DESC(?v)`, `2 | "1.5"^^xsd:decimal | :i | -`},
	{"15.1", people, `SELECT ?s { ?s :name ?n OPTIONAL { ?s :age ?k } } ORDER BY ?k DESC(?n)`, `:c | :a | :b`},
	{"15.1", people, `SELECT ?s { ?s :age ?n } ORDER BY (0 - ?n)`, `:b | :a`},
	{"15.1", `:a :p "10"^^xsd:integer . :b :p 9.5 . :c :p "1.0e1"^^xsd:double . :d :p 11 .`, `SELECT ?s { ?s :p ?v FILTER(?s != :c) } ORDER BY ?v`, `:b | :a | :d`},
	{"15.4", people, `SELECT ?s { ?s :name ?n } ORDER BY ?n OFFSET 1 LIMIT 1`, `:b`},
	{"15.5", people, `SELECT ?s { ?s :name ?n } LIMIT 0`, ``},
	{"15.4", people, `SELECT ?s { ?s :name ?n } OFFSET 9`, ``},
	{"15.3.1", people, `SELECT DISTINCT ?x { ?s :name ?n BIND(1 AS ?x) } ORDER BY ?n LIMIT 2`, `1`},
	// UNION.
	{"7", people, `SELECT ?s ?m ?n { { ?s :mail ?m } UNION { ?s :age ?n } }`, `:a "a@x" - | :c "c@x" - | :a - 3 | :b - 5`},
	{"7", people, `SELECT ?s { { ?s :mail ?m } UNION { ?s :mail ?m } }`, `:a | :a | :c | :c`},
}
