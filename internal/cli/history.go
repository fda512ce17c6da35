package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/peterh/liner"
)

// historyFile is where the shell keeps its lines: in the user's state folder
// (XDG Base Directory Specification), on Windows in the local application data.
func historyFile() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "ascribe", "history"), nil
	}
	if runtime.GOOS == "windows" {
		dir, err := os.UserCacheDir() // %LocalAppData%
		return filepath.Join(dir, "ascribe", "history"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "ascribe", "history"), err
}

// maxHistory is how much of the history is read, in bytes from its end.
const maxHistory = 1 << 20

// loadHistory reads the lines of earlier shells; none is no error.
func loadHistory(l *liner.State) error {
	path, err := historyFile()
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > maxHistory {
		if _, err := f.Seek(-maxHistory, io.SeekEnd); err != nil {
			return err
		}
	}
	_, err = l.ReadHistory(f) // the newest liner.HistoryLimit lines stay
	return err
}

// keepLine adds a line to the history, which only the user can read.
func keepLine(line string) error {
	path, err := historyFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line + "\n")
	return errors.Join(err, f.Close())
}
