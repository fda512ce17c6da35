package conformance

// serviceCases are about SPARQL 1.1 Federated Query: a SERVICE SILENT that
// fails is one solution without bindings (2.3), and nothing is ever fetched.
var serviceCases = []specCase{
	{"2.3", people, `SELECT ?s ?x { ?s :age ?n SERVICE SILENT <http://nowhere/> { ?s :mail ?x } }`, `:a - | :b -`},
	{"2.3", people, `SELECT * { SERVICE SILENT <http://nowhere/> { ?u :mail ?v } }`, `- -`},
	{"2.3", people, `SELECT ?s ?x { ?s :age ?n OPTIONAL { SERVICE SILENT :here { ?s :mail ?x } } }`, `:a - | :b -`},
	{"2.3", people, `SELECT ?s { ?s :age ?n MINUS { SERVICE SILENT :here { ?s :mail ?x } } }`, `:a | :b`},
	{"2.3", people, `SELECT ?s ?v { { SERVICE SILENT :here { ?s :mail ?v } } UNION { ?s :age ?v } }`, `- - | :a 3 | :b 5`},
	{"2.3", people, `SELECT ?s { ?s :age ?n FILTER EXISTS { SERVICE SILENT :here { ?q :nothing ?r } } }`, `:a | :b`},
	{"2.3", people, `SELECT ?s { ?s :age ?n FILTER NOT EXISTS { SERVICE SILENT :here { ?s :mail ?r } } }`, ``},
	{"2.3", people, `SELECT ?s ?w { ?s :age ?n SERVICE SILENT :here { ?s :mail ?x } BIND(COALESCE(?x, "none") AS ?w) }`, `:a "none" | :b "none"`},
	{"2.3", people, `SELECT (COUNT(*) AS ?rows) (COUNT(?x) AS ?n) { SERVICE SILENT :here { ?s :mail ?x } }`, `1 0`},
	{"2.3", people, `SELECT ?x { { SELECT ?x { SERVICE SILENT :here { ?s :mail ?x } } } VALUES ?x { 1 2 } }`, `1 | 2`},
	{"2.3", people, `ASK { SERVICE SILENT :here { ?s :nothing ?x } }`, `true`},
	{"2.3", `:g { :a :p 1 } :h { :b :p 2 }`, `SELECT ?g { GRAPH ?g { SERVICE SILENT :here { ?s :p 1 } } }`, `:g | :h`},
	// What a silent SERVICE holds is not looked at, another SERVICE included.
	{"2.3", people, `SELECT ?s { ?s :age ?n SERVICE SILENT :here { ?s :mail ?x SERVICE :there { ?x ?y ?z } } }`, `:a | :b`},
	// 2.4, 4: a variable as the name of the endpoint, bound or not.
	{"2.4", people, `SELECT ?s { ?s :age ?n SERVICE SILENT ?s { ?s :mail ?x } }`, `:a | :b`},
	{"4", people, `SELECT ?w ?x { SERVICE SILENT ?w { ?s :mail ?x } }`, `- -`},
}
