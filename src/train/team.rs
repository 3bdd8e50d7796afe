//! The threads of a run: the same program on each, in phases with a barrier between (SPMD).
//!
//! A [`Crew`] is what threads meet at; a [`Team`] is a crew with the number of threads that take part. Natively a team
//! starts its own threads; on the web each helper is a worker on the shared memory that enters [`Crew::work`].
//!
//! A program is a closure on the stack of who runs it, and helpers hold on to it. So `run` neither returns nor unwinds
//! before every helper has left the program, and a thread that fails must not leave others waiting for it: the crew is
//! *abandoned*, whoever waits at a barrier is released by unwinding, and `run` panics with the failure. Where a panic
//! aborts (wasm), the thread that fails traps; the panic hook, or who catches the trap, abandons the crew, and the others
//! trap at their barrier instead of waiting for ever.

mod barrier;
mod crew;
#[cfg(test)]
pub(super) mod tests;

use std::sync::Arc;
#[cfg(any(test, target_arch = "wasm32"))]
use std::time::Duration;

pub use crew::{Crew, MAX_THREADS, Member};

/// How long a team waits for a helper that is on its way: it starts in milliseconds.
#[cfg(any(test, target_arch = "wasm32"))]
const PATIENCE: Duration = Duration::from_secs(5);

/// A crew, and how many of it run.
pub struct Team {
    crew: Arc<Crew>,
    size: usize,
    helpers: Vec<std::thread::JoinHandle<()>>,
}

impl Team {
    /// One thread: the caller's.
    pub fn solo() -> Self {
        Team { crew: Arc::default(), size: 1, helpers: Vec::new() }
    }

    /// The caller's thread and up to `size − 1` new ones; fewer where the system gives no more.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn spawn(size: usize) -> Self {
        let mut team = Team::solo();
        for index in 1..size.min(MAX_THREADS) {
            let crew = Arc::clone(&team.crew);
            match std::thread::Builder::new().spawn(move || crew.work(index)) {
                Ok(helper) => team.helpers.push(helper),
                Err(_) => break,
            }
        }
        team.size = 1 + team.helpers.len();
        team
    }

    /// The caller's thread and the first `size − 1` helpers of `crew`; fewer where they have not come within some
    /// seconds, and the caller's alone where the crew has been abandoned.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn of(crew: Arc<Crew>, size: usize) -> Self {
        Team::within(PATIENCE, crew, size)
    }

    #[cfg(any(test, target_arch = "wasm32"))]
    fn within(patience: Duration, crew: Arc<Crew>, size: usize) -> Self {
        let size = 1 + crew.await_helpers(size.clamp(1, MAX_THREADS) - 1, patience);
        Team { crew, size, helpers: Vec::new() }
    }

    pub fn size(&self) -> usize {
        self.size
    }

    /// Runs the program on every thread; returns when all have left it.
    ///
    /// # Panics
    /// When the program does on one of the threads: with the first failure, after all have left the program. A team
    /// that failed so runs no other program, and says so by a panic. Also when a program runs on these threads already,
    /// and when the program's threads do not come to the same barriers.
    pub fn run(&self, program: &(dyn Fn(&Member) + Sync)) {
        if self.size == 1 { program(&Member::alone()) } else { self.crew.run(self.size, program) }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        if !self.helpers.is_empty() {
            self.crew.abandon();
            self.helpers.drain(..).for_each(|helper| drop(helper.join()));
        }
    }
}
