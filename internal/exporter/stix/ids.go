package stix

import (
	"crypto/sha1" //nolint:gosec // what UUIDv5 is made with
	"encoding/hex"
	"regexp"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// The namespaces of UUIDv5: of URLs (RFC 9562), and of observables (STIX 2.1, section 2.9).
var (
	nsURL         = unhex("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
	nsObservables = unhex("00abedb4-aa42-466c-9c01-fed23315a9b7")
	nsOwn         = sum5(nsURL, schema.Base)
)

func unhex(uuid string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(uuid, "-", ""))
	if err != nil {
		panic(err) // a constant of this file
	}
	return b
}

// sum5 returns the UUIDv5 of a name as bytes (RFC 9562, section 5.5).
func sum5(ns []byte, name string) []byte {
	h := sha1.New() //nolint:gosec // as above
	h.Write(ns)
	h.Write([]byte(name))
	b := h.Sum(nil)[:16]
	b[6] = b[6]&0x0f | 0x50
	b[8] = b[8]&0x3f | 0x80
	return b
}

func id(typ string, ns []byte, name string) string {
	x := hex.EncodeToString(sum5(ns, name))
	return typ + "--" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// ownID returns the id of an object of this project: the parts name it.
func ownID(typ string, parts ...string) string { return id(typ, nsOwn, strings.Join(parts, "\n")) }

// name writes a term whole, as what an id is made of.
func name(v quad.Value) string {
	switch v := v.(type) {
	case quad.IRI:
		return string(v)
	case quad.BNode:
		return "_:" + string(v)
	}
	return quad.ToString(v)
}

// relationType is the relationship type of an edge, "" for one that has none.
func relationType(predicate, from, to string) string {
	def, ok := schema.Property(predicate)
	if !ok || def.Place() != schema.EdgeProperty {
		return ""
	}
	switch {
	case predicate == schema.OperatesFrom && from == "identity":
		return "located-at"
	case predicate == schema.Exploited && to == "vulnerability":
		return "targets"
	case predicate == schema.SameAs && from != to: // duplicate-of joins objects of one type
		return "same-as"
	case len(def.STIX) > 0:
		return def.STIX[0]
	}
	return stiximport.Kebab(strings.TrimPrefix(predicate, schema.NS))
}

// objectType is the type of object of an entity's class.
func objectType(class string) string {
	for _, c := range []struct{ class, typ string }{
		{schema.ThreatGroup, "intrusion-set"},
		{schema.Campaign, "campaign"},
		{schema.Incident, "incident"},
		{schema.Vulnerability, "vulnerability"},
		{schema.Product, "software"},
	} {
		if schema.IsA(class, c.class) {
			return c.typ
		}
	}
	return "identity"
}

// identityClass is the identity_class of an entity's class.
func identityClass(class string) string {
	switch class {
	case schema.State, schema.Agency, schema.Organization, schema.Company:
		return "organization"
	case schema.Coalition:
		return "group"
	case schema.Person:
		return "individual"
	case schema.Sector:
		return "class"
	}
	return "unknown"
}

// Compiled when they are needed: the command links this package and seldom runs it.
var (
	cve = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^CVE-\d{4}-\d{4,}$`) })
	web = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^https?://[^\s<>"{}|\\^` + "`" + `]+$`) })
)

// webAddress returns an IRI that can be an address of the web, "" for another.
func webAddress(s string) string {
	if web().MatchString(s) && rdf.AbsoluteIRI(s) {
		return s
	}
	return ""
}
