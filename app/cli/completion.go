package cli

import "github.com/spf13/cobra"

// completionHelp says what the command for each shell is for and how it is used. The texts of cobra
// have headings in Markdown and speak of administrators.
var completionHelp = map[string]string{
	"bash": `Print what bash needs to complete commands and options with the Tab key. The
packages for Linux bring it along. It needs the package bash-completion.

In this terminal only:

  source <(sitewell completion bash)

In every new terminal:

  mkdir -p ~/.local/share/bash-completion/completions
  sitewell completion bash > ~/.local/share/bash-completion/completions/sitewell`,
	"zsh": `Print what zsh needs to complete commands and options with the Tab key. The
packages for Linux bring it along.

In this terminal only:

  autoload -U compinit; compinit
  source <(sitewell completion zsh)

In every new terminal, with the first line above in ~/.zshrc:

  sitewell completion zsh > "${fpath[1]}/_sitewell"`,
	"fish": `Print what fish needs to complete commands and options with the Tab key. The
packages for Linux bring it along.

In this terminal only:

  sitewell completion fish | source

In every new terminal:

  sitewell completion fish > ~/.config/fish/completions/sitewell.fish`,
	"powershell": `Print what PowerShell needs to complete commands and options with the Tab key.

In this terminal only:

  sitewell completion powershell | Out-String | Invoke-Expression

In every new terminal: add that line to the file that $PROFILE names.`,
}

// addCompletion adds the commands that print completions, with help of our own. The output of
// root has to be set before, since cobra keeps it.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	// Commands would sort those of root, of which the likely ones are meant first by a misspelled word.
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil || cmd == root {
		return
	}
	cmd.Short = "Complete commands with the Tab key"
	cmd.Long = `Print what a shell needs to complete commands and options of Sitewell with the Tab
key. The help of each command below says how it is used.`
	for _, shell := range cmd.Commands() {
		shell.Short = "Complete commands with the Tab key in " + shell.Name()
		shell.Long = completionHelp[shell.Name()]
		if f := shell.Flag("no-descriptions"); f != nil {
			f.Usage = "complete without saying what commands and options do"
		}
	}
}
