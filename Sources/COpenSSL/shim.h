#pragma once
#include <openssl/evp.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>

// OpenSSL 3 keeps the functions of SHA-256 alone for old programs. Those that took their place set up a context for every
// message, which costs more than hashing two blocks.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

/// Hashes two whole blocks, 128 bytes that have SHA-256's padding at their end, and puts the hash into their first 32.
static inline void unloop_sha256_two_blocks(SHA256_CTX *context, unsigned char *blocks) {
    SHA256_Init(context);
    SHA256_Update(context, blocks, 128);
    for (int word = 0; word < 8; word++) {
        uint32_t number = __builtin_bswap32(context->h[word]);
        memcpy(blocks + 4 * word, &number, sizeof number);
    }
}

#pragma clang diagnostic pop
