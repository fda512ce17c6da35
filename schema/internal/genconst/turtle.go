package main

import (
	"fmt"
	"regexp"
	"strings"
)

// value is an object in schema.ttl: an IRI, or the text of a literal.
type value struct {
	iri, text, lang string
}

// statement is a subject with its properties, in the order of the file.
type statement struct {
	subject string
	values  map[string][]value
}

var token = regexp.MustCompile(`^(?:<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[a-zA-Z-]+)?|[A-Za-z]*:[A-Za-z0-9_]*|@prefix|true|false|[0-9]+|[a;,.])`)

// parse reads the part of Turtle in which schema.ttl is written: prefixed
// names, IRIs, plain and tagged strings, booleans and integers, no blank nodes.
func parse(src string) ([]statement, error) {
	var toks []string
	for n, line := range strings.Split(src, "\n") {
		rest := strings.TrimSpace(line)
		for rest != "" && rest[0] != '#' {
			t := token.FindString(rest)
			if t == "" {
				return nil, fmt.Errorf("schema.ttl:%d: cannot read %q", n+1, rest)
			}
			toks = append(toks, t)
			rest = strings.TrimSpace(rest[len(t):])
		}
	}
	prefixes := map[string]string{}
	expand := func(t string) string {
		if t[0] == '<' {
			return t[1 : len(t)-1]
		}
		p, local, _ := strings.Cut(t, ":")
		return prefixes[p] + local
	}
	var out []statement
	for i := 0; i < len(toks); {
		if toks[i] == "@prefix" {
			prefixes[strings.TrimSuffix(toks[i+1], ":")] = expand(toks[i+2])
			i += 4
			continue
		}
		st := statement{subject: expand(toks[i]), values: map[string][]value{}}
		i++
		for toks[i] != "." {
			pred := rdfType
			if toks[i] != "a" {
				pred = expand(toks[i])
			}
			i++
			for {
				st.values[pred] = append(st.values[pred], object(toks[i], expand))
				i++
				if toks[i] != "," {
					break
				}
				i++
			}
			if toks[i] == ";" {
				i++
			}
		}
		i++
		out = append(out, st)
	}
	return out, nil
}

func object(t string, expand func(string) string) value {
	switch {
	case t[0] == '"':
		end := strings.LastIndexByte(t, '"')
		text := strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(t[1:end])
		return value{text: text, lang: strings.TrimPrefix(t[end+1:], "@")}
	case t[0] == '<' || strings.Contains(t, ":"):
		return value{iri: expand(t)}
	}
	return value{text: t}
}
