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

// bashQuoted and zshQuoted complete a word that begins with a quote, as questions
// do: the scripts that cobra makes give up there, since the line is no command
// until the quote is closed. Other words are left to them.
const (
	bashQuoted = `
# In a word that is being quoted.
__ascribe_quoted() {
    local word=${COMP_WORDS[COMP_CWORD]} found
    if [[ $word != [\"\']* ]]; then
        __start_ascribe
        return
    fi
    local -a args=()
    eval "args=(${COMP_WORDS[*]:1:COMP_CWORD-1})" 2>/dev/null
    COMPREPLY=()
    while IFS= read -r found; do
        found=${found%%$'\t'*}
        [[ $found == "${word:1}"* ]] && COMPREPLY+=("$found")
    done < <("${COMP_WORDS[0]}" __complete "${args[@]}" "${word:1}" 2>/dev/null | sed '$d')
}
complete -o default -F __ascribe_quoted ascribe
`
	zshQuoted = `
# In a word that is being quoted.
_ascribe_quoted() {
    if [[ -z ${compstate[quote]} ]]; then
        _ascribe "$@"
        return
    fi
    local -a found
    found=("${(@f)$("${words[1]}" __complete "${(@Q)words[2,CURRENT-1]}" "${PREFIX}" 2>/dev/null)}")
    found=("${(@)found[1,-2]%%$'\t'*}")
    compadd -a found
}
compdef _ascribe_quoted ascribe
`
)

// completionCommand is cobra's own, whose script for bash also works on its own,
// and those for bash and zsh within quotes.
func completionCommand(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "completion" })
	if i < 0 {
		return
	}
	c := root.Commands()[i]
	c.Short = "Write the completion of commands, names and aliases for your shell"
	for _, sub := range c.Commands() {
		switch sub.Name() {
		case "bash":
			sub.Long = `Write the completion for bash: commands, flags, names and aliases.

  source <(ascribe completion bash)                                          # for this shell
  ascribe completion bash > ~/.local/share/bash-completion/completions/ascribe   # with bash-completion
  echo 'source <(ascribe completion bash)' >> ~/.bashrc                      # without it`
			surround(root, sub, bashWithout, bashQuoted)
		case "zsh":
			surround(root, sub, "", zshQuoted)
		}
	}
}

// surround writes a text before and one after what a command writes.
func surround(root, c *cobra.Command, before, after string) {
	write := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if _, err := io.WriteString(root.OutOrStdout(), before); err != nil {
			return err
		}
		if err := write(c, args); err != nil {
			return err
		}
		_, err := io.WriteString(root.OutOrStdout(), after)
		return err
	}
}
