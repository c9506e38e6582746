package webpage

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sitewell/app/report"
	"sitewell/app/report/reporttest"
)

// shownBy returns the page as Chromium has it once its scripts have run, nil where no
// Chromium is installed.
func shownBy(t *testing.T, page string) *html.Node {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Log("Chromium is not installed, so the page is not opened")
		return nil
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--virtual-time-budget=5000", "--dump-dom", "file://"+file).Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	root, err := html.Parse(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// In a real browser our script runs, and nothing of the site: whatever ran would have
// changed the title.
func TestBrowserRunsOurScriptOnly(t *testing.T) {
	src := reporttest.Source(40, 1).WithSpeech()
	src.Brand = brand()
	text, _ := written(t, src)
	root := shownBy(t, text)
	if root == nil {
		return
	}
	if title := textOf(elements(root, "title")[0]); title != report.Inert(src.Title()) {
		t.Errorf("the title became %q: something ran", title)
	}
	for _, head := range elements(root, "th") {
		if spans := elements(head, "span"); len(spans) != 1 || attribute(spans[0], "role") != "button" {
			t.Errorf("the heading %q is no button: our script did not run", textOf(head))
		}
	}
}

// Headings sort, and the field searches. The test's own script is only let in because
// it takes the policy out.
func TestBrowserSortsAndSearches(t *testing.T) {
	text, _ := written(t, reporttest.Source(40, 1))
	text = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(text, "")
	text = strings.Replace(text, "</body>", `<script>
		const table = document.querySelectorAll('table.sortable')[0];
		const pages = [...table.tHead.rows[0].cells].map(c => c.textContent);
		const button = table.querySelectorAll('th [role=button]')[1];
		button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
		const up = [...table.tBodies[0].rows].map(r => r.cells[1].dataset.v).join('');
		button.click();
		const down = [...table.tBodies[0].rows].map(r => r.cells[1].dataset.v).join('');
		const field = document.querySelector('.tools input');
		field.value = 'correct 00004'; field.dispatchEvent(new Event('input'));
		setTimeout(() => {
			const shown = [...document.querySelectorAll('table.sortable tbody tr')].filter(r => !r.hidden).length;
			document.title = [up, down, shown, document.querySelector('.tools output').textContent].join('|');
		}, 1000);
	</script></body>`, 1)
	root := shownBy(t, text)
	if root == nil {
		return
	}
	up := strings.Repeat("1", 7) + strings.Repeat("2", 8) + strings.Repeat("3", 25)
	down := strings.Repeat("3", 25) + strings.Repeat("2", 8) + strings.Repeat("1", 7)
	parts := strings.Split(textOf(elements(root, "title")[0]), "|")
	if len(parts) != 4 || parts[0] != up || parts[1] != down || parts[2] != "1" || parts[3] != "1 of 131 rows" {
		t.Errorf("sorted up, down, rows found, words: %q", parts)
	}
}
