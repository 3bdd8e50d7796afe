//! What is said of a run under way: a bar on a terminal, lines elsewhere, JSON where asked for.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};
use vae_lab::lab::TrainStats;
use vae_lab::model::Family;
use vae_lab::train::Terms;

use crate::output::Lines;

pub struct Report {
    json: bool,
    epochs: u64,
    family: Family,
    lines: Lines,
    bar: Option<ProgressBar>,
}

impl Report {
    pub fn new(json: bool, epochs: u64, family: Family, lines: Lines) -> Self {
        let bar = (!json && std::io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{bar:32} epoch {pos}/{len}  {msg}  {eta} left");
            ProgressBar::new(epochs).with_style(style.expect("a valid template"))
        });
        Report { json, epochs, family, lines, bar }
    }

    /// `bound`: samples and minus the held-out bound, where it is of several.
    pub fn epoch(&mut self, stats: &TrainStats, held_out: &Terms, bound: Option<(usize, f64)>, seconds: f64) {
        let epoch = stats.epoch.round();
        if self.json {
            let mut line = serde_json::json!({
                "epoch": epoch as u64,
                "steps": stats.step,
                "train_neg_elbo_nats": stats.terms.neg_elbo_nats(),
                "test_neg_elbo_nats": held_out.neg_elbo_nats(),
                "recon_nats": held_out.recon_nats,
                "kl_nats": held_out.kl_nats,
                "seconds": seconds,
            });
            if let Some((samples, nats)) = bound {
                (line["samples"], line["test_neg_bound_nats"]) = (samples.into(), nats.into());
            }
            self.lines.line(&line.to_string());
            return;
        }
        let mut text = figures(self.family, &stats.terms, held_out);
        if let Some((samples, nats)) = bound {
            text += &format!("; −bound of {samples} samples {nats:.2} held out");
        }
        match &self.bar {
            Some(bar) => {
                bar.set_message(text);
                bar.set_position(epoch as u64);
            }
            None => self.lines.line(&format!("epoch {epoch}/{}  {text}  {seconds:.1} s", self.epochs)),
        }
    }

    /// A line for people, not for programs.
    pub fn remark(&mut self, text: &str) {
        if !self.json {
            self.lines.line(text);
        }
    }

    /// Leaves the bar where it came to.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.abandon();
        }
    }
}

/// The held-out sum with its parts, where the family has several.
fn figures(family: Family, train: &Terms, held_out: &Terms) -> String {
    let (train, test, recon, kl) =
        (train.neg_elbo_nats(), held_out.neg_elbo_nats(), held_out.recon_nats, held_out.kl_nats);
    if family.has_prior() {
        format!("−ELBO {train:.2} training, {test:.2} held out: reconstruction {recon:.2} + KL {kl:.2} (nats/image)")
    } else {
        format!("reconstruction {train:.2} training, {recon:.2} held out (nats/image)")
    }
}
