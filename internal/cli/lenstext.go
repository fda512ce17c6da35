package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
)

// parseLens reads lens flags as one types them: "--by UK --as-of 2021".
func parseLens(text string) (*lensFlags, error) {
	words, err := splitWords(text)
	if err != nil {
		return nil, err
	}
	var l lensFlags
	c := &cobra.Command{Use: "lens", SilenceErrors: true, SilenceUsage: true}
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	l.register(c)
	if err := c.ParseFlags(words); err != nil {
		return nil, fmt.Errorf("lens %q: %w", text, err)
	}
	if rest := c.Flags().Args(); len(rest) > 0 {
		return nil, fmt.Errorf("lens %q: %q is no flag", text, rest[0])
	}
	return &l, nil
}

// splitWords splits a text at spaces, quoted parts whole.
func splitWords(text string) ([]string, error) {
	var out []string
	var b strings.Builder
	var quote rune
	open := false
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			b.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case unicode.IsSpace(r):
			if open || b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
			}
			open = false
		default:
			b.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, errors.New("a quotation mark is not closed")
	}
	if open || b.Len() > 0 {
		out = append(out, b.String())
	}
	return out, nil
}
