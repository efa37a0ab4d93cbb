//! The process's stdin as something that can be given up: whoever waits for a terminal must still hear that the work was cancelled.

use std::io::{ErrorKind, Read, Result};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;

/// How soon a cancellation is heard.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// Ends like a file once its flag is set.
pub(crate) struct Stdin {
    pub(crate) stopped: Arc<AtomicBool>,
}

impl Read for Stdin {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while !self.stopped.load(Ordering::Relaxed) {
            let mut waiting = [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)];
            match poll(&mut waiting, Some(&PATIENCE)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => continue,
                Ok(_) => {}
                Err(fault) => return Err(fault.into()),
            }
            match rustix::io::read(stdin(), &mut *buffer).map_err(std::io::Error::from) {
                Err(fault) if [ErrorKind::WouldBlock, ErrorKind::Interrupted].contains(&fault.kind()) => {}
                result => return result,
            }
        }
        Ok(0)
    }
}
