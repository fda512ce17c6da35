package paraphrase

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

// What is written is read back: the same readings of any question.
func TestFile(t *testing.T) {
	m := testModel(t)
	sum := SumOf(testIdeas, testBank)
	data := string(m.Append(nil, sum))
	back, err := ReadModel("en", data)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"Which parties pointed at {}?", "Who was accused by {}?", "Who secretly blamed {}?", "Who never?", "{} {} {}"} {
		got, want := back.Readings(questionOf(q)), m.Readings(questionOf(q))
		for i := range want {
			want[i].question, got[i].question = nil, nil // compared by Plain
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", q, got, want)
		}
	}
	if got, err := FileSum(data); err != nil || got != sum {
		t.Errorf("got the sum %x, %v, want %x", got, err, sum)
	}
}

func TestFileErrors(t *testing.T) {
	data := string(testModel(t).Append(nil, Sum{}))
	for name, c := range map[string]struct{ data, want string }{
		"empty":   {"", "no file"},
		"other":   {strings.Repeat("x", 200), "no file"},
		"short":   {data[:len(data)-1], "damaged"},
		"changed": {data[:len(data)/2] + "#" + data[len(data)/2+1:], "damaged"},
	} {
		if _, err := ReadModel("en", c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := ReadModel("fr", data); err == nil {
		t.Error("French is read")
	}
}

// What was cut or changed, though its checksum is right, is an error or a model
// with which any question can be read.
func FuzzExchange(f *testing.F) {
	whole := string(testModel(f).Append(nil, Sum{}))
	f.Add(whole[len(magic)+len(Sum{}) : len(whole)-4])
	f.Fuzz(func(t *testing.T, data string) {
		words, err := ReadThesaurus("en", "")
		if err != nil {
			t.Fatal(err)
		}
		m := &Model{words: words, table: newFeatureTable()}
		if m.readFrom(&file{in: data}) {
			m.Readings(questionOf("Which parties {} never blamed {}?"))
		}
	})
}

func BenchmarkReadModel(b *testing.B) {
	data, err := os.ReadFile("../../graph/ask/paraphrases/en.model")
	if err != nil {
		b.Fatal(err)
	}
	text := string(data)
	for b.Loop() {
		if _, err := ReadModel("en", text); err != nil {
			b.Fatal(err)
		}
	}
}
