// Package article puts before a name the article with which it stands in a
// sentence: "the United States", "het Verenigd Koninkrijk". In a table, and
// wherever a name stands alone, it goes without.
package article

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// With returns a name with its article in a language, "en" or "nl": that of the
// list of names, or that of the noun which the name is built on, such as a
// ministry or a hack. A name of which neither tells it stays as it is, and so
// does one that begins with an article or a number. A Dutch adjective takes the
// ending that the article asks for.
func With(name, lang string) string {
	r, ok := rules[lang]
	if !ok {
		return name
	}
	bare, _, _ := strings.Cut(name, " (")
	if a := r.names[bare]; a != "" {
		return a + " " + name
	}
	words := strings.FieldsFunc(bare, func(c rune) bool { return c == ' ' || c == ',' })
	if len(words) == 0 || r.determiners[words[0]] || unicode.IsDigit(rune(words[0][0])) || numbered(words) {
		return name
	}
	at := r.noun(words)
	if at < 0 {
		return name
	}
	a := r.ofNoun(words[at])
	if r.inflects && at > 0 && startsLower(words[at]) && !r.ends[words[0]] {
		name = inflected(words[0]) + name[len(words[0]):]
	}
	return a + " " + name
}

// Capital begins a sentence that begins with an article with a capital. Other
// names keep their first letter: "i-Soon" is one.
func Capital(sentence, lang string) string {
	first, _, _ := strings.Cut(sentence, " ")
	if r, ok := rules[lang]; !ok || !r.articles[first] {
		return sentence
	}
	return strings.ToUpper(sentence[:1]) + sentence[1:]
}

// Without drops the article from a name that With gave one.
func Without(name, lang string) string {
	first, rest, _ := strings.Cut(name, " ")
	if r, ok := rules[lang]; ok && r.articles[first] && rest != "" {
		return rest
	}
	return name
}

// rule is how names take articles in one language.
type rule struct {
	articles    map[string]bool
	determiners map[string]bool   // a name that begins with one takes no article
	names       map[string]string // by name: its article
	nouns       map[string]string // by noun: its article
	compounds   bool              // nouns are also the ends of words: "krijgsmacht"
	inflects    bool              // an adjective before the noun takes -e
	ends        map[string]bool   // words that end a noun with what goes before it
}

// noun returns which of the words the name is built on, -1 if none of them tells
// an article.
func (r *rule) noun(words []string) int {
	end := len(words)
	if i := slices.IndexFunc(words, func(w string) bool { return r.ends[w] }); i > 0 {
		end = i
	} else if i == 0 {
		// "door de Europese Unie ontdekte inbraken": its noun comes behind.
		return slices.IndexFunc(words, func(w string) bool { return r.ofNoun(w) != "" })
	}
	if !r.compounds { // English has its noun last: "US Treasury hack"
		if r.ofNoun(words[end-1]) != "" {
			return end - 1
		}
		return -1
	}
	// Dutch may have a name behind it: "inlichtingendienst NSA".
	return slices.IndexFunc(words[:end], func(w string) bool { return r.ofNoun(w) != "" })
}

// ofNoun is the article of a noun, "" if it is not known.
func (r *rule) ofNoun(word string) string {
	if a := r.nouns[word]; a != "" || !r.compounds {
		return a
	}
	word = strings.ToLower(word)
	if a := r.nouns[word]; a != "" {
		return a
	}
	for i := range word {
		if a := r.nouns[word[i:]]; a != "" && i > 2 {
			return a
		}
	}
	return ""
}

// numbered reports whether a name ends in its number: "GRU Unit 29155" takes no
// article, as no unit with a number does.
func numbered(words []string) bool {
	return !strings.ContainsFunc(words[len(words)-1], func(c rune) bool { return !unicode.IsDigit(c) }) && len(words) < 4
}

// inflected is a Dutch adjective as it stands after an article: Belgische,
// Chinese, Franse.
func inflected(adjective string) string {
	switch {
	case strings.HasSuffix(adjective, "e"):
		return adjective
	case strings.HasSuffix(adjective, "ees"):
		return strings.TrimSuffix(adjective, "ees") + "ese"
	}
	return adjective + "e"
}

func startsLower(word string) bool {
	c, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(c)
}
