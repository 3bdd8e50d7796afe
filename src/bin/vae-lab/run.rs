//! A run: slices of steps, so that it can stop between two of them; a measure after every epoch; and what is kept of it.

use std::time::{Duration, Instant};

use vae_lab::LabError;
use vae_lab::lab::{Session, TrainStats};
use vae_lab::train::{Bound, TermSums, Terms};
use vae_lab::weights::{Precision, card_figure};

use crate::failure::{Failure, Outcome};
use crate::output::note;
use crate::report::Report;
use crate::stop::Stop;
use crate::target::Target;

/// A slice lasts about this long: a person who stops a run does not wait, and the clock costs nothing.
const SLICE: Duration = Duration::from_millis(50);

/// Weights that measured well, as the file that they become.
pub struct Sound {
    pub step: u64,
    pub file: Vec<u8>,
}

/// Where a run is written from time to time, to go on from.
pub struct Checkpoints {
    pub target: Target,
    /// Seconds.
    pub every: f64,
    pub last: Instant,
    /// Whether there is one of the state that the run was left in.
    pub current: bool,
}

impl Checkpoints {
    fn write(&mut self, session: &Session) -> Outcome<()> {
        self.last = Instant::now();
        let written = self.target.write(&session.checkpoint()?);
        self.current = written.is_ok();
        if let Err(failure) = written {
            // The run is worth more than the checkpoint.
            note(&format!("{failure}; the run goes on without this checkpoint"));
        }
        Ok(())
    }
}

pub struct Run {
    pub session: Session,
    pub epochs: u64,
    pub checkpoints: Option<Checkpoints>,
    /// Whether the weights of the last epoch are kept.
    pub keep: bool,
    pub sound: Option<Sound>,
    stop: Stop,
    /// The step that it began at.
    first: u64,
    slice: u64,
}

/// Why a run is over.
pub enum End {
    Done,
    /// By this signal.
    Stopped(u8),
    /// The figures are not finite any more.
    Diverged(String),
}

impl Run {
    pub fn new(session: Session, epochs: u64, stop: Stop) -> Run {
        let first = session.step();
        Run { session, epochs, checkpoints: None, keep: false, sound: None, stop, first, slice: 1 }
    }

    /// Trains to the end, or to where the run ends.
    pub fn train(&mut self, report: &mut Report) -> Outcome<End> {
        let started = Instant::now();
        if self.first > 0 {
            // What the run goes on from is something to come back to.
            if let diverged @ End::Diverged(_) = self.measure()? {
                return Ok(diverged);
            }
        }
        while images_left(&self.session, self.epochs) > 0.0 {
            let stats = match self.epoch() {
                Ok(Some(stats)) => stats,
                Ok(None) => {
                    let signal = self.stop.asked().expect("a slice was not begun");
                    return self.stopped(signal);
                }
                Err(Failure::Lab(LabError::Diverged { step })) => {
                    // Without an epoch to go back to, the last step that was done is the last that was sound.
                    if self.sound.is_none() && self.has_trained() {
                        self.measure()?;
                    }
                    return Ok(End::Diverged(format!("the loss stopped being a finite number at step {step}")));
                }
                Err(other) => return Err(other),
            };
            let held_out = self.session.evaluate()?;
            if !(stats.terms.is_finite() && held_out.is_finite()) {
                return Ok(End::Diverged(not_finite(stats.step)));
            }
            self.keep_sound(&held_out);
            let bound = match self.session.options().bound {
                Bound::Elbo => None,
                several @ Bound::Iwae { k } => Some((k, self.session.evaluate_bound(several)?)),
            };
            report.epoch(&stats, &held_out, bound, started.elapsed().as_secs_f64());
        }
        if let Some(checkpoints) = &mut self.checkpoints {
            checkpoints.write(&self.session)?;
        }
        self.measure()
    }

