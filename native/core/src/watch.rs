//! What a long piece of work tells its caller, and how the caller ends it.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Kind, Result};

/// How far a build has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How much of it is done: rows or segments.
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
}

/// The parts of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows are read and cut into tokens.
    Rows,
    /// Segments are sorted and written.
    Segments,
    /// The owners of tokens and pairs are counted.
    Counts,
}

/// The parts of an attribution, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The text is cut into tokens.
    Tokens,
    /// The language counts of the tokens are looked up.
    Counts,
    /// Every token's matches are searched for.
    Scan,
    /// Windows, shares and evidence.
    Credit,
    /// The passages and their sources.
    Passages,
    /// The names of rows and owners.
    Names,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Tokens, Self::Counts, Self::Scan, Self::Credit, Self::Passages, Self::Names];
}

/// A caller's eyes and brake; the default has neither.
#[derive(Clone, Copy, Default)]
pub struct Watch<'w> {
    cancelled: Option<&'w AtomicBool>,
    progress: Option<&'w (dyn Fn(Progress) + Sync)>,
    step: Option<&'w dyn Fn(Step)>,
}

impl<'w> Watch<'w> {
    /// Ends the work soon after `flag` is set.
    pub fn cancelled_by(mut self, flag: &'w AtomicBool) -> Self {
        self.cancelled = Some(flag);
        self
    }

    /// Calls `progress` often; it should be quick.
    pub fn reporting_to(mut self, progress: &'w (dyn Fn(Progress) + Sync)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Calls `step` at the end of each step of an attribution, on the thread that works: what measures needs that.
    pub fn stepping_to(mut self, step: &'w dyn Fn(Step)) -> Self {
        self.step = Some(step);
        self
    }

    /// # Errors
    /// The work was cancelled.
    pub fn check(&self) -> Result<()> {
        self.brake().check()
    }

    /// The brake alone, which several threads may share.
    pub(crate) fn brake(&self) -> Brake<'w> {
        Brake(self.cancelled)
    }

    pub(crate) fn report(&self, progress: Progress) {
        if let Some(report) = self.progress {
            report(progress);
        }
    }

    pub(crate) fn done(&self, step: Step) {
        if let Some(report) = self.step {
            report(step);
        }
    }
}

/// What ends the work of several threads.
#[derive(Clone, Copy, Default)]
pub(crate) struct Brake<'w>(Option<&'w AtomicBool>);

impl Brake<'_> {
    pub(crate) fn check(self) -> Result<()> {
        #[cfg(test)]
        CHECKS.set(CHECKS.get() + 1);
        match self.0.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            true => Err(Kind::Cancelled.into()),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
thread_local! {
    /// How often this thread looked whether its work was cancelled.
    pub(crate) static CHECKS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}
