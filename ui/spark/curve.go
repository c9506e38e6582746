package spark

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sitewell/ui/theme"
)

// curve is a line through numbers with a dot at the newest: what Line and Chart draw.
type curve struct {
	values []int // oldest first; from Unknown and to it nothing is drawn
	lines  []*canvas.Line
	dot    *canvas.Circle
}

// newCurve returns a curve for values in colours of the present theme. It is to be placed.
func newCurve(values []int, width float32, line, dot fyne.ThemeColorName) *curve {
	c := &curve{values: values, dot: canvas.NewCircle(theme.Color(dot))}
	for range max(len(values)-1, 0) {
		c.lines = append(c.lines, &canvas.Line{StrokeColor: theme.Color(line), StrokeWidth: width})
	}
	return c
}

// objects are what is drawn; nothing with fewer than two values.
func (c *curve) objects() (all []fyne.CanvasObject) {
	if len(c.values) < 2 {
		return nil
	}
	for _, l := range c.lines {
		all = append(all, l)
	}
	return append(all, c.dot)
}

// frame is where numbers are drawn: 0 at the bottom, highest at the top.
type frame struct {
	left, right, top, bottom float32
	highest                  int
}

// place puts the curve into a frame and returns where it ends.
func (c *curve) place(f frame) (end fyne.Position) {
	at := points(c.values, f)
	for i, l := range c.lines {
		show(l, c.values[i] != Unknown && c.values[i+1] != Unknown)
		l.Position1, l.Position2 = at[i], at[i+1]
	}
	if len(at) > 0 {
		end = at[len(at)-1]
		c.dot.Move(end.SubtractXY(dotSize/2, dotSize/2))
		c.dot.Resize(fyne.NewSquareSize(dotSize))
	}
	return end
}

// points maps values to positions within a frame, so that a falling line means that the
// site gets better. There are none for fewer than two values.
func points(values []int, f frame) []fyne.Position {
	if len(values) < 2 {
		return nil
	}
	step := (f.right - f.left) / float32(len(values)-1)
	scale := (f.bottom - f.top) / float32(max(f.highest, 1))
	all := make([]fyne.Position, len(values))
	for i, v := range values {
		all[i] = fyne.NewPos(f.left+float32(i)*step, f.bottom-float32(v)*scale)
	}
	return all
}

func show(line *canvas.Line, on bool) {
	if on {
		line.Show()
	} else {
		line.Hide()
	}
}
