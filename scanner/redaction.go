package scanner

import (
	"slices"

	"sitewell/scanner/redact"
	"sitewell/scanner/result"
)

// The secrets that a scan signs in with are hidden in whatever leaves the engine:
// redactBatch in what is stored, redactProgress in what is shown meanwhile, and
// Redactor.Logger in the log. Inside, addresses are as the site has them, since they
// are requested so. What is read back from storage is made whole again by replay and
// writer.run.

// redactBatch hides secrets in a batch. It is called once for each batch: a second
// call would take what stands for a secret for a text of the site.
func redactBatch(r *redact.Redactor, b *result.Batch) {
	if r == nil {
		return
	}
	for i := range b.Found {
		a := &b.Found[i]
		a.URL, a.Fragment = r.Address(a.URL), r.Address(a.Fragment)
	}
	for i := range b.Checks {
		redactCheck(r, &b.Checks[i])
	}
	for i := range b.Settled {
		s := &b.Settled[i]
		s.Final, s.Reason = r.Address(s.Final), r.Text(s.Reason)
	}
	for i := range b.Pages {
		p := &b.Pages[i]
		for j := range p.Links {
			l := &p.Links[j]
			l.URL, l.Fragment = r.Address(l.URL), r.Address(l.Fragment)
			l.Element, l.Text, l.Unsafe, l.Reason = r.Text(l.Element), r.Text(l.Text), r.Text(l.Unsafe), r.Text(l.Reason)
		}
		if f := p.Facts; f != nil {
			f.Heading, f.Description, f.Robots = r.Text(f.Heading), r.Text(f.Description), r.Text(f.Robots)
			f.Canonical = r.Address(f.Canonical)
		}
	}
	for i := range b.Places {
		p := &b.Places[i]
		p.Fragment, p.Reason = r.Address(p.Fragment), r.Text(p.Reason)
	}
}

// redactCheck hides secrets in a check. Its lists are copied, as checks may share
// them.
func redactCheck(r *redact.Redactor, c *result.Check) {
	e := &c.Evidence
	c.Final = r.Address(c.Final)
	for _, text := range []*string{
		&c.Reason, &c.ContentType, &c.Title,
		&e.RemoteAddr, &e.Protocol, &e.Snippet, &e.Server, &e.Platform, &e.Clue, &e.Robots, &e.CertSubject, &e.CertIssuer, &e.Detail,
	} {
		*text = r.Text(*text)
	}
	e.Rendering = redactRendering(r, e.Rendering)
	c.Notes = slices.Clone(c.Notes)
	for i := range c.Notes {
		c.Notes[i].Detail = r.Text(c.Notes[i].Detail)
	}
	e.Request, e.Response = redactHeaders(r, e.Request), redactHeaders(r, e.Response)
	e.Hops = slices.Clone(e.Hops)
	for i := range e.Hops {
		h := &e.Hops[i]
		h.URL, h.Location = r.Address(h.URL), r.Address(h.Location)
	}
	e.Attempts = slices.Clone(e.Attempts)
	for i := range e.Attempts {
		e.Attempts[i].Detail = r.Text(e.Attempts[i].Detail)
	}
}

// redactRendering returns a copy without secrets.
func redactRendering(r *redact.Redactor, of *result.Rendering) *result.Rendering {
	if of == nil {
		return nil
	}
	n := *of
	for _, text := range []*string{&n.Why, &n.NotShown, &n.Title, &n.Robots} {
		*text = r.Text(*text)
	}
	n.Canonical = r.Address(n.Canonical)
	for _, list := range []*[]result.ScriptRequest{&n.Failed, &n.Refused} {
		*list = slices.Clone(*list)
		for i := range *list {
			q := &(*list)[i]
			q.URL, q.Reason = r.Address(q.URL), r.Text(q.Reason)
		}
	}
	for _, list := range []*[]string{&n.Errors, &n.Mixed, &n.Moved} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = r.Text((*list)[i])
		}
	}
	return &n
}

func redactHeaders(r *redact.Redactor, fields []result.Header) []result.Header {
	fields = slices.Clone(fields)
	for i := range fields {
		f := &fields[i]
		f.Name, f.Value = r.Text(f.Name), r.Text(f.Value)
	}
	return fields
}

// redactProgress returns a snapshot without secrets.
func redactProgress(r *redact.Redactor, p result.Progress) result.Progress {
	p.Current = r.Text(p.Current)
	p.Slow = slices.Clone(p.Slow)
	for i := range p.Slow {
		p.Slow[i].Host = r.Text(p.Slow[i].Host)
	}
	return p
}
