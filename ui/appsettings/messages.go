package appsettings

import (
	"context"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/ui/background"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/theme"
)

// Messages are what is sent after scheduled scans, as a person types it.
type Messages struct {
	Host, Port, Security string // of the mail server; Security is StartTLS, TLS or Plain
	User, Password, From string
	To                   string // mail addresses with commas between them
	Webhook, Secret      string
	// Where something is stored that is not shown again, "" leaves it as it is.
	HasPassword, HasWebhook, HasSecret bool
}

// Values of Messages.Security.
const (
	StartTLS = "starttls"
	TLS      = "tls"
	Plain    = "none"
)

// MessageStore keeps how messages are sent. Its methods are called off the window's thread,
// and may wait until a person has unlocked their key store.
type MessageStore interface {
	Messages(ctx context.Context) (Messages, error)
	SetMessages(ctx context.Context, m Messages) error
	// TestMessages sends a message as it is typed and says what came of it, a line for the
	// mail and one for the webhook. It ends early with ctx.
	TestMessages(ctx context.Context, m Messages) (said []string, delivered bool, err error)
}

// answerHeight is reserved for what came of a test, so that nothing moves.
const answerHeight = 96

// messages is the part about messages.
type messages struct {
	s                                *Screen
	store                            MessageStore
	host, port, user, password, from *field.Entry
	to, webhook, secret              *field.Entry
	security                         string
	list                             *fyne.Container // the list of ways to encrypt
	save, test, stop                 *control.Button
	icon                             *widget.Icon
	answer                           *widget.Label
	stored                           Messages
	reading                          background.Loader[Messages]
	work                             background.Loader[tested]
}

// tested is what came of a message.
type tested struct {
	said      string
	delivered bool
}

func newMessages(s *Screen, store MessageStore) *messages {
	m := &messages{s: s, store: store, security: StartTLS, list: container.NewStack(), icon: widget.NewIcon(nil), answer: &widget.Label{Wrapping: fyne.TextWrapWord}}
	m.host, m.port = m.entry("smtp.example.com"), m.entry(lang.L("Port, unless it is the usual one"))
	m.user, m.password = m.entry(lang.L("User name, if it wants one")), m.entry(lang.L("Password, if it wants one"))
	m.from, m.to = m.entry("sitewell@example.com"), m.entry("anna@example.com, ben@example.com")
	m.webhook, m.secret = m.entry("https://hooks.example.com/sitewell"), m.entry(lang.L("Secret for the signature, made if empty"))
	m.password.Password, m.secret.Password = true, true
	s.section(lang.L("Messages after scheduled scans"))
	s.add(lang.L("Mail server"), lang.L("Through which mails are sent. Your provider names it “outgoing server” or SMTP. The password is kept in the key store of this computer."),
		container.NewVBox(m.host, m.list, m.port, m.user, m.password))
	s.add(lang.L("Sender"), lang.L("The address that mails come from, usually your own at this provider."), m.from)
	s.add(lang.L("Recipients"), lang.L("Who is told of all sites that have no recipients of their own (Scan regularly, in the menu of a site): when a scheduled scan finds something new, or fails."), m.to)
	s.add(lang.L("Webhook"), lang.L("An address that gets the same as JSON, such as that of a chat. It is kept in the key store, and not shown again."), container.NewVBox(m.webhook, m.secret))
	m.save = &control.Button{Button: widget.Button{Text: lang.L("Save"), Icon: fynetheme.DocumentSaveIcon(), Importance: widget.HighImportance, OnTapped: m.keep}}
	m.test = &control.Button{Button: widget.Button{Text: lang.L("Send a test message"), Icon: fynetheme.MailSendIcon(), OnTapped: m.try}}
	m.stop = &control.Button{Button: widget.Button{Text: lang.L("Cancel"), OnTapped: m.cancel}}
	m.stop.Disable()
	space := canvas.NewRectangle(color.Transparent)
	space.SetMinSize(fyne.NewSize(0, answerHeight))
	answer := container.NewBorder(nil, nil, container.NewVBox(column.Margin(theme.Size(theme.SizeGap), m.icon)), nil, m.answer)
	s.add(lang.L("Try it"), lang.L("The test message is sent as it is typed above, also before it is saved."), column.Flow(8, m.test, m.stop, m.save), container.NewStack(space, answer))
	m.icon.Hide()
	m.offer()
	return m
}

func (m *messages) entry(hint string) *field.Entry {
	e := field.New(hint)
	e.Keys = m.s.o.Keys
	e.OnSubmitted = func(string) { m.keep() }
	return e
}

