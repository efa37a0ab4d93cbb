//! The threads that attribute: as many as there are cores, and more yielding than Node's own thread, so that its event loop comes first
//! where both want a core. libuv's four are left to files and names: 64 attributions at once would keep them from these.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

type Work = Box<dyn FnOnce() + Send>;

/// Runs work on one of the threads, in the order in which it came. It must not panic.
pub(crate) fn submit(work: Work) {
    static QUEUE: LazyLock<Sender<Work>> = LazyLock::new(start);
    // The queue ends only with the process: were there no thread at all, the work is done here.
    if let Err(returned) = QUEUE.send(work) {
        (returned.0)();
    }
}

fn start() -> Sender<Work> {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    for _ in 0..cores {
        let queue = Arc::clone(&receiver);
        // A thread that can't be had makes the others busier. Without any, the receiver is gone and `submit` sees it.
        let _ = thread::Builder::new().name("attribution".into()).spawn(move || serve(&queue));
    }
    sender
}

fn serve(queue: &Mutex<Receiver<Work>>) {
    yield_to_others();
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        work();
    }
}

/// Linux alone has a priority for each thread; elsewhere this would slow down the process.
#[cfg(target_os = "linux")]
fn yield_to_others() {
    const NICE: i32 = 10;
    // Refused, it costs the event loop some promptness and no answer its truth.
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE);
}

#[cfg(not(target_os = "linux"))]
fn yield_to_others() {}
