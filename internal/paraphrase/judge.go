package paraphrase

import "math"

// evidenceLen is how many numbers are the evidence for a reading.
const evidenceLen = 14

// evidence is by what the first of some readings of a question is judged: how likely
// it is and how near, how near others are, and what of the question it leaves open.
func (m *Model) evidence(list []Reading, r *asked) [evidenceLen]float64 {
	x := &list[0]
	other, none := 0.0, 0.0 // how near the nearest line of another is, and of none
	usual := x.odd + 3      // how unusual what is said is of the other where it is least so
	turned := leastTurned   // how likely it is with its names in another order
	for i := range list {
		o := &list[i]
		switch {
		case x.isLike(o):
			continue
		case x.question == o.question:
			turned = max(turned, o.Likely)
			continue
		case o.Plain == "":
			none = o.Near
		}
		other = max(other, o.Near)
		usual = min(usual, o.odd)
	}
	p := min(max(x.family, 1e-4), 1-1e-4)
	return [evidenceLen]float64{
		1,
		math.Log(p / (1 - p)),
		x.score,
		math.Log(turned),
		x.Near,
		x.around,
		other,
		none,
		math.Log((x.Near + 0.02) / (other + 0.02)),
		float64(len(x.Names)),
		float64(r.length),
		m.explained(x.question, r),
		min(x.odd, 20),
		max(x.odd-usual, -3),
	}
}

// leastTurned is for readings with names that can stand in no other order.
const leastTurned = 1e-6

// explained is which part of what the words of a question tell is in the lines of a
// plain one.
func (m *Model) explained(q *learned, r *asked) float64 {
	in, all := 0.0, 1e-9
	for _, stem := range r.stems {
		if stem == "" {
			continue
		}
		f, ok := m.table.words[stemFeature].get(stem)
		if !ok {
			all += m.mostTells()
			continue
		}
		all += float64(m.tells[f])
		if q.has[f] > 0 {
			in += float64(m.tells[f])
		}
	}
	return in / all
}

// newtonSteps are enough for a regression to settle.
const newtonSteps = 20

// ridge keeps weights small that the verdicts do not settle.
const ridge = 1e-3

// regress is a logistic regression, by Newton's method.
func regress(all []verdict) (w [evidenceLen]float64) {
	for range newtonSteps {
		var slope [evidenceLen]float64
		var curve [evidenceLen][evidenceLen]float64
		for i := range w {
			slope[i], curve[i][i] = ridge*w[i], ridge
		}
		for k := range all {
			v := &all[k]
			p := logistic(&w, &v.evidence)
			off, bend := v.times*(p-v.right), v.times*p*(1-p)
			for i, x := range v.evidence {
				slope[i] += off * x
				for j, y := range v.evidence[:i+1] {
					curve[i][j] += bend * x * y
				}
			}
		}
		for i := range curve {
			for j := range i {
				curve[j][i] = curve[i][j]
			}
		}
		for i, change := range solve(curve, slope) {
			w[i] -= change
		}
	}
	return w
}

// solve returns the x for which a x = b, by elimination; a is symmetric and positive.
func solve(a [evidenceLen][evidenceLen]float64, b [evidenceLen]float64) (x [evidenceLen]float64) {
	for i := range a {
		for k := i + 1; k < len(a); k++ {
			times := a[k][i] / a[i][i]
			for j := i; j < len(a); j++ {
				a[k][j] -= times * a[i][j]
			}
			b[k] -= times * b[i]
		}
	}
	for i := len(a) - 1; i >= 0; i-- {
		x[i] = b[i]
		for j := i + 1; j < len(a); j++ {
			x[i] -= a[i][j] * x[j]
		}
		x[i] /= a[i][i]
	}
	return x
}

func logistic(w, x *[evidenceLen]float64) float64 {
	s := 0.0
	for k, v := range x {
		s += w[k] * v
	}
	return 1 / (1 + math.Exp(-s))
}
