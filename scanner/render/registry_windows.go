package render

import "golang.org/x/sys/windows/registry"

// registered returns where installers say that they have put browsers.
func registered() (paths []string) {
	for _, program := range []string{"chrome.exe", "chromium.exe", "msedge.exe", "brave.exe"} {
		for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
			key, err := registry.OpenKey(root, `SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\`+program, registry.QUERY_VALUE)
			if err != nil {
				continue
			}
			if path, _, err := key.GetStringValue(""); err == nil && path != "" {
				paths = append(paths, path)
			}
			key.Close()
		}
	}
	return paths
}
