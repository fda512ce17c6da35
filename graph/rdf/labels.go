package rdf

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// blankLabel reads a BLANK_NODE_LABEL.
func (s *Scanner) blankLabel(t *Term) bool {
	src := &s.src
	src.mark = src.pos
	if !src.need(2) || src.buf[src.pos+1] != ':' {
		return s.wanted("a blank node is written _:label", "blank node label")
	}
	src.pos += 2
	start := len(s.arena)
	if src.need(1) {
		if r, _ := utf8.DecodeRune(src.buf[src.pos:src.end]); isNameStart(r) && !s.nameChars(false) {
			return false
		}
	}
	if len(s.arena) == start {
		return s.wanted("a label begins with a letter, a digit or '_'", "blank node label")
	}
	if s.tooLong(start) {
		return false
	}
	src.mark = -1
	s.scratch = append(s.scratch[:0], s.arena[start:]...)
	s.arena = append(s.arena[:start], s.opts.BlankPrefix...)
	s.arena = s.appendLabel(s.arena, s.scratch)
	*t = Term{Kind: Blank, Value: s.arena[start:len(s.arena):len(s.arena)]}
	return true
}

const anonLabel = "anon-"

// appendLabel appends label, changed if it could be taken for one that
// newBlank has made: anon-N becomes anon--N, and so that this is nobody
// else's label, anon--X becomes anon---X.
func (s *Scanner) appendLabel(dst, label []byte) []byte {
	rest, ok := bytes.CutPrefix(label, []byte(anonLabel))
	if !ok {
		return append(dst, label...)
	}
	if len(rest) > 0 && rest[0] == '-' {
		return append(append(dst, anonLabel+"-"...), rest...)
	}
	n, err := strconv.ParseUint(string(rest), 10, 64)
	if err != nil || rest[0] == '0' {
		return append(dst, label...)
	}
	if _, ours := s.taken[n]; n <= s.anon && !ours {
		return append(append(dst, anonLabel+"-"...), rest...)
	}
	if s.taken == nil {
		s.taken = map[uint64]struct{}{}
	}
	s.taken[n] = struct{}{}
	return append(dst, label...)
}

// newBlank makes a blank node with a label that the file does not use.
func (s *Scanner) newBlank() Term {
	for s.anon++; ; s.anon++ {
		if _, taken := s.taken[s.anon]; !taken {
			break
		}
	}
	start := len(s.arena)
	s.arena = append(s.arena, s.opts.BlankPrefix...)
	s.arena = append(s.arena, anonLabel...)
	s.arena = strconv.AppendUint(s.arena, s.anon, 10)
	return Term{Kind: Blank, Value: s.arena[start:len(s.arena):len(s.arena)]}
}
