package problem

import (
	"context"
	"errors"
	"image"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Picture is a page that shows a problem as a visitor sees it, with its picture if there
// is one.
type Picture struct {
	Address storage.URLID
	URL     string
	Title   string // of the page, "" if it is unknown
	// IsTarget: this is what a visitor gets at the address of the problem. Otherwise the
	// page links to it, or requests it.
	IsTarget   bool
	CanBeTaken bool
	// Image is nil if there is no picture; the other fields are about it.
	Image  image.Image
	JPEG   []byte
	Taken  time.Time
	ByHand bool // a person asked for it; otherwise the scan took it
	Status int
	Shown  string // the address that is shown, "" for URL
}

// Pictures are pages that show problems, with their pictures. Its methods are called off
// the window's thread.
type Pictures interface {
	// Pictures returns one page or two that show a problem, with decoded pictures, and
	// whether pictures can be taken on this computer.
	Pictures(ctx context.Context, scan storage.ScanID, id storage.URLID) (pages []Picture, hasBrowser bool, err error)
	// TakePicture opens a page once in the browser of this computer, and stores a picture
	// of it. It ends soon after its context.
	TakePicture(ctx context.Context, scan storage.ScanID, page storage.URLID) error
	DeletePicture(ctx context.Context, scan storage.ScanID, page storage.URLID) error
}

// pictures is the tab that shows the problem as a visitor sees it.
type pictures struct {
	p       *Panel
	scan    storage.ScanID
	facts   facts
	loader  background.Loader[loadedPictures]
	failure *fyne.Container
	shots   [2]*shot
	scroll  *container.Scroll
	content fyne.CanvasObject

	// taking is the page of which a picture is being taken, 0 for none, and cancel ends
	// that. One is taken at a time, also while another problem is shown.
	taking     storage.URLID
	takingScan storage.ScanID
	cancel     context.CancelFunc
}

type loadedPictures struct {
	pages      []Picture
	hasBrowser bool
}

func newPictures(p *Panel) *pictures {
	t := &pictures{p: p, failure: container.NewStack()}
	box := container.NewVBox(t.failure)
	for i := range t.shots {
		t.shots[i] = newShot(t)
		t.shots[i].content.Hide()
		box.Add(t.shots[i].content)
	}
	t.scroll = container.NewVScroll(box)
	t.content = container.New(pictureLayout{t}, t.scroll)
	return t
}

// pictureLayout sets how wide the pictures are before it is asked how high they are.
type pictureLayout struct{ t *pictures }

func (pictureLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l pictureLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, s := range l.t.shots {
		s.frame.width = min(size.Width, mostPictureWidth)
		s.caption.Resize(fyne.NewSize(size.Width, 0))
	}
	objects[0].Resize(size)
	l.t.scroll.Content.Refresh()
}

// mostPictureWidth is how wide the pictures themselves are.
const mostPictureWidth = 800

// show loads the pictures of a problem. Until they are there, nothing of another problem
// is shown.
func (t *pictures) show(scan storage.ScanID, f facts) {
	if scan != t.scan || f.detail.ID != t.facts.detail.ID {
		for _, s := range t.shots {
			s.content.Hide()
		}
		t.scroll.ScrollToTop()
	}
	t.scan, t.facts = scan, f
	t.reload()
}

func (t *pictures) reload() {
	scan, id := t.scan, t.facts.detail.ID
	t.loader.Load(t.p.o.Run, func(ctx context.Context) (l loadedPictures, err error) {
		l.pages, l.hasBrowser, err = t.p.o.Pictures.Pictures(ctx, scan, id)
		return l, err
	}, t.apply)
}

func (t *pictures) apply(l loadedPictures, err error) {
	t.failure.RemoveAll()
	if err != nil {
		t.failure.Add(badge.Banner(badge.Fail, t.p.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: t.reload}))
		t.scroll.Content.Refresh()
		return
	}
	for i, s := range t.shots {
		if i >= len(l.pages) {
			s.content.Hide()
			continue
		}
		s.show(l.pages[i], l.hasBrowser)
		s.content.Show()
	}
	t.scroll.Content.Refresh()
	t.scroll.Refresh()
}