    /// To the end of the epoch, or to where the run is to stop.
    fn epoch(&mut self) -> Outcome<Option<TrainStats>> {
        let mut sums = TermSums::default();
        loop {
            if self.stop.asked().is_some() {
                return Ok(None);
            }
            let images = epoch_left(&self.session);
            let left = images.div_ceil(self.session.options().batch_size as u64);
            let steps = self.slice.min(left);
            let started = Instant::now();
            let stats = self.session.train(steps)?;
            self.slice = next_slice(steps, started.elapsed());
            let used = if steps == left { images } else { images - epoch_left(&self.session) };
            let Terms { recon_nats, kl_nats } = stats.terms;
            let n = used as f64;
            sums +=
                TermSums { images: used as usize, sums: Terms { recon_nats: recon_nats * n, kl_nats: kl_nats * n } };
            if let Some(checkpoints) = &mut self.checkpoints {
                checkpoints.current = false;
                if checkpoints.last.elapsed().as_secs_f64() >= checkpoints.every {
                    checkpoints.write(&self.session)?;
                }
            }
            if steps == left {
                return Ok(Some(TrainStats { terms: sums.mean(), ..stats }));
            }
        }
    }

    fn stopped(&mut self, signal: u8) -> Outcome<End> {
        if let Some(checkpoints) = &mut self.checkpoints {
            checkpoints.write(&self.session)?;
        }
        match self.measure()? {
            End::Done => Ok(End::Stopped(signal)),
            diverged => Ok(diverged),
        }
    }

    /// Whether a step was done.
    pub fn has_trained(&self) -> bool {
        self.session.step() > self.first
    }

    /// Sees to it that the weights kept are those of the present step.
    fn measure(&mut self) -> Outcome<End> {
        if self.keep && self.sound.as_ref().is_none_or(|sound| sound.step != self.session.step()) {
            let held_out = self.session.evaluate()?;
            if !held_out.is_finite() {
                return Ok(End::Diverged(not_finite(self.session.step())));
            }
            self.keep_sound(&held_out);
        }
        Ok(End::Done)
    }

    fn keep_sound(&mut self, held_out: &Terms) {
        if self.keep {
            let mut card = self.session.card();
            card.held_out_neg_elbo_nats = Some(card_figure(held_out.neg_elbo_nats()));
            let file = self.session.save_weights(&card, Precision::F32);
            self.sound = Some(Sound { step: self.session.step(), file });
        }
    }

    /// Whether the codes say nothing of the images: no latent dimension is active.
    pub fn collapsed(&mut self) -> Outcome<bool> {
        let (train, _) = self.session.image_counts().ok_or(LabError::NoData)?;
        if !self.session.family().has_prior() || train == 0 {
            return Ok(false);
        }
        Ok(self.session.active_units()? == 0)
    }
}

/// A run that diverged, with what to do and what is left of it.
pub fn diverged(reason: &str, learning_rate: f64, rest: &str) -> Failure {
    Failure::Diverged(format!("{reason}: try a --lr below {learning_rate}; {rest}"))
}

fn not_finite(step: u64) -> String {
    format!("the loss is not a finite number any more after step {step}")
}

/// Training images that are still to be used in `epochs` epochs.
fn images_left(session: &Session, epochs: u64) -> f64 {
    let (train, _) = session.image_counts().expect("opened with images");
    ((epochs as f64 - session.epoch()) * train as f64).round()
}

/// Training images that are still to be used in the present epoch.
fn epoch_left(session: &Session) -> u64 {
    images_left(session, session.epoch().floor() as u64 + 1) as u64
}

/// As many steps as fill a slice, going by the last.
fn next_slice(steps: u64, took: Duration) -> u64 {
    let rate = steps as f64 / took.as_secs_f64().max(1e-6);
    // Not at once: the first step is slower than the next.
    ((rate * SLICE.as_secs_f64()) as u64).clamp(1, 4 * steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_grows_and_shrinks_with_the_speed_and_never_to_nothing() {
        assert_eq!(next_slice(10, SLICE), 10);
        assert_eq!(next_slice(10, SLICE / 2), 20);
        assert_eq!(next_slice(10, Duration::ZERO), 40);
        assert_eq!(next_slice(10, 20 * SLICE), 1);
    }
}
