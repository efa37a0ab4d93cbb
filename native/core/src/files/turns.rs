//! Whose step is next: what threads do to a disk side by side, in an order that is given and the same each time.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Commit,
    MergeSegments,
    MergeCounts,
}

impl Lane {
    fn of_this_thread() -> Self {
        match std::thread::current().name() {
            Some("merge segments") => Self::MergeSegments,
            Some("merge counts") => Self::MergeCounts,
            _ => Self::Commit,
        }
    }
}

/// So many steps of one, then so many of another; behind these nobody waits for anybody.
#[derive(Default)]
pub(crate) struct Turns {
    order: Mutex<Order>,
    changed: Condvar,
}

#[derive(Default)]
struct Order {
    left: VecDeque<(Lane, usize)>,
    taken: Vec<Lane>,
}

impl Turns {
    pub(crate) fn of(turns: &[(Lane, usize)]) -> Self {
        let left = turns.iter().copied().filter(|(_, steps)| *steps > 0).collect();
        Self { order: Mutex::new(Order { left, taken: Vec::new() }), changed: Condvar::new() }
    }

    /// Takes a step when it is this thread's turn. Where it is the last that is done, nobody waits any more.
    pub(crate) fn take<T>(&self, step: impl FnOnce() -> (T, bool)) -> T {
        let lane = Lane::of_this_thread();
        let is_others = |order: &mut Order| order.left.front().is_some_and(|(next, _)| *next != lane);
        let mut order = self.changed.wait_while(self.order.lock().unwrap(), is_others).unwrap();
        let (taken, is_last) = step();
        order.taken.push(lane);
        match order.left.front_mut() {
            Some((_, steps)) if *steps > 1 => *steps -= 1,
            _ => drop(order.left.pop_front()),
        }
        if is_last {
            order.left.clear();
        }
        self.changed.notify_all();
        taken
    }

    /// How many steps it took so far.
    pub(crate) fn taken(&self, lane: Lane) -> usize {
        self.order.lock().unwrap().taken.iter().filter(|taken| **taken == lane).count()
    }

    pub(crate) fn are_over(&self) -> bool {
        self.order.lock().unwrap().left.is_empty()
    }
}
