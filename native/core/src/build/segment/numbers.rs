//! A large column of numbers in memory, in huge pages where the system has them: what sorts suffixes jumps all over it, and with pages of 4 KB nearly every jump
//! would also wait for the address to be found.

use std::marker::PhantomData;

use bytemuck::Pod;
use memmap2::MmapMut;

use crate::error::{Error, Result};

/// Bytes of a huge page.
pub(crate) const HUGE_PAGE_BYTES: usize = 2 << 20;

/// Numbers of one type, all of them 0 at first. Their memory goes back to the system when they are dropped.
pub(crate) struct Numbers<T> {
    map: MmapMut,
    count: usize,
    of: PhantomData<T>,
}

impl<T: Pod> Numbers<T> {
    /// # Errors
    /// There is no more memory.
    pub(crate) fn zeroed(count: usize) -> Result<Self> {
        let bytes = match count * size_of::<T>() {
            // A map of nothing is refused.
            0 => 1,
            // Only a map of whole huge pages is laid where one begins. What is behind the last number is never touched.
            bytes @ HUGE_PAGE_BYTES.. => bytes.next_multiple_of(HUGE_PAGE_BYTES),
            bytes => bytes,
        };
        let map = MmapMut::map_anon(bytes)
            .map_err(|fault| Error::internal(format!("no memory for {bytes} bytes: {fault}")))?;
        // A refusal costs speed, not truth.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Ok(Self { map, count, of: PhantomData })
    }

    /// Leaves only the first numbers.
    pub(crate) fn shorten(&mut self, count: usize) {
        self.count = self.count.min(count);
    }

    pub(crate) fn all(&self) -> &[T] {
        bytemuck::cast_slice(&self.map[..self.count * size_of::<T>()])
    }

    pub(crate) fn all_mut(&mut self) -> &mut [T] {
        bytemuck::cast_slice_mut(&mut self.map[..self.count * size_of::<T>()])
    }
}
