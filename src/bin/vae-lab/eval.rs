//! `vae-lab eval`

use std::path::PathBuf;

use clap::Args;
use vae_lab::LabError;
use vae_lab::train::Term;

use crate::data;
use crate::failure::{Failure, Outcome};
use crate::inspect::remark;
use crate::output::{answer, note};
use crate::reading::Reading;
use crate::weights;

#[derive(Args)]
pub struct Eval {
    /// A safetensors file of the lab's names
    #[arg(long)]
    weights: PathBuf,
    /// `digits8x8`, `strokes[:N]`, `shapes[:N]`, or a file or folder of images: IDX, NPY, NPZ, CSV, PNG, …; packed or not
    #[arg(long, default_value = "digits8x8")]
    data: String,
    #[command(flatten)]
    reading: Reading,
    /// Print one JSON line
    #[arg(long)]
    json: bool,
}

impl Eval {
    pub fn run(self) -> Outcome<()> {
        let mut session = weights::open(&self.weights)?;
        let source = data::open(&self.data, &self.reading.choices())?;
        if let Some(remark) = remark(&source) {
            note(&remark);
        }
        session.attach(source.data, source.split)?;
        let train = match session.evaluate_train() {
            Err(LabError::NoTraining) => None,
            measured => Some(measured?),
        };
        let held_out = session.evaluate()?;
        if !(train.is_none_or(|train| train.is_finite()) && held_out.is_finite()) {
            let path = self.weights.display();
            return Err(Failure::Diverged(format!("{path}: on {} its loss is not a finite number", self.data)));
        }
        if self.json {
            let line = serde_json::json!({
                "epoch": session.epoch().round() as u64,
                "steps": session.step(),
                "train_neg_elbo_nats": train.map(|train| train.neg_elbo_nats()),
                "test_neg_elbo_nats": held_out.neg_elbo_nats(),
                "recon_nats": held_out.recon_nats,
                "kl_nats": held_out.kl_nats,
            });
            answer(&line.to_string())
        } else {
            // What is measured of the model, and no more: an autoencoder has no bound.
            let columns = session.terms();
            let mut table = format!("{:<16}", "nats per image");
            columns.iter().for_each(|&term| table += &format!("  {:>14}", title(term)));
            for (name, terms) in [("training sample", train), ("held out", Some(held_out))] {
                let Some(terms) = terms else { continue };
                table += &format!("\n{name:<16}");
                columns.iter().for_each(|term| table += &format!("  {:>14.2}", term.value(&terms)));
            }
            answer(&table)
        }
    }
}

fn title(term: Term) -> &'static str {
    match term {
        Term::NegElbo => "−ELBO",
        Term::Recon => "reconstruction",
        Term::Kl => "KL",
    }
}
