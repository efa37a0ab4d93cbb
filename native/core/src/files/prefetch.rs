//! Asks the processor for memory before it is read. One of the three files of this crate that may say `unsafe`.
#![allow(unsafe_code)]

/// Begins to load the cache line of `slice[at]`; nothing where there is no such item or the processor has no such instruction.
#[inline(always)]
pub(crate) fn prefetch<T>(slice: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = slice.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the instruction is part of every x86-64 processor, reads and writes nothing that a program can see, and the pointer is that of
        // a live item.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (slice, at);
}