// take takes a picture of a page. It goes on while another problem is shown.
func (t *pictures) take(page storage.URLID) {
	if t.taking != 0 {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	scan := t.scan
	t.taking, t.takingScan, t.cancel = page, scan, cancel
	t.refresh()
	t.p.o.Run.Go(func(window context.Context) {
		defer context.AfterFunc(window, cancel)()
		err := t.p.o.Pictures.TakePicture(ctx, scan, page)
		cancel()
		t.p.o.Run.Do(func() {
			t.taking = 0
			t.refresh()
			t.changed(scan, err)
		})
	})
}

// remove deletes the picture of a page.
func (t *pictures) remove(page storage.URLID) {
	scan := t.scan
	t.p.o.Run.Go(func(ctx context.Context) {
		err := t.p.o.Pictures.DeletePicture(ctx, scan, page)
		t.p.o.Run.Do(func() {
			if err == nil {
				t.p.o.Desktop.Tell(lang.L("The picture is deleted."))
			}
			t.changed(scan, err)
		})
	})
}

// changed shows what a change has come to.
func (t *pictures) changed(scan storage.ScanID, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		t.p.o.Desktop.Tell(t.p.o.Sentence(err))
	}
	if scan == t.scan {
		t.reload()
	}
}

func (t *pictures) refresh() {
	for _, s := range t.shots {
		s.refresh()
	}
}

func (t *pictures) close() { t.loader.Cancel() }

// shot is one page with its picture. What it consists of has its place whether there is a
// picture or not, so that nothing moves when there is one.
type shot struct {
	t          *pictures
	page       Picture
	hasBrowser bool

	heading            *widget.Label
	name               *widget.Label // title and address of the page, in one line
	frame              *pictureFrame
	image              *photograph
	empty              *widget.Label
	busy               *widget.Activity
	waiting            *fyne.Container
	caption            *widget.Label
	take, save, remove *control.Button
	content            *fyne.Container
}

func newShot(t *pictures) *shot {
	s := &shot{t: t, heading: badge.Section(""), frame: &pictureFrame{}, busy: widget.NewActivity()}
	s.heading.Truncation = fyne.TextTruncateEllipsis
	s.name = badge.Caption("")
	s.name.Truncation = fyne.TextTruncateEllipsis
	s.image = newPhotograph(s.menu)
	s.empty = &widget.Label{Alignment: fyne.TextAlignCenter, Wrapping: fyne.TextWrapWord, Importance: widget.LowImportance}
	s.waiting = container.NewCenter(s.busy)
	s.frame.ground, s.frame.edge = &canvas.Rectangle{}, &canvas.Rectangle{StrokeWidth: 1}
	s.caption = badge.Caption("")
	s.caption.Wrapping = fyne.TextWrapWord
	s.take = &control.Button{Button: widget.Button{Icon: fynetheme.MediaPhotoIcon(), OnTapped: s.pressTake}}
	s.save = &control.Button{Button: widget.Button{Text: lang.L("Save picture …"), Icon: fynetheme.DocumentSaveIcon(), OnTapped: s.pressSave}}
	s.remove = &control.Button{Button: widget.Button{Text: lang.L("Delete picture"), Icon: fynetheme.DeleteIcon(), OnTapped: func() { s.t.remove(s.page.Address) }}}
	if t.p.o.SavePicture == nil {
		s.save.Hide()
	}
	s.content = container.NewVBox(
		container.New(tight{}, s.heading, s.name),
		container.New(s.frame, s.frame.ground, s.image, container.New(centred{}, s.empty), s.waiting, s.frame.edge),
		container.New(atLeast{lines: captionLines}, s.caption),
		container.New(layout.NewCustomPaddedLayout(0, 0, pictureInset, pictureInset), container.NewHBox(s.take, s.save, s.remove)),
		widget.NewSeparator(),
	)
	return s
}