// offer lists the ways to encrypt.
func (m *messages) offer() {
	m.list.Objects = []fyne.CanvasObject{newList([]Choice{
		{StartTLS, lang.L("STARTTLS (port 587)")}, {TLS, lang.L("TLS from the beginning (port 465)")}, {Plain, lang.L("Not encrypted (port 25)")},
	}, m.security, func(value string) { m.security = value })}
	m.list.Refresh()
}

// read shows what is stored, unless something is typed already.
func (m *messages) read() {
	m.reading.Load(m.s.o.Run, m.store.Messages, func(now Messages, err error) {
		if err != nil {
			m.say(m.s.o.Sentence(err), false)
			return
		}
		if m.typed() == m.blank() {
			m.fill(now)
		}
	})
}

// blank is what is typed where nobody typed anything.
func (m *messages) blank() Messages {
	b := m.stored
	b.Password, b.Webhook, b.Secret = "", "", ""
	if b.Security == "" {
		b.Security = StartTLS
	}
	return b
}

func (m *messages) fill(now Messages) {
	m.stored = now
	if m.security = now.Security; m.security == "" {
		m.security = StartTLS
	}
	m.offer()
	for e, text := range map[*field.Entry]string{m.host: now.Host, m.port: now.Port, m.user: now.User, m.from: now.From, m.to: now.To, m.password: "", m.webhook: "", m.secret: ""} {
		e.SetText(text)
	}
	hint := func(e *field.Entry, is bool, text string) {
		if is {
			e.SetPlaceHolder(text)
		}
	}
	hint(m.password, now.HasPassword, lang.L("Password: as it is stored"))
	hint(m.webhook, now.HasWebhook, lang.L("As it is stored; - for none"))
	hint(m.secret, now.HasSecret, lang.L("Secret: as it is stored"))
}

func (m *messages) typed() Messages {
	t := m.stored
	t.Host, t.Port, t.Security = strings.TrimSpace(m.host.Text), strings.TrimSpace(m.port.Text), m.security
	t.User, t.Password, t.From, t.To = strings.TrimSpace(m.user.Text), m.password.Text, strings.TrimSpace(m.from.Text), strings.TrimSpace(m.to.Text)
	t.Webhook, t.Secret = strings.TrimSpace(m.webhook.Text), m.secret.Text
	return t
}

// keep stores what is typed.
func (m *messages) keep() {
	typed := m.typed()
	m.begin(lang.L("Saving …"), func(ctx context.Context) (tested, error) {
		if err := m.store.SetMessages(context.WithoutCancel(ctx), typed); err != nil {
			return tested{}, err
		}
		now, err := m.store.Messages(ctx)
		m.s.o.Run.Do(func() {
			if err == nil {
				m.fill(now)
			}
		})
		return tested{lang.L("The messages are saved."), true}, err
	})
	m.stop.Disable() // what is being saved is not taken back
}

// try sends a test message.
func (m *messages) try() {
	typed := m.typed()
	m.begin(lang.L("Sending …"), func(ctx context.Context) (tested, error) {
		said, delivered, err := m.store.TestMessages(ctx, typed)
		return tested{strings.Join(said, "\n"), delivered}, err
	})
}

// begin does something that may take long.
func (m *messages) begin(meanwhile string, work func(context.Context) (tested, error)) {
	m.say(meanwhile, true)
	m.icon.Hide()
	m.busy(true)
	m.work.Load(m.s.o.Run, work, func(t tested, err error) {
		m.busy(false)
		if err != nil {
			m.say(m.s.o.Sentence(err), false)
			return
		}
		m.say(t.said, t.delivered)
	})
}

// cancel ends what is under way.
func (m *messages) cancel() {
	m.work.Cancel()
	m.busy(false)
	m.say(lang.L("Cancelled. Nothing more is sent."), false)
}

func (m *messages) busy(is bool) {
	for b, off := range map[*control.Button]bool{m.save: is, m.test: is, m.stop: !is} {
		if off {
			b.Disable()
		} else {
			b.Enable()
		}
	}
}

// say shows what came of something, in the room that is reserved.
func (m *messages) say(text string, good bool) {
	m.icon.SetResource(theme.VerdictIcon(map[bool]outcome.Verdict{true: outcome.Works, false: outcome.Broken}[good]))
	m.icon.Show()
	m.answer.SetText(text)
}

func (m *messages) left() {
	m.reading.Cancel()
	m.work.Cancel()
	m.busy(false)
}
