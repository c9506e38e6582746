package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/settings"
	"sitewell/app/terminal"
	"sitewell/assets/texts"
)

func (p *program) settingsCommand(o *outputs) *cobra.Command {
	list := func(*cobra.Command, []string) error { return p.listSettings() }
	cmd := &cobra.Command{
		Use:   "settings",
		Short: "Show and change the settings of Sitewell itself",
		Long: `Show and change the settings of Sitewell itself, which the window has as well:
language and look, folders, and the proxy. The value "system" stands for what a new
user has.

A language is that of the window, and of 'sitewell explain' unless --lang is given.
A proxy is "none" or an address: proxy.example:3128, http://anna@proxy.example:3128
or socks5://127.0.0.1:1080. The password of a user is taken from
SITEWELL_PROXY_PASSWORD or asked for in the terminal, and put into the key store of
this computer, not into the settings. As the system says, sites are asked
through what HTTP_PROXY, HTTPS_PROXY and NO_PROXY name.

A browser is the whole path of a Chrome, Chromium, Edge or Brave in which scans show
pages that scripts make. It is started once to see whether it can be used. As the system
says, it is the first that is found.

Setting data-folder moves nothing: Sitewell uses the history in that folder from
then on, or begins one there. 'sitewell settings move-data FOLDER' takes the history along.`,
		Example: `  sitewell settings list
  sitewell settings set language de
  sitewell settings set proxy proxy.example:3128
  sitewell settings set report-folder ~/Reports
  sitewell settings test-proxy`,
		Args: onlyCommand,
		RunE: list,
	}
	all := &cobra.Command{Use: "list", Short: "List the settings with their values", Args: operands(0, 0), RunE: list}
	set := &cobra.Command{
		Use: "set NAME VALUE", Short: "Change a setting", Args: operands(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return p.setSetting(cmd.Context(), args[0], args[1]) },
	}
	test := &cobra.Command{
		Use: "test-proxy", Short: "Say whether the proxy can be used",
		Long: `Say whether the proxy of the settings can be used. It is asked for the site that
was scanned last; where there is none, it is only connected to.`,
		Args: operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.testProxy(cmd.Context(), *o) },
	}
	move := &cobra.Command{
		Use: "move-data FOLDER", Short: "Move the history to another folder",
		Long: `Copy the history to FOLDER, verify the copy, and use it from then on. The file from
before stays where it is. Close Sitewell before: while a program uses the history,
nothing is done.`,
		Args: operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return p.moveData(cmd.Context(), args[0], *o) },
	}
	for _, c := range []*cobra.Command{cmd, all, set, test, move} {
		p.addJSON(c)
	}
	cmd.AddCommand(all, set, test, move)
	return cmd
}

// moveData has the history in another folder used, which is copied there.
func (p *program) moveData(ctx context.Context, folder string, o outputs) error {
	if o.db != "" {
		return &exitError{exitUsage, &sentenceError{"--db names a history for one command only: leave it out to move your own."}}
	}
	from, err := historyFile(o)
	if err != nil {
		return &exitError{exitFailed, err}
	}
	own, err := settingsFile()
	if err != nil {
		return &exitError{exitFailed, err}
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return &exitError{exitUsage, err}
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return &exitError{exitUsage, &sentenceError{"There is no folder " + folder + ". Nothing was changed."}}
	}
	to := filepath.Join(folder, historyName)
	s := p.screen(o)
	err = core.CopyHistory(ctx, from, to, s.wrote("Copying"))
	s.clear()
	if errors.Is(err, fs.ErrExist) {
		return &exitError{exitUsage, &sentenceError{"There is a history in " + folder + " already. To use that one: 'sitewell settings set data-folder " + folder + "'."}}
	}
	if err != nil {
		return failedOrUsage(ctx, err)
	}
	if _, err := own.Set(settings.DataFolder, folder); err != nil {
		return &exitError{exitFailed, err}
	}
	return p.tell(movedDataJSON{to, from}, "The history is "+to+" now. The file from before is not used any more: "+from)
}

// movedDataJSON is a history that was moved to another folder.
type movedDataJSON struct {
	File string `json:"file"`
	From string `json:"from"`
}

