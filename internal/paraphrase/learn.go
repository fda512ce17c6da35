package paraphrase

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Learn learns from a bank: some ten seconds for 10,000 lines, on one core.
// The same bank and thesaurus give the same model.
func Learn(words *Thesaurus, b *Bank) *Model {
	m := learnLines(words, b)
	m.judge = learnJudge(words, b)
	return m
}

// learnLines learns which question a line asks, not yet when that is sure.
func learnLines(words *Thesaurus, b *Bank) *Model {
	m := &Model{words: words, wider: b.Wider, table: newFeatureTable()}
	var lines []bankLine
	m.table.learnsWords = true
	for i := range b.Questions {
		q := &b.Questions[i]
		for turn, text := range q.Paraphrases {
			line := b.take(q, text, turn)
			m.read(line.words)
			lines = append(lines, line)
		}
	}
	m.table.learnsWords, m.table.learnsPairs = false, true
	var samples []sample
	var roles []roleLine
	said := make([][][]feature, len(b.Questions))
	for i, q := range b.Questions {
		l := &learned{Question: q}
		l.Paraphrases = nil
		m.questions = append(m.questions, l)
		for k := range q.Paraphrases {
			features := m.read(lines[k].words).features
			said[i] = append(said[i], features)
			if sort := roleIn(lines[k]); sort != "" && q.Plain != "" {
				roles = append(roles, roleLine{features, sort == spokenOf})
			}
			_, names := namesOf(lines[k].words)
			samples = append(samples, sample{features: features, names: names, asks: m.orderOf(int16(i), lines[k])})
		}
		lines = lines[len(q.Paraphrases):]
	}
	m.table.learnsPairs = false
	for i := range samples {
		samples[i].among = m.accepting(samples[i].names)
	}
	m.weigh(samples)
	rand.New(rand.NewPCG(5, 6)).Shuffle(len(roles), func(a, b int) { roles[a], roles[b] = roles[b], roles[a] })
	m.learnRoles(roles)
	m.count(said)
	return m
}

// roleIn returns the role in which a line has its only name that may be in either,
// "" if it has none.
func roleIn(line bankLine) string {
	if at := inEitherRole(line.words); at >= 0 {
		if sort := sortOf(line.slots[at]); sort == spokenOf || sort == acting {
			return sort
		}
	}
	return ""
}

// orderOf numbers the order in which a line has the names of a question.
func (m *Model) orderOf(question int16, line bankLine) int16 {
	o := order{question: question}
	if q := m.questions[question]; q.Plain != "" {
		for _, slot := range line.slots {
			if i := slices.IndexFunc(q.Slots, func(s Slot) bool { return s.Name == slot }); i >= 0 {
				o.slots = append(o.slots, uint8(i))
			}
		}
	}
	for i, have := range m.orders {
		if have.question == question && slices.Equal(have.slots, o.slots) {
			return int16(i)
		}
	}
	m.orders = append(m.orders, o)
	return int16(len(m.orders) - 1)
}

// A sample is a line to learn from: its features, the orders in which its names
// might stand and the one in which they do.
type sample struct {
	features []feature
	names    []Word
	among    []int16
	asks     int16
}

// How the weights are learned: multinomial logistic regression among the orders in
// which names might stand, by gradient descent with a step of its own for each weight
// (Duchi, Hazan and Singer, 2011). What is kept is the average of each weight over the
// later passes (Polyak and Juditsky, 1992): where the last step ends depends on the
// order of the lines, and with it on every line that is added. The figures are those
// with which lines that are held back are read best; more passes bring nothing.
const (
	passes     = 12
	averaged   = 8 // of these, the last
	step       = 0.3
	inertia    = 1 // what a weight has met before it learns: no single line settles it
	noneWeight = 3 // of lines that are none of the questions
	settled    = 1e-4
)

func (m *Model) weigh(samples []sample) {
	n := len(m.orders)
	size := len(m.table.sorts) * n
	weights, squares := make([]float32, size), make([]float32, size) // by feature and order
	late := make([]float32, size)                                    // by how much a weight is above its average, times the steps
	likely := make([]float64, n)
	random := rand.New(rand.NewPCG(1, 2))
	steps := float32(0) // that count for the average
	for pass := range passes {
		for _, i := range random.Perm(len(samples)) {
			s := &samples[i]
			m.rate(likely, weights, s)
			times := float32(1)
			if m.questions[m.orders[s.asks].question].Plain == "" {
				times = noneWeight
			}
			for _, o := range s.among {
				off := float32(likely[o])
				if o == s.asks {
					off--
				}
				if off < settled && off > -settled {
					continue
				}
				for _, f := range s.features {
					at := int(f)*n + int(o)
					g := times * off * m.table.sorts[f].value()
					squares[at] += g * g
					change := step * g / float32(math.Sqrt(float64(squares[at]+inertia)))
					weights[at] -= change
					late[at] -= steps * change
				}
			}
			if pass >= passes-averaged {
				steps++
			}
		}
	}
	for at := range weights {
		weights[at] -= late[at] / steps
	}
	m.keep(weights)
}

