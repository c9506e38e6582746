package message

import (
	"errors"
	"strconv"
	"strings"

	"sitewell/app/core"
	"sitewell/app/settings"
	"sitewell/scanner/render"
)

// settingsMessage answers what is wrong with a setting of Sitewell itself.
func settingsMessage(err error) (Sentence, bool) {
	var name *settings.NameError
	var value *settings.ValueError
	var file *settings.FileError
	var proxy *core.ProxyError
	var browser *core.BrowserError
	var folder *settings.NoFolderError
	switch {
	case errors.As(err, &name):
		return Sentence{
			Text: "There is no setting called “{{.Name}}”.",
			Next: "'sitewell settings list' lists them.", Data: map[string]any{"Name": name.Typed},
		}, true
	case errors.As(err, &value):
		return valueMessage(value), true
	case errors.As(err, &file):
		return Sentence{
			Text: "The settings in {{.File}} can't be read or saved.",
			Next: "Check that there is room on the disk and that you may write this file.", Data: map[string]any{"File": file.Path},
		}, true
	case errors.As(err, &folder):
		return Sentence{
			Text: "The folder of your history can't be found: {{.File}}.",
			Next: "Connect its disk and start Sitewell again, or have the usual folder used.", Data: map[string]any{"File": folder.Folder},
		}, true
	case errors.As(err, &browser) && errors.Is(err, render.ErrTooOld):
		return Sentence{
			Text: "{{.File}} is too old to show pages.",
			Next: "Sitewell needs version {{.Version}} or newer. Update it, or choose another browser.", Data: map[string]any{"File": browser.Program, "Version": strconv.Itoa(render.OldestVersion)},
		}, true
	case errors.As(err, &browser):
		return Sentence{
			Text: "{{.File}} can't be used to show pages.",
			Next: "Choose the program of Chrome, Chromium, Edge or Brave.", Data: map[string]any{"File": browser.Program},
		}, true
	case errors.As(err, &proxy):
		return proxyMessage(proxy), true
	case errors.Is(err, core.ErrProxyPassword):
		return Sentence{
			Text: "The password of the proxy could not be put into the key store of this computer. It is used until Sitewell is closed.",
			Next: "Unlock the key store and try again.",
		}, true
	}
	return Sentence{}, false
}

// valueMessage answers a value that a setting can't have.
func valueMessage(e *settings.ValueError) Sentence {
	data := map[string]any{"Value": e.Value, "Choices": strings.Join(e.Choices, ", ")}
	switch {
	case e.Name == settings.Proxy:
		return Sentence{
			Text: "“{{.Value}}” is no address of a proxy.",
			Next: "Type its name and its port, for example: proxy.example:3128. It may begin with http://, https:// or socks5://.", Data: data,
		}
	case e.Name == settings.Browser:
		return Sentence{Text: "“{{.Value}}” is no whole path of a program.", Next: "Type it from the beginning, for example: /usr/bin/chromium.", Data: data}
	case len(e.Choices) > 0:
		return Sentence{Text: "“{{.Value}}” can't be chosen here.", Next: "Choose one of these: {{.Choices}}.", Data: data}
	default:
		return Sentence{Text: "“{{.Value}}” is no whole path of a folder.", Next: "Type it from the beginning, for example: /home/anna/Documents.", Data: data}
	}
}

// proxyMessage answers why a proxy can't be used.
func proxyMessage(e *core.ProxyError) Sentence {
	data := map[string]any{"Proxy": e.Proxy, "Site": e.Site}
	switch e.Reason {
	case core.ProxyPassword:
		return Sentence{Text: "The proxy {{.Proxy}} wants a user name and a password, or other ones.", Next: "Ask the people who run your network for them.", Data: data}
	case core.ProxyRefuses:
		return Sentence{Text: "The proxy {{.Proxy}} answers, but it does not connect to {{.Site}}.", Next: "Ask the people who run your network whether Sitewell may use it.", Data: data}
	case core.ProxyNoSite:
		if e.Proxy == "" || e.Proxy == "direct" {
			return Sentence{Text: "{{.Site}} does not answer.", Next: "Check the connection of this computer, or whether your network needs a proxy.", Data: data}
		}
		return Sentence{Text: "The proxy {{.Proxy}} answers, but {{.Site}} does not answer through it.", Next: "Try again later, or scan another site first.", Data: data}
	default:
		return Sentence{Text: "No proxy answers at {{.Proxy}}.", Next: "Check its name and its port.", Data: data}
	}
}
