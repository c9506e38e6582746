#include <string.h>

#include "sqliteapi.h"
#include "vfs.h"

/* All that SQLite looks at by itself, before it reads the whole first page. */
enum { HEADER = 100, RESERVED_BYTES_AT = 20 };

/* The locks of the one that writes: without a -wal file, and the number of that with
   one (https://www.sqlite.org/walformat.html#locks). */
enum { RESERVED = 2, WAL_WRITE_LOCK = 0 };

/* file is a database file. The file of the system's VFS follows it in memory. */
struct file {
	sqlite3_file base;
	int lock;      /* its level */
	int wal_write; /* 1: this connection has WAL_WRITE_LOCK */
	int lenient;   /* 1: opened by lenient_vfs */
	sqlite3_int64 aligned[]; /* what follows */
};

static sqlite3_vfs *system_vfs, strict_vfs, lenient_vfs;

static sqlite3_file *real(sqlite3_file *f) { return (sqlite3_file *)((struct file *)f + 1); }

static int is_page(int n, sqlite3_int64 at) { return n == PAGESUM_PAGE && at % PAGESUM_PAGE == 0; }

static uint64_t sum_of(const void *page, sqlite3_int64 at) { return pagesum_of(page, (uint32_t)(at / PAGESUM_PAGE + 1)); }

static void put_sum(unsigned char *page, uint64_t sum) {
	for (int i = 0; i < PAGESUM_SUM; i++)
		page[PAGESUM_PAGE - PAGESUM_SUM + i] = (unsigned char)(sum >> 8 * i);
}

static uint64_t get_sum(const unsigned char *page) {
	uint64_t sum = 0;
	for (int i = 0; i < PAGESUM_SUM; i++)
		sum |= (uint64_t)page[PAGESUM_PAGE - PAGESUM_SUM + i] << 8 * i;
	return sum;
}

/* is_about_to_be_made reports whether nothing is there of a page that SQLite reads while
   it writes. It reads some that it is about to make. */
static int is_about_to_be_made(sqlite3_file *f, sqlite3_int64 at) {
	struct file *file = (struct file *)f;
	sqlite3_int64 size;
	return (file->lock >= RESERVED || file->wal_write) &&
		real(f)->pMethods->xFileSize(real(f), &size) == SQLITE_OK && size <= at;
}

/* SQLite gets each page without its checksum. So a page that another program moves
   from the -wal file into the database has none, and AddMissing can tell it from
   a damaged one. */
static int file_read(sqlite3_file *f, void *data, int n, sqlite3_int64 at) {
	int rc = real(f)->pMethods->xRead(real(f), data, n, at);
	if (at + n <= HEADER)
		return rc;
	if (rc == SQLITE_IOERR_SHORT_READ)
		return is_about_to_be_made(f, at) ? rc : SQLITE_CORRUPT;
	if (rc != SQLITE_OK)
		return rc;
	if (!is_page(n, at))
		return SQLITE_CORRUPT; /* the header names another size of pages */
	if (((struct file *)f)->lenient && pagesum_is_missing(data))
		return SQLITE_OK;
	if (get_sum(data) != sum_of(data, at))
		return SQLITE_CORRUPT;
	put_sum(data, 0);
	return SQLITE_OK;
}

static int file_write(sqlite3_file *f, const void *data, int n, sqlite3_int64 at) {
	unsigned char page[PAGESUM_PAGE];
	if (!is_page(n, at) || (at == 0 && ((const unsigned char *)data)[RESERVED_BYTES_AT] != PAGESUM_SUM))
		return SQLITE_IOERR_WRITE; /* there is no room for a checksum */
	memcpy(page, data, PAGESUM_PAGE - PAGESUM_SUM);
	put_sum(page, sum_of(page, at));
	return real(f)->pMethods->xWrite(real(f), page, n, at);
}

