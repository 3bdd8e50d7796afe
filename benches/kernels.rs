//! `cargo bench --features bench`: the kernels' share of what this build can reach, on one thread.
//!
//! Every round times each case once, so that what else the machine does falls on all of them; the table is of medians.

use std::time::Instant;

use vae_lab::num::bench::{Case, Kind, cases};

const ROUNDS: usize = 15;
/// Long enough for the clock, short enough for the rounds.
const SLICE_SECONDS: f64 = 0.01;

fn main() {
    let mut cases = cases();
    let iterations: Vec<u32> = cases.iter_mut().map(iterations_of_a_slice).collect();
    let mut seconds = vec![Vec::with_capacity(ROUNDS); cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &iterations), seconds) in cases.iter_mut().zip(&iterations).zip(&mut seconds) {
            seconds.push(time(case, iterations) / f64::from(iterations));
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let peak = cases[0].work / median(&mut seconds[0]) / 1e9;
    for (case, seconds) in cases.iter().zip(&mut seconds) {
        let seconds = median(seconds);
        let what = format!("{:?}", case.kind);
        print!("{:14} {what:14} {:14} {:08x} ", case.net, case.name, case.fingerprint());
        match case.kind {
            Kind::Elementwise => println!("{:7.3} ns an element", seconds / case.work * 1e9),
            _ => {
                let gflops = case.work / seconds / 1e9;
                println!("{gflops:7.2} GFLOP/s {:5.1} %", 100.0 * gflops / peak);
            }
        }
    }
}

fn iterations_of_a_slice(case: &mut Case) -> u32 {
    let mut iterations = 1;
    loop {
        let seconds = time(case, iterations);
        if seconds > SLICE_SECONDS / 4.0 {
            return (f64::from(iterations) * SLICE_SECONDS / seconds).ceil() as u32;
        }
        iterations *= 4;
    }
}

fn time(case: &mut Case, iterations: u32) -> f64 {
    let start = Instant::now();
    case.run(iterations);
    start.elapsed().as_secs_f64()
}
