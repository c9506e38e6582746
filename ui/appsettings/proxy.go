package appsettings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
)

// proxy is the setting of the proxy.
type proxy struct {
	s                       *Screen
	mode                    ProxyMode
	address, user, password *field.Entry
	own                     *fyne.Container // the fields of a proxy of one's own
	use, test               *control.Button
	notice                  *notice
}

func newProxy(s *Screen) *proxy {
	now := s.o.Store.Values().Proxy
	p := &proxy{s: s, mode: now.Mode}
	s.section(lang.L("Network"))
	p.address, p.user, p.password = p.entry("proxy.example:3128", now.Address), p.entry(lang.L("User name, if it wants one"), now.User), p.entry(lang.L("Password, if it wants one"), "")
	p.password.Password = true
	if now.User != "" {
		p.password.PlaceHolder = lang.L("Password: as it is stored")
	}
	p.use = &control.Button{Button: widget.Button{Text: lang.L("Use this proxy"), Importance: widget.HighImportance, OnTapped: p.save}}
	p.own = container.NewVBox(p.address, p.user, p.password)
	p.test = &control.Button{Button: widget.Button{Text: lang.L("Test"), Icon: fynetheme.ConfirmIcon(), OnTapped: p.try}}
	list := newList([]Choice{
		{string(SystemProxy), lang.L("From the environment (HTTPS_PROXY)")}, {string(NoProxy), lang.L("No proxy")}, {string(OwnProxy), lang.L("This proxy:")},
	}, string(now.Mode), p.chose)
	p.notice = s.add(lang.L("Proxy"),
		lang.L("Most people need none. From the environment means the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY; a proxy in the settings of the desktop is not read. A password is kept in the key store of this computer. Test asks for the site that you scanned last."),
		container.NewVBox(list, p.own, column.Flow(8, p.test, p.use)))
	p.show()
	return p
}

func (p *proxy) entry(hint, text string) *field.Entry {
	e := field.New(hint)
	e.Text = text
	e.Keys = p.s.o.Keys
	e.OnSubmitted = func(string) { p.save() }
	e.OnChanged = func(string) { p.notice.say("", true) }
	return e
}

// chose follows the list. What needs no address applies at once.
func (p *proxy) chose(mode string) {
	p.mode = ProxyMode(mode)
	p.show()
	p.notice.say("", true)
	if p.mode != OwnProxy {
		p.save()
	}
}

// show shows the fields where they are needed.
func (p *proxy) show() {
	if p.mode == OwnProxy {
		p.own.Show()
		p.use.Show()
	} else {
		p.own.Hide()
		p.use.Hide()
	}
	p.s.refresh()
}

func (p *proxy) typed() (Proxy, string) {
	if p.mode != OwnProxy {
		return Proxy{Mode: p.mode}, ""
	}
	return Proxy{Mode: OwnProxy, Address: p.address.Text, User: p.user.Text}, p.password.Text
}

// save stores the proxy.
func (p *proxy) save() {
	typed, password := p.typed()
	p.s.store(p.notice, func(ctx context.Context) (string, error) {
		if err := p.s.o.Store.SetProxy(ctx, typed, password); err != nil {
			return "", err
		}
		switch typed.Mode {
		case OwnProxy:
			return lang.L("Sites are asked through this proxy from now on."), nil
		case NoProxy:
			return lang.L("Sites are asked without a proxy from now on."), nil
		default:
			return lang.L("Sites are asked as HTTP_PROXY, HTTPS_PROXY and NO_PROXY say from now on."), nil
		}
	})
}

// try says in words whether the proxy can be used.
func (p *proxy) try() {
	typed, password := p.typed()
	p.test.Disable()
	p.s.store(p.notice, func(ctx context.Context) (string, error) {
		defer p.s.o.Run.Do(p.test.Enable)
		site, err := p.s.o.Store.TestProxy(ctx, typed, password)
		switch {
		case err != nil:
			return "", err
		case site == "" && typed.Mode == OwnProxy:
			return lang.L("The proxy answers. Scan a site to see whether it can be reached through it."), nil
		case site == "":
			return lang.L("There is nothing to test yet: scan a site first."), nil
		case typed.Mode == OwnProxy:
			return lang.L("It works: {{.Site}} answers through this proxy.", map[string]any{"Site": site}), nil
		default:
			return lang.L("It works: {{.Site}} answers.", map[string]any{"Site": site}), nil
		}
	})
}
