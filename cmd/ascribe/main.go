// Command ascribe answers questions about who did it, who says so, how sure
// they are, and what followed.
package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"github.com/ascribe-graph/ascribe/internal/cli"
)

func main() {
	collectLate()
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// collectLate puts the first garbage collection off until the heap has 64 MiB;
// from then on the collector works as always. Most commands end before: on the
// starter set a sixth of their time would go into collections that free little.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	const heap, smallest = 64 << 20, 4 << 20 // the smallest heap that GOGC=100 collects
	debug.SetGCPercent(heap / smallest * 100)
	runtime.AddCleanup(new([16]byte), func(struct{}) { debug.SetGCPercent(100) }, struct{}{})
}