func (p *program) listSettings() error {
	own, err := ownSettings()
	if err != nil {
		return &exitError{exitFailed, err}
	}
	if p.asJSON {
		values := make(map[string]string)
		for _, s := range settings.All() {
			values[s.Name] = s.Get(own)
		}
		return p.writeJSON(values)
	}
	t := tabwriter.NewWriter(p.stdio.Out, 0, 0, 2, ' ', 0)
	for _, s := range settings.All() {
		help := s.Help
		if s.Choices != nil {
			help += " (" + strings.Join(s.Choices(), ", ") + ")"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.Name, report.Printable(s.Get(own)), help)
	}
	return t.Flush()
}

func (p *program) setSetting(ctx context.Context, name, value string) error {
	file, err := settingsFile()
	if err != nil {
		return &exitError{exitFailed, err}
	}
	setting, err := settings.Find(name)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	var proxy settings.ProxyAddress
	if setting.Name == settings.Proxy {
		if proxy, err = p.typedProxy(ctx, value); err != nil {
			return &exitError{exitUsage, err}
		}
	}
	if setting.Name == settings.Browser && filepath.IsAbs(value) { // anything else is refused, or stands for the usual
		if _, err := core.CheckBrowser(ctx, value); err != nil {
			return &exitError{exitUsage, err}
		}
	}
	own, err := file.Set(setting.Name, value)
	var unwritten *settings.FileError
	if errors.As(err, &unwritten) {
		return &exitError{exitFailed, err}
	}
	if err != nil {
		return &exitError{exitUsage, err}
	}
	if err := p.proxies.keep(ctx, proxy); err != nil {
		return &exitError{exitFailed, &proxyNotKeptError{err}}
	}
	now := setting.Get(own)
	return p.tell(settingJSON{setting.Name, now}, fmt.Sprintf("%s is %s now.", setting.Name, report.Printable(now)))
}

// settingJSON is a setting that was changed.
type settingJSON struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// proxyPassword is the variable with the password of a proxy.
const proxyPassword = "SITEWELL_PROXY_PASSWORD"

// typedProxy reads the address of a proxy, and gets its password. One in the address is
// refused: everybody on a computer can read the arguments of a program. What is no address
// is left to the settings.
func (p *program) typedProxy(ctx context.Context, typed string) (settings.ProxyAddress, error) {
	proxy, err := settings.ParseProxy(typed)
	if err != nil || proxy.User == "" {
		return settings.ProxyAddress{}, nil
	}
	if proxy.Password != "" {
		return proxy, &sentenceError{"Everybody on this computer can read a password in an address. Leave it out: it is asked for, or taken from " + proxyPassword + ". Nothing was changed."}
	}
	if proxy.Password = os.Getenv(proxyPassword); proxy.Password != "" {
		return proxy, nil
	}
	if file, ok := p.stdio.In.(*os.File); ok && terminal.Is(p.stdio.Err) && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(p.stdio.Err, "Password of "+report.Printable(proxy.User)+", empty for none: ")
		defer fmt.Fprintln(p.stdio.Err)
		proxy.Password, err = readHidden(ctx, int(file.Fd()))
	}
	return proxy, err
}

// proxyNotKeptError says that the password of a proxy is stored nowhere.
type proxyNotKeptError struct{ err error }

func (e *proxyNotKeptError) Error() string { return e.err.Error() }

func (p *program) testProxy(ctx context.Context, o outputs) error {
	through, err := p.proxies.option(ctx)
	if err != nil {
		return &exitError{exitFailed, err}
	}
	return p.fromHistory(ctx, o, func(h opened) error {
		site, err := h.History.TestProxy(ctx, through)
		var failed *core.ProxyError
		switch {
		case errors.As(err, &failed) && p.asJSON:
			return errors.Join(p.writeJSON(testedProxyJSON{Site: failed.Site, Error: o.told(err)}), &exitError{code: exitBroken})
		case errors.As(err, &failed):
			return &exitError{exitBroken, err}
		case err != nil:
			return &exitError{exitFailed, err}
		case site != "":
			return p.tell(testedProxyJSON{true, site, ""}, "It works: "+report.Printable(site)+" answers.")
		default:
			return p.tell(testedProxyJSON{IsUsable: true}, "No site has been scanned that a proxy could be asked for.")
		}
	})
}

// testedProxyJSON is what came of asking the proxy.
type testedProxyJSON struct {
	IsUsable bool   `json:"isUsable"`
	Site     string `json:"site"`  // that was asked for, empty for none
	Error    string `json:"error"` // why it can't be used
}

// spoken returns the language of explanations on the command line: the one that was chosen
// in the settings, else English.
func spoken() string {
	if own, err := ownSettings(); err == nil && own.Language != "" {
		return own.Language
	}
	return texts.English
}
