//! What the kernel says this process takes.

use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The most memory of its own that this process takes, looked at a thousand times a second: files that are mapped are not in it, the system has them back when it
/// needs them.
pub struct Peak {
    before: usize,
    is_over: Arc<AtomicBool>,
    looking: JoinHandle<usize>,
}

impl Peak {
    /// Begins to look.
    pub fn watch() -> Result<Self, Box<dyn Error>> {
        let is_over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_over);
        let before = status("RssAnon")?;
        let looking = thread::spawn(move || {
            let mut most = 0;
            while !flag.load(Ordering::Relaxed) {
                most = most.max(status("RssAnon").unwrap_or(0));
                thread::sleep(Duration::from_millis(1));
            }
            most
        });
        Ok(Self { before, is_over, looking })
    }

    /// The most since then, beyond what it was then.
    pub fn end(self) -> Result<usize, Box<dyn Error>> {
        self.is_over.store(true, Ordering::Relaxed);
        let most = self.looking.join().map_err(|_| "the memory could not be read")?;
        Ok(most.max(status("RssAnon")?).saturating_sub(self.before))
    }
}

/// A line of the kernel's account of this process, in bytes.
pub fn status(name: &str) -> Result<usize, Box<dyn Error>> {
    let account = fs::read_to_string("/proc/self/status")?;
    let line = account.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    let kilobytes: usize =
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse().map_err(|_| "no number")?;
    Ok(kilobytes * 1024)
}
