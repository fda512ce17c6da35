//go:build unix

package notebook

import (
	"encoding/gob"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A bundle goes through the pipe as GoNB's kernel reads it, and send waits for
// the kernel's answer. The notebooks of docs/notebooks run against the kernel
// itself.
func TestPipe(t *testing.T) {
	dir := t.TempDir()
	to, back := filepath.Join(dir, "to"), filepath.Join(dir, "back")
	for _, p := range []string{to, back} {
		if err := syscall.Mkfifo(p, 0o600); err != nil {
			t.Skip("no named pipes here:", err)
		}
	}
	t.Setenv(pipeVariable, to)
	t.Setenv(backVariable, back)
	got := make(chan map[string]any, 4)
	go func() {
		defer close(got)
		r, err := os.Open(to)
		if err != nil {
			t.Error(err)
			return
		}
		defer r.Close()
		w, err := os.OpenFile(back, os.O_WRONLY, 0)
		if err != nil {
			t.Error(err)
			return
		}
		defer w.Close()
		dec, enc := gob.NewDecoder(r), gob.NewEncoder(w)
		for range 4 {
			var m displayData
			if err := dec.Decode(&m); err != nil {
				t.Error(err)
				return
			}
			if c, ok := m.Data[commKey].(commValue); ok {
				if c.Address != syncTo {
					t.Errorf("asked %q", c.Address)
				}
				if err := enc.Encode(commValue{Address: syncBack, Value: c.Value}); err != nil {
					t.Error(err)
				}
				continue
			}
			got <- m.Data
		}
	}()
	var k gonb
	for _, text := range []string{"one", "two"} {
		if err := k.send(map[string]any{"text/plain": text}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"one", "two"} {
		if m := <-got; m["text/plain"] != want {
			t.Errorf("got %v, want %s", m, want)
		}
	}
	// The kernel is gone: an error, and no waiting.
	for range got {
	}
	if err := k.send(map[string]any{"text/plain": "three"}); err == nil {
		t.Error("showed to a kernel that is gone")
	}
}
