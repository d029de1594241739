/*
 * Whether a sanitizer watches this program. It needs more memory and system calls than limits leave, and sees misuse only of
 * what malloc gave.
 */
#ifndef READOUT_SANITIZED_H
#define READOUT_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

#endif
