package paraphrase

import "encoding/binary"

// lines are the features of the lines of one question, as they are in the file: most
// questions are compared with those of few others. Each feature is written as by how
// much more it is than the one before (unsigned varint, the first from -1 on), and a
// 0 ends the line.
type lines struct {
	count int
	text  string
}

// linesOf writes lines; the features of each are sorted, each once.
func linesOf(all [][]feature) lines {
	var text []byte
	for _, line := range all {
		last := feature(-1)
		for _, f := range line {
			text = binary.AppendUvarint(text, uint64(f-last))
			last = f
		}
		text = append(text, 0)
	}
	return lines{len(all), string(text)}
}

// nearLines is how many lines are around a question.
const nearLines = 5

// nearest is how near the nearest of the lines are to a question that has the features
// told, of some weight, the nearest first: the weight of the features that both have,
// of that of all.
func (l *lines) nearest(told []bool, weight float32, tells []float32) (best [nearLines]float32) {
	both, all := float32(0), weight
	f, more, shift := -1, 0, 0
	for i := range len(l.text) {
		b := l.text[i]
		if more |= int(b&0x7f) << shift; b >= 0x80 {
			shift += 7
			continue
		}
		f += more
		switch {
		case more == 0:
			this := both / all
			for k := range best {
				if this > best[k] {
					this, best[k] = best[k], this
				}
			}
			f, both, all = -1, 0, weight
		case f < 0 || f >= len(told):
			return best // of a file that no Model wrote
		case told[f]:
			both += tells[f]
		default:
			all += tells[f]
		}
		more, shift = 0, 0
	}
	return best
}
