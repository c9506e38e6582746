package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"sitewell/scanner/result"
)

// Writer stores what one scan finds; it is the engine's Sink and Journal. Only
// one Writer of a scan can store anything: when a scan is resumed, the Writer
// before gets ErrConflict. Safe for concurrent use, one call at a time.
type Writer struct {
	db    *DB
	id    int64
	site  int64
	began int64 // ms since 1970

	mu       sync.Mutex
	closed   bool
	stale    bool // what stands below is not what the database holds: read it again
	revision int64
	epoch    int64
	changed  bool // the transaction under way changes which addresses or links there are
	counts   Counts
	urls     []uint32 // number of the text by ID-1
	blocks   map[int]*openBlock
	prior    *prior // nil: not read yet
	in       *interner
	texts    texting
	linker   *linker
	evidence evidenceKeeper
	records  recordCodec
	buf      []byte
}

// openBlock is a block in memory.
type openBlock struct {
	block
	changed, used bool
}

// openBlocks is how many blocks stay in memory between batches.
const openBlocks = 128

// NewScan begins a scan of s.Site with s.Start, s.Version and s.Settings; ID,
// state and counts are set here, and Began where it is zero. The caller must
// Close the Writer.
func (db *DB) NewScan(ctx context.Context, s Scan) (*Writer, error) {
	if s.Began.IsZero() {
		s.Began = db.now()
	}
	err := db.writing(ctx, "begin scan", func(tx *sql.Tx) error {
		var site int64
		if err := tx.QueryRow(`SELECT id FROM site WHERE id = ? AND deleted IS NULL`, s.Site).Scan(&site); err != nil {
			return fmt.Errorf("site %d: %w", s.Site, err)
		}
		res, err := tx.Exec(`INSERT INTO scan (site, start, state, began, version, settings) VALUES (?, ?, ?, ?, ?, ?)`,
			s.Site, s.Start, Interrupted, toMillis(s.Began), s.Version, s.Settings)
		if err != nil {
			return err
		}
		s.ID, err = res.LastInsertId()
		return err
	})
	if err != nil {
		return nil, err
	}
	return db.ResumeScan(ctx, s.ID)
}