// show shows a page.
func (s *shot) show(page Picture, hasBrowser bool) {
	s.page, s.hasBrowser = page, hasBrowser
	s.heading.SetText(s.title())
	name := words.Readable(page.URL)
	if page.Title != "" {
		name = page.Title + " · " + name
	}
	s.name.SetText(name)
	s.refresh()
}

// title says what the picture shows.
func (s *shot) title() string {
	switch d := s.t.facts.detail; {
	case s.page.IsTarget:
		return lang.L("What a visitor gets at this address")
	case d.Kind == result.KindPage, d.Kind == result.KindDownload, d.Kind == result.KindFeed, d.Kind == result.KindOther:
		return lang.L("The page with the link")
	default:
		return lang.L("The page that uses it")
	}
}

func (s *shot) isBusy() bool { return s.t.taking == s.page.Address && s.t.takingScan == s.t.scan }

// refresh shows what there is now.
func (s *shot) refresh() {
	isBusy, isThere := s.isBusy(), s.page.Image != nil
	s.image.set(s.page.Image, lang.L("Picture of {{.Page}}", map[string]any{"Page": s.name.Text}))
	visible(s.image, isThere && !isBusy)
	s.empty.SetText(s.whyEmpty())
	visible(s.empty, !isThere && !isBusy)
	visible(s.waiting, isBusy)
	if isBusy {
		s.busy.Start()
	} else {
		s.busy.Stop()
	}
	s.frame.refresh()
	s.caption.SetText(s.about())
	switch {
	case isBusy:
		s.take.SetText(lang.L("Cancel"))
	case isThere:
		s.take.SetText(lang.L("Take it again"))
	default:
		s.take.SetText(lang.L("Take a picture"))
	}
	able(s.take, isBusy || s.t.taking == 0 && s.hasBrowser && s.page.CanBeTaken)
	able(s.save, isThere && !isBusy)
	able(s.remove, isThere && !isBusy)
	s.content.Refresh()
}

func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// whyEmpty says why there is no picture, and what makes one.
func (s *shot) whyEmpty() string {
	switch {
	case !s.page.CanBeTaken:
		return lang.L("A browser can't open this address, so there is no picture of it.")
	case !s.hasBrowser:
		return lang.L("There is no picture yet. Sitewell needs a browser on this computer to take one: Chrome, Chromium, Edge or Brave.")
	default:
		return lang.L("There is no picture yet. Press “Take a picture”: Sitewell opens the page once in the browser of this computer, without a window, and keeps a small picture with the scan.")
	}
}

// about says when the picture was taken, and what it shows.
func (s *shot) about() string {
	if s.isBusy() {
		return lang.L("The page is being opened in the browser. This takes some seconds.")
	}
	var all []string
	if s.page.Image != nil {
		date := map[string]any{"Date": words.DateTime(s.page.Taken.Local())}
		if s.page.ByHand {
			all = append(all, lang.L("Taken on {{.Date}}, as a visitor sees the page who is not signed in.", date))
		} else {
			all = append(all, lang.L("Taken on {{.Date}}, during the scan. Images and fonts are not loaded then.", date))
		}
		if s.page.Status != 0 && s.page.Status/100 != 2 {
			all = append(all, lang.L("The answer was {{.Status}}.", map[string]any{"Status": statusLine(s.page.Status)}))
		}
		if s.page.Shown != "" {
			all = append(all, lang.L("It shows {{.Address}}, where the address led.", map[string]any{"Address": words.Readable(s.page.Shown)}))
		}
	}
	if f := s.t.facts.detail.Fragment; f != "" && s.page.IsTarget && !result.IsWholeSite(s.t.facts.detail.URL) {
		all = append(all, lang.L("The page has no place “{{.Place}}”, so a visitor arrives at its top.", map[string]any{"Place": f}))
	}
	return strings.Join(all, " ")
}

