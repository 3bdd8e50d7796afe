//! The threads of a run: the same program on each, in phases with a barrier between (SPMD).
//!
//! A [`Crew`] is what threads meet at; a [`Team`] is a crew with the number of threads that take part. Natively a team
//! starts its own threads; on the web each helper is a worker on the shared memory that enters [`Crew::work`].

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Threads a team may have.
pub const MAX_THREADS: usize = 64;

/// Turns around an atomic before a waiting thread goes to sleep: some hundred microseconds on either target (a turn
/// natively rests the processor, wasm has no such hint and turns faster). Shorter, and once a thread has overslept the
/// others wait so long for it that they fall asleep as well: a small net's steps are then paid at a futex's price, step
/// after step. Longer, and an idle team heats the machine between two slices. Under Miri only a few, or nobody would
/// ever fall asleep there.
const SPINS: u32 = if cfg!(miri) {
    20
} else if cfg!(target_arch = "wasm32") {
    200_000
} else {
    20_000
};

type Program = dyn Fn(usize) + Sync;

/// Where threads meet: a place for the program, a starting signal, a barrier.
#[derive(Default)]
pub struct Crew {
    program: UnsafeCell<Option<*const Program>>,
    /// Programs started so far, times 256, plus the number of threads that take part in the last one: in one word, so
    /// that a thread that is not wanted never mistakes one start for another.
    start: AtomicU64,
    /// Threads that have come to the barrier.
    arrived: AtomicUsize,
    /// Barriers passed.
    passed: AtomicU32,
    stopped: AtomicBool,
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    wake: Condvar,
}

// SAFETY: `program` is written before a start that its readers acquire, and stays until all have come to the last
// barrier; everything else is atomic.
unsafe impl Send for Crew {}
unsafe impl Sync for Crew {}

impl Crew {
    /// Waits until `ready`, first awake, then asleep.
    fn wait(&self, ready: impl Fn() -> bool) {
        for _ in 0..SPINS {
            if ready() {
                return;
            }
            std::hint::spin_loop();
        }
        let mut guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        while !ready() {
            guard = self.wake.wait(guard).unwrap_or_else(PoisonError::into_inner);
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }

    /// Wakes who sleeps; to be called after what they wait for has been stored (sequentially consistent).
    fn wake_sleepers(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            // A sleeper holds the lock from counting itself until it waits, so none is missed.
            drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner));
            self.wake.notify_all();
        }
    }

    fn barrier(&self, threads: usize) {
        let passed = self.passed.load(Ordering::SeqCst);
        if self.arrived.fetch_add(1, Ordering::SeqCst) + 1 == threads {
            self.arrived.store(0, Ordering::SeqCst);
            self.passed.store(passed.wrapping_add(1), Ordering::SeqCst);
            self.wake_sleepers();
        } else {
            self.wait(|| self.passed.load(Ordering::SeqCst) != passed);
        }
    }

    fn run(&self, threads: usize, program: &(dyn Fn(usize) + Sync)) {
        // SAFETY: no program is running, so nobody reads the place; the lifetime is forgotten, but the last barrier
        // below is behind every use.
        unsafe {
            *self.program.get() = Some(std::mem::transmute::<*const (dyn Fn(usize) + Sync), *const Program>(program))
        };
        let count = self.start.load(Ordering::SeqCst) >> 8;
        self.start.store((count + 1) << 8 | threads as u64, Ordering::SeqCst);
        self.wake_sleepers();
        program(0);
        self.barrier(threads);
    }

    /// A helper's life: takes part, as thread `index` ≥ 1, in every program that wants so many threads. Returns when
    /// the crew is stopped; on the web, never.
    pub fn work(&self, index: usize) {
        let _guard = AbortOnPanic;
        // A program that was started before this thread came is taken up too: its others wait for this one. One that is
        // over cannot have wanted it.
        let mut seen = 0;
        loop {
            self.wait(|| self.start.load(Ordering::SeqCst) != seen || self.stopped.load(Ordering::SeqCst));
            if self.stopped.load(Ordering::SeqCst) {
                return;
            }
            seen = self.start.load(Ordering::SeqCst);
            let threads = (seen & 255) as usize;
            if index < threads {
                // SAFETY: written before this start, and kept until this thread has come to the last barrier.
                let program = unsafe { &*(*self.program.get()).expect("a start comes with a program") };
                program(index);
                self.barrier(threads);
            }
        }
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.wake_sleepers();
    }
}

/// A helper that panics would leave the others at a barrier for ever.
struct AbortOnPanic;

impl Drop for AbortOnPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

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

    /// The caller's thread and the first `size − 1` helpers of `crew`, which the caller knows to have entered
    /// [`Crew::work`] or to be about to.
    pub fn of(crew: Arc<Crew>, size: usize) -> Self {
        Team { crew, size: size.clamp(1, MAX_THREADS), helpers: Vec::new() }
    }

    pub fn size(&self) -> usize {
        self.size
    }

    /// Runs `program(thread)` on every thread; returns when all have.
    pub fn run(&self, program: &(dyn Fn(usize) + Sync)) {
        if self.size == 1 { program(0) } else { self.crew.run(self.size, program) }
    }

    /// Waits until every thread of the running program has come here.
    pub fn barrier(&self) {
        if self.size > 1 {
            self.crew.barrier(self.size);
        }
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        if !self.helpers.is_empty() {
            self.crew.stop();
            self.helpers.drain(..).for_each(|helper| drop(helper.join()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often a test starts a program; Miri is slow, but tries another order of the threads each time.
    const ROUNDS: usize = if cfg!(miri) { 20 } else { 200 };

    #[test]
    fn every_thread_runs_every_program_and_none_passes_a_barrier_alone() {
        for size in [1, 2, 3, 5] {
            let team = Team::spawn(size);
            let before = AtomicUsize::new(0);
            for round in 1..=ROUNDS {
                let runs = AtomicUsize::new(0);
                team.run(&|thread| {
                    assert!(thread < size);
                    before.fetch_add(1, Ordering::SeqCst);
                    team.barrier();
                    assert_eq!(before.load(Ordering::SeqCst), round * size);
                    team.barrier();
                    runs.fetch_add(1, Ordering::SeqCst);
                });
                assert_eq!(runs.load(Ordering::SeqCst), size);
            }
        }
    }

    #[test]
    fn a_crew_outlives_its_teams_and_teams_may_be_smaller() {
        let crew = Arc::new(Crew::default());
        let helpers = [1, 2].map(|index| {
            let crew = Arc::clone(&crew);
            std::thread::spawn(move || crew.work(index))
        });
        for size in [3, 1, 2, 3, 2].repeat(ROUNDS / 4) {
            let runs = AtomicUsize::new(0);
            Team::of(Arc::clone(&crew), size).run(&|_| {
                runs.fetch_add(1, Ordering::SeqCst);
            });
            assert_eq!(runs.load(Ordering::SeqCst), size);
        }
        crew.stop();
        helpers.into_iter().for_each(|helper| helper.join().unwrap());
    }
}
