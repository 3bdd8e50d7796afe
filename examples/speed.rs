//! Training steps per second of this very build: `cargo run --release --example speed PLAN.json [reference]`, as
//! `cargo xtask bench` calls it. One JSON row a line; `images-SIDE.bin` lie beside the plan. With `reference`, the plain
//! path in f64 too, for its losses.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use serde::Deserialize;
use serde_json::json;
use vae_lab::data::unpack;
use vae_lab::lab::{RunConfig, Session, reference_terms};
use vae_lab::model::{Body, ModelSpec};
use vae_lab::nn::Activation;
use vae_lab::train::{Team, TrainOptions};

const COMPARED_STEPS: u64 = 20;

#[derive(Deserialize)]
struct Plan {
    nets: Vec<Net>,
    threads: Vec<usize>,
    steps: Timing,
}

#[derive(Deserialize)]
struct Net {
    name: String,
    side: usize,
    hidden: Vec<usize>,
    latent: usize,
    batch: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timing {
    rounds: usize,
    slice_ms: f64,
    checked_steps: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let plan_file = PathBuf::from(env::args_os().nth(1).ok_or("name the plan")?);
    let with_reference = env::args().nth(2).is_some_and(|word| word == "reference");
    let plan: Plan = serde_json::from_slice(&fs::read(&plan_file)?)?;
    let folder = plan_file.parent().unwrap_or(Path::new(""));
    let build = if cfg!(target_feature = "fma") { "relaxed" } else { "strict" };
    for net in &plan.nets {
        let images = fs::read(folder.join(format!("images-{}.bin", net.side)))?;
        let mut sessions = plan.threads.iter().map(|&n| open(net, &images, n)).collect::<Result<Vec<_>, _>>()?;
        let losses = sessions.iter_mut().map(|s| loss(s, &plan.steps)).collect::<Result<Vec<_>, _>>()?;
        let seconds = median_seconds(&mut sessions, &plan.steps)?;
        if with_reference {
            let loss = reference_loss(net, &images, &plan.steps)?;
            let row = json!({
                "name": "reference", "net": net.name, "build": "f64", "threads": 1, "host": "native", "runs": 1,
                "loss_nats": loss,
            });
            println!("{row}");
        }
        for ((session, loss), seconds) in sessions.iter().zip(losses).zip(seconds) {
            let row = json!({
                "name": "step", "net": net.name, "build": build, "threads": session.threads(), "host": "native",
                "runs": plan.steps.rounds, "loss_nats": loss, "steps_per_s": 1.0 / seconds,
            });
            println!("{row}");
        }
    }
    Ok(())
}

fn config(net: &Net) -> RunConfig {
    let body = Body::Dense { hidden: net.hidden.clone(), activation: Activation::Relu };
    let model = ModelSpec { height: net.side, width: net.side, body, latent: net.latent, ..ModelSpec::digits8x8() };
    let options = TrainOptions { batch_size: net.batch, ..TrainOptions::default() };
    RunConfig { model, options, ..RunConfig::default() }
}

fn open(net: &Net, images: &[u8], threads: usize) -> Result<Session, Box<dyn Error>> {
    let mut session = Session::open(config(net), unpack(images)?, None)?;
    session.set_team(Team::spawn(threads));
    Ok(session)
}

/// What [`loss`] is for the plain path in `f64`.
fn reference_loss(net: &Net, images: &[u8], timing: &Timing) -> Result<f64, Box<dyn Error>> {
    Ok(reference_terms(config(net), unpack(images)?, timing.checked_steps, COMPARED_STEPS)?.neg_elbo_nats())
}

/// Mean −ELBO, in nats, over the last of the steps that come before the timing.
fn loss(session: &mut Session, timing: &Timing) -> Result<f64, Box<dyn Error>> {
    session.train(timing.checked_steps - COMPARED_STEPS)?;
    Ok(session.train(COMPARED_STEPS)?.terms.neg_elbo_nats())
}

/// Seconds a step, medians of interleaved rounds.
fn median_seconds(sessions: &mut [Session], timing: &Timing) -> Result<Vec<f64>, Box<dyn Error>> {
    let time = |session: &mut Session, steps: u64| -> Result<f64, Box<dyn Error>> {
        let start = Instant::now();
        session.train(steps)?;
        Ok(start.elapsed().as_secs_f64() / steps as f64)
    };
    let mut steps = Vec::new();
    for session in sessions.iter_mut() {
        steps.push((timing.slice_ms / 1000.0 / time(session, 10)?).max(1.0) as u64);
    }
    let mut seconds = vec![Vec::with_capacity(timing.rounds); sessions.len()];
    for _ in 0..timing.rounds {
        for ((session, &steps), times) in sessions.iter_mut().zip(&steps).zip(&mut seconds) {
            times.push(time(session, steps)?);
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    Ok(seconds.iter_mut().map(median).collect())
}
