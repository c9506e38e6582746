package upkeep

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

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/app/settings"
	"sitewell/app/terminal"
	"sitewell/assets/texts"
)

// ownSettings are the commands about the settings of Sitewell itself.
type ownSettings struct{ *command.Run }

func (p ownSettings) settingsCommand() *cobra.Command {
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
this computer, not into the settings. With the value "system", sites are asked
through what HTTP_PROXY, HTTPS_PROXY and NO_PROXY name; a proxy in the settings of
the desktop is not read.

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
		Args: command.OnlyCommand,
		RunE: list,
	}
	all := &cobra.Command{Use: "list", Short: "List the settings with their values", Args: command.Operands(0, 0), RunE: list}
	set := &cobra.Command{
		Use: "set NAME VALUE", Short: "Change a setting", Args: command.Operands(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return p.setSetting(cmd.Context(), args[0], args[1]) },
	}
	test := &cobra.Command{
		Use: "test-proxy", Short: "Say whether the proxy can be used",
		Long: `Say whether the proxy of the settings can be used. It is asked for the site that
was scanned last; where there is none, it is only connected to.`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.testProxy(cmd.Context()) },
	}
	move := &cobra.Command{
		Use: "move-data FOLDER", Short: "Move the history to another folder",
		Long: `Copy the history to FOLDER, verify the copy, and use it from then on. The file from
before stays where it is. Close Sitewell before: while a program uses the history,
nothing is done.`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return p.moveData(cmd.Context(), args[0]) },
	}
	for _, c := range []*cobra.Command{cmd, all, set, test, move} {
		p.AddJSON(c)
	}
	cmd.AddCommand(all, set, test, move)
	return cmd
}

// moveData has the history in another folder used, which is copied there.
func (p ownSettings) moveData(ctx context.Context, folder string) error {
	if p.DB != "" {
		return command.Unusable(command.Sentence("--db names a history for one command only: leave it out to move your own."))
	}
	from, err := session.HistoryFile(p.DB)
	if err != nil {
		return command.Failed(err)
	}
	own, err := session.SettingsFile()
	if err != nil {
		return command.Failed(err)
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return command.Unusable(err)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return command.Unusable(command.Sentence("There is no folder " + folder + ". Nothing was changed."))
	}
	to := filepath.Join(folder, session.HistoryName)
	s := p.Screen(command.Outputs{})
	err = core.CopyHistory(ctx, from, to, s.Wrote("Copying"))
	s.Clear()
	if errors.Is(err, fs.ErrExist) {
		return command.Unusable(command.Sentence("There is a history in " + folder + " already. To use that one: 'sitewell settings set data-folder " + folder + "'."))
	}
	if err != nil {
		return command.FailedOrUnusable(ctx, err)
	}
	if _, err := own.Set(settings.DataFolder, folder); err != nil {
		return command.Failed(err)
	}
	return p.Tell(movedDataJSON{to, from}, "The history is "+to+" now. The file from before is not used any more: "+from)
}

// movedDataJSON is a history that was moved to another folder.
type movedDataJSON struct {
	File string `json:"file"`
	From string `json:"from"`
}

func (p ownSettings) listSettings() error {
	own, err := session.OwnSettings()
	if err != nil {
		return command.Failed(err)
	}
	if p.AsJSON {
		values := make(map[string]string)
		for _, s := range settings.All() {
			values[s.Name] = s.Get(own)
		}
		return p.WriteJSON(values)
	}
	t := tabwriter.NewWriter(p.Stdio.Out, 0, 0, 2, ' ', 0)
	for _, s := range settings.All() {
		help := s.Help
		if s.Choices != nil {
			help += " (" + strings.Join(s.Choices(), ", ") + ")"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\n", s.Name, report.Printable(s.Get(own)), help)
	}
	return t.Flush()
}

func (p ownSettings) setSetting(ctx context.Context, name, value string) error {
	file, err := session.SettingsFile()
	if err != nil {
		return command.Failed(err)
	}
	setting, err := settings.Find(name)
	if err != nil {
		return command.Unusable(err)
	}
	var proxy settings.ProxyAddress
	if setting.Name == settings.Proxy {
		if proxy, err = p.typedProxy(ctx, value); err != nil {
			return command.Unusable(err)
		}
	}
	if setting.Name == settings.Browser && filepath.IsAbs(value) { // anything else is refused, or stands for the usual
		if _, err := core.CheckBrowser(ctx, value); err != nil {
			return command.Unusable(err)
		}
	}
	own, err := file.Set(setting.Name, value)
	var unwritten *settings.FileError
	if errors.As(err, &unwritten) {
		return command.Failed(err)
	}
	if err != nil {
		return command.Unusable(err)
	}
	if err := p.Session.Proxies.Keep(ctx, proxy); err != nil {
		return command.Failed(command.ProxyNotKept(err))
	}
	now := setting.Get(own)
	return p.Tell(settingJSON{setting.Name, now}, fmt.Sprintf("%s is %s now.", setting.Name, report.Printable(now)))
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
func (p ownSettings) typedProxy(ctx context.Context, typed string) (settings.ProxyAddress, error) {
	proxy, err := settings.ParseProxy(typed)
	if err != nil || proxy.User == "" {
		return settings.ProxyAddress{}, nil
	}
	if proxy.Password != "" {
		return proxy, command.Sentence("Everybody on this computer can read a password in an address. Leave it out: it is asked for, or taken from " + proxyPassword + ". Nothing was changed.")
	}
	if proxy.Password = os.Getenv(proxyPassword); proxy.Password != "" {
		return proxy, nil
	}
	if file, ok := p.Stdio.In.(*os.File); ok && terminal.Is(p.Stdio.Err) && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(p.Stdio.Err, "Password of "+report.Printable(proxy.User)+", empty for none: ")
		defer fmt.Fprintln(p.Stdio.Err)
		proxy.Password, err = command.ReadHidden(ctx, int(file.Fd()))
	}
	return proxy, err
}

func (p ownSettings) testProxy(ctx context.Context) error {
	through, err := p.Session.Proxies.Option(ctx)
	if err != nil {
		return command.Failed(err)
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		site, err := h.History.TestProxy(ctx, through)
		var failed *core.ProxyError
		switch {
		case errors.As(err, &failed) && p.AsJSON:
			return errors.Join(p.WriteJSON(testedProxyJSON{Site: failed.Site, Error: p.Told(err)}), command.Exit(command.ExitBroken))
		case errors.As(err, &failed):
			return command.Broken(err)
		case err != nil:
			return command.Failed(err)
		case site != "":
			return p.Tell(testedProxyJSON{true, site, ""}, "It works: "+report.Printable(site)+" answers.")
		default:
			return p.Tell(testedProxyJSON{IsUsable: true}, "No site has been scanned that a proxy could be asked for.")
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
	if own, err := session.OwnSettings(); err == nil && own.Language != "" {
		return own.Language
	}
	return texts.English
}
