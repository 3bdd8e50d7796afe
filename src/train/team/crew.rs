//! Where threads meet: a place for the program, a starting signal, a barrier, a way to give up.

use std::any::Any;
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::barrier::{Abandoned, Barrier};

/// Threads a team may have.
pub const MAX_THREADS: usize = 64;

/// In `start`: one program. Below it stands the number of threads that take part.
const STARTED: u64 = 256;

const _: () = assert!(MAX_THREADS <= u64::BITS as usize && (MAX_THREADS as u64) < STARTED);

pub(super) const FAILED: &str = "a thread of this team has failed: the team runs no program any more";
pub(super) const BUSY: &str = "these threads run a program already";

type Program = dyn Fn(&Member) + Sync;
/// What a thread panicked with.
type Failure = Box<dyn Any + Send>;

/// A thread's part in a running program; nobody else has it, and it does not outlive the program.
///
/// A thread that is not in the program cannot come to its barrier:
/// ```compile_fail,E0277
/// # use vae_lab::train::Team;
/// Team::spawn(2).run(&|member| {
///     std::thread::scope(|scope| scope.spawn(|| member.barrier()).join().unwrap());
/// });
/// ```
/// and none that has left it:
/// ```compile_fail,E0521
/// # use vae_lab::train::Team;
/// # thread_local!(static KEPT: std::cell::Cell<Option<&'static vae_lab::train::Member<'static>>> = Default::default());
/// Team::spawn(2).run(&|member| KEPT.set(Some(member)));
/// ```
pub struct Member<'a> {
    /// None where the program runs on one thread.
    barrier: Option<&'a Barrier>,
    index: usize,
    size: usize,
    /// Neither `Send` nor `Sync`: this thread's alone.
    thread: PhantomData<*const ()>,
}

impl<'a> Member<'a> {
    fn new(barrier: Option<&'a Barrier>, index: usize, size: usize) -> Self {
        Member { barrier, index, size, thread: PhantomData }
    }

    /// The one thread of a program without helpers.
    pub(super) fn alone() -> Self {
        Member::new(None, 0, 1)
    }

    /// Which thread this is: 0 is the one that called `run`.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Threads that run the program.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Waits until every thread of the program has come here. When one of them fails instead, this one unwinds: what
    /// `run` then panics with is the failure.
    ///
    /// # Panics
    /// When a thread has left the program without coming here.
    pub fn barrier(&self) {
        if let Some(barrier) = self.barrier {
            barrier.pass(self.size);
        }
    }
}

/// What helpers enter, to take part in the programs that one thread at a time starts here.
///
/// Abandoned, by a failure or by [`Self::abandon`], it stays so: helpers leave, and no program runs any more.
#[derive(Default)]
pub struct Crew {
    program: UnsafeCell<Option<*const Program>>,
    /// Programs started so far, each [`STARTED`], plus the number of threads that take part in the last one: in one
    /// word, so that a thread that is not wanted never mistakes one start for another.
    start: AtomicU64,
    barrier: Barrier,
    /// A program is running.
    running: AtomicBool,
    /// Bit `index` for every helper between the beginning and the end of [`Self::work`].
    helpers: AtomicU64,
    /// What threads panicked with. The first goes on from `run`; the others stay, as dropping one may panic in turn.
    failures: Mutex<VecDeque<Failure>>,
}

// SAFETY: `program` is written by the one thread that has claimed `running`, before a start that its readers acquire.
// They read it between that start and their leaving, and `run` does not end before they have left: until then neither
// the place is written again nor does what it points to die. Everything else is `Sync` by itself.
unsafe impl Send for Crew {}
unsafe impl Sync for Crew {}

impl Crew {
    /// Runs `program` on the calling thread and helpers `1..threads`, which have entered or are sure to.
    ///
    /// # Panics
    /// When one of the threads did, with what it panicked with, after all have left the program. When the crew has been
    /// abandoned, or runs a program already.
    pub(super) fn run(&self, threads: usize, program: &(dyn Fn(&Member) + Sync)) {
        assert!(!self.barrier.abandoned(), "{FAILED}");
        assert!(!self.running.swap(true, Ordering::SeqCst), "{BUSY}");
        // SAFETY: `running` is claimed and no program is running, so nobody reads the place. The lifetime is forgotten,
        // but this function does not end, nor unwind, before every thread has left the program.
        unsafe {
            *self.program.get() = Some(std::mem::transmute::<*const (dyn Fn(&Member) + Sync), *const Program>(program))
        };
        let count = self.start.load(Ordering::SeqCst) / STARTED;
        self.start.store((count + 1) * STARTED + threads as u64, Ordering::SeqCst);
        self.barrier.wake_sleepers();
        // SAFETY: just started, for this thread too; it stays to the end.
        unsafe { self.take_part(0, threads) };
        self.barrier.wait_for_all_to_leave(threads);
        if self.barrier.abandoned() {
            self.end_abandoned(threads);
        }
        self.barrier.reset();
        self.running.store(false, Ordering::SeqCst);
    }

