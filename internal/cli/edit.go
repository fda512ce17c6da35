package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/spf13/pflag"
)

// maxEdited is the longest form that is read back, in bytes.
const maxEdited = 1 << 20

// notInForm are flags of add that are of the command and not of the record.
var notInForm = []string{"dry-run", "edit", "help"}

// editRecord lets the user fill in the flags of a record as a form in an
// editor, until it is sound or the user gives up.
func (s *session) editRecord(ctx context.Context, flags *pflag.FlagSet, act, dry bool) error {
	if _, embedded := s.seeds(); embedded {
		_, err := s.openForUpdate()
		return err
	}
	f, err := os.CreateTemp("", "ascribe-*.txt")
	if err != nil {
		return err
	}
	path := f.Name()
	form := s.form(flags, act)
	_, err = f.WriteString(form)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	first := true
	for {
		text, err := s.edited(ctx, path)
		if err != nil {
			return s.kept(path, err)
		}
		said := withoutComments(text)
		if said == "" || first && said == withoutComments(form) {
			_ = os.Remove(path)
			return &hintedError{errors.New("nothing was written: the form came back as it was"), "fill in its fields, save it and close the editor"}
		}
		var complaints string
		err = s.addForm(ctx, path, text, act, dry, &complaints)
		if err == nil {
			return os.Remove(path)
		}
		if ctx.Err() != nil {
			return s.kept(path, ctx.Err())
		}
		if !first && said == withoutComments(form) { // closed without a change
			fmt.Fprint(s.err, complaints)
			return s.kept(path, err)
		}
		form, first = text, false
		if err := os.WriteFile(path, []byte(complain(complaints, err)+withoutComplaints(text)), 0o600); err != nil {
			return err
		}
	}
}

// kept says where the form is that was not written.
func (s *session) kept(path string, err error) error {
	fmt.Fprintf(s.err, "ascribe: nothing was written; what you typed is in %s\n", path)
	return err
}

// addForm adds the record of a form. What is printed about its faults goes to
// complaints.
func (s *session) addForm(ctx context.Context, path, text string, act, dry bool, complaints *string) error {
	var f addFlags
	flags := pflag.NewFlagSet("form", pflag.ContinueOnError)
	f.register(flags, act)
	if err := readForm(path, text, flags); err != nil {
		return err
	}
	f.dry = dry
	var b bytes.Buffer
	errOut := s.err
	s.err = &b
	err := s.addRecord(ctx, &f, act)
	s.err = errOut
	if err != nil {
		*complaints = b.String()
		if s.g != nil {
			s.g.Close() // the next attempt opens it anew
			s.g = nil
		}
		return err
	}
	_, err = s.err.Write(b.Bytes())
	return err
}

// form writes the flags of a record as a form: what each is for, and what it
// is now.
func (s *session) form(flags *pflag.FlagSet, act bool) string {
	what := "A claim"
	if act {
		what = "An act"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# %s for %s.
#
# Lines that begin with # are left out, and so are fields without a text. A field may stand
# several times. A text goes on in lines that begin with a space. Save and close to write the record;
# what is not right comes back with the reason. Close without a change to write nothing.
`, what, s.flags.graph)
	flags.VisitAll(func(x *pflag.Flag) {
		if slices.Contains(notInForm, x.Name) || x.Hidden {
			return
		}
		fmt.Fprintf(&b, "\n# %s\n", strings.ReplaceAll(x.Usage, "`", ""))
		values := []string{x.Value.String()}
		if list, ok := x.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		if len(values) == 0 || x.Value.Type() == "bool" && values[0] == "false" {
			values = []string{""}
		}
		for _, v := range values {
			fmt.Fprintf(&b, "%s: %s\n", x.Name, strings.ReplaceAll(v, "\n", "\n "))
		}
	})
	return b.String()
}

// readForm sets flags from a form.
func readForm(path, text string, flags *pflag.FlagSet) error {
	line := 0
	fail := func(msg, hint, at string) error {
		return &rdf.SyntaxError{File: filepath.Base(path), Line: line, Col: 1, Msg: msg, Hint: hint, Text: at, TextCol: 1}
	}
	name, value, from := "", "", 0
	set := func() error {
		value = strings.TrimSpace(value)
		if name == "" || value == "" {
			return nil
		}
		x := flags.Lookup(name)
		if x.Value.Type() == "bool" && slices.Contains([]string{"yes", "ja"}, value) {
			value = "true"
		}
		if err := flags.Set(name, value); err != nil {
			line = from
			return fail(fmt.Sprintf("%s is %q", name, value), "want true or nothing", name+": "+value)
		}
		return nil
	}
	for l := range strings.Lines(text) {
		line++
		l = strings.TrimRight(l, "\r\n")
		switch {
		case strings.HasPrefix(l, "#"):
		case strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t"):
			if name == "" && strings.TrimSpace(l) != "" {
				return fail("got a line that goes on, want a field first", "a field is written 'on: 2021-07-19'", l)
			}
			value += "\n" + strings.TrimSpace(l)
		case strings.TrimSpace(l) == "":
		default:
			if err := set(); err != nil {
				return err
			}
			key, rest, ok := strings.Cut(l, ":")
			key = strings.TrimSpace(key)
			if !ok || flags.Lookup(key) == nil || slices.Contains(notInForm, key) {
				return fail(fmt.Sprintf("got the field %q, want one of the form's", key), "a field is written 'on: 2021-07-19'; a text goes on in lines that begin with a space", l)
			}
			name, value, from = key, rest, line
		}
	}
	return set()
}

// edited opens the user's editor on a file and returns what it holds then.
func (s *session) edited(ctx context.Context, path string) (string, error) {
	editor := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), map[bool]string{true: "notepad", false: "vi"}[runtime.GOOS == "windows"])
	// The variable is a command line, as git and others have it.
	cmd := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, editor, path)
	if runtime.GOOS == "windows" {
		words := append(strings.Fields(editor), path)
		cmd = exec.CommandContext(ctx, words[0], words[1:]...)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, s.err
	if f, ok := s.err.(*os.File); ok { // results may go into a pipe; the editor wants the terminal
		cmd.Stdout = f
	}
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("the editor %q: %w", editor, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.Size() > maxEdited {
		return "", fmt.Errorf("the form is longer than %d bytes", maxEdited)
	}
	text, err := os.ReadFile(path)
	return string(text), err
}

// Lines of complaints begin so, so that the next ones take their place.
const complaint = "#! "

// complain writes what is wrong as lines at the top of a form.
func complain(printed string, err error) string {
	var b strings.Builder
	add := func(text string) {
		for l := range strings.Lines(text) {
			b.WriteString(complaint + strings.TrimRight(l, "\n") + "\n")
		}
	}
	add(printed)
	if !errors.Is(err, errBadData) {
		d := diagnose(err)
		add("error: " + oneLine(d.text) + "\n")
		if d.hint != "" {
			add("hint: " + oneLine(d.hint) + "\n")
		}
	}
	return b.String()
}

func withoutComplaints(text string) string {
	return withoutLines(text, func(l string) bool { return strings.HasPrefix(l, strings.TrimSpace(complaint)) })
}

// withoutComments is what a form says.
func withoutComments(text string) string {
	return withoutLines(text, func(l string) bool { return strings.HasPrefix(l, "#") || strings.TrimSpace(l) == "" })
}

func withoutLines(text string, leave func(string) bool) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		if !leave(l) {
			b.WriteString(l)
		}
	}
	return b.String()
}
