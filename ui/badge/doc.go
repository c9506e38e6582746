// Package badge holds the small widgets that every screen shares: verdict
// badges, severity marks, filter chips, stat tiles, banners, empty states and
// the surface of cards. They follow the theme, and never express anything by
// colour alone. They must not know any screen, nor where data comes from.
package badge