    /// A helper's life: takes part, as thread `index` ≥ 1, in every program that wants so many threads. Returns when
    /// the crew is abandoned.
    ///
    /// # Panics
    /// When `index` is none of a helper, or another helper's.
    pub fn work(&self, index: usize) {
        let _place = Place::take(self, index);
        // A program that was started before this thread came is taken up too: its others wait for this one. One that is
        // over cannot have wanted it.
        let mut seen = 0;
        loop {
            self.barrier.wait(|| self.start.load(Ordering::SeqCst) != seen || self.barrier.abandoned());
            if self.barrier.abandoned() {
                return;
            }
            seen = self.start.load(Ordering::SeqCst);
            let threads = (seen % STARTED) as usize;
            if index < threads {
                // SAFETY: the start that was seen wants this thread, which has a place in the crew.
                unsafe { self.take_part(index, threads) };
            }
        }
    }

    /// Runs the program as one of its threads. A panic abandons the crew: the others would wait for this thread.
    ///
    /// # Safety
    /// A program has been started for so many threads; this one is number `index`, has not taken part yet, and a helper
    /// among them holds a [`Place`].
    unsafe fn take_part(&self, index: usize, threads: usize) {
        let part = AssertUnwindSafe(|| {
            // SAFETY: written before the start, and kept until this thread has counted itself as one that left, or has
            // given up its place. After that it must not even be an argument of a function that is still running:
            // so a pointer leads to it, and no reference outlives the call.
            unsafe {
                let program = (*self.program.get()).expect("a start comes with a program");
                (*program)(&Member::new(Some(&self.barrier), index, threads));
            }
            self.barrier.leave(threads);
        });
        if let Err(failure) = catch_unwind(part) {
            if !failure.is::<Abandoned>() {
                self.failures().push_back(failure);
            }
            self.abandon();
        }
    }

    /// The end of an abandoned program, on the thread that started it.
    fn end_abandoned(&self, threads: usize) -> ! {
        // Where a panic aborts nobody can leave, and there is no need to: this thread traps, and its frame stays as it is.
        if cfg!(panic = "unwind") {
            // Helpers of an abandoned crew leave it altogether, and one that comes now turns back.
            let helpers = (u64::MAX >> (u64::BITS as usize - threads)) & !1;
            self.barrier.wait(|| self.helpers.load(Ordering::SeqCst) & helpers == 0);
            let first = self.failures().pop_front();
            if let Some(failure) = first {
                resume_unwind(failure);
            }
        }
        panic!("{FAILED}");
    }

    fn failures(&self) -> MutexGuard<'_, VecDeque<Failure>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives up: whoever waits here, asleep or awake, is released, the program that is running fails, helpers leave.
    pub fn abandon(&self) {
        self.barrier.abandon();
    }

    /// How many of the helpers 1, 2, …, `wanted` have entered, without a gap; none of an abandoned crew. Waits for those
    /// that are on their way, for `patience` after the last that came.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(super) fn await_helpers(&self, wanted: usize, patience: std::time::Duration) -> usize {
        let entered = || (self.helpers.load(Ordering::SeqCst) >> 1).trailing_ones() as usize;
        self.barrier.wait_patiently(patience, || entered() >= wanted || self.barrier.abandoned());
        if self.barrier.abandoned() { 0 } else { entered().min(wanted) }
    }

    #[cfg(test)]
    pub(super) fn sleepers(&self) -> usize {
        self.barrier.sleepers()
    }
}

/// A helper's place in a crew, from entering to leaving it.
struct Place<'a> {
    crew: &'a Crew,
    bit: u64,
}

impl<'a> Place<'a> {
    fn take(crew: &'a Crew, index: usize) -> Self {
        assert!((1..MAX_THREADS).contains(&index), "a helper is thread 1 to {}, not {index}", MAX_THREADS - 1);
        let bit = 1 << index;
        let taken = crew.helpers.fetch_or(bit, Ordering::SeqCst) & bit != 0;
        assert!(!taken, "there is a thread {index} in this crew already");
        crew.barrier.wake_sleepers();
        Place { crew, bit }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.crew.helpers.fetch_and(!self.bit, Ordering::SeqCst);
        self.crew.barrier.wake_sleepers();
    }
}
