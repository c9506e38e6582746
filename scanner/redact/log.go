package redact

import (
	"context"
	"fmt"
	"log/slog"
)

// handler is a slog.Handler that hides secrets in messages and attributes.
type handler struct {
	next     slog.Handler
	redactor *Redactor
}

// Enabled implements slog.Handler.
func (h *handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// Handle implements slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	hidden := slog.NewRecord(r.Time, r.Level, h.redactor.Text(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		hidden.AddAttrs(h.attr(a))
		return true
	})
	return h.next.Handle(ctx, hidden)
}

// WithAttrs implements slog.Handler.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	hidden := make([]slog.Attr, len(attrs))
	for i := range attrs {
		hidden[i] = h.attr(attrs[i])
	}
	return &handler{h.next.WithAttrs(hidden), h.redactor}
}

// WithGroup implements slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler {
	return &handler{h.next.WithGroup(name), h.redactor}
}

// attr returns an attribute without secrets. A value of any other type than those
// of slog itself becomes the text that it prints as.
func (h *handler) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		v = slog.StringValue(h.redactor.Text(v.String()))
	case slog.KindAny:
		v = slog.StringValue(h.redactor.Text(fmt.Sprint(v.Any())))
	case slog.KindGroup:
		group := make([]slog.Attr, len(v.Group()))
		for i, member := range v.Group() {
			group[i] = h.attr(member)
		}
		v = slog.GroupValue(group...)
	}
	return slog.Attr{Key: a.Key, Value: v}
}
