package cli

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"golang.org/x/term"
)

// choices are what a refused question may have meant, to be taken by number.
type choices struct {
	list []ask.Choice
	lang string
}

// print lists the choices with their numbers.
func (c choices) print(w io.Writer) {
	for i, choice := range c.list {
		fmt.Fprintf(w, "  %d  %s\n", i+1, oneLine(choice.Text))
	}
}

// numbered is the question that a number stands for.
func (c choices) numbered(text string) (question string, ok bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 || n > len(c.list) {
		return "", false
	}
	return c.list[n-1].Question, true
}

var (
	takeOne = map[string]string{"en": "A number asks that question.", "nl": "Een nummer stelt die vraag."}
	takeNow = map[string]string{"en": "A number asks that question, Enter none: ", "nl": "Een nummer stelt die vraag, Enter geen: "}
)

// answerChosen answers a question. At a terminal the one who asks may follow a
// refusal by one of the questions that it offers; who takes none ends with its
// exit code.
func (s *session) answerChosen(ctx context.Context, v *graph.View, names *ask.Names, question string, tell func(sentence string)) (*ask.Answer, error) {
	input := bufio.NewReader(s.in)
	for {
		a, err := s.answer(ctx, v, names, question, tell)
		if err == nil || !s.choosing() {
			return a, err
		}
		code := s.report(err)
		s.mayMean.print(s.err)
		fmt.Fprint(s.err, takeNow[cmp.Or(s.mayMean.lang, "en")])
		var ok bool
		if question, ok = s.mayMean.numbered(s.readLine(ctx, input)); !ok {
			return nil, &exitError{code}
		}
	}
}

// listing reports whether a list of choices follows a refusal.
func (s *session) listing() bool {
	return len(s.mayMean.list) > 0 && (s.held != nil || s.choosing())
}

// choosing reports whether somebody can be asked which of the questions offered
// was meant: a person at a terminal, not a program that reads the answer.
func (s *session) choosing() bool {
	in, isFile := s.in.(*os.File)
	return len(s.mayMean.list) > 0 && s.held == nil && s.flags.format == "" && s.flags.metaFile == "" && !s.flags.exitStatus &&
		isFile && term.IsTerminal(int(in.Fd())) && s.terminal() && widthOf(s.err) > 0
}

// readLine reads a line of input, "" at its end and when ctx ends.
func (s *session) readLine(ctx context.Context, input *bufio.Reader) string {
	line := make(chan string, 1)
	go func() {
		text, _ := input.ReadString('\n')
		line <- text
	}()
	select {
	case text := <-line:
		return text
	case <-ctx.Done():
		fmt.Fprintln(s.err)
		return ""
	}
}
