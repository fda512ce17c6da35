package paraphrase

import (
	"encoding/binary"
	"iter"
	"math"
)

// The weights of a feature, how much it speaks for each order, stay as they are in
// the file: a question needs those of some thirty features out of 17,000. They are
// the number of an order (unsigned varint), the weight in units of the scale (int8),
// and so on.

func appendWeight(row []byte, order int, units int8) []byte {
	return append(binary.AppendUvarint(row, uint64(order)), byte(units))
}

func weightsOf(row string) iter.Seq2[int, int8] {
	return func(yield func(int, int8) bool) {
		for row != "" {
			order, rest, _ := uvarint(row)
			if rest == "" || order > math.MaxInt16 || !yield(int(order), int8(rest[0])) {
				return
			}
			row = rest[1:]
		}
	}
}
