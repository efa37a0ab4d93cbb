//! A large column of numbers in memory, in huge pages where the system has them: what sorts suffixes jumps all over it, and with pages of 4 KB nearly every jump
//! would also wait for the address to be found.

use memmap2::MmapMut;

use crate::error::{Error, Result};

/// Numbers, all of them 0 at first. Its memory goes back to the system when it is dropped.
pub(crate) struct Numbers {
    map: MmapMut,
    count: usize,
}

impl Numbers {
    /// # Errors
    /// There is no more memory.
    pub(crate) fn zeroed(count: usize) -> Result<Self> {
        // A map of nothing is refused.
        let bytes = (count * size_of::<u32>()).max(1);
        let map = MmapMut::map_anon(bytes)
            .map_err(|fault| Error::internal(format!("no memory for {bytes} bytes: {fault}")))?;
        // A refusal costs speed, not truth.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Ok(Self { map, count })
    }

    /// Leaves only the first numbers.
    pub(crate) fn shorten(&mut self, count: usize) {
        self.count = self.count.min(count);
    }

    pub(crate) fn all(&self) -> &[u32] {
        bytemuck::cast_slice(&self.map[..self.count * size_of::<u32>()])
    }

    pub(crate) fn all_mut(&mut self) -> &mut [u32] {
        bytemuck::cast_slice_mut(&mut self.map[..self.count * size_of::<u32>()])
    }
}
