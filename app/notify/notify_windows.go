package notify

import (
	"context"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// script shows a toast under the name of PowerShell, since an installed program alone may have
// one of its own. The texts come from the environment, so that nothing in them is PowerShell.
const script = `$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $toast.GetElementsByTagName('text')
$null = $lines.Item(0).AppendChild($toast.CreateTextNode($env:SITEWELL_TITLE))
$null = $lines.Item(1).AppendChild($toast.CreateTextNode($env:SITEWELL_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\WindowsPowerShell\v1.0\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($toast))`

func show(ctx context.Context, n Notification, _ time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "powershell", "-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-Command", script)
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} // else its console appears for a moment
	cmd.Env = append(os.Environ(), "SITEWELL_TITLE="+n.Title, "SITEWELL_TEXT="+n.Text)
	return cmd.Run()
}
