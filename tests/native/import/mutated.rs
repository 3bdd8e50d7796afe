//! Every fixture, bent at random: read or refused, but never a panic, and never more memory than such a file may take.

use std::cell::Cell;
use std::sync::OnceLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::super::allocation::largest_allocation_of;
use super::{Case, cases, files, read};

/// Bytes changed, cut, put in again elsewhere.
#[derive(Clone, Debug)]
enum Bend {
    Set(prop::sample::Index, u8),
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, usize),
    Number(prop::sample::Index, u32),
}

impl Bend {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        match self {
            Bend::Set(at, value) => *at.get_mut(bytes) = *value,
            Bend::Flip(at, bit) => *at.get_mut(bytes) ^= 1 << (bit % 8),
            Bend::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Bend::Insert(at, more) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, more.iter().copied());
            }
            Bend::Repeat(at, length) => {
                let at = at.index(bytes.len());
                let piece = bytes[at..bytes.len().min(at + length)].to_vec();
                bytes.splice(at..at, piece);
            }
            Bend::Number(at, value) => {
                let at = at.index(bytes.len());
                for (to, byte) in bytes[at..].iter_mut().zip(value.to_be_bytes()) {
                    *to = byte;
                }
            }
        }
    }
}

fn at() -> impl Strategy<Value = prop::sample::Index> {
    any::<prop::sample::Index>()
}

fn bend() -> impl Strategy<Value = Bend> {
    let number = prop_oneof![Just(0), Just(1), Just(u32::MAX), Just(1 << 31), Just(i32::MAX as u32), any::<u32>()];
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, value)| Bend::Set(at, value)),
        (at(), any::<u8>()).prop_map(|(at, bit)| Bend::Flip(at, bit)),
        at().prop_map(Bend::Cut),
        (at(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(at, more)| Bend::Insert(at, more)),
        (at(), 1usize..400).prop_map(|(at, length)| Bend::Repeat(at, length)),
        (at(), number).prop_map(|(at, value)| Bend::Number(at, value)),
    ]
}

fn seeds() -> &'static [(String, Case)] {
    static SEEDS: OnceLock<Vec<(String, Case)>> = OnceLock::new();
    SEEDS.get_or_init(cases)
}

/// A longer run is `VAE_LAB_MUTATIONS=1000000`.
fn rounds() -> u32 {
    std::env::var("VAE_LAB_MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3000)
}

#[test]
fn no_bent_file_makes_a_reader_panic_or_take_memory() {
    // The same files every time.
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases: rounds(), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let bends = prop::collection::vec((any::<prop::sample::Index>(), bend()), 1..4);
    let (good, bad) = (Cell::new(0), Cell::new(0));
    let outcome = runner.run(&(any::<prop::sample::Index>(), any::<bool>(), bends), |(case, at_head, bends)| {
        let (name, case) = case.get(seeds());
        let mut files = files(case);
        // Half of the time near the head, where the structure is.
        for (file, bend) in &bends {
            let (_, bytes) = &mut files[file.index(case.files.len())];
            if at_head {
                let mut head = bytes[..bytes.len().min(80)].to_vec();
                let rest = bytes.split_off(head.len());
                bend.apply(&mut head);
                bytes.splice(.., head.into_iter().chain(rest));
            } else {
                bend.apply(bytes);
            }
        }
        let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let (outcome, largest) = largest_allocation_of(|| read(&files, &case.choices.choices()));
        // Deflate makes at most 1,032 bytes of one, and a pixel of a picture becomes eight.
        prop_assert!(largest <= (1 << 20) + 9000 * size, "{name}: {largest} bytes at once for {size}");
        match outcome {
            Ok(_) => good.set(good.get() + 1),
            Err(error) => {
                bad.set(bad.get() + 1);
                prop_assert!(error.to_string().ends_with('.'), "{error}");
            }
        }
        Ok(())
    });
    outcome.unwrap();
    let (good, bad) = (good.get(), bad.get());
    assert!(good > rounds() / 10 && bad > rounds() / 10, "{good} read, {bad} refused");
}
