package words

import "sitewell/assets/knowledge"

// HostingPanels returns the names of the hosting panels that a person can choose
// from, and what each is called in a list.
func HostingPanels() (names, labels []string) {
	for _, p := range knowledge.Panels() {
		names, labels = append(names, p.Name), append(labels, p.Label())
	}
	return names, labels
}
