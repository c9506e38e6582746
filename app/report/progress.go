package report

// tickRows is how many rows pass between two reports of progress.
const tickRows = 1000

// progress counts rows and now and then tells how many there are.
type progress struct {
	report      func(done, total int)
	done, total int
}

func (p *progress) tick() {
	p.done++
	if p.report != nil && p.done%tickRows == 0 {
		p.report(p.done, max(p.total, p.done))
	}
}

func (p *progress) finish() {
	if p.report != nil {
		p.report(p.done, p.done)
	}
}
