//! `vae-lab train`

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use vae_lab::LabError;
use vae_lab::data::Dataset;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::train::{Bound, TrainOptions};
use vae_lab::weights::Precision;

use crate::data::{self, Source};
use crate::describe::{Describe, whole};
use crate::failure::{Failure, Outcome, inside, read};
use crate::inspect::remark;
use crate::output::{Lines, note};
use crate::reading::Reading;
use crate::report::Report;
use crate::run::{Checkpoints, End, Run, diverged};
use crate::stop::Stop;
use crate::target::Target;

#[derive(Args)]
#[command(allow_negative_numbers = true)]
pub struct Train {
    /// `digits8x8`, `strokes[:N]`, `shapes[:N]`, or a file or folder of images: IDX, NPY, NPZ, CSV, PNG, …; packed or not
    #[arg(long, default_value = "digits8x8")]
    data: String,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    model: Describe,
    /// Epochs of the whole run, those before --resume included
    #[arg(long, default_value_t = 50, value_parser = whole::<u64>)]
    epochs: u64,
    /// Images a step [default: 64]
    #[arg(long, value_parser = whole::<usize>)]
    batch: Option<usize>,
    /// Adam's learning rate [default: 0.001]
    #[arg(long)]
    lr: Option<f64>,
    /// Weight of the KL term [default: 1]
    #[arg(long)]
    beta: Option<f64>,
    /// Steps in which the weight of the KL term rises from 0 to --beta [default: 0, none]
    #[arg(long, value_name = "N", value_parser = whole::<u64>)]
    warmup: Option<u64>,
    /// KL that each latent dimension has for nothing, in nats, as a mean over the batch [default: 0]
    #[arg(long, value_name = "NATS")]
    free_bits: Option<f64>,
    /// Samples of z an image: with more than one, the importance-weighted bound [default: 1]
    #[arg(long, value_name = "K", value_parser = whole::<usize>)]
    samples: Option<usize>,
    #[arg(long, default_value_t = 7, value_parser = whole::<u32>)]
    seed: u32,
    /// Where to write the weights (safetensors, f32): a file, whose missing folders are made, or - for standard output
    #[arg(long)]
    out: Option<PathBuf>,
    /// Every MIN minutes and at the end, write to OUT.checkpoint what --resume goes on from
    #[arg(long, value_name = "MIN", requires = "out")]
    checkpoint_every: Option<f64>,
    /// Go on from a checkpoint, on the same --data; what describes the model is the checkpoint's
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["kind", "model", "hidden", "channels", "latent", "activation", "init", "likelihood", "pixels", "seed"]
    )]
    resume: Option<PathBuf>,
    /// Print one JSON line an epoch instead of the progress bar
    #[arg(long)]
    json: bool,
}

impl Train {
    pub fn run(self) -> Outcome<()> {
        let out = self.out.as_deref().map(Target::find).transpose()?;
        let checkpoints = self.checkpoints(out.as_ref())?;
        let stop = Stop::listen();
        let source = data::open(&self.data, &self.reading.choices())?;
        if let Some(remark) = remark(&source) {
            note(&remark);
        }
        let session = match &self.resume {
            Some(path) => self.resumed(path, source.data)?,
            None => self.opened(source)?,
        };
        if let Some(out) = &out {
            out.prepare(session.save_weights(&session.card(), Precision::F32).len())?;
        }
        if let Some(checkpoints) = &checkpoints {
            checkpoints.target.prepare(session.checkpoint()?.len())?;
        }
        let lines = if out.as_ref().is_some_and(Target::is_output) { Lines::to_error() } else { Lines::to_output() };
        let mut report = Report::new(self.json, self.epochs, session.family(), lines);
        let mut run = Run::new(session, self.epochs, stop);
        (run.checkpoints, run.keep) = (checkpoints, out.is_some());
        let end = run.train(&mut report);
        report.finish();
        match end? {
            End::Done => finish(&mut run, out.as_ref(), &mut report),
            End::Stopped(signal) => {
                let step = run.session.step();
                let kept = match &out {
                    None => "without --out, nothing was written".to_owned(),
                    Some(_) if !run.has_trained() => "no step was done, and nothing written".to_owned(),
                    Some(out) => keep(&run, out)?,
                };
                let text = format!("interrupted at step {step}, epoch {:.2}; {kept}", run.session.epoch());
                Err(Failure::Interrupted { signal, text })
            }
            End::Diverged(reason) => {
                let kept = match &out {
                    None => "without --out, nothing was written".to_owned(),
                    Some(_) if run.sound.is_none() => "no epoch ended well, and nothing was written".to_owned(),
                    Some(out) => keep(&run, out)?,
                };
                Err(diverged(&reason, run.session.options().learning_rate, &kept))
            }
        }
    }

