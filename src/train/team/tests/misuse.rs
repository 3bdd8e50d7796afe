//! A team or a crew is used as it cannot be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{A_WHILE, crew_of, panic_of, run_nothing, watched};
use crate::train::team::Team;
use crate::train::team::barrier::UNEVEN;
use crate::train::team::crew::BUSY;

#[test]
fn a_program_that_its_threads_leave_at_different_barriers_fails() {
    for size in [2, 3, 5] {
        for odd_one in [0, size - 1] {
            for (its, theirs) in [(0, 1), (1, 0), (1, 2), (2, 1)] {
                watched(move || {
                    let team = Team::spawn(size);
                    let failure = panic_of(|| {
                        team.run(&|member| {
                            let barriers = if member.index() == odd_one { its } else { theirs };
                            (0..barriers).for_each(|_| member.barrier());
                        });
                    });
                    assert_eq!(failure, UNEVEN, "{odd_one} of {size}: {its} against {theirs}");
                });
            }
        }
    }
}

#[test]
fn a_run_within_a_run_fails() {
    watched(|| {
        for runner in [0, 1] {
            let team = Team::spawn(3);
            let failure = panic_of(|| {
                team.run(&|member| {
                    if member.index() == runner {
                        run_nothing(&team);
                    }
                    member.barrier();
                });
            });
            assert_eq!(failure, BUSY);
        }
    });
}

/// Of two who run a program on the same threads, the second is refused and the first does not notice.
#[test]
fn two_teams_cannot_run_on_one_crew_at_a_time() {
    watched(|| {
        let (crew, helpers) = crew_of(2);
        let first = Team::of(Arc::clone(&crew), 3);
        let second = Team::of(Arc::clone(&crew), 2);
        let runs = AtomicUsize::new(0);
        first.run(&|member| {
            if member.index() == 0 {
                let refusal = thread::scope(|scope| scope.spawn(|| panic_of(|| run_nothing(&second))).join().unwrap());
                assert_eq!(refusal, BUSY);
            }
            member.barrier();
            runs.fetch_add(1, Ordering::SeqCst);
        });
        run_nothing(&second);
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        crew.abandon();
        helpers.into_iter().for_each(|helper| helper.join().unwrap());
    });
}

#[test]
fn a_place_in_a_crew_is_taken_once_and_by_a_helper() {
    watched(|| {
        let (crew, helpers) = crew_of(2);
        for (index, says) in [(2, "thread 2 in this crew already"), (0, "not 0"), (64, "not 64"), (usize::MAX, "not ")]
        {
            let refusal = panic_of(|| crew.work(index));
            assert!(refusal.contains(says), "{refusal}");
        }
        // Who was refused has done no harm.
        let runs = AtomicUsize::new(0);
        Team::of(Arc::clone(&crew), 3).run(&|member| {
            member.barrier();
            runs.fetch_add(1, Ordering::SeqCst);
        });
        assert_eq!(runs.load(Ordering::SeqCst), 3);
        crew.abandon();
        helpers.into_iter().for_each(|helper| helper.join().unwrap());
    });
}

#[test]
fn a_team_has_the_helpers_that_came_and_waits_for_no_other() {
    watched(|| {
        let (crew, helpers) = crew_of(1);
        let late = Arc::clone(&crew);
        // Thread 3 is of no use while there is no thread 2.
        let beyond = thread::spawn(move || late.work(3));
        let team = Team::within(A_WHILE, Arc::clone(&crew), 4);
        assert_eq!(team.size(), 2);
        run_nothing(&team);
        crew.abandon();
        helpers.into_iter().chain([beyond]).for_each(|helper| helper.join().unwrap());
    });
}
