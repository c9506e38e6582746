package frontier

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
)

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// claims claims all addresses that may be requested at now.
func claims(f *Frontier, now time.Time) (jobs []Job) {
	for {
		j, _, ok := f.Next(now)
		if !ok {
			return jobs
		}
		jobs = append(jobs, j)
	}
}

func ids(jobs []Job) (out []result.ID) {
	for _, j := range jobs {
		out = append(out, j.ID)
	}
	return out
}

func TestHostIsNeverAskedMoreAtOnceThanItsLimit(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 2, Max: 2})
	for id := result.ID(1); id <= 5; id++ {
		f.Push(h, id)
	}
	first := claims(f, epoch)
	if diff := cmp.Diff([]result.ID{1, 2}, ids(first)); diff != "" {
		t.Fatalf("first claims (-want +got):\n%s", diff)
	}
	f.Done(first[0], epoch, Fine, 0)
	if diff := cmp.Diff([]result.ID{3}, ids(claims(f, epoch))); diff != "" {
		t.Fatalf("after one came back (-want +got):\n%s", diff)
	}
	if got, want := f.Waiting(), 2; got != want {
		t.Errorf("waiting: got %d, want %d", got, want)
	}
	if got, want := f.InFlight(), 2; got != want {
		t.Errorf("in flight: got %d, want %d", got, want)
	}
}

func TestGapKeepsStartsApart(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 2, Max: 2, Gap: 500 * time.Millisecond})
	f.Push(h, 1)
	f.Push(h, 2)
	if got := ids(claims(f, epoch)); len(got) != 1 {
		t.Fatalf("claims at once: got %v, want one", got)
	}
	_, wait, ok := f.Next(epoch.Add(200 * time.Millisecond))
	if ok || wait != 300*time.Millisecond {
		t.Errorf("after 200 ms: got ok=%v wait=%v, want a wait of 300 ms", ok, wait)
	}
	if got := ids(claims(f, epoch.Add(500*time.Millisecond))); len(got) != 1 {
		t.Errorf("after 500 ms: got %v, want one", got)
	}
}

func TestHoldOfOneHostDoesNotHoldOthers(t *testing.T) { // check 59
	f := New()
	a := f.Host("a.example:443", Limits{Start: 1, Max: 1})
	b := f.Host("b.example:443", Limits{Start: 1, Max: 1})
	f.Push(a, 1)
	f.Push(b, 2)
	f.BackOff(a, epoch.Add(time.Minute))
	if diff := cmp.Diff([]result.ID{2}, ids(claims(f, epoch))); diff != "" {
		t.Fatalf("claims (-want +got):\n%s", diff)
	}
	f.BackOff(a, epoch.Add(time.Second)) // a shorter hold does not shorten a longer one
	if got := claims(f, epoch.Add(2*time.Second)); len(got) != 0 {
		t.Errorf("got %v before the minute was over", ids(got))
	}
	if diff := cmp.Diff([]result.ID{1}, ids(claims(f, epoch.Add(time.Minute)))); diff != "" {
		t.Errorf("after the minute (-want +got):\n%s", diff)
	}
}

func TestSecondTriesWaitForTheirTimeAndFreshOnesDoNotWaitForThem(t *testing.T) { // check 61
	f := New()
	h := f.Host("a.example:443", Limits{Start: 1, Max: 1})
	f.Push(h, 1)
	f.Push(h, 2)
	j := claims(f, epoch)[0]
	f.Retry(h, j.ID, 1, epoch.Add(5*time.Second))
	f.Done(j, epoch, Fine, 0)
	j = claims(f, epoch)[0]
	if j.ID != 2 {
		t.Fatalf("got address %d, want the fresh one", j.ID)
	}
	f.Done(j, epoch, Fine, 0)
	if _, wait, ok := f.Next(epoch.Add(time.Second)); ok || wait != 4*time.Second {
		t.Errorf("got ok=%v wait=%v, want a wait of 4 s", ok, wait)
	}
	j, _, ok := f.Next(epoch.Add(5 * time.Second))
	if !ok || j.ID != 1 || j.Try != 1 {
		t.Errorf("got %+v ok=%v, want address 1 at its second try", j, ok)
	}
}

