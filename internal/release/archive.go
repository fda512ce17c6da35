package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"path"
	"slices"
	"strings"
	"time"
)

// entry is one file of an archive.
type entry struct {
	name string // within the archive's folder
	data []byte
	run  bool // is a program
}

func (e entry) mode() int64 {
	if e.run {
		return 0o755
	}
	return 0o644
}

// pack returns an archive with one folder, as the system is used to, and the
// extension of its name. Files are sorted and have the time given and no owner.
func pack(goos, folder string, files []entry, at time.Time) (data []byte, ext string, err error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	if goos == "windows" {
		data, err = packZip(folder, files, at)
		return data, ".zip", err
	}
	data, err = packTar(folder, files, at)
	return data, ".tar.gz", err
}

func packZip(folder string, files []entry, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range files {
		h := &zip.FileHeader{Name: path.Join(folder, e.name), Method: zip.Deflate, Modified: at}
		f, err := w.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(e.data); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

func packTar(folder string, files []entry, at time.Time) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(z)
	for _, e := range files {
		h := &tar.Header{Name: path.Join(folder, e.name), Mode: e.mode(), Size: int64(len(e.data)), ModTime: at.Truncate(time.Second), Format: tar.FormatUSTAR}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(e.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}
