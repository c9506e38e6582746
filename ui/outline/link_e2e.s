//go:build e2e && !headless

// This empty file lets walkVisible have no body: the linker finds it in Fyne.
