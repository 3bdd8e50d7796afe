//! A barrier that can be abandoned: whoever waits there for a thread that failed is released.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

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

/// In `passed`: the crew was abandoned, and stays so.
const ABANDONED: u32 = 1;
/// In `passed`: one barrier.
const PASSED: u32 = 2;
/// In `counts`: one thread that has left the program. Below it, those that have come to the barrier are counted.
const LEFT: u32 = 1 << 16;

pub const UNEVEN: &str = "a thread of a program left it where another came to a barrier";

/// What a thread unwinds with that did not fail itself. No panic hook hears of it.
pub struct Abandoned;

#[derive(Default)]
pub struct Barrier {
    /// Barriers passed, each [`PASSED`], and [`ABANDONED`]: in one word, so that who waits for a barrier looks at no
    /// other to be released.
    passed: AtomicU32,
    /// Threads that have come to the barrier, and [`LEFT`] for each that has left the program: in one word, so that of
    /// a thread that comes and one that leaves, the later sees the other.
    counts: AtomicU32,
    sleepers: AtomicUsize,
    lock: Mutex<()>,
    wake: Condvar,
}

impl Barrier {
    /// Waits until `ready`, first awake, then asleep.
    pub fn wait(&self, ready: impl Fn() -> bool) {
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

    /// Waits, asleep, until `ready`, or until nobody has woken it for `patience`.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub fn wait_patiently(&self, patience: std::time::Duration, ready: impl Fn() -> bool) {
        let mut guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        let mut late = false;
        while !ready() && !late {
            let (woken, outcome) = self.wake.wait_timeout(guard, patience).unwrap_or_else(PoisonError::into_inner);
            (guard, late) = (woken, outcome.timed_out());
        }
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
    }

    /// Wakes who sleeps; to be called after what they wait for has been stored (sequentially consistent).
    pub fn wake_sleepers(&self) {
        if self.sleepers.load(Ordering::SeqCst) > 0 {
            // A sleeper holds the lock from counting itself until it waits, so none is missed.
            drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner));
            self.wake.notify_all();
        }
    }

    /// Waits until so many threads have come. Unwinds when the crew is abandoned instead (traps where a panic aborts).
    ///
    /// # Panics
    /// When a thread of the program has left it already.
    pub fn pass(&self, threads: usize) {
        let passed = self.passed.load(Ordering::SeqCst);
        if passed & ABANDONED == 0 {
            let come = self.counts.fetch_add(1, Ordering::SeqCst) + 1;
            assert!(come < LEFT, "{UNEVEN}");
            if come as usize == threads {
                self.counts.store(0, Ordering::SeqCst);
                self.passed.fetch_add(PASSED, Ordering::SeqCst);
                self.wake_sleepers();
                return;
            }
            self.wait(|| self.passed.load(Ordering::SeqCst) != passed);
            if !self.abandoned() {
                return;
            }
        }
        resume_unwind(Box::new(Abandoned))
    }

    /// Counts the calling thread as one that has left the program.
    ///
    /// # Panics
    /// When others wait at a barrier, to which it will not come.
    pub fn leave(&self, threads: usize) {
        let counts = self.counts.fetch_add(LEFT, Ordering::SeqCst) + LEFT;
        let at_the_barrier = counts & (LEFT - 1);
        assert!(at_the_barrier == 0, "{UNEVEN}");
        if (counts / LEFT) as usize == threads {
            self.wake_sleepers();
        }
    }

    /// Waits until so many threads have left the program, or the crew is abandoned.
    pub fn wait_for_all_to_leave(&self, threads: usize) {
        self.wait(|| self.counts.load(Ordering::SeqCst) == threads as u32 * LEFT || self.abandoned());
    }

    /// For the next program, when all have left the last one.
    pub fn reset(&self) {
        self.counts.store(0, Ordering::SeqCst);
    }

    /// Releases whoever waits here, now and ever after.
    pub fn abandon(&self) {
        self.passed.fetch_or(ABANDONED, Ordering::SeqCst);
        self.wake_sleepers();
    }

    pub fn abandoned(&self) -> bool {
        self.passed.load(Ordering::SeqCst) & ABANDONED != 0
    }

    #[cfg(test)]
    pub fn sleepers(&self) -> usize {
        self.sleepers.load(Ordering::SeqCst)
    }
}
