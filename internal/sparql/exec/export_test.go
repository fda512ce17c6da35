package exec

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
)

// Vary makes plans be chosen by other costs; see plan.Planner.Vary.
func Vary(f func(float64) float64) { vary = f }

// SortLong sorts n numbers as readEdges does, and says what is wrong.
func SortLong(ctx context.Context, n int) error {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	list := make([]uint32, n)
	sum := uint32(0)
	for i := range list {
		list[i] = r.Uint32N(uint32(n))
		sum += list[i]
	}
	ex := &executor{ctx: ctx, opts: engine.Options{MaxMemory: maxMemory, MaxPathSteps: maxPathSteps}}
	out, err := ex.sorted(list)
	if err != nil {
		return err
	}
	for _, v := range out {
		sum -= v
	}
	if len(out) != n || sum != 0 || !slices.IsSorted(out) {
		return errors.New("not sorted")
	}
	return nil
}

// Leapfrog sets plan.Planner.Leapfrog.
func Leapfrog(how int) { leapfrog = how }
