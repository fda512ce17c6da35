// Package portable holds the test that the library works where there are no
// files, no processes and no memory maps: in a browser, as WebAssembly.
//
//	GOOS=js GOARCH=wasm go test -exec="$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./internal/portable
//
// It runs as an ordinary test everywhere else.
package portable