// rate finds how likely each of the orders is in which a line might have its names.
func (m *Model) rate(likely []float64, weights []float32, s *sample) {
	for _, o := range s.among {
		likely[o] = 0
	}
	for _, f := range s.features {
		row, value := weights[int(f)*len(m.orders):], m.table.sorts[f].value()
		for _, o := range s.among {
			likely[o] += float64(row[o] * value)
		}
	}
	softmax(likely, s.among)
}

// softmax turns the scores of some orders into likelihoods.
func softmax(scores []float64, among []int16) {
	most := math.Inf(-1)
	for _, o := range among {
		most = max(most, scores[o])
	}
	sum := 0.0
	for _, o := range among {
		scores[o] = math.Exp(scores[o] - most)
		sum += scores[o]
	}
	for _, o := range among {
		scores[o] /= sum
	}
}

// leastUnits is how much a weight has to be for it to be kept.
const leastUnits = 2

// keep keeps weights in 255 steps, without those that hardly say anything.
func (m *Model) keep(weights []float32) {
	for _, w := range weights {
		m.scale = max(m.scale, max(w, -w)/math.MaxInt8)
	}
	n := len(m.orders)
	m.weights = make([]string, len(m.table.sorts))
	var row []byte
	for f := range m.weights {
		row = row[:0]
		for o, w := range weights[f*n : (f+1)*n] {
			if units := int8(math.Round(float64(w / m.scale))); units >= leastUnits || units <= -leastUnits {
				row = appendWeight(row, o, units)
			}
		}
		m.weights[f] = string(row)
	}
}

// folds is into how many parts a bank is cut to see how those lines are read that
// are not learned from.
const folds = 5

// A held line was held back from learning.
type held struct {
	bankLine
	text string
	asks int // by number
}

// split holds back one part of the lines.
func (b *Bank) split(part int) (rest *Bank, back []held) {
	rest = &Bank{Wider: b.Wider, Narrower: b.Narrower}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range b.Questions {
		q := b.Questions[i]
		q.Paraphrases = nil
		for turn, text := range b.Questions[i].Paraphrases {
			if random.IntN(folds) == part {
				back = append(back, held{b.take(&q, text, turn), text, i})
			} else {
				q.Paraphrases = append(q.Paraphrases, text)
			}
		}
		rest.Questions = append(rest.Questions, q)
	}
	return rest, back
}

// How the judge learns: a line that is wrongly read, or is none of the questions,
// counts for several that are rightly read. Of what strangers ask a fifth is none of
// the questions, of the lines a fourteenth.
const (
	wrongTimes = 2
	noneTimes  = 5
)

// learnJudge learns when the likeliest reading of a line is the right one, by
// logistic regression over the evidence of lines that were held back.
func learnJudge(words *Thesaurus, b *Bank) [evidenceLen]float64 {
	var all []verdict
	for part := range folds {
		rest, back := b.split(part)
		m := learnLines(words, rest)
		for _, line := range back {
			list, r := m.rank(line.words)
			if len(list) == 0 || list[0].strange > 0 || list[0].bar() > 1 {
				continue
			}
			v := verdict{evidence: m.evidence(list, r), times: 1}
			switch q := &b.Questions[line.asks]; {
			case list[0].asks(q, line):
				v.right = 1
			case q.Plain == "":
				v.times = noneTimes
			default:
				v.times = wrongTimes
			}
			all = append(all, v)
		}
	}
	return regress(all)
}

// A verdict is the evidence for a reading, and whether it is right (1 or 0).
type verdict struct {
	evidence     [evidenceLen]float64
	right, times float64
}

// asks reports whether a reading asks a line of a question, or of one of its
// family, with its names in the slots in which they stand.
func (x *Reading) asks(q *Question, line held) bool {
	if x.Plain != q.Plain {
		return x.question.isLike(q)
	}
	for slot, at := range x.Names {
		if !q.Symmetric && line.slots[at] != slot {
			return false
		}
	}
	return true
}
