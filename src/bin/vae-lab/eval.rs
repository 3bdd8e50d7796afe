//! `vae-lab eval`

use std::path::PathBuf;

use clap::Args;
use vae_lab::lab::Session;

use crate::data;
use crate::failure::{Outcome, read};

#[derive(Args)]
pub struct Eval {
    /// A safetensors file of the lab's names
    #[arg(long)]
    weights: PathBuf,
    /// `digits8x8`, or a folder with MNIST's four IDX files, gzip or not
    #[arg(long, default_value = "digits8x8")]
    data: String,
    /// Print one JSON line
    #[arg(long)]
    json: bool,
}

impl Eval {
    pub fn run(self) -> Outcome<()> {
        let bytes = read(&self.weights)?;
        let source = data::open(&self.data)?;
        let mut session = Session::from_weights(&bytes)?;
        session.left_out().iter().for_each(|name| eprintln!("vae-lab: the model does not need {name}"));
        session.attach(source.data, source.split)?;
        let (train, held_out) = (session.evaluate_train()?, session.evaluate()?);
        if self.json {
            let line = serde_json::json!({
                "epoch": session.epoch().round() as u64,
                "steps": session.step(),
                "train_neg_elbo_nats": train.neg_elbo_nats(),
                "test_neg_elbo_nats": held_out.neg_elbo_nats(),
                "recon_nats": held_out.recon_nats,
                "kl_nats": held_out.kl_nats,
            });
            println!("{line}");
        } else {
            println!("nats per image      −ELBO  reconstruction  KL");
            for (name, terms) in [("training sample", train), ("held out", held_out)] {
                let (sum, recon, kl) = (terms.neg_elbo_nats(), terms.recon_nats, terms.kl_nats);
                println!("{name:<16}  {sum:>7.2}  {recon:>14.2}  {kl:.2}");
            }
        }
        Ok(())
    }
}
