//! A training step allocates nothing: a counting allocator proves it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use vae_lab::data::digits8x8;
use vae_lab::lab::{RunConfig, Session};

/// The system's allocator, counting the calls of each thread: tests run side by side.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: passes every call on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is being torn down has no counter any more, and nobody asks for it.
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn calls_of(mut work: impl FnMut()) -> usize {
    let before = CALLS.with(Cell::get);
    work();
    CALLS.with(Cell::get) - before
}

#[test]
fn a_training_step_allocates_nothing() {
    let mut session = Session::open(RunConfig::default(), digits8x8(), None).unwrap();
    session.train(1).unwrap();
    // Two epochs: the shuffle between them is counted too.
    let calls = calls_of(|| {
        session.train(48).unwrap();
    });
    assert_eq!(calls, 0);
    assert!(calls_of(|| drop(std::hint::black_box(vec![1u8]))) > 0, "the counter counts");
}