/* Without SQLITE_IOCAP_SUBPAGE_READ, SQLite reads whole pages and the header. */
static int file_device_characteristics(sqlite3_file *f) {
	return real(f)->pMethods->xDeviceCharacteristics(real(f)) & ~SQLITE_IOCAP_SUBPAGE_READ;
}

static int file_close(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int file_truncate(sqlite3_file *f, sqlite3_int64 size) { return real(f)->pMethods->xTruncate(real(f), size); }
static int file_sync(sqlite3_file *f, int flags) { return real(f)->pMethods->xSync(real(f), flags); }
static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); }
static int file_lock(sqlite3_file *f, int level) {
	int rc = real(f)->pMethods->xLock(real(f), level);
	if (rc == SQLITE_OK && level > ((struct file *)f)->lock)
		((struct file *)f)->lock = level;
	return rc;
}
static int file_unlock(sqlite3_file *f, int level) {
	int rc = real(f)->pMethods->xUnlock(real(f), level);
	if (rc == SQLITE_OK && level < ((struct file *)f)->lock)
		((struct file *)f)->lock = level;
	return rc;
}
static int file_check_reserved_lock(sqlite3_file *f, int *reserved) { return real(f)->pMethods->xCheckReservedLock(real(f), reserved); }
static int file_control(sqlite3_file *f, int op, void *arg) { return real(f)->pMethods->xFileControl(real(f), op, arg); }
static int file_sector_size(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int file_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **at) {
	return real(f)->pMethods->xShmMap(real(f), region, size, extend, at);
}
static int file_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
	int rc = real(f)->pMethods->xShmLock(real(f), offset, n, flags);
	if (rc == SQLITE_OK && offset == WAL_WRITE_LOCK)
		((struct file *)f)->wal_write = (flags & SQLITE_SHM_LOCK) != 0;
	return rc;
}
static void file_shm_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int file_shm_unmap(sqlite3_file *f, int delete) { return real(f)->pMethods->xShmUnmap(real(f), delete); }

/* Version 2 has no xFetch: pages that are mapped into memory would not be verified. */
#define METHODS(version) { \
	.iVersion = version, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate, \
	.xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock, \
	.xCheckReservedLock = file_check_reserved_lock, .xFileControl = file_control, .xSectorSize = file_sector_size, \
	.xDeviceCharacteristics = file_device_characteristics, .xShmMap = file_shm_map, .xShmLock = file_shm_lock, \
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap, \
}
static const sqlite3_io_methods methods = METHODS(2), methods_without_shm = METHODS(1);

/* Only databases have checksums: the -wal file and the journal have their own, and
   temporary files are not kept. */
static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags) {
	int rc;
	if (!(flags & SQLITE_OPEN_MAIN_DB))
		return system_vfs->xOpen(system_vfs, name, f, flags, out_flags);
	memset(f, 0, sizeof(struct file));
	((struct file *)f)->lenient = vfs == &lenient_vfs;
	rc = system_vfs->xOpen(system_vfs, name, real(f), flags, out_flags);
	if (real(f)->pMethods)
		f->pMethods = real(f)->pMethods->iVersion >= 2 && real(f)->pMethods->xShmMap ? &methods : &methods_without_shm;
	return rc;
}

/* All but opening is what the system's VFS does. */
static int register_vfs(sqlite3_vfs *vfs, const char *name) {
	*vfs = *system_vfs;
	vfs->pNext = 0;
	vfs->zName = name;
	vfs->szOsFile += sizeof(struct file);
	vfs->xOpen = vfs_open;
	return sqlite3_vfs_register(vfs, 0);
}

int pagesum_register(void) {
	int rc;
	system_vfs = sqlite3_vfs_find(0);
	if (!system_vfs)
		return SQLITE_ERROR;
	rc = register_vfs(&strict_vfs, PAGESUM_STRICT);
	return rc ? rc : register_vfs(&lenient_vfs, PAGESUM_LENIENT);
}