// ResumeScan goes on with a scan, whatever its state: after a pause or a crash
// to finish it, or to check some of its addresses again. It shows as
// Interrupted once something is stored and until it is finished again. The
// caller must Close the Writer. ErrNotFound where there is no such scan.
func (db *DB) ResumeScan(ctx context.Context, id int64) (*Writer, error) {
	w := &Writer{db: db, id: id, stale: true, in: newInterner(db.seed)}
	w.texts.in = w.in
	w.linker = newLinker(w.in)
	w.evidence = evidenceKeeper{in: w.in, shared: newCache[uint64, uint32](1 << 12)}
	err := db.writing(ctx, "resume scan", func(tx *sql.Tx) error {
		// The new revision shuts out any Writer before this one.
		res, err := tx.Exec(`UPDATE scan AS s SET revision = revision + 1, derived = `+derivedStays+` WHERE id = ? AND `+live, id)
		if err := oneRow(res, err, "scan", id); err != nil {
			return err
		}
		s, p, err := scanByID(tx, id)
		w.site, w.began, w.revision = s.Site, toMillis(s.Began), p.revision
		return err
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// ID is the scan's.
func (w *Writer) ID() int64 { return w.id }

// Site is the ID of the scan's site.
func (w *Writer) Site() int64 { return w.site }

// Close gives up the Writer; what was committed stays. It is no error to
// close one twice.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.forget()
	return nil
}

// forget drops everything in memory that a failed transaction may have
// changed.
func (w *Writer) forget() {
	w.stale = true
	w.urls, w.blocks, w.prior = nil, nil, nil
	w.in.forget()
	w.linker.forget()
	w.evidence.shared.clear()
}

var errClosed = errors.New("scan's writer is closed")

// store runs f in a transaction of this Writer, and stores the blocks and
// counts that f changed with it. After an error nothing is changed, neither in
// the database nor here, so the same call can be made again.
func (w *Writer) store(ctx context.Context, op string, f func(tx *sql.Tx) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return wrap(op, errClosed)
	}
	revision := w.revision
	w.changed = false
	err := w.db.writing(ctx, op, func(tx *sql.Tx) error {
		if err := w.load(tx); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		if err := w.flush(tx); err != nil {
			return err
		}
		return w.saveCounts(tx)
	})
	if err != nil {
		w.revision = revision
		w.forget()
		return err
	}
	w.trim()
	return nil
}

// load makes sure that memory agrees with the database: after an error, and
// after a purge that may have taken away what the caches know.
func (w *Writer) load(tx *sql.Tx) error {
	w.in.begin = true
	var epoch int64
	err := tx.QueryRow(`SELECT e.value, s.value FROM setting e, setting s WHERE e.name = 'epoch' AND s.name = 'sweeping'`).Scan(&epoch, &w.in.sweeping)
	if err != nil {
		return err
	}
	if epoch != w.epoch {
		w.forget()
		w.epoch = epoch
	}
	if !w.stale {
		return nil
	}
	s, p, err := scanByID(tx, w.id)
	if err != nil {
		return err
	}
	if p.revision != w.revision {
		return ErrConflict
	}
	w.counts = s.Counts
	if err := w.linker.begin(tx); err != nil {
		return err
	}
	w.urls = make([]uint32, 0, s.Counts.Found+blockSize)
	w.blocks = make(map[int]*openBlock)
	err = eachBlock(tx, w.id, func(number int, recs []record) error {
		if len(w.urls) != number*blockSize {
			return missing("block", uint32(len(w.urls)/blockSize), sql.ErrNoRows)
		}
		for i := range recs {
			w.urls = append(w.urls, recs[i].url)
		}
		return nil
	})
	w.stale = err != nil
	return err
}

// derivedStays keeps what is derived valid although the revision goes up.
const derivedStays = `CASE derived WHEN revision THEN revision + 1 ELSE 0 END`

// saveCounts stores the counts. It meets no row where another Writer has taken
// the scan over, or it was deleted.
func (w *Writer) saveCounts(tx *sql.Tx) error {
	derived := `0`
	if !w.changed { // new checks may bring new titles and sizes, no more
		derived = derivedStays
		if _, err := tx.Exec(`DELETE FROM derived WHERE scan = ? AND name IN (?, ?)`, w.id, derivedTitle, derivedSize); err != nil {
			return err
		}
	}
	c := &w.counts
	res, err := tx.Exec(`UPDATE scan SET revision = revision + 1, derived = `+derived+`, found = ?, waiting = ?, pages = ?, links = ?, broken = ?, warning = ?,
		cant = ?, works = ?, skipped = ?, internal = ?, omitted = ? WHERE id = ? AND revision = ? AND deleted IS NULL`,
		c.Found, c.Waiting, c.Pages, c.Links, c.Broken, c.Warning, c.Cant, c.Works, c.Skipped, c.Internal, c.Omitted, w.id, w.revision)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		if _, _, err := scanByID(tx, w.id); err != nil {
			return err
		}
		return ErrConflict
	}
	w.revision++
	return nil
}

// record gives the record of an address for change, nil where the scan has no
// such address.
func (w *Writer) record(tx *sql.Tx, id result.ID) (*record, error) {
	if id < 1 || int64(id) > int64(len(w.urls)) || w.urls[id-1] == 0 {
		return nil, nil
	}
	number, i := blockOf(id)
	b, err := w.block(tx, number)
	if err != nil {
		return nil, err
	}
	b.changed = true
	return &b.block[i], nil
}

// block gives a block of the scan, an empty one where there is none yet.
func (w *Writer) block(tx *sql.Tx, number int) (*openBlock, error) {
	if b := w.blocks[number]; b != nil {
		b.used = true
		return b, nil
	}
	there, err := readBlock(tx, &w.records, w.id, number)
	if err != nil {
		return nil, err
	}
	b := &openBlock{block: there, used: true}
	w.blocks[number] = b
	return b, nil
}

// flush stores the changed blocks.
func (w *Writer) flush(tx *sql.Tx) error {
	for number, b := range w.blocks {
		if !b.changed {
			continue
		}
		w.buf = w.records.plain(w.buf[:0], b.block.records())
		if _, err := tx.Exec(`INSERT OR REPLACE INTO block (id, data) VALUES (?, ?)`, rowOf(w.id, number), w.buf); err != nil {
			return err
		}
		b.changed = false
	}
	return nil
}

// trim forgets the blocks that the last batch had no use for, once there are
// many.
func (w *Writer) trim() {
	many := len(w.blocks) > openBlocks
	for number, b := range w.blocks {
		if many && !b.used {
			delete(w.blocks, number)
		}
		b.used = false
	}
}

// sinceBegan gives a time in ms since the scan began.
func (w *Writer) sinceBegan(t time.Time) int64 {
	if t.IsZero() {
		return -w.began
	}
	return t.UnixMilli() - w.began
}
