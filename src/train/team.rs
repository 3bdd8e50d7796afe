//! The threads of a run: the same program on each, in phases with a barrier between.

/// How many run, and how they wait for each other.
#[derive(Debug, Default)]
pub struct Team {}

impl Team {
    /// One thread: the caller's.
    pub fn solo() -> Self {
        Team {}
    }

    pub fn size(&self) -> usize {
        1
    }

    /// Runs `program(thread)` on every thread; returns when all have.
    pub fn run(&self, program: &(dyn Fn(usize) + Sync)) {
        program(0);
    }

    /// Waits until every thread of the running program has come here.
    pub fn barrier(&self) {}
}
