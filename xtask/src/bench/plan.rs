//! What every program of a bench run reads: nets, thread counts, how long to measure, and the images.

use super::{builds, strokes};
use anyhow::Result;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread;

/// Rounds of every contender, and how long a slice of one lasts.
struct Timing {
    rounds: usize,
    slice_ms: f64,
}

pub struct Plan {
    kernels: Timing,
    steps: Timing,
    /// Steps before the timing, whose losses must agree.
    checked_steps: usize,
    pub threads: Vec<usize>,
}

impl Plan {
    pub fn thorough() -> Self {
        let (kernels, steps) = (Timing { rounds: 15, slice_ms: 10.0 }, Timing { rounds: 9, slice_ms: 500.0 });
        Self { kernels, steps, checked_steps: 300, threads: thread_counts() }
    }

    /// Shows that everything runs; its numbers are rough.
    pub fn quick() -> Self {
        let (kernels, steps) = (Timing { rounds: 3, slice_ms: 2.0 }, Timing { rounds: 3, slice_ms: 60.0 });
        Self { kernels, steps, checked_steps: 60, threads: thread_counts() }
    }

    /// `plan.json` and `images-SIDE.bin`.
    pub fn write(&self, dir: &Path) -> Result<()> {
        fs::write(dir.join("plan.json"), serde_json::to_string_pretty(&self.json())?)?;
        for side in [8, 28] {
            fs::write(dir.join(format!("images-{side}.bin")), strokes::packed(side))?;
        }
        Ok(())
    }

    fn json(&self) -> Value {
        json!({
            "nets": [
                { "name": "64-128-64-2", "side": 8, "hidden": [128, 64], "latent": 2, "batch": 64 },
                { "name": "784-400-20", "side": 28, "hidden": [400], "latent": 20, "batch": 128 },
                { "name": "784-512-256-2", "side": 28, "hidden": [512, 256], "latent": 2, "batch": 128 },
            ],
            "threads": self.threads,
            "builds": builds(self.threads.last().copied().unwrap_or(1)),
            "kernels": { "rounds": self.kernels.rounds, "sliceMs": self.kernels.slice_ms },
            "steps": {
                "rounds": self.steps.rounds, "sliceMs": self.steps.slice_ms, "checkedSteps": self.checked_steps,
            },
        })
    }
}

/// One, and as many as the machine has.
fn thread_counts() -> Vec<usize> {
    let most = thread::available_parallelism().map_or(1, usize::from);
    if most > 1 { vec![1, most] } else { vec![1] }
}
