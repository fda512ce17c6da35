package conformance

// loop is a cycle of three with a tail, and one edge in a named graph.
const loop = `:a :p :b . :b :p :c . :c :p :a . :c :q :d . :g { :x :p :y . :y :p :z } :h { :z :p :w }`

// pathCases are about sections 9 and 18.4.
var pathCases = []specCase{
	// 18.4, ZeroLengthPath: a term is at the end of a path of no edge from itself, node or not.
	{"18.4", people, `SELECT ?s { VALUES ?s { :nowhere :a } FILTER EXISTS { ?s :p* :nowhere } }`, `:nowhere`},
	{"18.4", people, `SELECT ?s { VALUES ?s { 1 2 } FILTER NOT EXISTS { ?s :p* 1 } }`, `2`},
	{"18.4", people, `SELECT ?s { BIND(IRI("http://e/x") AS ?s) FILTER EXISTS { ?s :p? :x } }`, `:x`},
	{"18.4", people, `SELECT ?s { VALUES ?s { :nowhere :a } MINUS { ?s :p* :nowhere } }`, `:a`},
	{"18.4", people, `SELECT ?s { ?s :age ?n FILTER EXISTS { ?s (:p/:q)?/:mail "a@x" } }`, `:a`},
	{"18.4", people, `SELECT ?s { ?s :age ?n FILTER(EXISTS { ?s :p* :b } || ?n = 3) }`, `:a | :b`},
	// Zero length: a constant matches itself, in the graph or not.
	{"18.4", loop, `SELECT * { :nowhere :p* ?x }`, `:nowhere`},
	{"18.4", loop, `SELECT * { ?x :p? :nowhere }`, `:nowhere`},
	{"18.4", ``, `SELECT * { "lit" :p* ?x }`, `"lit"`},
	{"18.4", ``, `ASK { :nowhere :p* :nowhere }`, `true`},
	{"18.4", ``, `ASK { :nowhere :p+ :nowhere }`, `false`},
	{"18.4", ``, `ASK { :nowhere :p? :other }`, `false`},
	{"18.4", ``, `SELECT * { ?x :p* ?y }`, ``},
	{"18.4", `:a :q 1 .`, `SELECT * { ?x :p* ?y }`, `:a :a | 1 1`},
	{"18.4", loop, `SELECT * { ?x :p? :a }`, `:a | :c`},
	// A variable ranges over the nodes of the graph, whatever joins it later.
	{"18.4", loop, `SELECT * { VALUES ?x { :nowhere } ?x :p* ?y }`, ``},
	{"18.4", loop, `SELECT * { VALUES ?x { :d } ?x :p* ?y }`, `:d :d`},
	// Inside of GRAPH, nodes are those of the graph that is active.
	{"18.4", loop, `SELECT ?x { GRAPH :g { ?x :p{0} ?x } }`, `:x | :y | :z`},
	{"18.4", loop, `SELECT * { GRAPH :g { :x :p+ ?y } }`, `:y | :z`},
	{"18.4", loop, `SELECT * { GRAPH ?g { :x :p+ ?y } }`, `:g :y | :g :z`},
	{"18.4", loop, `SELECT * { GRAPH ?g { :nowhere :p* ?y } }`, `:g :nowhere | :h :nowhere`},
	{"18.4", loop, `SELECT * { GRAPH ?g { ?x :p/:p ?y } }`, `:g :x :z`},
	// Cycles: every node once; a node reaches itself by +.
	{"9.3", loop, `SELECT * { :a :p+ ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a :p* ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a (:p*)* ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a (:p+)+ ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a (:p*)+ ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a (:p?)* ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { :a (:p|:q)+ ?x }`, `:a | :b | :c | :d`},
	{"9.3", loop, `SELECT * { :a (:p*/:q)? ?x }`, `:a | :d`},
	{"9.3", loop, `SELECT ?x { ?x :p+ ?x }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { ?x ^:p+ :a }`, `:a | :b | :c`},
	{"9.3", loop, `SELECT * { ?x (^:p)+ :a }`, `:a | :b | :c`},
	// Sequences and alternatives keep duplicates; * + ? do not.
	{"9.1", `:a :p :b, :c . :b :p :d . :c :p :d .`, `SELECT ?x { :a :p/:p ?x }`, `:d | :d`},
	{"9.1", `:a :p :b, :c . :b :p :d . :c :p :d .`, `SELECT ?x { :a (:p/:p)? ?x }`, `:a | :d`},
	{"9.1", `:a :p :b ; :q :b .`, `SELECT ?x { :a :p|:q ?x }`, `:b | :b`},
	{"9.1", `:a :p :b ; :q :b .`, `SELECT ?x { :a (:p|:q)? ?x }`, `:a | :b`},
	{"9.1", `:a :p :b .`, `SELECT ?x { :a :p|:p ?x }`, `:b | :b`},
	{"18.4", `:a :p :b ; :q :c .`, `SELECT ?x { :a (:p|!:q) ?x }`, `:b | :b`},
	{"18.4", `:a :p :b ; :q :c .`, `SELECT ?x { :a ((:p|:q)|(:q|:p)) ?x }`, `:b | :b | :c | :c`},
	{"18.4", ``, `SELECT ?x { 3 (:p/:p)? ?x }`, `3`},
	{"18.4", ``, `ASK { :n (^:p|:q?) :n }`, `true`},
	// Negated sets: one row for each edge; forward and inverse apart.
	{"18.4", `:a :p :b ; :q :b ; :r :c .`, `SELECT ?x { :a !:p ?x }`, `:b | :c`},
	{"18.4", `:a :p :b ; :q :b ; :r :b .`, `SELECT ?x { :a !:p ?x }`, `:b | :b`},
	{"18.4", `:a :p :b . :c :q :a .`, `SELECT ?x { :a !(^:p) ?x }`, `:c`},
	{"18.4", `:a :p :b . :c :p :a .`, `SELECT ?x { :a !(^:p) ?x }`, ``},
	{"18.4", `:a :p :b . :a :q :d . :c :p :a . :e :q :a .`, `SELECT ?x { :a !(:p|^:q) ?x }`, `:d | :c`},
	{"18.4", `:a :p :b . :a :q :d . :c :p :a .`, `SELECT ?x { :a !(:p|:q) ?x }`, ``},
	{"18.4", `:a rdf:type :b . :a :q :d .`, `SELECT ?x { :a !a ?x }`, `:d`},
	{"18.4", `:a :p :b . :b :q :c . :c :r :d .`, `SELECT ?x { :a (!:r)+ ?x }`, `:b | :c`},
	{"18.4", `:a :p :b . :b :q :a .`, `SELECT ?x ?y { ?x ^(!:p) ?y }`, `:a :b`},
	// A path between two variables that are the same, and bound before.
	{"18.4", `:a :p :a . :b :p :c .`, `SELECT ?x { ?x :p ?x }`, `:a`},
	{"18.4", `:a :p :a . :b :p :c .`, `SELECT ?x { ?x :p? ?x }`, `:a | :b | :c`},
	{"18.4", `:a :p 1 . :b :p 1 .`, `SELECT ?x { :a :p/^:p ?x }`, `:a | :b`},
}
