package expr

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// Quotients of small numbers are what the division of long ones gives.
func TestShortQuo(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	met := 0
	for range 200_000 {
		number := func() *decimal {
			return &decimal{n: big.NewInt(r.Int64N(2*[]int64{20, 3000, 1e8}[r.IntN(3)]) - 1500), scale: r.IntN(6)}
		}
		a, b := number(), number()
		if b.n.Sign() == 0 {
			continue
		}
		got, ok := a.shortQuo(b)
		if !ok {
			continue
		}
		met++
		scale := max(a.scale, b.scale) + divisionDigits
		n := new(big.Int).Mul(a.n, pow10(scale+b.scale-a.scale))
		want := (&decimal{n: n.Quo(n, b.n), scale: scale}).trim(1)
		if got.n.Cmp(want.n) != 0 || got.scale != want.scale {
			t.Fatalf("%v / %v: got %v, want %v", a, b, got, want)
		}
	}
	if met < 1000 {
		t.Errorf("only %d quotients were short", met)
	}
}

func BenchmarkQuo(b *testing.B) {
	year, four := &decimal{n: big.NewInt(1461 * 6821)}, &decimal{n: big.NewInt(4)}
	b.ReportAllocs()
	for b.Loop() {
		year.quo(four)
	}
}
