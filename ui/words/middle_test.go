package words

import "testing"

func TestMiddle(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"", 5, ""}, {"bakery", 6, "bakery"}, {"bakery.com", 6, "bak…om"}, {"bäckerei.com", 7, "bäc…com"},
	} {
		if got := Middle(tt.text, tt.most); got != tt.want {
			t.Errorf("Middle(%q, %d) = %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
}
