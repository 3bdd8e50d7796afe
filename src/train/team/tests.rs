//! What a team does when all goes well, when a thread fails, and when it is misused. Every scenario has a watchdog: the
//! fault that it looks for is mostly one that waits for ever.

mod failure;
mod misuse;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use super::{Crew, Team};

/// How often a test starts a program; Miri is slow, but tries another order of the threads each time.
const ROUNDS: usize = if cfg!(miri) { 20 } else { 200 };

/// Longer than any scenario takes on a machine that does something else.
const WATCHDOG: Duration = Duration::from_secs(30);

/// Long enough for a thread that does nothing else to get there, in case it wrongly does.
const A_WHILE: Duration = Duration::from_millis(20);

/// Runs a scenario on a thread of its own; one that does not end fails the test instead of holding it up.
pub fn watched(scenario: impl FnOnce() + Send + 'static) {
    let (ended, end) = mpsc::channel::<()>();
    let scene = thread::spawn(move || {
        let _ended = ended;
        scenario();
    });
    let late = end.recv_timeout(WATCHDOG) == Err(mpsc::RecvTimeoutError::Timeout);
    assert!(!late, "the scenario does not end");
    if let Err(failure) = scene.join() {
        std::panic::resume_unwind(failure);
    }
}

/// What `scenario` panics with.
pub fn panic_of(scenario: impl FnOnce()) -> String {
    let failure = catch_unwind(AssertUnwindSafe(scenario)).expect_err("it should have panicked");
    sentence(failure.as_ref()).to_owned()
}

fn sentence(failure: &(dyn Any + Send)) -> &str {
    let formatted = failure.downcast_ref::<String>().map(String::as_str);
    formatted.or(failure.downcast_ref::<&str>().copied()).expect("a failure is a sentence")
}

fn run_nothing(team: &Team) {
    team.run(&|_| ());
}

/// A crew whose helpers, threads of the test's own, have all entered.
fn crew_of(helpers: usize) -> (Arc<Crew>, Vec<thread::JoinHandle<()>>) {
    let crew = Arc::new(Crew::default());
    let work = |index| {
        let crew = Arc::clone(&crew);
        thread::spawn(move || crew.work(index))
    };
    let threads = (1..=helpers).map(work).collect();
    assert_eq!(crew.await_helpers(helpers, WATCHDOG), helpers);
    (crew, threads)
}

fn until(done: impl Fn() -> bool) {
    while !done() {
        thread::yield_now();
    }
}

#[test]
fn every_thread_runs_every_program_and_none_passes_a_barrier_alone() {
    watched(|| {
        for size in [1, 2, 3, 5] {
            let team = Team::spawn(size);
            let before = AtomicUsize::new(0);
            for round in 1..=ROUNDS {
                let runs = AtomicUsize::new(0);
                team.run(&|member| {
                    assert!(member.index() < size && member.size() == size);
                    before.fetch_add(1, Ordering::SeqCst);
                    member.barrier();
                    assert_eq!(before.load(Ordering::SeqCst), round * size);
                    member.barrier();
                    runs.fetch_add(1, Ordering::SeqCst);
                });
                assert_eq!(runs.load(Ordering::SeqCst), size);
            }
        }
    });
}

#[test]
fn a_crew_outlives_its_teams_and_teams_may_be_smaller() {
    watched(|| {
        let (crew, helpers) = crew_of(2);
        for size in [3, 1, 2, 3, 2].repeat(ROUNDS / 4) {
            let runs = AtomicUsize::new(0);
            Team::of(Arc::clone(&crew), size).run(&|_| {
                runs.fetch_add(1, Ordering::SeqCst);
            });
            assert_eq!(runs.load(Ordering::SeqCst), size);
        }
        crew.abandon();
        helpers.into_iter().for_each(|helper| helper.join().unwrap());
    });
}

#[test]
fn a_program_may_catch_its_own_panics() {
    watched(|| {
        let team = Team::spawn(3);
        for _ in 0..2 {
            team.run(&|member| {
                assert_eq!(panic_of(|| panic!("caught in the program")), "caught in the program");
                member.barrier();
            });
        }
    });
}

#[test]
fn a_program_may_run_another_on_another_team() {
    watched(|| {
        let (outer, inner) = (Team::spawn(2), Team::spawn(3));
        let runs = AtomicUsize::new(0);
        outer.run(&|member| {
            if member.index() == 1 {
                inner.run(&|member| {
                    member.barrier();
                    runs.fetch_add(1, Ordering::SeqCst);
                });
            }
            member.barrier();
        });
        assert_eq!(runs.load(Ordering::SeqCst), 3);
    });
}

#[test]
fn a_team_can_be_dropped_at_any_time() {
    watched(|| {
        for round in 0..ROUNDS {
            let team = Team::spawn(1 + round % 4);
            if round % 2 == 0 {
                run_nothing(&team);
            }
        }
    });
}