func TestClosedHostWaits(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 1, Max: 1})
	f.Close(h)
	f.Push(h, 1)
	if got := claims(f, epoch); len(got) != 0 {
		t.Fatalf("a closed host was asked: %v", ids(got))
	}
	f.Open(h)
	if got := claims(f, epoch); len(got) != 1 {
		t.Errorf("an opened host was not asked")
	}
}

func TestEveryAddressIsClaimedOnceWhateverHappens(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	f := New()
	var hosts []*Host
	for i := range 7 {
		hosts = append(hosts, f.Host(string(rune('a'+i)), Limits{Start: 1 + i%3, Max: 4, Gap: time.Duration(i%2) * time.Millisecond}))
	}
	const n = 3000
	var got []result.ID
	var inFlight []Job
	now, pushed := epoch, result.ID(0)
	for len(got) < n {
		now = now.Add(time.Duration(rnd.IntN(3)) * time.Millisecond)
		switch rnd.IntN(4) {
		case 0:
			for range rnd.IntN(9) {
				if pushed < n {
					pushed++
					f.Push(hosts[rnd.IntN(len(hosts))], pushed)
				}
			}
		case 1:
			f.BackOff(hosts[rnd.IntN(len(hosts))], now.Add(time.Duration(rnd.IntN(5))*time.Millisecond))
		case 2:
			inFlight = append(inFlight, claims(f, now)...)
		case 3:
			for range min(len(inFlight), 2) {
				i := rnd.IntN(len(inFlight))
				j := inFlight[i]
				inFlight = slices.Delete(inFlight, i, i+1)
				if j.Try < 2 && rnd.IntN(5) == 0 {
					f.Retry(j.Host, j.ID, j.Try+1, now.Add(2*time.Millisecond))
				} else {
					got = append(got, j.ID)
				}
				f.Done(j, now, Reaction(rnd.IntN(3)), time.Duration(rnd.IntN(9))*time.Millisecond)
			}
		}
	}
	slices.Sort(got)
	for i, id := range got {
		if id != result.ID(i+1) {
			t.Fatalf("place %d: got address %d", i, id)
		}
	}
	if f.Waiting() != 0 || f.InFlight() != 0 {
		t.Errorf("at the end: waiting %d, in flight %d", f.Waiting(), f.InFlight())
	}
}

func TestPaceFindsACapacityAndStaysUnderIt(t *testing.T) { // design: under 1 % of answers 503
	const capacity = 5
	f := New()
	h := f.Host("a.example:443", Limits{Start: 2, Max: 32})
	for id := result.ID(1); id <= 20_000; id++ {
		f.Push(h, id)
	}
	now, refused, answers, sum := epoch, 0, 0, 0
	for f.Waiting() > 0 {
		jobs := claims(f, now)
		now = now.Add(20 * time.Millisecond)
		sum += min(len(jobs), capacity)
		answers++
		for i, j := range jobs {
			how := Fine
			if i >= capacity {
				how = Strained
				refused++
			}
			f.Done(j, now, how, 20*time.Millisecond)
		}
	}
	if share := float64(refused) / 20_000; share > 0.01 {
		t.Errorf("refused: %.2f %%, want under 1 %%", 100*share)
	}
	if use := float64(sum) / float64(answers*capacity); use < 0.75 {
		t.Errorf("used %.0f %% of the capacity, want at least 75 %%", 100*use)
	}
}

func TestSeenGivesEveryAddressOneNumber(t *testing.T) {
	s := NewSeen()
	want := map[string]result.ID{}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		text := "https://a.example/" + string(rune('a'+rnd.IntN(26))) + string(rune('a'+rnd.IntN(26))) + string(rune('a'+rnd.IntN(26)))
		id, added := s.Add(text)
		old, known := want[text]
		if known == added || known && old != id {
			t.Fatalf("%s: got %d added=%v, had %d", text, id, added, old)
		}
		want[text] = id
	}
	for text, id := range want {
		if got, ok := s.Find(text); !ok || got != id {
			t.Fatalf("find %q: got %d, want %d", text, got, id)
		}
	}
	if _, ok := s.Find("https://a.example/other"); ok {
		t.Error("found what was never added")
	}
	if s.Len() != len(want) {
		t.Errorf("len: got %d, want %d", s.Len(), len(want))
	}
}

