package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The bill of materials is CycloneDX 1.6 as JSON (ECMA-424,
// https://cyclonedx.org/docs/1.6/json/): the program and the modules linked
// into it, as the program itself lists them.
type (
	bom struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Serial       string       `json:"serialNumber"`
		Version      int          `json:"version"`
		Metadata     bomMetadata  `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	bomMetadata struct {
		Timestamp string    `json:"timestamp"`
		Component component `json:"component"`
	}
	component struct {
		Type     string          `json:"type"`
		Ref      string          `json:"bom-ref"`
		Name     string          `json:"name"`
		Version  string          `json:"version"`
		Scope    string          `json:"scope,omitempty"`
		Hashes   []hash          `json:"hashes,omitempty"`
		Licenses []licenceChoice `json:"licenses,omitempty"`
		PURL     string          `json:"purl,omitempty"`
		External []external      `json:"externalReferences,omitempty"`
	}
	hash struct {
		Alg     string `json:"alg"`
		Content string `json:"content"`
	}
	licenceChoice struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	external struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn"`
	}
)

func licences(id string) []licenceChoice {
	if id == "" {
		return nil
	}
	var c licenceChoice
	c.License.ID = id
	return []licenceChoice{c}
}

// bill returns the bill of materials of one program. A module's hash is that
// of go.sum, over its files (dirhash.Hash1).
func (r *release) bill(modules []linked, goos, goarch string, program []byte) ([]byte, error) {
	sum := sha256.Sum256(program)
	purl := func(path, version string) string { return "pkg:golang/" + path + "@" + version }
	self := component{
		Type: "application", Name: "ascribe", Version: r.version, PURL: purl(module, "v"+r.version) + "?goos=" + goos + "&goarch=" + goarch,
		Hashes: []hash{{"SHA-256", hex.EncodeToString(sum[:])}}, Licenses: licences("Apache-2.0"),
		External: []external{{"vcs", "https://" + module}},
	}
	self.Ref = self.PURL
	b := &bom{
		Format: "CycloneDX", Spec: "1.6", Version: 1,
		Metadata: bomMetadata{r.date.Format(time.RFC3339), self},
	}
	// A serial number is of one document: this one's, whoever makes it.
	u := sha256.Sum256(append([]byte("bom "), sum[:]...))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	b.Serial = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
	top := dependency{Ref: self.Ref}
	for _, m := range modules {
		c := component{Type: "library", Name: m.path, Version: m.version, Scope: "required", PURL: purl(m.path, m.version), Licenses: licences(m.licence)}
		c.Ref = c.PURL
		if h, ok := strings.CutPrefix(m.sum, "h1:"); ok {
			raw, err := base64.StdEncoding.DecodeString(h)
			if err != nil {
				return nil, fmt.Errorf("%s: malformed sum %q", m.path, m.sum)
			}
			c.Hashes = []hash{{"SHA-256", hex.EncodeToString(raw)}}
		}
		b.Components = append(b.Components, c)
		b.Dependencies = append(b.Dependencies, dependency{c.Ref, []string{}})
		top.DependsOn = append(top.DependsOn, c.Ref)
	}
	b.Dependencies = append([]dependency{top}, b.Dependencies...)
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(b)
	return out.Bytes(), err
}
