package cli

import (
	"io"
	"slices"

	"github.com/spf13/cobra"
)

// bashWithout stands in for what the completion of bash takes from the package
// bash-completion, where that is not installed: the words of the command line,
// those around "=" and ":" joined, and the names of files.
const bashWithout = `# Where the package bash-completion is not installed.
if ! declare -F _get_comp_words_by_ref >/dev/null && ! declare -F _init_completion >/dev/null; then
_get_comp_words_by_ref() {
    local i n=-1
    words=()
    cword=0
    for ((i = 0; i < ${#COMP_WORDS[@]}; i++)); do
        if ((n > 0)) && [[ ${COMP_WORDS[i]} == [=:]* || ${words[n]} == *[=:] ]]; then
            words[n]+=${COMP_WORDS[i]}
        else
            n=$((n + 1))
            words[n]=${COMP_WORDS[i]}
        fi
        ((i == COMP_CWORD)) && cword=$n
    done
    cur=${words[cword]}
    prev=
    ((cword > 0)) && prev=${words[cword - 1]}
    return 0
}
_filedir() {
    local IFS=$'\n'
    COMPREPLY=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
}
fi

`

// completionCommand is cobra's own, whose bash script also works on its own.
func completionCommand(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "completion" })
	if i < 0 {
		return
	}
	c := root.Commands()[i]
	c.Short = "Write the completion of commands, names and aliases for your shell"
	for _, sub := range c.Commands() {
		if sub.Name() == "bash" {
			write := sub.RunE
			sub.Long = `Write the completion for bash: commands, flags, names and aliases.

  source <(ascribe completion bash)                                          # for this shell
  ascribe completion bash > ~/.local/share/bash-completion/completions/ascribe   # with bash-completion
  echo 'source <(ascribe completion bash)' >> ~/.bashrc                      # without it`
			sub.RunE = func(c *cobra.Command, args []string) error {
				if _, err := io.WriteString(root.OutOrStdout(), bashWithout); err != nil {
					return err
				}
				return write(c, args)
			}
		}
	}
}
