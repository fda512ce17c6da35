package store

import "cmp"

// orders lists the positions of a quad in each order's sequence.
var orders = [numOrders][4]uint8{
	SPOG: {S, P, O, G},
	POSG: {P, O, S, G},
	OSPG: {O, S, P, G},
	PSOG: {P, S, O, G},
	GSPO: {G, S, P, O},
}

const numOrders = 5

var orderNames = [numOrders]string{"SPOG", "POSG", "OSPG", "PSOG", "GSPO"}

// String returns the order's name, such as "SPOG".
func (o Order) String() string {
	if int(o) < numOrders {
		return orderNames[o]
	}
	return "Order(?)"
}

// Compare orders a and b as o does: -1, 0 or 1.
func (o Order) Compare(a, b Quad) int {
	for _, p := range orders[o] {
		if c := cmp.Compare(a[p], b[p]); c != 0 {
			return c
		}
	}
	return 0
}

// key is a quad with its positions in the sequence of an order.
type key [4]ID

func (o Order) key(q Quad) key {
	p := &orders[o]
	return key{q[p[0]], q[p[1]], q[p[2]], q[p[3]]}
}

func (o Order) quad(k key) (q Quad) {
	p := &orders[o]
	q[p[0]&3], q[p[1]&3], q[p[2]&3], q[p[3]&3] = k[0], k[1], k[2], k[3]
	return q
}

func compareKeys(a, b key) int {
	x, y := uint64(a[0])<<32|uint64(a[1]), uint64(b[0])<<32|uint64(b[1])
	if x == y {
		x, y = uint64(a[2])<<32|uint64(a[3]), uint64(b[2])<<32|uint64(b[3])
	}
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// prefix returns how many leading positions of o are bound in p, and how many
// positions are bound at all.
func (o Order) prefix(p Pattern) (lead, bound int) {
	for _, id := range p {
		if id != Any {
			bound++
		}
	}
	for _, pos := range orders[o] {
		if p[pos] == Any {
			break
		}
		lead++
	}
	return lead, bound
}

// Matches reports whether p matches q.
func (p Pattern) Matches(q Quad) bool {
	for i, id := range p {
		if id != Any && id != q[i] {
			return false
		}
	}
	return true
}