    fn opened(&self, source: Source) -> Outcome<Session> {
        let config = RunConfig {
            model: self.model.spec(&source.data)?,
            pixels: self.model.pixels(),
            seed: self.seed,
            options: self.options(TrainOptions::default()),
        };
        let session = Session::open(config, source.data, source.split)?;
        match session.image_counts() {
            Some((0, _)) => Err(LabError::NoTraining.into()),
            _ => Ok(session),
        }
    }

    fn resumed(&self, path: &Path, data: Dataset) -> Outcome<Session> {
        let mut session = Session::restore(&read(path)?, data).map_err(|error| match error {
            LabError::BadData(detail) => Failure::Usage(format!("--data {}: {detail}", self.data)),
            other => inside(path)(other),
        })?;
        session.set_options(self.options(session.options()))?;
        Ok(session)
    }

    /// What was asked for, else what is.
    fn options(&self, present: TrainOptions) -> TrainOptions {
        TrainOptions {
            learning_rate: self.lr.unwrap_or(present.learning_rate),
            beta: self.beta.unwrap_or(present.beta),
            batch_size: self.batch.unwrap_or(present.batch_size),
            warmup: self.warmup.unwrap_or(present.warmup),
            free_bits: self.free_bits.unwrap_or(present.free_bits),
            bound: self.samples.map_or(present.bound, Bound::of),
        }
    }

    fn checkpoints(&self, out: Option<&Target>) -> Outcome<Option<Checkpoints>> {
        let (Some(minutes), Some(out)) = (self.checkpoint_every, out) else { return Ok(None) };
        if !(minutes > 0.0 && minutes.is_finite()) {
            return Err(Failure::Usage(format!("--checkpoint-every: minutes must be above 0, not {minutes}")));
        }
        if !out.is_plain() {
            let path = out.path().display();
            return Err(Failure::Usage(format!(
                "--checkpoint-every: beside --out {path} there is no place for a file"
            )));
        }
        let mut beside = out.path().as_os_str().to_owned();
        beside.push(".checkpoint");
        let target = Target::find(Path::new(&beside))?;
        Ok(Some(Checkpoints { target, every: 60.0 * minutes, last: Instant::now(), current: false }))
    }
}

/// Writes what the run came to, and says what there is to know of it.
fn finish(run: &mut Run, out: Option<&Target>, report: &mut Report) -> Outcome<()> {
    if let Some(out) = out {
        keep(run, out)?;
        let (path, session) = (out.path().display(), &run.session);
        report.remark(&format!("{path} ({} parameters, {})", session.parameter_count(), session.weights_hash()));
    }
    if run.collapsed()? {
        note(
            "the model collapsed: no latent dimension is active (the variance of μ over the training images is at most \
             0.01 in each), so the codes say nothing of the images; try a lower --beta",
        );
    }
    Ok(())
}

/// Writes the last weights that measured well; says where they are.
fn keep(run: &Run, out: &Target) -> Outcome<String> {
    let sound = run.sound.as_ref().expect("a run with a target keeps its weights");
    out.write(&sound.file)?;
    let mut text = format!("the weights of step {} are in {}", sound.step, out.path().display());
    if let Some(checkpoints) = run.checkpoints.as_ref().filter(|checkpoints| checkpoints.current) {
        text += &format!(", to go on from with --resume {}", checkpoints.target.path().display());
    }
    Ok(text)
}
