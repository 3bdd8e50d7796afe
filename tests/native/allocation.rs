//! A training step allocates nothing, on one thread or on several: a counting allocator proves it. It also says how
//! much was asked for at once, for the tests of files from anyone.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::ModelSpec;
use vae_lab::train::Team;

use super::support::conv;

/// The system's allocator, counting the calls of the threads that [`COUNTED`] marks: tests run side by side.
struct Counting;

static CALLS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static COUNTED: Cell<bool> = const { Cell::new(false) };
    /// Bytes of the largest allocation of this thread.
    static LARGEST: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: passes every call on to the system's allocator. (What is not written here goes through `alloc`.)
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is being torn down has no mark any more, and nobody asks for it.
        if COUNTED.try_with(Cell::get).unwrap_or(false) {
            CALLS.fetch_add(1, Ordering::SeqCst);
        }
        let _ = LARGEST.try_with(|largest| largest.set(largest.get().max(layout.size())));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn calls_of(work: impl FnOnce()) -> usize {
    let before = CALLS.load(Ordering::SeqCst);
    work();
    CALLS.load(Ordering::SeqCst) - before
}

/// What the work makes, and the bytes of the largest allocation on the way.
pub fn largest_allocation_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    LARGEST.set(0);
    let made = work();
    (made, LARGEST.get())
}

#[test]
fn does_a_large_allocation_show_though_nothing_is_written_to_it() {
    let (capacity, largest) = largest_allocation_of(|| black_box(Vec::<u8>::with_capacity(1 << 24)).capacity());
    assert!(largest == capacity && capacity >= 1 << 24, "{largest} of {capacity} bytes");
    assert!(largest_allocation_of(|| black_box(vec![1u8; 10])).1 < 100);
}

#[test]
fn a_training_step_allocates_nothing() {
    let convolutional = ModelSpec { body: conv(&[5, 6]), ..ModelSpec::digits8x8() };
    for (model, threads) in [ModelSpec::digits8x8(), convolutional].iter().flat_map(|m| [1, 2, 3].map(|n| (m, n))) {
        let team = Team::spawn(threads);
        assert_eq!(team.size(), threads);
        // A team's threads are the same for every program it runs, so they can mark themselves in one of their own.
        team.run(&|_| COUNTED.set(true));
        let calls = calls_of(|| team.run(&|_| drop(black_box(vec![1u8]))));
        assert_eq!(calls, threads, "the counter counts each thread of {threads}");

        let config = RunConfig { model: model.clone(), ..RunConfig::default() };
        let mut session = Session::open(config, digits8x8(), None).unwrap();
        session.set_team(team);
        session.train(1).unwrap();
        // The helpers fall asleep: going to sleep may cost a first allocation (where a lock is made when it is first
        // needed), and being woken is counted.
        std::thread::sleep(Duration::from_millis(20));
        // Two epochs: the shuffle between them is counted too.
        let calls = calls_of(|| {
            session.train(48).unwrap();
        });
        assert_eq!(calls, 0, "{:?} on {threads} threads", model.body);
    }
}
