package cli

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
)

// complete is what Tab offers: what stands before, what may stand there, what
// stands behind.
func (sh *shell) complete(ctx context.Context, line string, pos int) (string, []string, string) {
	head, tail := line[:pos], line[pos:]
	if isSPARQL(head) {
		return head, nil, tail
	}
	start, words, quote := lastWord(head)
	partial := unquoted(head[start:])
	if len(words) > 0 && sh.isVerb(words[0]) && !strings.HasSuffix(strings.TrimSpace(line), "?") {
		if words[0] == "ask" {
			typed := strings.TrimLeft(strings.TrimPrefix(head, "ask"), " \"'")
			if !strings.HasPrefix(partial, "-") {
				lead := head[:len(head)-len(typed)]
				return lead, sh.questions(ctx, typed), tail
			}
		}
		var out []string
		offered := sh.offered(ctx, words, partial)
		if slices.ContainsFunc(offered, needsQuotes) && quote == 0 {
			quote = '"' // around all, so that they begin alike
		}
		for _, c := range offered {
			out = append(out, typedWord(c, quote))
		}
		return head[:start], out, tail
	}
	var out []string
	if len(words) == 0 {
		for _, c := range sh.commands() {
			if strings.HasPrefix(c.Name(), partial) && c.IsAvailableCommand() {
				out = append(out, c.Name()+" ")
			}
		}
		for _, own := range []string{"help ", "why ", "exit "} {
			if strings.HasPrefix(own, partial) {
				out = append(out, own)
			}
		}
		slices.Sort(out)
		if partial == "" {
			return "", out, tail
		}
	}
	return "", append(out, sh.questions(ctx, head)...), tail
}

// questions goes on with a question.
func (sh *shell) questions(ctx context.Context, typed string) (out []string) {
	s := sh.child(io.Discard, io.Discard)
	_ = s.command().ParseFlags(sh.globals())
	_ = s.view(ctx, func(v *graph.View, names *ask.Names) error {
		out = ask.CompleteOver(ctx, v, names, typed, nil)
		return nil
	})
	return agreeing(out, typed)
}

// offered are the completions of a command line, by the program's own: verbs,
// flags, names.
func (sh *shell) offered(ctx context.Context, words []string, partial string) []string {
	switch words[0] {
	case "lens":
		if len(words) == 1 || strings.HasPrefix(partial, "-") || strings.HasPrefix(words[len(words)-1], "-") {
			if strings.HasPrefix(words[len(words)-1], "-") { // a flag's value
				words = append([]string{"list"}, words[1:]...)
				break
			}
			var out []string
			for _, name := range lensFlagNames {
				if strings.HasPrefix("--"+name, partial) {
					out = append(out, "--"+name)
				}
			}
			for _, own := range []string{"clear", "list", "save", "show", "remove"} {
				if strings.HasPrefix(own, partial) {
					out = append(out, own)
				}
			}
			return out
		}
	case "help":
		words = nil
	}
	var out bytes.Buffer
	s := sh.child(&out, io.Discard)
	s.runArgs(ctx, slices.Concat([]string{"__completeNoDesc"}, sh.globals(), words, []string{partial}))
	var list []string
	for line := range strings.Lines(out.String()) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, ":") && !strings.HasPrefix(line, "_activeHelp_") {
			list = append(list, line)
		}
	}
	return agreeing(list, partial)
}

// agreeing leaves out what is written otherwise than the rest: the beginning
// that all have in common takes the place of what is typed, and must not be
// shorter. What goes on with just what is typed comes before what has other
// capitals.
func agreeing(list []string, typed string) []string {
	keep := func(prefix string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(c string) bool { return !strings.HasPrefix(c, prefix) })
	}
	if same := keep(typed); len(same) > 0 || len(list) == 0 {
		return same
	}
	return keep(list[0][:min(len(typed), len(list[0]))])
}

// lastWord finds where the word that is being typed begins, the words before
// it, and the quotation mark that it stands in, 0 for none.
func lastWord(head string) (start int, words []string, quote rune) {
	for i, r := range head {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == ' ':
			if word := unquoted(head[start:i]); word != "" {
				words = append(words, word)
			}
			start = i + 1
		}
	}
	return start, words, quote
}

func needsQuotes(text string) bool { return strings.ContainsAny(text, ` '"`) }

// typedWord writes a completion between quotation marks, 0 for none.
func typedWord(text string, quote rune) string {
	if quote == 0 {
		return text + " "
	}
	if strings.ContainsRune(text, quote) {
		quote = '"' + '\'' - quote
	}
	return string(quote) + text + string(quote) + " "
}
