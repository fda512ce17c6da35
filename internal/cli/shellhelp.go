package cli

import (
	"context"
	"fmt"
	"strings"
)

// shellHelp is what 'help' says; the verbs follow.
const shellHelp = `A question      which states were attributed without sanctions?   welke landen beschuldigden China?
SPARQL          SELECT ?who { ?who asc:attributes id:exchange-hack }   (over several lines, too)
A command       as after 'ascribe': show APT28, path APT31 China, list sanctions --against Russia

Rows have numbers:
  show 3        the dossier of what row 3 is about; show 3.2 of what its second column names
  why 2         the records on which row 2 rests; why 1-3
  cite 1-3      footnotes of the records of rows 1 to 3
  draw 1 -o x.svg, names 2, timeline 1

A point of view:
  lens --by UK --as-of 2021-07   for all that follows; it stands in the prompt
  lens NAME                      one that was saved; lens clear: the default one; lens: which it is

Tab completes, Ctrl-R searches earlier lines, Ctrl-C stops what runs, Ctrl-D or exit leaves.
'help COMMAND' says more about a command:
`

// help says what can be typed, or how a command is used.
func (sh *shell) help(ctx context.Context, words []string) int {
	if len(words) > 0 {
		return sh.quiet(ctx, append([]string{"help"}, words...))
	}
	var verbs []string
	for _, c := range sh.commands() {
		if c.IsAvailableCommand() && c.Name() != "shell" && c.Name() != "completion" {
			verbs = append(verbs, c.Name())
		}
	}
	if err := sh.page(shellHelp + strings.Join(wrapped(strings.Join(verbs, ", "), max(40, sh.width())), "\n") + "\n"); err != nil {
		return sh.fail(fmt.Errorf("help: %w", err))
	}
	return exitDone
}