func (s *shot) pressTake() {
	if s.isBusy() {
		s.t.cancel()
		return
	}
	s.t.take(s.page.Address)
}

func (s *shot) pressSave() { s.t.p.o.SavePicture(s.page.URL, s.page.JPEG) }

// menu opens a menu of what can be done with the picture.
func (s *shot) menu(at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(s.image)
	if c == nil || s.page.Image == nil {
		return
	}
	var items []*fyne.MenuItem
	if s.t.p.o.SavePicture != nil {
		items = append(items, fyne.NewMenuItem(lang.L("Save picture …"), s.pressSave))
	}
	items = append(items,
		fyne.NewMenuItem(lang.L("Copy the page's address"), func() { s.t.p.o.Desktop.Copy(s.page.URL) }),
		fyne.NewMenuItem(lang.L("Delete picture"), s.remove.OnTapped),
	)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c, at)
}

// photograph shows a picture, which has a menu.
type photograph struct {
	widget.BaseWidget
	picture *canvas.Image
	text    string
	menu    func(at fyne.Position)
}

func newPhotograph(menu func(at fyne.Position)) *photograph {
	g := &photograph{picture: &canvas.Image{FillMode: canvas.ImageFillContain}, menu: menu}
	g.ExtendBaseWidget(g)
	return g
}

func (g *photograph) set(img image.Image, text string) {
	g.text = text
	if g.picture.Image != img {
		g.picture.Image = img
		g.picture.Refresh()
	}
}

// AltText says what the picture shows.
func (g *photograph) AltText() string { return g.text }

// CreateRenderer is for Fyne.
func (g *photograph) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.picture) }

// TappedSecondary opens the menu.
func (g *photograph) TappedSecondary(e *fyne.PointEvent) { g.menu(e.AbsolutePosition) }

// pictureFrame makes everything in it as large as a picture of its width.
type pictureFrame struct {
	width        float32
	ground, edge *canvas.Rectangle
}

// pictureInset lets a picture begin where the texts around it do.
const pictureInset = 8

func (f *pictureFrame) refresh() {
	f.ground.FillColor, f.edge.StrokeColor = theme.Color(fynetheme.ColorNameInputBackground), theme.Color(fynetheme.ColorNameSeparator)
	f.ground.Refresh()
	f.edge.Refresh()
}

// MinSize is for Fyne.
func (f *pictureFrame) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, max(f.width-2*pictureInset, 200)*500/800)
}

// Layout is for Fyne.
func (f *pictureFrame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	size.Width = min(size.Width, mostPictureWidth) - 2*pictureInset
	for _, o := range objects {
		o.Move(fyne.NewPos(pictureInset, 0))
		o.Resize(size)
	}
}

// centred places a text that wraps in the middle of its height.
type centred struct{}

// MinSize is for Fyne.
func (centred) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout is for Fyne.
func (centred) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	o := objects[0]
	o.Resize(fyne.NewSize(size.Width, 0))
	height := o.MinSize().Height
	o.Resize(fyne.NewSize(size.Width, height))
	o.Move(fyne.NewPos(0, max((size.Height-height)/2, 0)))
}

// tight puts lines below each other with little between them.
type tight struct{}

// MinSize is for Fyne.
func (tight) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		m := o.MinSize()
		size.Width, size.Height = max(size.Width, m.Width), size.Height+m.Height-tightGap
	}
	return size
}

// Layout is for Fyne.
func (tight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		h := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h - tightGap
	}
}

const tightGap = 10

// atLeast reserves the height of some lines for a text, whether it has them or not.
type atLeast struct{ lines float32 }

// captionLines is how many lines below a picture are free.
const captionLines = 2

// MinSize is for Fyne.
func (a atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	line := fyne.MeasureText("X", theme.Size(theme.SizeCaption), fyne.TextStyle{}).Height
	size.Height = max(size.Height, a.lines*line+2*theme.Size(fynetheme.SizeNameInnerPadding))
	return size
}

// Layout is for Fyne.
func (atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }
