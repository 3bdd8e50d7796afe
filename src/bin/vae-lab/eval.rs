//! `vae-lab eval`

use std::path::PathBuf;

use clap::Args;
use vae_lab::LabError;
use vae_lab::lab::features::{Accuracy, NEIGHBOURS};
use vae_lab::train::{Bound, Term};

use crate::data;
use crate::describe::whole;
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
    /// Also minus the bound of K samples an image, held out
    #[arg(long, value_name = "K", value_parser = whole::<usize>)]
    samples: Option<usize>,
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
        let bound = self.samples.map(|samples| session.evaluate_bound(Bound::of(samples))).transpose()?;
        let features = match session.features() {
            Err(LabError::NoTraining) => None,
            found => Some(found?),
        };
        let accuracy = features.and_then(|features| features.accuracy);
        if accuracy.is_some_and(|accuracy| !accuracy.converged) {
            note("the linear probe has not converged: a better one may do better");
        }
        if self.json {
            let line = serde_json::json!({
                "epoch": session.epoch().round() as u64,
                "steps": session.step(),
                "train_neg_elbo_nats": train.map(|train| train.neg_elbo_nats()),
                "test_neg_elbo_nats": held_out.neg_elbo_nats(),
                "recon_nats": held_out.recon_nats,
                "kl_nats": held_out.kl_nats,
                "samples": self.samples,
                "test_neg_bound_nats": bound,
                "latent": session.spec().latent,
                "active_units": features.map(|features| features.active_units),
                "probe_accuracy": accuracy.map(|accuracy| accuracy.probe),
                "knn_accuracy": accuracy.map(|accuracy| accuracy.nearest),
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
            if let (Some(samples), Some(nats)) = (self.samples, bound) {
                table += &format!("\n−bound of {samples} samples, held out: {nats:.2} nats per image");
            }
            if let Some(features) = features {
                table += &format!("\nactive units: {} of {}", features.active_units, session.spec().latent);
            }
            if let Some(Accuracy { probe, nearest, .. }) = accuracy {
                let (probe, nearest) = (100.0 * probe, 100.0 * nearest);
                table +=
                    &format!("\nclass by z, held out: linear probe {probe:.1} %, {NEIGHBOURS} nearest {nearest:.1} %");
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
