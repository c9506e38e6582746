#include <string.h>

#include "vfs.h"

/* XXH64 (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) with the
   number of the page as the seed, so that a page in another's place is noticed. */

static const uint64_t prime1 = 0x9E3779B185EBCA87ULL;
static const uint64_t prime2 = 0xC2B2AE3D27D4EB4FULL;
static const uint64_t prime3 = 0x165667B19E3779F9ULL;
static const uint64_t prime4 = 0x85EBCA77C2B2AE63ULL;
static const uint64_t prime5 = 0x27D4EB2F165667C5ULL;

static uint64_t rotate(uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

/* word returns 8 bytes as a number, little endian. */
static uint64_t word(const unsigned char *p) {
	uint64_t w;
	memcpy(&w, p, sizeof w);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	return w;
}

static uint64_t add(uint64_t lane, uint64_t input) { return rotate(lane + input * prime2, 31) * prime1; }

static uint64_t merge(uint64_t hash, uint64_t lane) { return (hash ^ add(0, lane)) * prime1 + prime4; }

uint64_t pagesum_of(const void *page, uint32_t number) {
	enum { length = PAGESUM_PAGE - PAGESUM_SUM }; /* a multiple of 8, and more than 32 */
	const unsigned char *p = page, *end = p + length;
	uint64_t a = number + prime1 + prime2, b = number + prime2, c = number, d = number - prime1, hash;
	for (; end - p >= 32; p += 32) {
		a = add(a, word(p));
		b = add(b, word(p + 8));
		c = add(c, word(p + 16));
		d = add(d, word(p + 24));
	}
	hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
	hash = merge(merge(merge(merge(hash, a), b), c), d);
	hash += length;
	for (; p < end; p += 8)
		hash = rotate(hash ^ add(0, word(p)), 27) * prime1 + prime4;
	hash = (hash ^ hash >> 33) * prime2;
	hash = (hash ^ hash >> 29) * prime3;
	hash ^= hash >> 32;
	return hash ? hash : prime5; /* 0 stands for no checksum */
}

int pagesum_is_missing(const void *page) {
	const unsigned char *p = page;
	if (word(p + PAGESUM_PAGE - PAGESUM_SUM) != 0)
		return 0;
	for (int i = 0; i < PAGESUM_PAGE; i += 8)
		if (word(p + i) != 0)
			return 1;
	return 0;
}
