module github.com/ascribe-graph/ascribe/docs/networks

go 1.26.0

require (
	github.com/ascribe-graph/ascribe v0.0.0
	github.com/cayleygraph/quad v1.3.0
	gonum.org/v1/gonum v0.17.0
)

require (
	github.com/dominikbraun/graph v0.23.0 // indirect
	github.com/piprate/json-gold v0.9.1 // indirect
	github.com/pquerna/cachecontrol v0.2.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace github.com/ascribe-graph/ascribe => ../..
