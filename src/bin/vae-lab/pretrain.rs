//! `vae-lab pretrain`: the recipe of the weights that the web page opens with.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use vae_lab::import::Choices;
use vae_lab::lab::{RunConfig, Session};
use vae_lab::model::{Body, ModelSpec};
use vae_lab::nn::Activation;
use vae_lab::plain::json;
use vae_lab::train::TrainOptions;
use vae_lab::weights::{Codes, Precision, card_figure, write_codes};

use crate::bundle;
use crate::data;
use crate::failure::{Outcome, file};
use crate::output::Lines;
use crate::report::Report;
use crate::target::Target;

/// (epochs, learning rate): long at the usual rate, then settling.
const SCHEDULE: [(u64, f64); 3] = [(60, 1e-3), (25, 3e-4), (15, 1e-4)];

#[derive(Args)]
pub struct Pretrain {
    /// A folder with MNIST's four IDX files, gzip or not
    #[arg(long)]
    data: String,
    /// The folder to write `mnist-vae.safetensors`, `mnist-vae.json` and `mnist-codes.safetensors` to
    #[arg(long)]
    out: PathBuf,
}

impl Pretrain {
    pub fn run(self) -> Outcome<()> {
        std::fs::create_dir_all(&self.out).map_err(|e| file("cannot make", &self.out, e))?;
        let target = |name: &str| Target::find(&self.out.join(name));
        let (card_out, weights_out, codes_out) =
            (target("mnist-vae.json")?, target("mnist-vae.safetensors")?, target("mnist-codes.safetensors")?);
        let source = data::open(&self.data, &Choices::default())?;
        let model = ModelSpec {
            height: source.data.height(),
            width: source.data.width(),
            body: Body::Dense { hidden: vec![256, 128], activation: Activation::Relu },
            ..ModelSpec::digits8x8()
        };
        let options = TrainOptions { batch_size: 128, ..TrainOptions::default() };
        let config = RunConfig { model, options, ..RunConfig::default() };
        let mut session = Session::open(config, source.data.named("MNIST"), source.split)?;
        let epochs = SCHEDULE.iter().map(|(epochs, _)| epochs).sum();
        let mut report = Report::new(false, epochs, session.family(), Lines::to_output());
        let started = Instant::now();
        for (epochs, learning_rate) in SCHEDULE {
            session.set_options(TrainOptions { learning_rate, ..options })?;
            for _ in 0..epochs {
                let stats = session.train(session.steps_per_epoch().expect("opened with images") as u64)?;
                report.epoch(&stats, &session.evaluate()?, None, started.elapsed().as_secs_f64());
            }
        }
        report.finish();
        let mut card = session.card();
        card.held_out_neg_elbo_nats = Some(card_figure(session.evaluate()?.neg_elbo_nats()));
        let card_json: serde_json::Value =
            serde_json::from_str(&json::write(&card.to_plain())).expect("a card is JSON");
        let pretty = format!("{card_json:#}\n");
        card_out.write(pretty.as_bytes())?;
        let weights = session.save_weights(&card, Precision::F16);
        codes_out.write(&write_codes(&held_out_codes(&weights, &self.data)?))?;
        weights_out.write(&weights)
    }
}

/// Codes of the test images that the page shows with the model, as it finds them: by the weights in half precision.
fn held_out_codes(weights: &[u8], data: &str) -> Outcome<Codes> {
    let images = bundle::held_out(&data::part(Path::new(data), "t10k")?)?;
    let labels = images.labels().clone();
    let mut session = Session::from_weights(weights)?;
    session.attach(Arc::new(images), None)?;
    Ok(Codes { z: session.codes(0..labels.ids().len())?, labels })
}
