//! A thread fails in the middle of a program.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::{A_WHILE, crew_of, panic_of, run_nothing, until, watched};
use crate::train::team::crew::FAILED;
use crate::train::team::{Member, Team};

/// Teams: with one helper, with several.
const SIZES: [usize; 3] = [2, 3, 5];

/// Counts threads between the beginning and the end of a program, however it ends.
struct Inside(Arc<AtomicUsize>);

impl Inside {
    fn enter(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Inside(Arc::clone(count))
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// When a thread fails while the others run the same program.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    /// The others have hardly started.
    AtOnce,
    /// The others have not come to the barrier.
    Before,
    /// The others wait at the barrier, awake.
    Awake,
    /// The others wait at the barrier, asleep.
    Asleep,
    /// A barrier has been passed.
    After,
}

const MOMENTS: [Moment; 5] = [Moment::AtOnce, Moment::Before, Moment::Awake, Moment::Asleep, Moment::After];

/// What the threads of a failing program do to the stack of who runs it.
#[derive(Default)]
struct Frame {
    failed: AtomicBool,
    /// Threads that did what they do before the barrier that the failing thread never comes to.
    before: AtomicUsize,
    /// Threads that passed it.
    beyond: AtomicUsize,
}

impl Frame {
    /// The part of thread `failing`, which fails at `moment`.
    fn fail(&self, moment: Moment, member: &Member, inside: &AtomicUsize, sleepers: impl Fn() -> usize) {
        let others = member.size() - 1;
        match moment {
            Moment::AtOnce => (),
            Moment::Before => until(|| inside.load(Ordering::SeqCst) > others),
            Moment::Awake => until(|| self.before.load(Ordering::SeqCst) == others),
            // Who sleeps before it has come this far has not yet been woken for the program.
            Moment::Asleep => until(|| self.before.load(Ordering::SeqCst) == others && sleepers() == others),
            Moment::After => member.barrier(),
        }
        self.failed.store(true, Ordering::SeqCst);
        panic!("thread {} failed", member.index());
    }

    /// The part of the others.
    fn go_on(&self, moment: Moment, member: &Member) {
        if moment == Moment::After {
            member.barrier();
        }
        if !matches!(moment, Moment::Awake | Moment::Asleep) {
            until(|| self.failed.load(Ordering::SeqCst));
            // Who does not wait for this thread has left its frame by now.
            thread::sleep(A_WHILE);
        }
        self.before.fetch_add(1, Ordering::SeqCst);
        member.barrier();
        self.beyond.fetch_add(1, Ordering::SeqCst);
    }
}

/// When thread `failing` fails, `run` ends with its failure, on the caller's thread, when nobody is in the program any
/// more; nobody has passed a barrier without it; the team says that it is of no use any more, and can be dropped.
fn assert_that_all_leave(size: usize, failing: usize, moment: Moment) {
    watched(move || {
        let case = format!("thread {failing} of {size} fails: {moment:?}");
        let team = Team::spawn(size);
        let inside = Arc::new(AtomicUsize::new(0));
        let frame = Frame::default();
        let failure = panic_of(|| {
            team.run(&|member| {
                let _inside = Inside::enter(&inside);
                if member.index() == failing {
                    frame.fail(moment, member, &inside, || team.crew.sleepers());
                }
                frame.go_on(moment, member);
            });
        });
        assert_eq!(inside.load(Ordering::SeqCst), 0, "{case}: threads are still in the program");
        assert_eq!(failure, format!("thread {failing} failed"), "{case}");
        if matches!(moment, Moment::Before | Moment::Awake | Moment::Asleep) {
            assert_eq!(frame.before.load(Ordering::SeqCst), size - 1, "{case}");
        }
        assert_eq!(frame.beyond.load(Ordering::SeqCst), 0, "{case}");
        assert_eq!(panic_of(|| run_nothing(&team)), FAILED, "{case}");
        drop(team);
    });
}

#[test]
fn when_the_first_thread_fails_the_run_ends_after_all_have_left() {
    for size in SIZES {
        MOMENTS.into_iter().for_each(|moment| assert_that_all_leave(size, 0, moment));
    }
}

#[test]
fn when_a_helper_fails_the_run_ends_after_all_have_left() {
    for size in SIZES {
        MOMENTS.into_iter().for_each(|moment| assert_that_all_leave(size, 1, moment));
        MOMENTS.into_iter().for_each(|moment| assert_that_all_leave(size, size - 1, moment));
    }
}

/// A failure that panics when it is dropped.
#[derive(Debug)]
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        panic!("the grenade was dropped");
    }
}

#[test]
fn when_all_fail_the_run_ends_with_one_of_the_failures_and_drops_none_meanwhile() {
    watched(|| {
        let team = Team::spawn(2);
        let come = AtomicUsize::new(0);
        let run = AssertUnwindSafe(|| {
            team.run(&|member| {
                come.fetch_add(1, Ordering::SeqCst);
                until(|| come.load(Ordering::SeqCst) == member.size());
                panic_any(Grenade);
            });
        });
        let first = catch_unwind(run).unwrap_err().downcast::<Grenade>().expect("a failure of the program's own");
        assert_eq!(panic_of(|| drop(first)), "the grenade was dropped");
        assert_eq!(panic_of(|| drop(team)), "the grenade was dropped");
    });
}

#[test]
fn an_abandoned_crew_lets_everybody_go() {
    watched(|| {
        let (crew, helpers) = crew_of(2);
        let team = Team::of(Arc::clone(&crew), 3);
        let come = AtomicUsize::new(0);
        let failure = panic_of(|| {
            team.run(&|member| {
                // From outside, when the others sleep at the barrier: this is what who catches a trap does on the web.
                if member.index() == 1 {
                    until(|| come.load(Ordering::SeqCst) == 2 && crew.sleepers() == 2);
                    crew.abandon();
                }
                come.fetch_add(1, Ordering::SeqCst);
                member.barrier();
            });
        });
        assert_eq!(failure, FAILED);
        helpers.into_iter().for_each(|helper| helper.join().unwrap());
        // Nobody stays who comes later, and nobody waits for one.
        crew.work(1);
        assert_eq!(Team::of(Arc::clone(&crew), 3).size(), 1);
        assert_eq!(panic_of(|| run_nothing(&team)), FAILED);
    });
}
