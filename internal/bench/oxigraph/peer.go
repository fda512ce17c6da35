package main

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/ascribe-graph/ascribe/internal/sparql/random"
)

//go:embed oxigraph.py
var program string

// peer is a running Oxigraph.
type peer struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startPeer(python string) (*peer, error) {
	p := &peer{cmd: exec.Command(python, "-c", program)}
	p.cmd.Stderr = os.Stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, p.cmd.Start()
}

func (p *peer) stop() {
	_ = p.in.Close()
	_ = p.cmd.Wait()
}

// ask returns Oxigraph's answer; the error is that of talking to it.
func (p *peer) ask(c testCase) (answer, error) {
	request := map[string]string{"data": c.data(), "query": c.query.String(), "base": random.NS}
	if err := json.NewEncoder(p.in).Encode(request); err != nil {
		return answer{}, fmt.Errorf("asking Oxigraph: %w", err)
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return answer{}, fmt.Errorf("answer of Oxigraph: %w", err)
	}
	var got struct {
		Rows    []map[string]string
		Triples [][3]string
		Bool    bool
		Err     string
	}
	if err := json.Unmarshal(line, &got); err != nil {
		return answer{}, fmt.Errorf("answer of Oxigraph: %w", err)
	}
	a := answer{Bool: got.Bool, Err: got.Err}
	for _, row := range got.Rows {
		a.add(row)
	}
	for _, t := range got.Triples {
		a.addTriple(t)
	}
	return a, nil
}
