// Command ascribe answers questions about who did it, who says so, how sure
// they are, and what followed.
package main

import (
	"os"

	"github.com/ascribe-graph/ascribe/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
