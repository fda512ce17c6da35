package notebook

import (
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// The names of the pipes to GoNB's kernel and back, in the environment.
const (
	pipeVariable = "GONB_PIPE"
	backVariable = "GONB_PIPE_BACK"
)

// ackTime is how long the kernel may take to say that it has shown something.
const ackTime = 30 * time.Second

// displayData is a message to the kernel. Field names are the protocol: gob
// knows no others.
// https://pkg.go.dev/github.com/janpfeifer/gonb@v0.11.4/gonbui/protocol
type displayData struct {
	Data      map[string]any
	Metadata  map[string]any
	DisplayID string
}

// commValue asks the kernel to answer once it has dealt with all before it, and
// is that answer.
type commValue struct {
	Address string
	Request bool
	Value   any
}

const (
	commKey  = "gonb/comm_value"
	commName = "github.com/janpfeifer/gonb/gonbui/protocol.CommValue" // as gob knows it
	syncTo   = "#gonbui/sync"
	syncBack = "#gonbui/sync_ack"
)

var kernel gonb

// gonb is the connection to the kernel, which is opened once and kept: a gob
// stream describes its types once.
type gonb struct {
	mu   sync.Mutex
	enc  *gob.Encoder
	acks chan int
	sent int
	err  error // stays
}

// send shows a bundle and waits until the kernel has it, since the kernel
// drops what is under way when the program of a cell ends.
func (k *gonb) send(bundle map[string]any) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil && k.enc == nil {
		k.err = k.open()
	}
	if k.err == nil {
		k.err = k.exchange(bundle)
	}
	if k.err != nil {
		return fmt.Errorf("show in GoNB: %w", k.err)
	}
	return nil
}

func (k *gonb) open() (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the program uses package gonbui as well, and the pipe has room for one: set notebook.Display to a function that hands on to gonbui.SendData")
		}
	}()
	gob.RegisterName(commName, commValue{}) // panics if gonbui is there
	to, err := os.OpenFile(os.Getenv(pipeVariable), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	back, err := os.Open(os.Getenv(backVariable))
	if err != nil {
		return errors.Join(err, to.Close())
	}
	k.enc, k.acks = gob.NewEncoder(to), make(chan int, 16)
	go func() {
		defer close(k.acks)
		dec := gob.NewDecoder(back)
		for {
			var m commValue
			if dec.Decode(&m) != nil {
				return
			}
			if n, ok := m.Value.(int); ok && m.Address == syncBack {
				k.acks <- n
			}
		}
	}()
	return nil
}

func (k *gonb) exchange(bundle map[string]any) error {
	k.sent++
	for _, data := range []map[string]any{bundle, {commKey: commValue{Address: syncTo, Value: k.sent}}} {
		if err := k.enc.Encode(displayData{Data: data}); err != nil {
			return err
		}
	}
	timer := time.NewTimer(ackTime)
	defer timer.Stop()
	for {
		select {
		case n, ok := <-k.acks:
			switch {
			case !ok:
				return errors.New("the kernel closed its pipe")
			case n == k.sent:
				return nil
			}
		case <-timer.C:
			return fmt.Errorf("no answer from the kernel within %s", ackTime)
		}
	}
}