func TestWhatFailedAtSpeedIsTriedWhenNothingElseIsLeft(t *testing.T) { // check 61
	f := New()
	h := f.Host("a.example:443", Limits{Start: 4, Max: 4})
	for id := result.ID(1); id <= 6; id++ {
		f.Push(h, id)
	}
	first := claims(f, epoch)[0]
	f.RetryWhenQuiet(h, first.ID, 2, epoch)
	f.Done(first, epoch, Failed, 0)
	for _, j := range claims(f, epoch) {
		if j.ID == first.ID {
			t.Fatal("it was asked beside others")
		}
	}
	// Three are in flight, two are claimed one after the other; then it is alone.
	for _, id := range []result.ID{2, 3, 4, 5} {
		f.Done(Job{ID: id, Host: h, began: epoch}, epoch, Fine, 0)
	}
	for range 2 {
		for _, j := range claims(f, epoch) {
			if j.ID == first.ID && h.InFlight() > 1 {
				t.Fatalf("it was asked beside %d others", h.InFlight()-1)
			}
			f.Done(j, epoch, Fine, 0)
		}
	}
	if f.Waiting() != 0 {
		t.Errorf("%d wait for ever", f.Waiting())
	}
}

func TestWhatFailsInQuietAsWellIsAskedFasterAndFaster(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 4, Max: 4})
	for id := result.ID(1); id <= 20; id++ {
		f.RetryWhenQuiet(h, id, 2, epoch)
	}
	var waves []int
	for f.Waiting() > 0 {
		jobs := claims(f, epoch)
		waves = append(waves, len(jobs))
		for _, j := range jobs {
			f.Done(j, epoch, Failed, 0)
		}
	}
	// The pace itself goes down while all requests fail, so they never reach four.
	if waves[0] != 1 || waves[1] != 2 {
		t.Errorf("at once: got %v, want 1, then 2 and more", waves)
	}

	h = f.Host("b.example:443", Limits{Start: 4, Max: 4})
	for id := result.ID(1); id <= 9; id++ {
		f.RetryWhenQuiet(h, id, 2, epoch)
	}
	how := Fine // the first succeeds when alone: from here on one at a time
	for f.Waiting() > 0 {
		jobs := claims(f, epoch)
		if len(jobs) != 1 {
			t.Fatalf("%d at once after quiet had fixed something", len(jobs))
		}
		f.Done(jobs[0], epoch, how, 0)
		how = Failed
	}
}

func TestHostThatStaysStrainedIsLeftAloneLongerAndLonger(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 1, Max: 1, Backoff: 100 * time.Millisecond})
	for id := result.ID(1); id <= 9; id++ {
		f.Push(h, id)
	}
	var rests []time.Duration
	now := epoch
	for f.Waiting() > 0 {
		j, wait, ok := f.Next(now)
		if !ok {
			rests = append(rests, wait)
			now = now.Add(wait)
			continue
		}
		f.Done(j, now, Strained, 0)
	}
	ms := time.Millisecond
	want := []time.Duration{100 * ms, 200 * ms, 400 * ms, 800 * ms, 800 * ms, 800 * ms, 800 * ms}
	if diff := cmp.Diff(want, rests); diff != "" {
		t.Errorf("rests (-want +got):\n%s", diff)
	}
}

func TestBorrowedSlotCounts(t *testing.T) {
	f := New()
	h := f.Host("a.example:443", Limits{Start: 1, Max: 1})
	f.Close(h)
	f.Push(h, 1)
	robots, _, ok := f.ClaimAuxiliary(h, epoch)
	if !ok {
		t.Fatal("a closed host lent no slot")
	}
	f.Open(h)
	if got := claims(f, epoch); len(got) != 0 {
		t.Errorf("%v claimed beside a borrowed slot", ids(got))
	}
	f.Done(robots, epoch, Fine, 0)
	page := claims(f, epoch)
	if len(page) != 1 {
		t.Fatalf("got %v after the slot was free", ids(page))
	}
	if _, _, ok := f.ClaimAuxiliary(h, epoch); ok {
		t.Error("a slot was lent that was in use")
	}
	f.Done(page[0], epoch, Fine, 0)
	f.BackOff(h, epoch.Add(time.Second))
	if _, wait, ok := f.ClaimAuxiliary(h, epoch); ok || wait != time.Second {
		t.Errorf("held host: got ok=%v wait=%v, want a wait of 1 s", ok, wait)
	}
}
