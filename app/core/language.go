package core

// said is how people are spoken to.
type said struct {
	language string // of explanations
	demoName string // of the demo site, "" is "Demo site"
}

// SetLanguage has outcomes explained in another language from now on, and a new demo site
// called by this name; see Config. It is safe for concurrent use.
func (c *Core) SetLanguage(language, demoName string) { c.said.Store(&said{language, demoName}) }

func (b *base) language() string { return b.said.Load().language }
