//! `vae-lab train`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use vae_lab::lab::{RunConfig, Session, TrainStats};
use vae_lab::train::{Terms, TrainOptions};
use vae_lab::weights::{Precision, card_figure};

use crate::data;
use crate::describe::Describe;
use crate::failure::{Outcome, write};

#[derive(Args)]
pub struct Train {
    /// `digits8x8`, or a folder with MNIST's four IDX files, gzip or not
    #[arg(long, default_value = "digits8x8")]
    data: String,
    #[command(flatten)]
    model: Describe,
    #[arg(long, default_value_t = 50)]
    epochs: u64,
    /// Images a step
    #[arg(long, default_value_t = 64)]
    batch: usize,
    /// Adam's learning rate
    #[arg(long, default_value_t = 1e-3)]
    lr: f64,
    /// Weight of the KL term
    #[arg(long, default_value_t = 1.0)]
    beta: f64,
    #[arg(long, default_value_t = 7)]
    seed: u32,
    /// Where to write the weights (safetensors, f32)
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print one JSON line an epoch instead of the progress bar
    #[arg(long)]
    json: bool,
}

impl Train {
    pub fn run(self) -> Outcome<()> {
        let source = data::open(&self.data)?;
        let config = self.config(&source.data)?;
        let mut session = Session::open(config, source.data, source.split)?;
        let mut report = Report::new(self.json, self.epochs);
        let started = Instant::now();
        for _ in 0..self.epochs {
            let stats = epoch(&mut session)?;
            let held_out = session.evaluate()?;
            report.epoch(&stats, &held_out, started.elapsed().as_secs_f64());
        }
        report.finish();
        if let Some(path) = &self.out {
            let mut card = session.card();
            card.held_out_neg_elbo_nats = Some(card_figure(session.evaluate()?.neg_elbo_nats()));
            write(path, &session.save_weights(&card, Precision::F32))?;
            if !self.json {
                println!("{} ({} parameters, {})", path.display(), session.parameter_count(), session.weights_hash());
            }
        }
        Ok(())
    }

    fn config(&self, data: &vae_lab::data::Dataset) -> Outcome<RunConfig> {
        Ok(RunConfig {
            model: self.model.spec(data)?,
            pixels: self.model.pixels(),
            seed: self.seed,
            options: TrainOptions { learning_rate: self.lr, beta: self.beta, batch_size: self.batch },
        })
    }
}

/// Trains one epoch.
pub fn epoch(session: &mut Session) -> Outcome<TrainStats> {
    Ok(session.train(session.steps_per_epoch().expect("opened with images") as u64)?)
}

/// Progress: a bar on a terminal, lines elsewhere, JSON where asked for.
pub struct Report {
    json: bool,
    epochs: u64,
    bar: Option<ProgressBar>,
}

impl Report {
    pub fn new(json: bool, epochs: u64) -> Self {
        let bar = (!json && std::io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{bar:32} epoch {pos}/{len}  {msg}  {eta} left");
            ProgressBar::new(epochs).with_style(style.expect("a valid template"))
        });
        Report { json, epochs, bar }
    }

    pub fn epoch(&mut self, stats: &TrainStats, held_out: &Terms, seconds: f64) {
        let (train, test) = (stats.terms.neg_elbo_nats(), held_out.neg_elbo_nats());
        let epoch = stats.epoch.round();
        if self.json {
            let line = serde_json::json!({
                "epoch": epoch as u64,
                "steps": stats.step,
                "train_neg_elbo_nats": train,
                "test_neg_elbo_nats": test,
                "recon_nats": held_out.recon_nats,
                "kl_nats": held_out.kl_nats,
                "seconds": seconds,
            });
            println!("{line}");
            // A reader at the other end of a pipe sees each epoch when it is done.
            let _ = std::io::stdout().flush();
            return;
        }
        let text = format!("−ELBO {train:.2} training, {test:.2} held out (nats/image)");
        match &self.bar {
            Some(bar) => {
                bar.set_message(text);
                bar.inc(1);
            }
            None => println!("epoch {epoch}/{}  {text}  {seconds:.1} s", self.epochs),
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish();
        }
    }
}
